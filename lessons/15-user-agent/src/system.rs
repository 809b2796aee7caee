//! What systems know of files beyond what all of them do: owners, modes, and ways to open what may not be a file.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

pub use sys::*;

/// Opens a file, if it is one: no link is followed, nothing is waited for. `None` where it is something else.
pub fn open(options: &OpenOptions, path: &Path) -> io::Result<Option<File>> {
    let file = careful(options).open(path)?;
    Ok(file.metadata()?.is_file().then_some(file))
}

#[cfg(unix)]
mod sys {
    use std::fs::{self, File, Metadata, OpenOptions, Permissions};
    use std::io::{self, ErrorKind};
    use std::os::fd::AsFd;
    use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
    use std::path::Path;

    use rustix::fs::OFlags;

    /// Reading, writing and running, for everybody. What else a mode has, the system takes from a file that is written to.
    const ALL: u32 = 0o777;
    const OWNER: u32 = 0o700;
    /// Everybody may make files there, and remove only their own: `/tmp`.
    const FOR_EVERYBODY: u32 = 0o1002;

    fn own_id() -> u32 {
        rustix::process::geteuid().as_raw()
    }

    pub(super) fn careful(options: &OpenOptions) -> OpenOptions {
        let mut options = options.clone();
        // A pipe would be waited for.
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
        options
    }

    /// Whether a file is one of this user, without other names.
    pub fn is_own_file(found: &Metadata) -> bool {
        found.is_file() && found.uid() == own_id() && found.nlink() == 1
    }

    /// Opens a file that nobody else can read.
    pub fn open_private(options: &mut OpenOptions, path: &Path) -> io::Result<Option<File>> {
        super::open(options.mode(0o600), path)
    }

    /// Makes a file that nobody can read at any time who may not.
    pub fn open_new(options: &mut OpenOptions, path: &Path, access: Option<Access>) -> io::Result<File> {
        let mode = access.map_or(0o666, |access| access.mode);
        careful(options.mode(mode)).open(path)
    }

    /// Who may read, write and run a file.
    #[derive(Debug, Clone, Copy)]
    pub struct Access {
        /// For a file with an access list, its owner alone: what the mode says of the group is about the list then.
        mode: u32,
        has_list: bool,
    }

    impl Access {
        /// That of a file.
        pub fn of(found: &Metadata, path: &Path) -> Self {
            let has_list = has_access_list(path);
            Self { mode: found.mode() & if has_list { OWNER } else { ALL }, has_list }
        }

        /// Gives it to another file.
        pub fn give(self, file: &File) -> io::Result<()> {
            file.set_permissions(Permissions::from_mode(self.mode))
        }

        /// Gives a file the owner too of the one whose place it takes. `false` where it cannot be like that one, or that one
        /// has more names than the one that would be taken from it.
        pub fn becomes(self, before: &Metadata, file: &File) -> bool {
            let (user, group) = (before.uid(), before.gid());
            let is_of_same_owner = file.metadata().is_ok_and(|file| (file.uid(), file.gid()) == (user, group));
            before.nlink() == 1
                && !self.has_list
                && (is_of_same_owner || (fchown(file, Some(user), Some(group)).is_ok() && self.give(file).is_ok()))
        }
    }

    #[cfg(target_os = "linux")]
    fn has_access_list(path: &Path) -> bool {
        // No list is as short as this, so it says that there is no room for it.
        let list = rustix::fs::lgetxattr(path, c"system.posix_acl_access", &mut [0; 1][..]);
        list == Err(rustix::io::Errno::RANGE)
    }

    #[cfg(not(target_os = "linux"))]
    fn has_access_list(_path: &Path) -> bool {
        // There, lists stand beside the mode, and do not change what it says.
        false
    }

    /// Whether a file is the one at a path.
    pub fn is_at(file: &File, path: &Path) -> io::Result<bool> {
        let there = match fs::symlink_metadata(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            found => found?,
        };
        let file = file.metadata()?;
        Ok((file.dev(), file.ino()) == (there.dev(), there.ino()))
    }

