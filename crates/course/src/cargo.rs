//! Runs cargo and reads the messages that it writes for programs.

use std::collections::BTreeSet;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde::Deserialize;

use crate::bounded::{self, Ended};
use crate::error::{Error, Result};

/// How long a build may take: that of all lessons, their variants and everything below them on a slow machine.
const LIMIT: Duration = Duration::from_hours(2);

/// What a run of cargo built, and what the compiler said.
#[derive(Debug, Default)]
pub struct Build {
    /// Executables that are there and up to date, compiled now or before.
    pub executables: Vec<Executable>,
    /// Warnings and errors, those of earlier runs that still hold among them.
    pub diagnostics: Vec<Diagnostic>,
}

/// A program or a compiled test.
#[derive(Debug)]
pub struct Executable {
    /// The folder of its package.
    pub package: PathBuf,
    /// The name of the binary or test.
    pub name: String,
    /// Whether it is a compiled test.
    pub is_test: bool,
    /// The file.
    pub path: PathBuf,
}

/// One message of the compiler.
#[derive(Debug)]
pub struct Diagnostic {
    /// The folder of the package that it is about.
    pub package: PathBuf,
    /// `error: …` rather than a warning.
    pub is_error: bool,
    /// The text as the compiler would print it.
    pub text: String,
}

impl Build {
    /// The executable of this kind and name in the package of this folder.
    pub fn executable(&self, package: &Path, name: &str, is_test: bool) -> Option<&Path> {
        let wanted = |found: &&Executable| found.package == package && found.name == name && found.is_test == is_test;
        self.executables.iter().find(wanted).map(|found| found.path.as_path())
    }

    /// What the compiler said about the package of this folder.
    pub fn about<'a>(&'a self, package: &Path) -> impl Iterator<Item = &'a Diagnostic> {
        self.diagnostics.iter().filter(move |diagnostic| diagnostic.package == package)
    }
}

#[derive(Deserialize)]
#[serde(tag = "reason")]
enum Message {
    #[serde(rename = "compiler-artifact")]
    Artifact { manifest_path: PathBuf, target: Target, executable: Option<PathBuf>, profile: Profile },
    #[serde(rename = "compiler-message")]
    Diagnostic { manifest_path: PathBuf, message: CompilerMessage },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

#[derive(Deserialize)]
struct Profile {
    test: bool,
}

#[derive(Deserialize)]
struct CompilerMessage {
    level: String,
    rendered: Option<String>,
}

/// Runs `cargo ARGS --message-format=json` in `folder`.
///
/// Code that does not compile is no error here: the build says so.
pub fn build(folder: &Path, args: &[String]) -> Result<Build> {
    run(&mut command(folder, args), LIMIT)
}

/// Names and versions of all crates that a package and its tests are built from, on any system, a line each.
pub fn tree(folder: &Path, package: &str) -> Result<String> {
    let mut command = cargo(folder);
    command.args(["tree", "--quiet", "--package", package, "--target", "all", "--prefix", "none"]);
    let (ended, command_line) = finish(&mut command, LIMIT)?;
    if ended.status.is_none_or(|status| !status.success()) {
        let problem = String::from_utf8_lossy(&ended.stderr).trim().to_owned();
        return Err(Error::Program { program: command_line, problem });
    }
    // `cli v0.1.0 (FOLDER)`, `syn v3.0.1 (*)` where it was named before.
    let named = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
    let crates: BTreeSet<String> = String::from_utf8_lossy(&ended.stdout).lines().map(named).collect();
    Ok(crates.into_iter().fold(String::new(), |lines, name| lines + &name + "\n"))
}

/// `cargo ARGS --message-format=json` in `folder`.
pub fn command(folder: &Path, args: &[String]) -> Command {
    let mut command = cargo(folder);
    command.args(args).args(["--quiet", "--message-format=json"]);
    command
}

/// Cargo in `folder`, without what the cargo that started this program told it about itself.
fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in env::vars_os() {
        let about_us = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];
        if name.to_str().is_some_and(|name| about_us.iter().any(|prefix| name.starts_with(prefix))) {
            command.env_remove(name);
        }
    }
    command.current_dir(folder);
    command
}

