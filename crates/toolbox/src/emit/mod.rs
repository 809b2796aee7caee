//! What other systems need to grade with this course: written from models that lie beside this file.

mod course;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};
use clap::ValueEnum;
use serde::Deserialize;

use crate::formats::write;

const SETUP: &str = include_str!("setup.sh");
const RUN_AUTOGRADER: &str = include_str!("run_autograder.sh");
const AUTOGRADER: &str = include_str!("autograder.py");
const WORKFLOW: &str = include_str!("grade.yml");

#[derive(clap::Args)]
pub struct Args {
    /// Which system
    #[arg(value_enum)]
    system: System,
    /// The folder to write into
    folder: PathBuf,
    /// The course
    #[arg(long)]
    course: PathBuf,
    /// The lessons to grade, by their numbers; all unless given
    #[arg(long = "lesson")]
    lessons: Vec<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum System {
    Gradescope,
    Classroom50,
    Actions,
}

/// Writes the files, and says what to do with them.
pub fn run(args: &Args) -> anyhow::Result<()> {
    let absolute = std::path::absolute(&args.folder).context("cannot find the current folder")?;
    let would_be_packed = |below: &Path| !below.starts_with("target");
    if matches!(args.system, System::Gradescope) && absolute.strip_prefix(&args.course).is_ok_and(would_be_packed) {
        bail!("{} lies in the course, which would be packed with it; name another folder", args.folder.display());
    }
    let model = Model::read(args)?;
    let folder = &args.folder;
    match args.system {
        System::Gradescope => {
            let archive = folder.join("course.tar.gz");
            fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
            course::pack(&args.course, &archive).with_context(|| format!("cannot write {}", archive.display()))?;
            script(&folder.join("setup.sh"), &model.filled(SETUP))?;
            script(&folder.join("run_autograder"), &model.filled(RUN_AUTOGRADER))?;
            say(&format!(
                "zip the three files in {}, and upload them as the autograder of an assignment",
                folder.display()
            ));
        }
        System::Classroom50 => {
            let address = origin(&args.course)?;
            let file = folder.join("autograder.py");
            script(&file, &model.filled(AUTOGRADER).replace("@COURSE@", &python_string(&address)))?;
            say(&format!("{} grades with the course at {address}", file.display()));
            if is_of_this_machine(&address) {
                say(
                    "that is a place on this machine: elsewhere nothing is found there; `git remote set-url origin ADDRESS`",
                );
            }
        }
        System::Actions => {
            let file = folder.join("grade.yml");
            write(Some(&file), &model.filled(WORKFLOW))?;
            say(&format!("put {} into .github/workflows of your copy of the course", file.display()));
        }
    }
    Ok(())
}

fn say(text: &str) {
    cli::note(text);
}

/// What is filled into the models.
struct Model {
    /// `--lesson 01 --lesson 03`
    lessons: String,
    /// The version of Rust that the course needs.
    rust: String,
}

impl Model {
    fn read(args: &Args) -> anyhow::Result<Self> {
        #[derive(Deserialize)]
        struct Manifest {
            workspace: Workspace,
        }
        #[derive(Deserialize)]
        struct Workspace {
            package: Package,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "kebab-case")]
        struct Package {
            rust_version: String,
        }
        if let Some(word) =
            args.lessons.iter().find(|word| word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_digit()))
        {
            bail!("`{word}` is no number of a lesson");
        }
        let path = args.course.join("Cargo.toml");
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let manifest: Manifest = toml::from_str(&text).with_context(|| format!("cannot read {}", path.display()))?;
        let lessons: Vec<String> = args.lessons.iter().map(|lesson| format!("--lesson {lesson}")).collect();
        Ok(Self { lessons: lessons.join(" "), rust: manifest.workspace.package.rust_version })
    }

    fn filled(&self, model: &str) -> String {
        model.replace("@LESSONS@", &self.lessons).replace("@RUST@", &self.rust)
    }
}

/// Writes a program.
fn script(path: &Path, text: &str) -> anyhow::Result<()> {
    write(Some(path), text)?;
    make_executable(path).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(unix)]
fn make_executable(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

/// An archive made on Windows has no such bit; the systems run these files by a shell.
#[cfg(not(unix))]
fn make_executable(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// The address from which the course was cloned.
fn origin(course: &Path) -> anyhow::Result<String> {
    let output = Command::new("git").arg("-C").arg(course).args(["remote", "get-url", "origin"]).output();
    let output = output.context("cannot start git, which knows where this clone came from")?;
    let address = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if !output.status.success() || address.is_empty() {
        bail!(
            "this clone has no remote `origin`, from which the course could be cloned where it grades: `git remote add origin ADDRESS`"
        );
    }
    Ok(address)
}

/// Whether only this machine finds an address: a path, and no `https://…` or `user@host:path`.
fn is_of_this_machine(address: &str) -> bool {
    let has_scheme = address.contains("://") && !address.starts_with("file://");
    let has_host = address.split_once(':').is_some_and(|(host, _)| host.len() > 1 && !host.contains(['/', '\\']));
    !has_scheme && (!has_host || address.starts_with("file://"))
}

/// A text as Python writes it.
fn python_string(text: &str) -> String {
    // What JSON calls a string, Python does too.
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_this_machine_is_told_from_one_that_others_reach() {
        for address in ["/srv/course", "../course", "file:///srv/course", "C:\\course"] {
            assert!(is_of_this_machine(address), "{address}");
        }
        for address in ["https://example.org/course.git", "git@example.org:school/course.git", "ssh://host/course"] {
            assert!(!is_of_this_machine(address), "{address}");
        }
    }
}
