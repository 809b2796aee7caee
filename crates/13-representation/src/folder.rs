//! A folder whose files are resources, and nothing outside of it (RFC 9110 section 17.3).

use std::fs::Metadata;
use std::io;
use std::path::{self, Path, PathBuf};
use std::time::SystemTime;

use page::html;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use request::{Limits, Method, RequestHead, Status};

use crate::answer::{Answer, Representation, answer};
use crate::beneath::{Found, Root};
use crate::cache_control::CacheControl;
use crate::listing::listing;
use crate::media_type::is_compressed;
use crate::pages::{method_not_allowed, page};
use crate::path::{encode_path, file_path};
use crate::refusal::{Refusal, is_too_many_files};
use crate::source::Source;
use crate::validators::Validators;
use crate::version::Version;

/// The file that stands for a directory.
const INDEX: &str = "index.html";

/// What in a query is not sent back as it came: a target may hold it, a URI may not.
const QUERY: &AsciiSet = &CONTROLS.add(b'[').add(b']').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// A folder whose files are resources.
///
/// Nothing outside of it is shown, whatever is asked for. Its path is followed anew for each request: a folder that was
/// removed and built again, or a symbolic link that was switched to another one, is shown from then on.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
    cache_control: CacheControl,
    is_listed: bool,
}

impl Folder {
    /// Finds a folder. Its files may be kept by caches that ask before each use, and folders without an index are not
    /// listed.
    ///
    /// # Errors
    ///
    /// When it is none, or cannot be opened.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let given = path.as_ref();
        Root::open(given)?;
        // The working directory of the program may itself be removed and made again.
        let absolute = path::absolute(given).ok().filter(|absolute| Root::open(absolute).is_ok());
        let root = absolute.unwrap_or_else(|| given.to_owned());
        Ok(Self { root, cache_control: CacheControl::default(), is_listed: false })
    }

    /// The same with another `Cache-Control` for its files.
    #[must_use]
    pub fn cache_control(self, cache_control: CacheControl) -> Self {
        Self { cache_control, ..self }
    }

    /// The same, and whether a folder in it that has no index is answered with a list of what is in it.
    #[must_use]
    pub fn listing(self, is_listed: bool) -> Self {
        Self { is_listed, ..self }
    }

    /// Answers a request.
    ///
    /// A directory is its `index.html`; its path ends with a slash, and without it is redirected. `now` is the time of
    /// the answer: its `Date` must not be earlier.
    #[must_use]
    pub fn answer(&self, request: &RequestHead, now: SystemTime) -> Answer {
        self.try_to_answer(request, now).unwrap_or_else(|refusal| refused(request, refusal)).to(&request.method)
    }

    fn try_to_answer(&self, request: &RequestHead, now: SystemTime) -> Result<Answer, Refusal> {
        let path = file_path(request.target.path())?;
        let root = Root::open(&self.root).map_err(no_root)?;
        let directory = path.strip_suffix('/').or(path.is_empty().then_some(""));
        let file = if directory.is_some() { format!("{path}{INDEX}") } else { path.clone() };
        let found = match (root.find(Path::new(&file)), directory) {
            (Err(Refusal::NotFound) | Ok(Found::Directory), Some(directory)) => {
                return self.answer_without_index(request, &root, directory, now);
            }
            (found, _) => found?,
        };
        if !matches!(request.method, Method::Get | Method::Head) {
            return Ok(method_not_allowed(&request.method, "GET, HEAD"));
        }
        match found {
            Found::File(opened, metadata) => {
                let version = Version::of(&file, opened, &metadata, now)?;
                Ok(self.answer_with(request, &root, &file, version, &metadata, now))
            }
            Found::Directory => Ok(self.redirect(request, &path)),
        }
    }

    fn answer_with(
        &self,
        request: &RequestHead,
        root: &Root,
        file: &str,
        version: Version,
        metadata: &Metadata,
        now: SystemTime,
    ) -> Answer {
        let Version { source, validators, media_type } = version;
        let mut representation = Representation::new(media_type, validators, source).cached(&self.cache_control);
        if is_compressed(file) {
            representation = representation.compressed(request);
        }
        match representation.negotiate(request, || precompressed(root, file, metadata, now)) {
            Ok(representation) => answer(request, representation, now),
            Err(answer) => *answer,
        }
    }

    /// Answers with a list of what is in a directory, if there is a directory, and it is to be listed.
    fn answer_without_index(
        &self,
        request: &RequestHead,
        root: &Root,
        directory: &str,
        now: SystemTime,
    ) -> Result<Answer, Refusal> {
        let place = Path::new(if directory.is_empty() { "." } else { directory });
        if !matches!(root.find(place)?, Found::Directory) {
            return Err(Refusal::NotFound);
        }
        if !self.is_listed {
            return Err(Refusal::NotListed);
        }
        if !matches!(request.method, Method::Get | Method::Head) {
            return Ok(method_not_allowed(&request.method, "GET, HEAD"));
        }
        let page = listing(root, place, directory)?;
        // Whatever files may be kept for, a list of them changes with each.
        let page = Representation::page("text/html; charset=utf-8", page).cached(&CacheControl::default());
        match page.negotiate(request, || None) {
            Ok(representation) => Ok(answer(request, representation, now)),
            Err(answer) => Ok(*answer),
        }
    }

    /// The redirect from the path of a directory without a slash. It may be kept as long as a file: what is a directory
    /// today may be a file tomorrow.
    fn redirect(&self, request: &RequestHead, directory: &str) -> Answer {
        let mut answer = redirect(request, directory);
        if answer.head.status == Status::MOVED_PERMANENTLY {
            answer.set("Cache-Control", self.cache_control.as_str());
        }
        answer
    }
}

