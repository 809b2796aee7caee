//! A program under test, and how it is started.

use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write};
use std::mem;
#[cfg(unix)]
use std::net::{Ipv4Addr, TcpListener, TcpStream};
#[cfg(unix)]
use std::os::fd::OwnedFd;
use std::path::{self, Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};
#[cfg(unix)]
use std::time::Duration;

#[cfg(unix)]
use socket2::SockRef;

use crate::capture::{Bounds, Capture};
use crate::environment;
use crate::failure::{Failure, Kind, Verdict};
use crate::feeding::feed;
use crate::folder::Folder;
use crate::given;
use crate::group::Group;
use crate::life::Role;
use crate::process::{Process, Started};
use crate::room::Image;
use crate::running::Running;
use crate::scene;
use crate::visible::shortened;

/// A program, not yet started.
pub struct Program {
    pub(crate) path: PathBuf,
    args: Vec<OsString>,
    stdin: Input,
    sink: Option<Box<dyn Write + Send>>,
    bounds: Bounds,
    image: Option<Image>,
    is_tool: bool,
    role: Option<Role>,
    /// The command that it was given by.
    command: Option<&'static given::Command>,
    /// It is not there: who starts it is left out.
    is_missing: bool,
}

enum Input {
    Nothing,
    Open,
    From(Box<dyn Read + Send>),
    #[cfg(unix)]
    Broken(TcpStream),
}

impl Program {
    /// The program at `path`, or of that name where the system looks for programs.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            args: Vec::new(),
            stdin: Input::Nothing,
            sink: None,
            bounds: Bounds::USUAL,
            image: None,
            is_tool: false,
            role: None,
            command: None,
            is_missing: false,
        }
    }

    /// The program that a command starts.
    pub(crate) fn given(command: &'static given::Command) -> Self {
        Self { command: Some(command), ..Self::new(&command.program).args(&command.words[1..]) }
    }

    /// A program of a lesson that is not given.
    pub(crate) fn not_given(role: Role) -> Self {
        scene::lacks(role);
        Self { is_missing: true, ..Self::new(role.name()) }
    }

    /// The program is that of a lesson.
    pub(crate) fn in_role(mut self, role: Role) -> Self {
        self.role = Some(role);
        self
    }

    /// The program is not judged: it helps to judge others.
    pub(crate) fn into_tool(mut self) -> Self {
        self.is_tool = true;
        self
    }

    /// The program has to be and to stay this one, and do its work itself.
    pub(crate) fn with_image(mut self, image: Option<Image>) -> Self {
        self.image = image;
        self
    }

    /// Keeps each of the program's outputs whole up to `octets`, and lets it write so many.
    ///
    /// Without this an output is kept whole up to 2 MiB, of a longer one the first and the last 64 KiB, and at 64 MiB the
    /// program is stopped. What goes to a sink ([`stdout`](Self::stdout)) has no bound.
    #[must_use]
    pub fn output_up_to(mut self, octets: usize) -> Self {
        self.bounds = Bounds::at_least(octets);
        self
    }

    /// Adds an argument.
    #[must_use]
    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.args.push(arg.as_ref().to_owned());
        self
    }

    /// Adds arguments.
    #[must_use]
    pub fn args<A: AsRef<OsStr>>(self, args: impl IntoIterator<Item = A>) -> Self {
        args.into_iter().fold(self, Program::arg)
    }

    /// Feeds `source` to the program's standard input, then closes it. Without this, standard input is empty.
    #[must_use]
    pub fn stdin(mut self, source: impl Read + Send + 'static) -> Self {
        self.stdin = Input::From(Box::new(source));
        self
    }

    /// Makes the program's standard input a connection that was reset: to read it fails. (A folder cannot be read either,
    /// but there are runtimes that end on it before the program begins.)
    ///
    /// # Errors
    ///
    /// When the system has no connection to give.
    #[cfg(unix)]
    pub fn stdin_broken(mut self) -> Verdict<Self> {
        self.stdin = Input::Broken(reset().map_err(|error| Failure::broken("no connection to reset", &error))?);
        Ok(self)
    }

    /// Leaves the program's standard input open, for [`Running::type_line`].
    #[must_use]
    pub fn stdin_open(mut self) -> Self {
        self.stdin = Input::Open;
        self
    }

    /// Sends the program's standard output to `sink` instead of keeping it. A sink that fails closes the pipe.
    #[must_use]
    pub fn stdout(mut self, sink: impl Write + Send + 'static) -> Self {
        self.sink = Some(Box::new(sink));
        self
    }

    /// Closes the pipe behind the program's standard output as soon as something was printed.
    #[must_use]
    pub fn stdout_closed(self) -> Self {
        self.stdout(ClosedPipe)
    }

    /// Starts the program, in an empty folder of its own, with nothing of cargo's in its environment. One that was given by
    /// a command is started where that was given.
    ///
    /// # Errors
    ///
    /// When the system cannot start it.
    pub fn start(mut self) -> Verdict<Running> {
        if let (Some(role), true) = (self.role, self.is_missing) {
            scene::lacks(role);
            return Err(Failure::of(Kind::LeftOut(role)));
        }
        let command_line = self.args.iter().fold(self.name(), |line, arg| format!("{line} {}", quoted(arg)));
        let broken = |error: io::Error| Failure::broken(&format!("cannot start {}", self.path.display()), &error);
        let (stdin, source) = match mem::replace(&mut self.stdin, Input::Nothing) {
            Input::Nothing => (Stdio::null(), None),
            #[cfg(unix)]
            Input::Broken(connection) => (Stdio::from(OwnedFd::from(connection)), None),
            Input::Open => (Stdio::piped(), None),
            Input::From(source) => (Stdio::piped(), Some(source)),
        };
        let folder = Folder::of_kind("program").map_err(broken)?;
        let mut command = Command::new(found_from_anywhere(&self.path).map_err(broken)?);
        command.args(&self.args).stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::piped());
        environment::clean(&mut command);
        let place = self.command.map_or(folder.path(), |command| &command.folder);
        command.current_dir(place).env("PWD", place).env_remove("OLDPWD");
        let (mut child, group) = Group::spawn(&mut command).map_err(broken)?;
        let group = Arc::new(group);
        let mut kept_stdin = None;
        let fed = Arc::new(AtomicU64::new(0));
        match (source, child.stdin.take()) {
            (Some(source), Some(stdin)) => feed(source, stdin, Arc::clone(&fed)),
            (_, stdin) => kept_stdin = stdin,
        }
        let (stdout, stderr) = (piped(child.stdout.take()), piped(child.stderr.take()));
        let capture = |output, sink| {
            let group = Arc::clone(&group);
            Capture::start(output, sink, self.bounds, move || group.kill())
        };
        let captured = capture(stdout, self.sink).and_then(|stdout| Ok((stdout, capture(stderr, None)?)));
        let (stdout, stderr) = match captured {
            Ok(captured) => captured,
            Err(error) => {
                group.end(&mut child);
                return Err(Failure::broken("cannot read what a program writes", &error));
            }
        };
        if let Some(role) = self.role {
            role.starts();
        }
        let started = Started {
            command_line,
            child,
            group,
            stdout,
            stderr,
            folder,
            image: self.image,
            is_tool: self.is_tool,
            role: self.role,
            fed,
        };
        let process = Arc::new(Process::new(started, scene::findings()));
        scene::add_program(&process);
        Ok(Running { process, stdin: Mutex::new(kept_stdin) })
    }
}

