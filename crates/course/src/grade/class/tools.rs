//! What the toolbox does for a class: unpack archives, and write other forms.

use std::cell::OnceCell;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::bounded;
use crate::error::{Error, Result};
use crate::files;
use crate::grade::report::Report;
use crate::grade::search::Unpacked;
use crate::program;

/// How long unpacking one archive may take; what is allowed to be in one takes less than a few seconds.
const LIMIT: Duration = Duration::from_mins(1);

/// The toolbox, which is built when it is needed first.
pub(super) struct Tools<'a> {
    root: &'a Path,
    program: OnceCell<OsString>,
}

impl<'a> Tools<'a> {
    pub(super) fn new(root: &'a Path) -> Self {
        Self { root, program: OnceCell::new() }
    }

    fn command(&self) -> Result<Command> {
        if let Some(program) = self.program.get() {
            return Ok(Command::new(program));
        }
        let command = program::toolbox(self.root, [""; 0])?;
        let _ = self.program.set(command.get_program().to_owned());
        Ok(command)
    }

    /// Builds what all of this needs, where the course has it.
    pub(super) fn prepare(&self) -> Result<()> {
        if !self.root.join("crates/toolbox").is_dir() {
            return Ok(());
        }
        self.command().map(drop)
    }

    /// Unpacks an archive or a bare repository, or says why it cannot be.
    pub(super) fn unpack(&self, from: &Path, into: &Path) -> Result<std::result::Result<Unpacked, String>> {
        let mut command = self.command()?;
        command.arg("unpack").arg(from).arg(into);
        let ended = bounded::run(&mut command, LIMIT).map_err(Error::io("unpack", from))?;
        let lines = |text: &[u8]| -> Vec<String> { String::from_utf8_lossy(text).lines().map(str::to_owned).collect() };
        Ok(match ended.status {
            Some(status) if status.success() => Ok(Unpacked { folder: into.to_owned(), notes: lines(&ended.stdout) }),
            status => {
                // A half of it helps nobody, and may be long.
                files::remove_folder(into)?;
                let said = lines(&ended.stderr).join(" ");
                Err(match status {
                    None => format!("it cannot be unpacked within {} s", LIMIT.as_secs()),
                    Some(_) => format!("it cannot be unpacked: {}", said.strip_prefix("error: ").unwrap_or(&said)),
                })
            }
        })
    }

    /// Writes grades in a form of another system.
    pub(super) fn format(&self, format: &str, out: Option<&Path>, reports: &[Report]) -> Result<()> {
        let mut command = self.command()?;
        command.args(["formats", "--format", format]);
        if let Some(out) = out {
            command.arg("--out").arg(out);
        }
        feed(command, reports)
    }

    /// Writes the page about a class.
    pub(super) fn page(&self, page: &Path, reports: &[Report]) -> Result<()> {
        let mut command = self.command()?;
        command.arg("class-page").arg(page);
        feed(command, reports)
    }

    /// Writes what another system needs to grade.
    pub(super) fn emit(&self, system: &str, folder: &Path, lessons: impl Iterator<Item = &'a str>) -> Result<bool> {
        let mut command = self.command()?;
        command.args(["emit", system]).arg(folder).arg("--course").arg(self.root);
        command.args(lessons.flat_map(|lesson| ["--lesson", lesson]));
        program::become_it(command)
    }
}

/// Runs a command with grades as its input.
fn feed(mut command: Command, reports: &[Report]) -> Result<()> {
    let failed = |error| Error::io("run", Path::new("toolbox"))(error);
    let text = serde_json::to_vec(reports).map_err(|error| Error::Other(error.to_string()))?;
    let mut child = command.stdin(Stdio::piped()).spawn().map_err(failed)?;
    let fed = child.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(&text));
    let status = child.wait().map_err(failed)?;
    if !status.success() {
        // It has said why.
        return Err(Error::Other("the grades could not be written".to_owned()));
    }
    fed.map_err(failed)
}