    /// Refuses what somebody else has put into a folder for everybody: a link there leads where they like, and a file they
    /// can read. Linux can be told to refuse both to all programs (`fs.protected_symlinks`, `fs.protected_regular`).
    pub fn trust(found: &Metadata, path: &Path) -> io::Result<()> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = fs::metadata(folder.unwrap_or(Path::new(".")))?;
        let is_for_everybody = folder.mode() & FOR_EVERYBODY == FOR_EVERYBODY;
        if is_for_everybody && found.uid() != own_id() && found.uid() != folder.uid() {
            return Err(io::Error::other("somebody else has put it there, into a folder where everybody may write"));
        }
        Ok(())
    }

    /// Whether a path names a file that is open, by the number of its descriptor: `/dev/fd/1`, `/proc/self/fd/1`.
    pub fn is_open_file(path: &Path) -> bool {
        let folder = path.parent().and_then(|folder| folder.canonicalize().ok());
        let is_number = path.file_name().is_some_and(|name| name.as_encoded_bytes().iter().all(u8::is_ascii_digit));
        is_number && folder.is_some_and(|folder| folder.starts_with("/proc") || folder.starts_with("/dev/fd"))
    }

    /// Opens what is no file. A pipe that nobody reads is refused, not waited for.
    pub fn open_stream(path: &Path) -> io::Result<File> {
        let name = path.file_name().unwrap_or_default();
        let kept_open = match name.to_str().filter(|_| is_open_file(path)) {
            Some("1") => Some(io::stdout().as_fd().try_clone_to_owned()?),
            Some("2") => Some(io::stderr().as_fd().try_clone_to_owned()?),
            _ => None,
        };
        if let Some(descriptor) = kept_open {
            return Ok(descriptor.into());
        }
        let mut options = File::options();
        let found = fs::metadata(path)?;
        if found.is_file() {
            return options.append(true).open(path);
        }
        options.write(true);
        if !found.file_type().is_fifo() {
            return options.open(path);
        }
        let mut careful = careful(&options);
        if is_open_file(path) {
            // The system shows what is open as a link: `>(program)` of a shell is such a pipe.
            careful.custom_flags(OFlags::NONBLOCK.bits().cast_signed());
        }
        let pipe = careful.open(path).map_err(|error| match error.raw_os_error() {
            Some(code) if code == rustix::io::Errno::NXIO.raw_os_error() => {
                io::Error::other("it is a pipe, and nobody reads it: start the reader first")
            }
            _ => error,
        })?;
        // From here on, writing waits for the reader.
        rustix::fs::fcntl_setfl(&pipe, OFlags::empty()).map_err(io::Error::from)?;
        if pipe.metadata()?.file_type().is_fifo() { Ok(pipe) } else { Err(ErrorKind::InvalidInput.into()) }
    }
}

#[cfg(not(unix))]
mod sys {
    use std::fs::{File, Metadata, OpenOptions};
    use std::io;
    use std::path::Path;

    // Owners and modes are parts of access lists there, which a file takes from its folder; links are rare, and only
    // administrators make them.

    pub(super) fn careful(options: &OpenOptions) -> OpenOptions {
        options.clone()
    }

    pub fn is_own_file(found: &Metadata) -> bool {
        found.is_file()
    }

    pub fn open_private(options: &mut OpenOptions, path: &Path) -> io::Result<Option<File>> {
        super::open(options, path)
    }

    pub fn open_new(options: &mut OpenOptions, path: &Path, _access: Option<Access>) -> io::Result<File> {
        options.open(path)
    }

    #[derive(Debug, Clone, Copy)]
    pub struct Access;

    impl Access {
        pub fn of(_found: &Metadata, _path: &Path) -> Self {
            Self
        }

        #[allow(clippy::unnecessary_wraps, reason = "where there are modes, setting one may fail")]
        pub fn give(self, _file: &File) -> io::Result<()> {
            Ok(())
        }

        pub fn becomes(self, _before: &Metadata, _file: &File) -> bool {
            true
        }
    }

    #[allow(clippy::unnecessary_wraps, reason = "where it can be told, that may fail")]
    pub fn is_at(_file: &File, _path: &Path) -> io::Result<bool> {
        Ok(true)
    }

    #[allow(clippy::unnecessary_wraps, reason = "where there are folders for everybody, this may fail")]
    pub fn trust(_found: &Metadata, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    pub fn is_open_file(_path: &Path) -> bool {
        false
    }

    pub fn open_stream(path: &Path) -> io::Result<File> {
        File::options().write(true).open(path)
    }
}
