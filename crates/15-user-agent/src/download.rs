//! `--output`: a file that appears when it is whole. Until then it is `FILE.part`, and beside it `FILE.part.version` says
//! of which version the part is.

use std::fs::{File, Metadata};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::SystemTime;

use representation::parse_date;
use request::{Method, Status};
use response::ResponseHead;

use crate::content_range::{ContentRange, unsatisfied_length};
use crate::failure::Failure;
use crate::kept::{Kept, Validator};
use crate::place::Place;
use crate::progress::Progress;
use crate::request::Request;
use crate::uri::Uri;

/// A file to be written.
#[derive(Debug)]
pub struct Download {
    place: Place,
    /// What is known of the part, and how many octets it has.
    kept: Option<(Kept, u64)>,
    /// The file that is there already, if it may be what is asked for.
    earlier: Option<Metadata>,
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

/// What a response means for a download.
pub enum Begun {
    Writing(PartFile),
    /// It is of no use; the next request will be another one.
    Again,
    /// Everything is there already.
    Complete,
}

impl Download {
    /// With `go_on`, a part that is there already is kept, and a file that is whole is not fetched again.
    pub fn new(path: &Path, go_on: bool) -> Result<Self, Failure> {
        let mut download = Self { place: Place::find(path, go_on)?, kept: None, earlier: None, began: false };
        if go_on && download.place.has_part() {
            download.keep();
        }
        Ok(download)
    }

    fn keep(&mut self) {
        let octets = self.place.kept();
        if octets == 0 {
            self.earlier = self.place.before().cloned();
            return;
        }
        let version = self.place.read_version().and_then(|version| Kept::read(&version));
        let kept = version.filter(|kept| kept.length.is_none_or(|length| octets <= length));
        self.kept = kept.map(|kept| (kept, octets));
        if self.kept.is_none() {
            let part = self.place.part().display();
            cli::note(format_args!("nothing says of which version {part} is: starting over"));
        }
    }

    /// The fields that ask a URL for what is missing: for nothing but what follows the part, and for everything if the
    /// version is another one. Of a file that is there already nobody knows the version.
    pub fn range(&self, uri: &Uri) -> Option<Vec<(&'static str, Vec<u8>)>> {
        // ANCHOR: missing
        let range = |octets: u64| ("Range", format!("bytes={octets}-").into_bytes());
        match (self.kept_of(uri), &self.earlier) {
            (Some((kept, octets)), _) => Some(vec![range(*octets), ("If-Range", kept.validator.to_value())]),
            (None, Some(earlier)) => Some(vec![range(earlier.len())]),
            (None, None) => None,
        }
        // ANCHOR_END: missing
    }

    /// Whether the part has all octets of a URL already, so that nobody need be asked.
    pub fn is_whole(&self, uri: &Uri) -> bool {
        self.kept_of(uri).is_some_and(|(kept, octets)| kept.length == Some(*octets))
    }

    fn kept_of(&self, uri: &Uri) -> Option<&(Kept, u64)> {
        self.kept.as_ref().filter(|(kept, _)| kept.uri == uri.target().as_str())
    }

