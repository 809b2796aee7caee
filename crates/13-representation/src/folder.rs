//! A folder whose files are resources, and nothing outside of it (RFC 9110 section 17.3).

use std::fs::{File, Metadata};
use std::io;
use std::path::{self, Path, PathBuf};
use std::time::SystemTime;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use request::{Limits, RequestHead};

use crate::beneath::{Entry, Root};
use crate::cache_control::CacheControl;
use crate::held::Held;
use crate::listing::{Listing, listing};
use crate::media_type::is_compressed;
use crate::missing::NoRepresentation;
use crate::path::{encode_path, file_path};
use crate::refusal::{Refusal, is_too_many_files};
use crate::representation::Representation;
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
    held: Held,
    cache_control: CacheControl,
    is_listed: bool,
}

/// What a folder has for a request.
#[derive(Debug)]
pub enum Found {
    /// A file, in the coding that the client prefers.
    File(Representation),
    /// What is in a directory without an index. Made into a page, it is a representation:
    /// [`Listing::page`].
    Listing(Listing),
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
        Ok(Self { root, held: Held::default(), cache_control: CacheControl::default(), is_listed: false })
    }

    /// The same with another `Cache-Control` for its files.
    #[must_use]
    pub fn cache_control(self, cache_control: CacheControl) -> Self {
        Self { cache_control, ..self }
    }

    /// The same, and whether a folder in it that has no index is a list of what is in it.
    #[must_use]
    pub fn listing(self, is_listed: bool) -> Self {
        Self { is_listed, ..self }
    }

    /// Finds what a request asks for.
    ///
    /// A directory is its `index.html`; its path ends with a slash, and without it is redirected. `now` is the time of
    /// the response: its `Date` must not be earlier.
    ///
    /// # Errors
    ///
    /// Why there is nothing to send. What there is decides before the method does: a method cannot be allowed on nothing.
    pub fn find(&self, request: &RequestHead, now: SystemTime) -> Result<Found, NoRepresentation> {
        let path = file_path(request.target.path())?;
        let directory = path.strip_suffix('/').or(path.is_empty().then_some(""));
        let file = if directory.is_some() { format!("{path}{INDEX}") } else { path.clone() };
        if let Some((root, opened, metadata)) = self.held.find(&self.root, Path::new(&file)) {
            return self.file(request, &root, &file, (opened, &metadata), now);
        }
        let root = self.held.open(&self.root).map_err(no_root)?;
        match (root.find(Path::new(&file)), directory) {
            (Err(Refusal::NotFound) | Ok(Entry::Directory), Some(directory)) => {
                self.without_index(request, &root, directory)
            }
            (found, _) => match found? {
                Entry::File(opened, metadata) => self.file(request, &root, &file, (opened, &metadata), now),
                Entry::Directory => {
                    NoRepresentation::unless_allowed(&request.method)?;
                    Err(self.redirect(request, &path))
                }
            },
        }
    }

    /// The file, in the coding that the client prefers.
    fn file(
        &self,
        request: &RequestHead,
        root: &Root,
        file: &str,
        (opened, metadata): (File, &Metadata),
        now: SystemTime,
    ) -> Result<Found, NoRepresentation> {
        NoRepresentation::unless_allowed(&request.method)?;
        let Version { source, validators, media_type } = Version::of(file, opened, metadata, now)?;
        let mut representation = Representation::new(media_type, validators, source).cached(&self.cache_control);
        if is_compressed(file) {
            representation = representation.compressed(request);
        }
        representation.negotiate(request, || precompressed(root, file, metadata, now)).map(Found::File)
    }

    /// What is in a directory, if there is a directory, and it is to be listed.
    fn without_index(&self, request: &RequestHead, root: &Root, directory: &str) -> Result<Found, NoRepresentation> {
        let place = Path::new(if directory.is_empty() { "." } else { directory });
        if !matches!(root.find(place)?, Entry::Directory) {
            return Err(Refusal::NotFound.into());
        }
        if !self.is_listed {
            return Err(Refusal::NotListed.into());
        }
        NoRepresentation::unless_allowed(&request.method)?;
        Ok(Found::Listing(listing(root, place, directory)?))
    }

    /// The redirect from the path of a directory without a slash. It may be kept as long as a file: what is a directory
    /// today may be a file tomorrow.
    fn redirect(&self, request: &RequestHead, directory: &str) -> NoRepresentation {
        let location = with_slash(request, directory);
        // Escapes and the slash make it longer; nobody is sent to what would be refused (RFC 9110 section 2.3).
        if location.len() > Limits::default().target {
            return NoRepresentation::LocationTooLong;
        }
        NoRepresentation::Moved { location, cache_control: self.cache_control.clone() }
    }
}

/// From the path of a directory without a slash to the one with it, so that relative links in its index lead into it.
///
/// The path is made anew from the names that were found. It begins with one slash and not two: `//host/` would lead to
/// another server.
fn with_slash(request: &RequestHead, directory: &str) -> String {
    // ANCHOR: redirect
    let query = request.target.query().map(|query| format!("?{}", utf8_percent_encode(query, QUERY)));
    format!("{}/{}", encode_path(directory), query.unwrap_or_default())
    // ANCHOR_END: redirect
}

/// What somebody has compressed before and put beside a file: `x.gz` beside `x`, unless it is older.
fn precompressed(root: &Root, file: &str, metadata: &Metadata, now: SystemTime) -> Option<(Source, Validators)> {
    // ANCHOR: precompressed
    let name = format!("{file}.gz");
    match root.find(Path::new(&name)).ok()? {
        Entry::File(compressed, its) if its.modified().ok()? >= metadata.modified().ok()? => {
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
