//! Where a download goes: what is there already, and how content takes its place without harm to anything else.
//!
//! Content gathers in a part beside the file, which then takes the file's place. Where that would change more than the
//! content (other names of the file, its owner), or cannot be done (a mount point, a folder that is closed to this user),
//! the file itself is written.

use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, ErrorKind, Read, Seek};
use std::path::{Path, PathBuf, is_separator};

use crate::failure::Failure;
use crate::system::{self, Access};

/// How many links are followed from one to the next, as systems do.
const MOST_LINKS: usize = 40;

/// How many names of parts are tried, where others have files of these names.
const MOST_PARTS: usize = 9;

/// What is read of the version of a part; no more is ever written.
const LONGEST_VERSION: u64 = 256 * 1024;

/// The place of a download.
#[derive(Debug)]
pub struct Place {
    path: PathBuf,
    kind: Kind,
    part: PathBuf,
    version: PathBuf,
    /// The file that is there already, and who may do what with it.
    before: Option<(Metadata, Access)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A device, a pipe, or an open file of this process: what comes is written to it at once.
    Stream,
    /// A file that a part takes the place of.
    File,
    /// A file beside which no part can be made.
    InPlace,
}

impl Place {
    /// Looks at what is there. With `goes_on`, whatever has the name of the part is one.
    pub fn find(path: &Path, goes_on: bool) -> Result<Self, Failure> {
        let failed = |error: io::Error| Failure::own(format!("cannot write {}: {error}", path.display()));
        let (path, is_open) = behind_links(path).map_err(failed)?;
        let (kind, before) = if is_open { (Kind::Stream, None) } else { look(&path).map_err(failed)? };
        let (part, version) = match kind {
            Kind::Stream => Default::default(),
            Kind::File | Kind::InPlace => free_part(&path, goes_on).map_err(failed)?,
        };
        Ok(Self { path, kind, part, version, before })
    }

    /// Whether there is a file that is more than a stream of octets.
    pub fn is_file(&self) -> bool {
        self.kind != Kind::Stream
    }

    /// Whether content gathers in a part.
    pub fn has_part(&self) -> bool {
        self.kind == Kind::File
    }

