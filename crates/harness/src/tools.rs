//! Programs that the course does not build but tries its servers with: curl, Chromium and others.

use std::env::{self, consts::EXE_SUFFIX};
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Kind, Verdict};
use crate::folder::Folder;
use crate::group::Group;
use crate::left_out::left_out;
use crate::program::Program;
use crate::quantity::secs;

/// The names under which systems install Chromium.
pub(crate) const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// How long Chromium may take; its first start on a slow machine takes seconds.
pub(crate) const CHROMIUM_DEADLINE: Duration = Duration::from_secs(30);
const POLL: Duration = Duration::from_millis(20);

/// Alone, without a window, and without a word to anybody but the server it is sent to. The sandbox needs rights that
/// root and containers do not have, and the only pages that come are the test's own.
pub(crate) const CHROMIUM_ARGS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-proxy-server",
];

/// The program of that name on this system, not yet started; `None` where it is not installed: the test passes unmade.
///
/// # Errors
///
/// When it is not installed and the environment variable `CI` is set, to anything but nothing: a machine that checks the course must have it.
pub fn tool(name: &str) -> Verdict<Option<Program>> {
    Ok(find(&[name])?.map(|path| Program::new(path).into_tool()))
}

/// What Chromium made of a page.
#[derive(Debug, Clone)]
pub struct Page {
    /// The document as HTML once its scripts have run; empty when the page could not be loaded.
    pub dom: String,
    /// What Chromium says about a page that could not be loaded: `net::ERR_INVALID_HTTP_RESPONSE`.
    pub error: Option<String>,
}

/// Opens `url` in a Chromium of its own and waits until it ends; `None` where it is not installed, as with [`tool`].
///
/// A picture of the page goes to the file `screenshot` (PNG) where one is named; none of a page that could not be loaded.
///
/// # Errors
///
/// When Chromium cannot be started or twice does not end within 30 seconds, and as [`tool`].
pub fn chromium(url: &str, screenshot: Option<&Path>) -> Verdict<Option<Page>> {
    let Some(program) = find(&CHROMIUM)? else { return Ok(None) };
    // Now and then a Chromium hangs before it has opened anything. That says nothing about the page, so it is started anew.
    match open(&program, url, screenshot) {
        Err(failure) if *failure.kind() == Kind::NoAnswer => open(&program, url, screenshot),
        result => result,
    }
    .map(Some)
}

fn open(program: &Path, url: &str, screenshot: Option<&Path>) -> Verdict<Page> {
    let broken = |error: io::Error| Failure::broken("cannot run Chromium", &error);
    let folder = Folder::of_kind("chromium").map_err(broken)?;
    let (stdout, stderr) = (folder.path().join("stdout"), folder.path().join("stderr"));
    let mut command = Command::new(program);
    command.args(CHROMIUM_ARGS).arg(option("--user-data-dir=", &folder.path().join("profile"))).arg("--dump-dom");
    if let Some(file) = screenshot {
        command.arg(option("--screenshot=", file));
    }
    // Into files: the processes that Chromium starts could keep a pipe open for longer than Chromium itself lives.
    command.arg(url).stdin(Stdio::null());
    command.stdout(File::create(&stdout).map_err(broken)?).stderr(File::create(&stderr).map_err(broken)?);
    let ended = Tool::spawn(&mut command).and_then(|mut tool| tool.wait(CHROMIUM_DEADLINE)).map_err(broken)?;
    if !ended {
        let came = format!("it is still running after {}", secs(CHROMIUM_DEADLINE));
        return Err(Failure::no_answer().row("expected", format!("Chromium opens {url}")).row("came", came));
    }
    let read = |file: &Path| fs::read(file).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).map_err(broken);
    let error = read(&stderr)?.split_once("Page load failed: ").and_then(|(_, rest)| Some(rest.lines().next()?.into()));
    Ok(Page { dom: read(&stdout)?, error })
}

pub(crate) fn option(name: &str, value: &Path) -> OsString {
    let mut option = OsString::from(name);
    option.push(value);
    option
}

/// The first of these programs that stands in a folder of `PATH`.
pub(crate) fn find(names: &[&str]) -> Verdict<Option<PathBuf>> {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = names
        .iter()
        .flat_map(|name| env::split_paths(&path).map(move |folder| folder.join(format!("{name}{EXE_SUFFIX}"))))
        .find(|file| file.is_file());
    if found.is_none() {
        if must_have_tools(env::var_os("CI").as_deref()) {
            let error = io::Error::new(io::ErrorKind::NotFound, "not installed, and CI must have it");
            return Err(Failure::broken(names[0], &error));
        }
        left_out(&format!("what {} makes of it", names[0]), "it is not installed")?;
    }
    Ok(found)
}

/// Whether the environment variable `CI` is set: to anything, but not to nothing, which is how a workflow takes it back.
fn must_have_tools(ci: Option<&OsStr>) -> bool {
    ci.is_some_and(|ci| !ci.is_empty())
}

/// A program that the test starts for itself, with all the processes it starts, which are killed with it.
#[derive(Debug)]
pub(crate) struct Tool {
    child: Child,
    group: Group,
}

impl Tool {
    pub(crate) fn spawn(command: &mut Command) -> io::Result<Self> {
        Group::spawn(command).map(|(child, group)| Self { child, group })
    }

    /// Its standard input and output, where they are pipes.
    pub(crate) fn pipes(&mut self) -> (Option<ChildStdin>, Option<ChildStdout>) {
        (self.child.stdin.take(), self.child.stdout.take())
    }

    /// Waits for the program to end; `false` when it is still running after `time`.
    fn wait(&mut self, time: Duration) -> io::Result<bool> {
        let until = Instant::now() + time;
        while self.group.exit(&mut self.child)?.is_none() {
            if Instant::now() >= until {
                return Ok(false);
            }
            thread::sleep(POLL);
        }
        Ok(true)
    }
}

impl Drop for Tool {
    fn drop(&mut self) {
        self.group.end(&mut self.child);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_ci_asks_for_no_tools() {
        assert!(must_have_tools(Some(OsStr::new("true"))));
        assert!(!must_have_tools(Some(OsStr::new(""))) && !must_have_tools(None));
    }

    #[cfg(unix)]
    #[test]
    fn a_tool_is_found_on_path() {
        let found = find(&["no-such-program-anywhere", "sh"]).expect("the shell is there");
        assert!(found.expect("the shell is there").ends_with("sh"));
    }

    #[cfg(unix)]
    #[test]
    fn a_group_that_takes_too_long_is_killed_with_its_children() {
        let folder = Folder::new().expect("a folder can be made");
        let path = folder.path().to_owned();
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 60 & echo $!; wait"]).stdout(File::create(path.join("pid")).expect("a file"));
        let mut group = Tool::spawn(&mut command).expect("the shell starts");
        let mut pid = String::new();
        while !pid.ends_with('\n') {
            assert!(!group.wait(Duration::from_millis(1)).expect("the system tells"), "the shell has ended");
            pid = fs::read_to_string(path.join("pid")).expect("the file is there");
        }
        drop(group);
        let alive = || Command::new("sh").arg("-c").arg(format!("kill -0 {} 2>/dev/null", pid.trim())).status();
        let until = Instant::now() + Duration::from_secs(5);
        while alive().is_ok_and(|status| status.success()) {
            // Where nobody reaps orphans, a killed process stays as a zombie.
            let stat = fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
            if stat.contains(") Z") {
                break;
            }
            assert!(Instant::now() < until, "the child {pid} is still running");
        }
        drop(folder);
        assert!(!path.exists());
    }
}
