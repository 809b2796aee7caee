//! `--output`: a file that appears when it is whole. Until then it is `FILE.part`, and beside it `FILE.part.version` says
//! of which version the part is.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

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
        // GAP 7 of 9: fitting (place 5 of 6)
        // The starter asks for everything. Where a part of this URL is kept (`kept_of`), return Range for
        // everything after its octets, and If-Range with its validator. Else, where there is an `earlier` file,
        // Range for everything after that. Else nothing.
        None
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
        // GAP 8 of 9: not_satisfiable (place 1 of 2)
        // The server says that it has nothing after our octets, and how many it has: one Content-Range that can
        // be read (`unsatisfied_length`). A part is whole if it has as many octets, if the length that was noted
        // is the same or unknown, and if the response has no ETag or is of the kept version (`is_of`): let it get
        // its name (`complete`). Of a file that `is_complete`, say so (`say_complete`). In every other case
        // `start_over`, and say why.
        todo!("gap 8: not_satisfiable")
    }

    /// Whether the file that is there is what a response is about: as long, and not older.
    fn is_complete(&self, head: &ResponseHead, length: Option<u64>) -> bool {
        // GAP 8 of 9: not_satisfiable (place 2 of 2)
        // Return whether there is an `earlier` file, `length` is known and the same, and the response has no
        // Last-Modified that is later than the change of the file.
        todo!("gap 8: not_satisfiable")
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
        // GAP 7 of 9: fitting (place 6 of 6)
        // If it does not fit because it is of another version, `start_over`, and say that. Else cut the file
        // where the part begins (`set_len`), and write at its end from there. Note the version anew
        // (`self.note`), with the length that is known now, and with as many octets as the file has then. The
        // `part_file` has the range.
        todo!("gap 7: fitting")
    }

    fn start(&mut self, request: &Request, head: &ResponseHead, asked: bool, coded: bool) -> Result<PartFile, Failure> {
        if asked {
            cli::note("the server sends everything, as its version is another one or it sends no parts: starting over");
        }
        // GAP 6 of 9: start (place 1 of 4)
        // Everything comes, from the first octet. First `self.open()` the part: only then is it sure whether the
        // place has parts (`has_part`). If it has, a GET got 200, and nothing is `coded`, the part can be
        // continued if its `Validator` is strong. In a file, empty the note of an earlier version
        // (`write_version` with nothing), and then its content. Then note the new version (`self.note`), with 0
        // octets; where the part cannot be continued, `self.kept` is None. The `part_file` begins at 0; how long
        // it will be is not known of what is coded.
        todo!("gap 6: start")
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
        // GAP 6 of 9: start (place 4 of 4)
        // Drop the progress first: it ends before anything is said. For a `range`: a part that ends before its
        // last octet is a failure of the response. Where the place is no file, that is all: `true`. Note that
        // what is kept has `octets` now. After a range, it is a failure when the length in `self.kept` is
        // unknown, and `false` when that is more than `octets`. Else sync the data (`sync_data`), set
        // `self.began` to false, for from here on nothing is to be removed, and let the place `complete` the
        // file.
        todo!("gap 6: start")
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
    // GAP 7 of 9: fitting (place 1 of 6)
    // May this 206 be joined to the `octets` that are kept? Not of the kept version (`kept.validator.is_of`):
    // `Ok(None)`. Else one Content-Range that can be read, with a length that is the kept one where both are
    // known, and positions that leave no hole and bring something new; what else it is, is a
    // `Failure::response`, with a text that says what is wrong. Return it, and the length of the whole, from
    // whichever knows it.
    todo!("gap 7: fitting")
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
