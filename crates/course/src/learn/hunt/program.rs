//! Starts the programs that are compared, each in an empty folder of its own, without what cargo tells its own programs.

use std::env;
use std::env::consts::EXE_SUFFIX;
use std::fmt::Display;
use std::fs::{self, File};
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use crate::bounded::{Background, Output};
use crate::error::{Error, Result};
use crate::files;
use crate::learn::hunt::data::{FOLDER, Hunt, SERVER};

/// How long a server may take to say where it listens.
const STARTING: Duration = Duration::from_secs(10);

/// When the files that are served were changed last, in time since 1970: long ago, and the same in every run.
const CHANGED: Duration = Duration::from_hours(24 * 18_262);

/// How often a program is looked at.
pub const LOOK: Duration = Duration::from_millis(5);

/// How long the last words of a program that has ended are waited for.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// A program, and the folder in which it runs.
#[derive(Debug, Clone)]
pub struct Program {
    /// The executable.
    pub file: PathBuf,
    /// An empty folder.
    pub folder: PathBuf,
}

impl Program {
    /// The program that a hunt is about, of those whose path is this without its role.
    pub fn new(hunt: &Hunt, prefix: &Path, folder: &Path) -> Self {
        let mut name = prefix.file_name().unwrap_or_default().to_owned();
        name.push(format!("-{}{EXE_SUFFIX}", hunt.side.name()));
        Self { file: prefix.with_file_name(name), folder: folder.to_owned() }
    }

    fn command(&self, hunt: &Hunt, server: &str) -> Result<Command> {
        files::remove_folder(&self.folder)?;
        let site = self.folder.join("site");
        let work = self.folder.join("work");
        for folder in [&site, &work] {
            fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
        }
        for (name, text) in &hunt.files {
            write_old(&site.join(name), text)?;
        }
        let mut command = Command::new(&self.file);
        let site = site.display().to_string();
        command.args(hunt.args.iter().map(|arg| arg.replace(SERVER, server).replace(FOLDER, &site)));
        for (name, _) in env::vars_os() {
            if name.to_str().is_some_and(|name| name.starts_with("CARGO") || name.starts_with("RUST")) {
                command.env_remove(name);
            }
        }
        command.current_dir(work).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Ok(command)
    }

    fn failed(&self, problem: impl Display) -> Error {
        Error::Program { program: self.file.display().to_string(), problem: problem.to_string() }
    }
}

/// Writes a file that was changed long ago.
fn write_old(path: &Path, text: &str) -> Result<()> {
    files::write(path, text.as_bytes())?;
    let file = File::options().write(true).open(path).map_err(Error::io("open", path))?;
    file.set_modified(SystemTime::UNIX_EPOCH + CHANGED).map_err(Error::io("set the time of", path))
}

/// A program that runs.
#[derive(Debug)]
pub struct Running {
    process: Background,
    stdout: Option<Output>,
    stderr: Option<Output>,
}

impl Running {
    fn start(program: &Program, command: &mut Command, input: &str) -> Result<Self> {
        let mut process = Background::start(command).map_err(|error| program.failed(error))?;
        let (stdin, stdout, stderr) = process.pipes();
        if let Some(mut stdin) = stdin {
            let input = input.to_owned();
            // A program that does not read its input holds nobody up but this thread.
            thread::spawn(move || stdin.write_all(input.as_bytes()));
        }
        Ok(Self { process, stdout, stderr })
    }

    /// How it ended, if it has.
    pub fn status(&mut self) -> Option<ExitStatus> {
        self.process.status()
    }

    /// What it has printed on standard output until now; all of it, if it has ended.
    pub fn printed(&mut self) -> Vec<u8> {
        if self.status().is_some()
            && let Some(stdout) = self.stdout.take()
        {
            return stdout.take(Instant::now() + LAST_WORDS).0;
        }
        self.stdout.as_ref().map(Output::so_far).unwrap_or_default()
    }

    /// What it has said on standard error until now.
    pub fn said(&self) -> String {
        let said = self.stderr.as_ref().map(Output::so_far).unwrap_or_default();
        String::from_utf8_lossy(&said).into_owned()
    }
}

/// A server that listens.
#[derive(Debug)]
pub struct Server {
    /// The program.
    pub running: Running,
    /// Where it listens.
    pub addr: SocketAddr,
}

impl Server {
    /// Starts a server on a port that the system chooses, and waits until it listens.
    pub fn start(program: &Program, hunt: &Hunt) -> Result<Self> {
        let mut command = program.command(hunt, "")?;
        command.args(["--addr", "127.0.0.1:0"]);
        let mut running = Running::start(program, &mut command, "")?;
        let until = Instant::now() + STARTING;
        while Instant::now() < until {
            if let Some(addr) = address(&running.said()) {
                return Ok(Self { running, addr });
            }
            if let Some(status) = running.status() {
                return Err(
                    program.failed(format!("ended ({status}) before it listened: {}", running.said().trim_end()))
                );
            }
            thread::sleep(LOOK);
        }
        Err(program.failed(format!("did not say where it listens within {} s", STARTING.as_secs())))
    }
}

/// The address in the first line that a server says.
fn address(said: &str) -> Option<SocketAddr> {
    let (line, _) = said.split_once('\n')?;
    line.trim_end().strip_prefix("listening on ")?.parse().ok()
}

/// Starts a client for a server that listens there.
pub fn client(program: &Program, hunt: &Hunt, server: SocketAddr) -> Result<Running> {
    let mut command = program.command(hunt, &server.to_string())?;
    Running::start(program, command.stdin(Stdio::piped()), &hunt.input)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_says_where_it_listens_in_its_first_line() {
        assert_eq!(address("listening on 127.0.0.1:80\r\nmore"), Some(([127, 0, 0, 1], 80).into()));
        for said in ["listening on 127.0.0.1:8", "x\nlistening on 127.0.0.1:80\n", "listening on here\n", ""] {
            assert_eq!(address(said), None, "{said}");
        }
    }
}
