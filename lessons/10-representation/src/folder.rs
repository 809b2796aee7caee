//! A folder whose files are resources, and nothing outside of it (RFC 9110 section 17.3).

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use cap_fs_ext::OpenOptionsSyncExt;
use cap_std::ambient_authority;
use cap_std::fs::{Dir, OpenOptions};
use cli::html;
use message::{Limits, Method, RequestHead, Status};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::answer::{Answer, Representation, answer};
use crate::etag::EntityTag;
use crate::media_type::media_type;
use crate::pages::{method_not_allowed, page};
use crate::path::{encode_path, file_path};
use crate::source::Source;
use crate::validators::Validators;

/// The file that stands for a directory.
const INDEX: &str = "index.html";

/// What in a query is not sent back as it came: a target may hold it, a URI may not.
const QUERY: &AsciiSet = &CONTROLS.add(b'[').add(b']').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// Error numbers that have no name in the standard library.
const TOO_MANY_FILES_IN_SYSTEM: i32 = if cfg!(unix) { 23 } else { 1450 };
const TOO_MANY_FILES: i32 = if cfg!(unix) { 24 } else { 4 };
const TOO_MANY_LINKS: i32 = if cfg!(target_os = "linux") { 40 } else { 62 };

/// A folder whose files are resources.
///
/// Every path is walked from the open folder on, by the operating system or step by step, and may never leave it: not by
/// its spelling, not by a symbolic link, not when somebody exchanges directories in the meantime.
#[derive(Debug)]
pub struct Folder {
    dir: Dir,
}

/// What a path leads to.
enum Found {
    File(File, Metadata),
    Directory,
}

impl Folder {
    /// Opens a folder.
    ///
    /// # Errors
    ///
    /// When it is none, or cannot be opened.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        Dir::open_ambient_dir(path, ambient_authority()).map(|dir| Self { dir })
    }

    /// Answers a request.
    ///
    /// A directory is its `index.html`; its path ends with a slash, and without it is redirected. `now` is the time of
    /// the answer: its `Date` must not be earlier.
    #[must_use]
    pub fn answer(&self, request: &RequestHead, now: SystemTime) -> Answer {
        let Some(mut path) = file_path(request.target.path()) else { return not_found(request) };
        if path.is_empty() || path.ends_with('/') {
            path.push_str(INDEX);
        }
        let found = self.find(&path);
        if let (Ok(_), false) = (&found, matches!(request.method, Method::Get | Method::Head)) {
            return method_not_allowed(&request.method, "GET, HEAD");
        }
        match found {
            Ok(Found::File(file, metadata)) => self.answer_with(request, &path, file, &metadata, now),
            // `/index.html` that is itself a directory is none of a directory's business.
            Ok(Found::Directory) if request.target.path().ends_with('/') => not_found(request),
            Ok(Found::Directory) => redirect(request, &path),
            Err(error) => failed(request, &error),
        }
    }

    fn answer_with(
        &self,
        request: &RequestHead,
        path: &str,
        file: File,
        metadata: &Metadata,
        now: SystemTime,
    ) -> Answer {
        let source = Source::File(file, metadata.len());
        let representation = Representation::new(media_type(path), validators(metadata, now), source);
        let precompressed = || match self.find(&format!("{path}.gz")).ok()? {
            Found::File(compressed, its) if is_up_to_date(&its, metadata) => {
                Some((compressed, its.len(), validators(&its, now)))
            }
            _ => None,
        };
        match representation.negotiate(request, precompressed) {
            Ok(representation) => answer(request, representation, now),
            Err(answer) => *answer,
        }
    }

    /// Opens what a path leads to, if it is a file or a directory.
    ///
    /// Opening something else can do something: block until somebody writes to a pipe, rewind a tape. So the kind is
    /// looked up first; and once more in the open file, for it may have been exchanged, and without blocking.
    fn find(&self, path: &str) -> io::Result<Found> {
        let kind = self.dir.metadata(path)?;
        if kind.is_dir() {
            return Ok(Found::Directory);
        }
        if !kind.is_file() {
            return Err(ErrorKind::NotFound.into());
        }
        let file = self.dir.open_with(path, OpenOptions::new().read(true).nonblock(true))?.into_std();
        let metadata = file.metadata()?;
        if metadata.is_file() { Ok(Found::File(file, metadata)) } else { Err(ErrorKind::NotFound.into()) }
    }
}

/// Whether a compressed file is of the version beside it: not older, by the seconds that dates count in.
fn is_up_to_date(compressed: &Metadata, plain: &Metadata) -> bool {
    let second =
        |metadata: &Metadata| metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok().map(|age| age.as_secs());
    second(compressed) >= second(plain)
}

