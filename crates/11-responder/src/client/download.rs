//! `--output`: a file that appears when it is whole. Until then it is `FILE.part`, and beside it `FILE.part.version` says
//! of which version the part is.

use std::fs::{self, File, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use message::{Method, ResponseHead, Status};

use super::content_range::ContentRange;
use super::failure::Failure;
use super::kept::{Kept, Validator};
use super::progress::Progress;
use super::request::Request;
use super::uri::Uri;

/// A file to be written.
#[derive(Debug)]
pub struct Download {
    path: PathBuf,
    part: PathBuf,
    version: PathBuf,
    /// What is known of the part, and how many octets it has.
    kept: Option<(Kept, u64)>,
    /// Whether this program writes into the part.
    began: bool,
}

/// The part, while content is added to it.
#[derive(Debug)]
pub struct PartFile {
    file: File,
    name: String,
    progress: Progress,
    octets: u64,
    /// For a part of the whole: the octets that it must have, from the first one on.
    range: Option<ContentRange>,
}

/// What an answer means for a download.
pub enum Begun {
    Writing(PartFile),
    /// It is of no use; the next request will be another one.
    Again,
}

impl Download {
    /// With `go_on`, a part that is there already is kept.
    pub fn new(path: &Path, go_on: bool) -> Result<Self, Failure> {
        // Where it is a link, what it leads to is written.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if path.is_dir() || folder.is_some_and(|folder| !folder.is_dir()) {
            return Err(Failure::own(format!("cannot write {}: there is no such place for a file", path.display())));
        }
        let beside = |end: &str| {
            let mut name = path.clone().into_os_string();
            name.push(end);
            PathBuf::from(name)
        };
        let mut download =
            Self { part: beside(".part"), version: beside(".part.version"), path, kept: None, began: false };
        if go_on {
            download.keep();
        }
        Ok(download)
    }

    fn keep(&mut self) {
        let octets = fs::metadata(&self.part).map_or(0, |metadata| metadata.len());
        let kept = Kept::read(&self.version).filter(|kept| kept.length.is_none_or(|length| octets <= length));
        self.kept = kept.filter(|_| octets > 0).map(|kept| (kept, octets));
        if octets > 0 && self.kept.is_none() {
            let part = self.part.display();
            cli::note(format_args!("nothing says of which version {part} is: starting over"));
        }
    }

    /// The fields that ask a URL for what is missing: for nothing but what follows the part, and for everything if the
    /// version is another one.
    pub fn range(&self, uri: &Uri) -> Option<[(&'static str, Vec<u8>); 2]> {
        let (kept, octets) = self.kept_of(uri)?;
        Some([("Range", format!("bytes={octets}-").into_bytes()), ("If-Range", kept.validator.to_value())])
    }

    /// Whether the part has all octets of a URL already, so that nobody need be asked.
    pub fn is_whole(&self, uri: &Uri) -> bool {
        self.kept_of(uri).is_some_and(|(kept, octets)| kept.length == Some(*octets))
    }

    fn kept_of(&self, uri: &Uri) -> Option<&(Kept, u64)> {
        self.kept.as_ref().filter(|(kept, _)| kept.uri == uri.target().as_str())
    }

    /// Takes the head of a successful answer. `asked` says whether the request had the fields of [`range`](Self::range),
    /// `coded` whether what will be written is not what was sent.
    pub fn begin(
        &mut self,
        request: &Request,
        head: &ResponseHead,
        asked: bool,
        coded: bool,
    ) -> Result<Begun, Failure> {
        match (head.status, self.kept.clone()) {
            (Status::PARTIAL_CONTENT, Some((kept, octets))) if asked => self.join(head, kept, octets),
            (Status::PARTIAL_CONTENT, _) => Err(Failure::answer("the server sent a part that nobody had asked for")),
            _ => self.start(request, head, asked, coded).map(Begun::Writing),
        }
    }

    /// The server has no octets behind the part, or none of the version.
    pub fn start_over(&mut self, why: &str) -> Begun {
        cli::note(format_args!("{why}: starting over"));
        self.kept = None;
        Begun::Again
    }

    /// Adds to the part (RFC 9110 section 15.3.7.3), by what the answer says and not by what was asked for.
    fn join(&mut self, head: &ResponseHead, kept: Kept, octets: u64) -> Result<Begun, Failure> {
        if !kept.validator.is_of(&head.fields) {
            return Ok(self.start_over("the server sent a part of another version"));
        }
        let mut ranges = head.fields.all("Content-Range").map(|field| ContentRange::parse(field.value()));
        let (Some(Some(range)), None) = (ranges.next(), ranges.next()) else {
            return Err(Failure::answer("the server sent a part, and does not say rightly which octets it has"));
        };
        let length = match (kept.length, range.length) {
            (Some(before), Some(now)) if before != now => {
                return Err(Failure::answer(format!("the same version had {before} octets, and now it has {now}")));
            }
            (before, now) => now.or(before),
        };
        if range.first > octets || range.last < octets {
            let Self { part, .. } = self;
            let (part, ContentRange { first, last, .. }) = (part.display(), range);
            return Err(Failure::answer(format!(
                "the octets {first} to {last} cannot be joined to the {octets} of {part}"
            )));
        }
        let mut file = self.open()?;
        let failed = |error| self.failed("write", &error);
        // What both have is the same: it is the same version.
        file.set_len(range.first).and_then(|()| file.seek(SeekFrom::End(0))).map_err(failed)?;
        let kept = Kept { length, ..kept };
        kept.write(&self.version).map_err(failed)?;
        self.kept = Some((kept, range.first));
        Ok(Begun::Writing(self.part_file(file, range.first, length, Some(range))))
    }

    fn start(&mut self, request: &Request, head: &ResponseHead, asked: bool, coded: bool) -> Result<PartFile, Failure> {
        if asked {
            cli::note("the server sends everything, as its version is another one or it sends no parts: starting over");
        }
        let length = body::content_length(&head.fields).ok().flatten();
        let can_go_on = self.is_file() && request.method == Method::Get && !coded && head.status == Status::OK;
        let validator = if can_go_on { Validator::strong(&head.fields) } else { None };
        let file = self.open()?;
        let failed = |error| self.failed("write", &error);
        if self.is_file() {
            // In this order: whenever this program ends, the version fits the part, or is missing.
            remove(&self.version).map_err(failed)?;
            file.set_len(0).map_err(failed)?;
        }
        let uri = request.uri.target().as_str().to_owned();
        let kept = validator.map(|validator| Kept { uri, validator, length });
        kept.as_ref().map_or(Ok(()), |kept| kept.write(&self.version)).map_err(failed)?;
        self.kept = kept.map(|kept| (kept, 0));
        Ok(self.part_file(file, 0, length.filter(|_| !coded), None))
    }

    fn part_file(&self, file: File, octets: u64, total: Option<u64>, range: Option<ContentRange>) -> PartFile {
        let name = self.target().display().to_string();
        PartFile { file, name, progress: Progress::new(octets, total), octets, range }
    }

    /// Whether there will be a file: what is there already may be a device or a pipe.
    fn is_file(&self) -> bool {
        fs::metadata(&self.path).map_or(true, |metadata| metadata.is_file())
    }

    fn target(&self) -> &Path {
        if self.is_file() { &self.part } else { &self.path }
    }

    fn open(&mut self) -> Result<File, Failure> {
        let mut options = File::options();
        options.write(true).create(true).truncate(false);
        let file = options.open(self.target()).map_err(|error| self.failed("write", &error))?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) if self.is_file() => {
                return Err(Failure::own(format!("another program writes {} at this moment", self.part.display())));
            }
            // Where the system has no locks, nothing is lost but this check.
            _ => self.began = true,
        }
        Ok(file)
    }

    /// The answer is complete. What is whole gets its name; else this returns `false`, and more is to be asked for.
    pub fn end(&mut self, part: PartFile) -> Result<bool, Failure> {
        let PartFile { file, octets, range, progress, .. } = part;
        drop(progress);
        if let Some(range) = range.filter(|range| octets <= range.last) {
            return Err(Failure::answer(format!("the part ends before its octet {}", range.last)));
        }
        if !self.is_file() {
            return Ok(true);
        }
        if let Some((kept, kept_octets)) = &mut self.kept {
            *kept_octets = octets;
            match (range, kept.length) {
                (Some(_), None) => return Err(Failure::answer("the server does not say how many octets there are")),
                (Some(_), Some(length)) if octets < length => return Ok(false),
                _ => {}
            }
        }
        file.sync_data().map_err(|error| self.failed("write", &error))?;
        drop(file);
        self.complete()?;
        Ok(true)
    }

    /// Gives the part its name.
    pub fn complete(&mut self) -> Result<(), Failure> {
        fs::rename(&self.part, &self.path)
            .and_then(|()| remove(&self.version))
            .map_err(|error| self.failed("rename", &error))?;
        self.began = false;
        Ok(())
    }

    /// The download was cut off: what can be of use later is kept.
    pub fn cut_off(&self) {
        if !self.began || !self.is_file() {
            return;
        }
        let octets = fs::metadata(&self.part).map_or(0, |metadata| metadata.len());
        let part = self.part.display();
        if self.kept.is_some() && octets > 0 {
            cli::note(format_args!("{octets} octets are kept in {part}: --continue goes on from there"));
        } else {
            // Nothing would say what fits to it.
            let _ = remove(&self.part).and_then(|()| remove(&self.version));
        }
    }

    fn failed(&self, action: &str, error: &io::Error) -> Failure {
        Failure::own(format!("cannot {action} {}: {error}", self.target().display()))
    }
}

/// Removes a file that may not be there.
fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

impl Write for PartFile {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let end = self.octets + octets.len() as u64;
        if let Some(range) = self.range.filter(|range| range.last < end.saturating_sub(1)) {
            // Nobody knows which of these octets are meant.
            self.file.set_len(range.first)?;
            return Err(Failure::answer(format!("the part goes on behind its octet {}", range.last)).into());
        }
        let count = self.file.write(octets).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            _ => Failure::own(format!("cannot write {}: {error}", self.name)).into(),
        })?;
        self.octets += count as u64;
        self.progress.add(count as u64);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