/// What somebody has compressed before and put beside a file: `x.gz` beside `x`, unless it is older.
fn precompressed(root: &Root, file: &str, metadata: &Metadata, now: SystemTime) -> Option<(Source, Validators)> {
    // ANCHOR: precompressed
    let name = format!("{file}.gz");
    match root.find(Path::new(&name)).ok()? {
        Found::File(compressed, its) if its.modified().ok()? >= metadata.modified().ok()? => {
            let version = Version::of(&name, compressed, &its, now).ok()?;
            Some((version.source, version.validators))
        }
        _ => None,
    }
    // ANCHOR_END: precompressed
}

/// Whatever is wrong with the root, it may be there again in a moment: somebody builds it anew.
fn no_root(error: io::Error) -> Refusal {
    if is_too_many_files(&error) { Refusal::TooManyFiles(error) } else { Refusal::NoRoot(error) }
}

/// From the path of a directory without a slash to the one with it, so that relative links in its index lead into it.
///
/// The path is made anew from the names that were found. It begins with one slash and not two: `//host/` would lead to
/// another server.
fn redirect(request: &RequestHead, directory: &str) -> Answer {
    // ANCHOR: redirect
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
    // ANCHOR_END: redirect
}

/// What the client is told of a refusal: no more than it must know.
fn refused(request: &RequestHead, refusal: Refusal) -> Answer {
    let status = refusal.status();
    let text = match &refusal {
        Refusal::Unreadable(_) => "This server may not read what is here.".to_owned(),
        Refusal::NoRoot(_) => "What is shown here is not there at the moment. Try again.".to_owned(),
        Refusal::TooManyFiles(_) => "This server has too many open files. Try again.".to_owned(),
        Refusal::Failed(_) => "What is here cannot be read.".to_owned(),
        _ => format!("There is nothing at <code>{}</code> here.", html(request.target.as_str())),
    };
    let mut answer = page(status, &text);
    if status == Status::SERVICE_UNAVAILABLE {
        answer.set("Retry-After", "1");
    }
    answer.why = Some(refusal);
    answer
}