/// The validators of a file.
///
/// The tag is made from what changes with every write. A file that was written a moment ago may be written again within the
/// same tick of the clock that times are taken from: until that is over, the tag is weak (RFC 9110 section 8.8.1).
fn validators(metadata: &Metadata, now: SystemTime) -> Validators {
    let Ok(modified) = metadata.modified() else { return Validators::default() };
    let changed = changed(metadata).unwrap_or(modified).max(modified);
    let nanoseconds = |time: SystemTime| time.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    let opaque =
        format!("{:x}-{:x}-{:x}", metadata.len(), nanoseconds(modified), which_file(metadata, nanoseconds(changed)));
    let tick = if nanoseconds(changed) % 1_000_000_000 == 0 { COARSE_TICK } else { FINE_TICK };
    let etag = EntityTag::strong(&opaque);
    let is_over = now.duration_since(changed).is_ok_and(|age| age > tick);
    Validators::with_etag(if is_over { etag } else { etag.weakened() }).modified(modified, now)
}

/// How long files of the same time may differ, where times have fractions of a second.
const FINE_TICK: Duration = Duration::from_millis(100);
/// How long where they have none: some file systems count in steps of two seconds.
const COARSE_TICK: Duration = Duration::from_secs(2);

/// When anything about the file was changed. Unlike the time of modification, nobody can set it back.
#[cfg(unix)]
fn changed(metadata: &Metadata) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt;
    let seconds = UNIX_EPOCH.checked_add(Duration::from_secs(metadata.ctime().try_into().ok()?))?;
    seconds.checked_add(Duration::from_nanos(metadata.ctime_nsec().try_into().ok()?))
}

#[cfg(not(unix))]
fn changed(_metadata: &Metadata) -> Option<SystemTime> {
    None
}

/// A number for this file among all that were ever at its place. What it is made from is nobody's business.
fn which_file(metadata: &Metadata, changed: u128) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    changed.hash(&mut hasher);
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        (metadata.dev(), metadata.ino()).hash(&mut hasher);
    }
    #[cfg(not(unix))]
    metadata.len().hash(&mut hasher);
    hasher.finish()
}

/// From the path of a directory without a slash to the one with it, so that relative links in its index lead into it.
///
/// The path is made anew from the names that were found. It begins with one slash and not two: `//host/` would lead to
/// another server.
fn redirect(request: &RequestHead, directory: &str) -> Answer {
    let query = request.target.query().map(|query| format!("?{}", utf8_percent_encode(query, QUERY)));
    let location = format!("{}/{}", encode_path(directory), query.unwrap_or_default());
    // Escapes and the slash make it longer; nobody is sent to what would be refused (RFC 9110 section 2.3).
    if location.len() > Limits::default().target {
        return page(
            Status::URI_TOO_LONG,
            "This is a directory, and with the slash that belongs behind it the URI is too long.",
        )
        .to(&request.method);
    }
    let text = format!("This is a directory; it is at <a href=\"{0}\">{0}</a>.", html(&location));
    let mut answer = page(Status::MOVED_PERMANENTLY, &text);
    answer.set("Location", location);
    answer.to(&request.method)
}

fn not_found(request: &RequestHead) -> Answer {
    let text = format!("There is nothing at <code>{}</code> here.", html(request.target.as_str()));
    page(Status::NOT_FOUND, &text).to(&request.method)
}

fn failed(request: &RequestHead, error: &io::Error) -> Answer {
    let answer = match error.kind() {
        // Without a number of the system's, it was refused here: the path leads out of the folder.
        ErrorKind::PermissionDenied if error.raw_os_error().is_some() => {
            page(Status::FORBIDDEN, "This server may not read what is here.")
        }
        ErrorKind::NotFound
        | ErrorKind::PermissionDenied
        | ErrorKind::NotADirectory
        | ErrorKind::InvalidInput
        | ErrorKind::InvalidFilename => return not_found(request),
        _ => match error.raw_os_error() {
            Some(TOO_MANY_LINKS) => return not_found(request),
            Some(TOO_MANY_FILES_IN_SYSTEM | TOO_MANY_FILES) => {
                let mut answer = page(Status::SERVICE_UNAVAILABLE, "This server has too many open files. Try again.");
                answer.set("Retry-After", "1");
                answer
            }
            _ => page(Status::INTERNAL_SERVER_ERROR, "What is here cannot be read."),
        },
    };
    answer.to(&request.method)
}