/// Runs such a command and reads its messages.
pub fn run(command: &mut Command, limit: Duration) -> Result<Build> {
    let (ended, command_line) = finish(command, limit)?;
    let mut build = Build::default();
    for line in String::from_utf8_lossy(&ended.stdout).lines() {
        build.add(line);
    }
    let is_success = ended.status.is_some_and(|status| status.success());
    if !is_success && !build.diagnostics.iter().any(|diagnostic| diagnostic.is_error) {
        let problem = String::from_utf8_lossy(&ended.stderr).trim().to_owned();
        return Err(Error::Program { program: command_line, problem });
    }
    Ok(build)
}

/// Runs a command to its end, and says what it was. It is an error when it comes to none.
fn finish(command: &mut Command, limit: Duration) -> Result<(Ended, String)> {
    let args = command.get_args().map(|arg| arg.to_string_lossy()).collect::<Vec<_>>();
    let program = format!("{} {}", command.get_program().display(), args.join(" "));
    let failed = |problem: String| Error::Program { program: program.clone(), problem };
    let ended = bounded::run(command, limit).map_err(|error| failed(error.to_string()))?;
    if ended.is_cut {
        return Err(failed("the compiler said more than can be read".to_owned()));
    }
    if ended.status.is_none() {
        return Err(failed(format!("the compiler did not come to an end within {} s", limit.as_secs())));
    }
    Ok((ended, program))
}

impl Build {
    fn add(&mut self, line: &str) {
        let folder = |manifest: &Path| manifest.parent().map(Path::to_owned).unwrap_or_default();
        match serde_json::from_str(line) {
            Ok(Message::Artifact { manifest_path, target, executable: Some(path), profile }) => {
                let package = folder(&manifest_path);
                self.executables.push(Executable { package, name: target.name, is_test: profile.test, path });
            }
            Ok(Message::Diagnostic { manifest_path, message }) => self.diagnostics.push(Diagnostic {
                package: folder(&manifest_path),
                is_error: message.level.starts_with("error"),
                text: message.rendered.unwrap_or_default(),
            }),
            // Other messages, and what a build script printed.
            _ => (),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_built_from_its_own_crates_alone() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let crates = tree(&root, "one-way").unwrap();
        for (name, is_there) in [("harness", true), ("assert_cmd", true), ("toml", false), ("mdbook-driver", false)] {
            assert_eq!(
                crates.lines().any(|line| line.starts_with(&format!("{name} v"))),
                is_there,
                "{name} in\n{crates}"
            );
        }
    }

    #[test]
    fn messages_become_executables_and_diagnostics() {
        let mut build = Build::default();
        for line in [
            r#"{"reason":"compiler-artifact","package_id":"x","manifest_path":"/c/a/Cargo.toml","target":{"kind":["bin"],"name":"a-server"},"profile":{"test":false},"executable":"/t/a-server","fresh":true}"#,
            r#"{"reason":"compiler-artifact","package_id":"x","manifest_path":"/c/a/Cargo.toml","target":{"kind":["test"],"name":"grade"},"profile":{"test":true},"executable":"/t/grade-1","fresh":true}"#,
            r#"{"reason":"compiler-artifact","package_id":"x","manifest_path":"/c/cli/Cargo.toml","target":{"kind":["lib"],"name":"cli"},"profile":{"test":false},"executable":null,"fresh":true}"#,
            r#"{"reason":"compiler-message","package_id":"y","manifest_path":"/c/b/Cargo.toml","message":{"level":"error","rendered":"error[E0308]: no"}}"#,
            r#"{"reason":"build-finished","success":false}"#,
            "not a message",
        ] {
            build.add(line);
        }
        assert_eq!(build.executable(Path::new("/c/a"), "a-server", false), Some(Path::new("/t/a-server")));
        assert_eq!(build.executable(Path::new("/c/a"), "grade", true), Some(Path::new("/t/grade-1")));
        assert_eq!(build.executable(Path::new("/c/b"), "grade", true), None);
        let said: Vec<_> = build.about(Path::new("/c/b")).map(|found| (found.is_error, found.text.as_str())).collect();
        assert_eq!(said, [(true, "error[E0308]: no")]);
    }
}