    /// The file that was there before, unless it is empty: how many octets it has, and since when.
    pub fn before(&self) -> Option<&Metadata> {
        self.before.as_ref().map(|(before, _)| before).filter(|before| before.len() > 0)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn part(&self) -> &Path {
        &self.part
    }

    /// What is written to meanwhile.
    pub fn written(&self) -> &Path {
        if self.has_part() { &self.part } else { &self.path }
    }

    /// How many octets the part has.
    pub fn kept(&self) -> u64 {
        fs::symlink_metadata(&self.part).map_or(0, |metadata| metadata.len())
    }

    /// What was noted beside the part.
    pub fn read_version(&self) -> Option<Vec<u8>> {
        let file = system::open(File::options().read(true), &self.version).ok()??;
        let mut noted = Vec::new();
        file.take(LONGEST_VERSION).read_to_end(&mut noted).ok()?;
        Some(noted)
    }

    /// Notes something beside the part. Where there is a note, the part is one of this client.
    pub fn write_version(&self, note: &[u8]) -> io::Result<()> {
        if !self.has_part() {
            return Ok(());
        }
        let mut options = File::options();
        options.write(true);
        let file = match system::open(&options, &self.version) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                system::open_private(options.create_new(true), &self.version)?
            }
            Ok(None) => return Err(io::Error::other(format!("{} is no file", self.version.display()))),
            opened => opened?,
        };
        let Some(mut file) = file else { return Ok(()) };
        file.set_len(0)?;
        io::Write::write_all(&mut file, note)
    }

    /// Opens what is written to. Nobody else writes to it meanwhile, if they ask.
    pub fn open(&mut self) -> Result<File, Failure> {
        let file = match self.kind {
            Kind::Stream => return system::open_stream(&self.path).map_err(|error| self.failed("write", &error)),
            Kind::File => self.open_part(),
            Kind::InPlace => self.open_itself(),
        };
        let file = match file {
            Err(error) if self.kind == Kind::File && self.can_do_without_part(&error) => {
                cli::note(format_args!(
                    "cannot make {} ({error}): {} itself is written",
                    self.part.display(),
                    self.path.display()
                ));
                self.kind = Kind::InPlace;
                self.open_itself()
            }
            opened => opened,
        };
        file.map_err(|error| self.failed("write", &error))
    }

    fn can_do_without_part(&self, error: &io::Error) -> bool {
        use ErrorKind::{InvalidFilename, NotFound, PermissionDenied, ReadOnlyFilesystem};
        match error.kind() {
            // Folders that the system makes up, `/sys` for instance, take no new names at all.
            PermissionDenied | ReadOnlyFilesystem | NotFound => self.before.is_some(),
            InvalidFilename => true,
            _ => false,
        }
    }

    fn open_part(&self) -> io::Result<File> {
        // Its name is the longer one: where it is too long, nothing could be noted beside a part.
        match fs::symlink_metadata(&self.version) {
            Err(error) if error.kind() == ErrorKind::InvalidFilename => return Err(error),
            _ => {}
        }
        let mut options = File::options();
        options.write(true);
        let opened = match system::open(&options, &self.part) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let access = self.before.as_ref().map(|(_, access)| *access);
                system::open_new(options.create_new(true), &self.part, access).map(Some)
            }
            opened => opened,
        };
        let file = match opened {
            Ok(Some(file)) => file,
            Ok(None) => return Err(taken()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(taken()),
            Err(error) => return Err(error),
        };
        lock(&file)?;
        // Whoever held the lock may have given the part its name, or removed it.
        if !system::is_at(&file, &self.part)? {
            return Err(taken());
        }
        if let Some((_, access)) = &self.before {
            access.give(&file)?;
        }
        Ok(file)
    }

    fn open_itself(&self) -> io::Result<File> {
        let mut options = File::options();
        options.write(true);
        let options = if self.before.is_some() { &options } else { options.create_new(true) };
        let file = system::open(options, &self.path)?.ok_or_else(|| io::Error::other("it is no file any more"))?;
        lock(&file)?;
        Ok(file)
    }

    /// Lets the part take the place of the file.
    pub fn complete(&self, part: File) -> Result<(), Failure> {
        if !self.has_part() {
            return Ok(());
        }
        let replaced = match &self.before {
            Some((before, access)) if !access.becomes(before, &part) => Ok(false),
            before => {
                // There, an open file cannot get another name.
                let part = if cfg!(windows) {
                    drop(part);
                    None
                } else {
                    Some(part)
                };
                match fs::rename(&self.part, &self.path) {
                    Err(_) if before.is_some() => Ok(false),
                    renamed => {
                        drop(part);
                        renamed.map(|()| true)
                    }
                }
            }
        };
        if !replaced.map_err(|error| self.failed("rename", &error))? {
            self.copy().map_err(|error| {
                let (path, part) = (self.path.display(), self.part.display());
                Failure::own(format!("cannot write {path}: {error}; the whole content is in {part}"))
            })?;
            remove_noting(&self.part);
        }
        remove_noting(&self.version);
        Ok(())
    }

    /// Writes what the part has into the file itself.
    fn copy(&self) -> io::Result<()> {
        let gone = || io::Error::other("it is no file any more");
        let mut part = system::open(File::options().read(true), &self.part)?.ok_or_else(gone)?;
        let mut file = system::open(File::options().write(true), &self.path)?.ok_or_else(gone)?;
        part.rewind()?;
        file.set_len(0)?;
        io::copy(&mut part, &mut file)?;
        file.sync_data()
    }

    /// The part is of no use.
    pub fn discard(&self) {
        match self.kind {
            Kind::File => [&self.part, &self.version].into_iter().for_each(|path| remove_noting(path)),
            // It was not there before, so it would be half a file.
            Kind::InPlace if self.before.is_none() => remove_noting(&self.path),
            Kind::InPlace => cli::note(format_args!("{} is not whole", self.path.display())),
            Kind::Stream => {}
        }
    }

    pub fn failed(&self, action: &str, error: &io::Error) -> Failure {
        Failure::own(format!("cannot {action} {}: {error}", self.written().display()))
    }
}