impl Program {
    /// What it is called in a failure.
    fn name(&self) -> String {
        match self.command.and_then(|command| command.words.first()) {
            Some(word) => quoted(word.as_ref()),
            None => self.path.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        }
    }
}

/// A connection whose other end has reset it.
#[cfg(unix)]
fn reset() -> io::Result<TcpStream> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let connection = TcpStream::connect(listener.local_addr()?)?;
    let (other, _) = listener.accept()?;
    SockRef::from(&other).set_linger(Some(Duration::ZERO))?;
    drop(other);
    Ok(connection)
}

/// Takes nothing.
struct ClosedPipe;

impl Write for ClosedPipe {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A program's output; absent only if it was not asked for.
fn piped(output: Option<impl Read + Send + 'static>) -> Box<dyn Read + Send> {
    match output {
        Some(output) => Box::new(output),
        None => Box::new(io::empty()),
    }
}

fn quoted(arg: &OsStr) -> String {
    let arg = shortened(arg.as_encoded_bytes());
    if arg.is_empty() || arg.contains(' ') { format!("\"{arg}\"") } else { arg }
}

/// A program is started in a folder of its own: what leads to it must lead there from anywhere. A bare name is looked for
/// by the system.
fn found_from_anywhere(path: &Path) -> io::Result<PathBuf> {
    if path.components().count() > 1 { path::absolute(path) } else { Ok(path.to_owned()) }
}