    /// Takes the head of a successful response. `asked` says whether the request had the fields of [`range`](Self::range),
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
            (Status::PARTIAL_CONTENT, None) if asked => {
                Ok(self.start_over("the server has more octets, and nothing says of which version the file is"))
            }
            (Status::PARTIAL_CONTENT, _) => Err(Failure::response("the server sent a part that nobody had asked for")),
            (Status::OK, None) if asked && !coded && self.is_complete(head, content_length(head)) => {
                Ok(self.say_complete())
            }
            _ => self.start(request, head, asked, coded).map(Begun::Writing),
        }
    }

    /// Takes the head of a response that says that there are no octets after the part, or after the file that is there.
    pub fn not_satisfiable(&mut self, head: &ResponseHead) -> Result<Begun, Failure> {
        // ANCHOR: not_satisfiable
        let mut ranges = head.fields.all("Content-Range").map(|field| unsatisfied_length(field.value()));
        let length = ranges.next().flatten().filter(|_| ranges.next().is_none());
        match &self.kept {
            Some((kept, octets)) => {
                let is_same = head.fields.get("ETag").is_none() || kept.validator.is_of(&head.fields);
                if is_same && length == Some(*octets) && kept.length.is_none_or(|known| known == *octets) {
                    self.complete()?;
                    return Ok(Begun::Complete);
                }
                Ok(self.start_over("the server has no octets after the part"))
            }
            None if self.is_complete(head, length) => Ok(self.say_complete()),
            None => Ok(self.start_over("the file is not what the server has")),
        }
        // ANCHOR_END: not_satisfiable
    }

    /// Whether the file that is there is what a response is about: as long, and not older.
    fn is_complete(&self, head: &ResponseHead, length: Option<u64>) -> bool {
        // ANCHOR: is_complete
        let Some(earlier) = &self.earlier else { return false };
        let modified = head.fields.get("Last-Modified").and_then(|field| parse_date(field.value()));
        let is_newer = |modified: SystemTime| earlier.modified().is_ok_and(|earlier| modified > earlier);
        length == Some(earlier.len()) && !modified.is_some_and(is_newer)
        // ANCHOR_END: is_complete
    }

    fn say_complete(&self) -> Begun {
        let octets = self.earlier.as_ref().map_or(0, Metadata::len);
        cli::note(format_args!("{} is complete already: {octets} octets", self.place.path().display()));
        Begun::Complete
    }

    /// What is there is no beginning of what the server has.
    fn start_over(&mut self, why: &str) -> Begun {
        cli::note(format_args!("{why}: starting over"));
        (self.kept, self.earlier) = (None, None);
        Begun::Again
    }

    /// Adds to the part, which has so many octets.
    fn join(&mut self, head: &ResponseHead, kept: Kept, octets: u64) -> Result<Begun, Failure> {
        // ANCHOR: join
        let Some((range, length)) = fitting(head, &kept, octets)? else {
            return Ok(self.start_over("the server sent a part of another version"));
        };
        let mut file = self.open()?;
        let failed = |error| self.place.failed("write", &error);
        // What both have is the same: it is the same version.
        file.set_len(range.first).and_then(|()| file.seek(SeekFrom::End(0))).map_err(failed)?;
        self.note(Kept { length, ..kept }, range.first)?;
        Ok(Begun::Writing(self.part_file(file, range.first, length, Some(range))))
        // ANCHOR_END: join
    }

    fn start(&mut self, request: &Request, head: &ResponseHead, asked: bool, coded: bool) -> Result<PartFile, Failure> {
        if asked {
            cli::note("the server sends everything, as its version is another one or it sends no parts: starting over");
        }
        // ANCHOR: start
        let length = content_length(head);
        let file = self.open()?;
        let can_go_on = self.place.has_part() && request.method == Method::Get && !coded && head.status == Status::OK;
        let validator = if can_go_on { Validator::strong(&head.fields) } else { None };
        let failed = |error| self.place.failed("write", &error);
        if self.place.is_file() {
            // In this order: whenever this program ends, the version fits the part, or says nothing.
            self.place.write_version(&[]).map_err(failed)?;
            file.set_len(0).map_err(failed)?;
        }
        let uri = request.uri.target().as_str().to_owned();
        self.kept = None;
        if let Some(validator) = validator {
            self.note(Kept { uri, validator, length }, 0)?;
        }
        Ok(self.part_file(file, 0, length.filter(|_| !coded), None))
        // ANCHOR_END: start
    }

    /// Notes of which version the part is, and that it has so many octets of it.
    fn note(&mut self, kept: Kept, octets: u64) -> Result<(), Failure> {
        let failed = |error| self.place.failed("write", &error);
        self.place.write_version(&kept.to_note().map_err(failed)?).map_err(failed)?;
        self.kept = Some((kept, octets));
        Ok(())
    }

    fn part_file(&self, file: File, octets: u64, total: Option<u64>, range: Option<ContentRange>) -> PartFile {
        let name = self.place.written().display().to_string();
        PartFile { file, name, progress: Progress::new(octets, total), octets, range }
    }

    fn open(&mut self) -> Result<File, Failure> {
        let file = self.place.open()?;
        self.began = true;
        Ok(file)
    }

    /// The response is complete. What is whole gets its name; else this returns `false`, and more is to be asked for.
    pub fn end(&mut self, part: PartFile) -> Result<bool, Failure> {
        // ANCHOR: end
        let PartFile { file, octets, range, progress, .. } = part;
        drop(progress);
        if let Some(range) = range.filter(|range| octets <= range.last) {
            return Err(Failure::response(format!("the part ends before its octet {}", range.last)));
        }
        if !self.place.is_file() {
            return Ok(true);
        }
        if let Some((kept, kept_octets)) = &mut self.kept {
            *kept_octets = octets;
            match (range, kept.length) {
                (Some(_), None) => return Err(Failure::response("the server does not say how many octets there are")),
                (Some(_), Some(length)) if octets < length => return Ok(false),
                _ => {}
            }
        }
        file.sync_data().map_err(|error| self.place.failed("write", &error))?;
        // From here on the part is whole, and stays so whatever becomes of its name.
        self.began = false;
        self.place.complete(file)?;
        Ok(true)
        // ANCHOR_END: end
    }

    /// Gives the part its name: it was whole before anything came.
    pub fn complete(&mut self) -> Result<(), Failure> {
        let part = self.place.open()?;
        self.place.complete(part)
    }

    /// The download was cut off: what can be of use later is kept.
    pub fn cut_off(&self) {
        if !self.began || !self.place.is_file() {
            return;
        }
        let octets = self.place.kept();
        let written = self.place.written().display();
        match (self.place.has_part(), &self.kept) {
            (true, Some(_)) if octets > 0 => {
                cli::note(format_args!("{octets} octets are kept in {written}: --continue goes on from there"));
            }
            // Nothing would say what fits to it.
            _ => self.place.discard(),
        }
    }
}