/// What is at a path, once links have been followed. A file that may not be written is an error already here.
fn look(path: &Path) -> io::Result<(Kind, Option<(Metadata, Access)>)> {
    let found = fs::symlink_metadata(path);
    if let Ok(found) = &found {
        system::trust(found, path)?;
    }
    match found {
        Ok(found) if found.is_dir() => Err(io::Error::other("it is a folder")),
        Ok(found) if found.is_file() => match system::open(File::options().write(true), path) {
            // A program that is running can be replaced.
            Err(error) if error.kind() != ErrorKind::ExecutableFileBusy => Err(error),
            _ => {
                let access = Access::of(&found, path);
                Ok((Kind::File, Some((found, access))))
            }
        },
        Ok(_) => Ok((Kind::Stream, None)),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            let has_name = path.file_name().is_some() && !ends_in_slash(path);
            if !has_name || folder.is_some_and(|folder| !folder.is_dir()) {
                return Err(io::Error::other("there is no such folder"));
            }
            Ok((Kind::File, None))
        }
        Err(error) => Err(error),
    }
}

/// Whether a path can only be that of a folder.
fn ends_in_slash(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().last().is_some_and(|&octet| is_separator(char::from(octet)))
}

/// The first names for the part and what is noted beside it that nobody else uses.
fn free_part(path: &Path, goes_on: bool) -> io::Result<(PathBuf, PathBuf)> {
    let beside = |end: &str| {
        let mut name = path.to_owned().into_os_string();
        name.push(end);
        PathBuf::from(name)
    };
    let first = beside(".part");
    for number in 1..=MOST_PARTS {
        let end = if number == 1 { ".part".to_owned() } else { format!(".part.{number}") };
        let (part, version) = (beside(&end), beside(&format!("{end}.version")));
        if !is_free_or_ours(&part, &version, goes_on) {
            continue;
        }
        if number > 1 {
            let (first, part) = (first.display(), part.display());
            cli::note(format_args!("{first} is not of this client: what comes gathers in {part}"));
        }
        return Ok((part, version));
    }
    Err(io::Error::other(format!("{} and others are there, and are not of this client", first.display())))
}

fn taken() -> io::Error {
    io::Error::other("another program writes it at this moment")
}

fn lock(file: &File) -> io::Result<()> {
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(taken()),
        // Where the system has no locks, nothing is lost but this check.
        _ => Ok(()),
    }
}

/// Whether a part may be made under these names, or is there already from before. With `goes_on` the user says so of any
/// file that is theirs.
fn is_free_or_ours(part: &Path, version: &Path, goes_on: bool) -> bool {
    let look = |path: &Path| match fs::symlink_metadata(path) {
        Ok(found) => Some(system::is_own_file(&found)),
        Err(_) => None,
    };
    match (look(part), look(version)) {
        (None, None | Some(true)) | (Some(true), Some(true)) => true,
        (Some(true), None) => goes_on,
        (Some(false), _) | (_, Some(false)) => false,
    }
}

/// What a path leads to, and whether that is a file that this process has open. What it leads to is written, and a link
/// stays a link, as with other programs; it need not lead to anything yet.
fn behind_links(path: &Path) -> io::Result<(PathBuf, bool)> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        if system::is_open_file(&path) {
            return Ok((path, true));
        }
        let Ok(link) = fs::symlink_metadata(&path) else { return Ok((path, false)) };
        if !link.is_symlink() {
            return Ok((path, false));
        }
        system::trust(&link, &path)?;
        let target = fs::read_link(&path)?;
        path = path.parent().unwrap_or(Path::new("")).join(target);
    }
    Err(io::Error::other("it leads from one link to the next without end"))
}

/// Removes what is of no use, if it is there. That it stays is no reason to fail.
fn remove_noting(path: &Path) {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            cli::note(format_args!("cannot remove {}: {error}", path.display()));
        }
        _ => {}
    }
}