/// Which octets a 206 adds to a part that has so many octets already, and how many the whole has, if that is known
/// (RFC 9110 section 15.3.7.3): by what the response says, and not by what was asked for. `None` when it is of another
/// version; a failure when it does not fit, or does not say rightly what it is.
fn fitting(head: &ResponseHead, kept: &Kept, octets: u64) -> Result<Option<(ContentRange, Option<u64>)>, Failure> {
    // ANCHOR: fitting
    if !kept.validator.is_of(&head.fields) {
        return Ok(None);
    }
    let mut ranges = head.fields.all("Content-Range").map(|field| ContentRange::parse(field.value()));
    let (Some(Some(range)), None) = (ranges.next(), ranges.next()) else {
        return Err(Failure::response("the server sent a part, and does not say rightly which octets it has"));
    };
    if let (Some(before), Some(now)) = (kept.length, range.length)
        && before != now
    {
        return Err(Failure::response(format!("the same version had {before} octets, and now it has {now}")));
    }
    if range.first > octets || range.last < octets {
        let ContentRange { first, last, .. } = range;
        return Err(Failure::response(format!("the octets {first} to {last} do not go on after the {octets} kept")));
    }
    Ok(Some((range, range.length.or(kept.length))))
    // ANCHOR_END: fitting
}

fn content_length(head: &ResponseHead) -> Option<u64> {
    body::content_length(&head.fields).ok().flatten()
}

impl Write for PartFile {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let end = self.octets + octets.len() as u64;
        if let Some(range) = self.range.filter(|range| range.last < end.saturating_sub(1)) {
            // Nobody knows which of these octets are meant.
            self.file.set_len(range.first)?;
            return Err(Failure::response(format!("the part goes on after its octet {}", range.last)).into());
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
