//! The course's repository, by the program `git`.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::error::{Error, Result};

/// A repository whose top folder is the course.
#[derive(Debug)]
pub struct Repository {
    root: PathBuf,
}

impl Repository {
    /// The repository of the course, with at least one commit; none when it came without, or lies in a larger one.
    pub fn of(root: &Path) -> Option<Self> {
        let repository = Self { root: root.to_owned() };
        let has_commit = is_repository(root) && repository.commit("HEAD").is_some();
        has_commit.then_some(repository)
    }

    /// Runs git here and returns what it prints, without the last line end.
    pub fn git<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Result<String> {
        run(command(&self.root).args(args))
    }

    /// The same with an index and files of its own, so that those of the learner are left alone.
    pub fn git_in<S: AsRef<OsStr>>(
        &self,
        index: &Path,
        files: &Path,
        args: impl IntoIterator<Item = S>,
    ) -> Result<String> {
        let repository = self.git(["rev-parse", "--absolute-git-dir"])?;
        let mut command = command(&self.root);
        command.env("GIT_DIR", repository).env("GIT_INDEX_FILE", index).env("GIT_WORK_TREE", files);
        run(command.args(args))
    }

    /// The commit that a name stands for.
    pub fn commit(&self, name: &str) -> Option<String> {
        self.git(["rev-parse", "--quiet", "--verify", &format!("{name}^{{commit}}")]).ok()
    }

    /// Whether one commit is among the ancestors of another, or is the same.
    pub fn is_ancestor(&self, ancestor: &str, of: &str) -> bool {
        self.git(["merge-base", "--is-ancestor", ancestor, of]).is_ok()
    }

    /// The last commit that both have.
    pub fn common(&self, one: &str, other: &str) -> Option<String> {
        self.git(["merge-base", one, other]).ok()
    }

    /// The paths of the files in a commit.
    pub fn files(&self, commit: &str) -> Result<Vec<String>> {
        Ok(paths(&self.git(["ls-tree", "-r", "-z", "--name-only", commit])?))
    }

    /// The paths of the files that are not as in a commit, those that it does not have left out.
    pub fn changed_since(&self, commit: &str) -> Result<Vec<String>> {
        Ok(paths(&self.git(["diff", "--name-only", "--no-renames", "-z", commit, "--"])?))
    }

    /// Writes the files of a commit into a folder.
    pub fn check_out(&self, commit: &str, index: &Path, folder: &Path) -> Result<()> {
        std::fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
        self.git_in(index, folder, ["read-tree", commit])?;
        self.git_in(index, folder, ["checkout-index", "--all", "--force"]).map(drop)
    }

    /// Fails when the learner is in the middle of something that has to be ended first.
    pub fn be_free(&self) -> Result<()> {
        let under_way = |name: &str| {
            let path = self.git(["rev-parse", "--git-path", name]).unwrap_or_default();
            !path.is_empty() && self.root.join(path).exists()
        };
        let cases = [
            ("MERGE_HEAD", "a merge", "git merge --abort"),
            ("rebase-merge", "a rebase", "git rebase --abort"),
            ("rebase-apply", "a rebase", "git rebase --abort"),
            ("CHERRY_PICK_HEAD", "a cherry-pick", "git cherry-pick --abort"),
        ];
        match cases.into_iter().find(|(name, ..)| under_way(name)) {
            None => Ok(()),
            Some((_, what, how)) => Err(Error::Other(format!(
                "{what} is under way in this repository; take it back with `{how}`, then run `cargo course update` again"
            ))),
        }
    }

    /// Finds the commit of a newer edition: of a folder, an address, a remote, a remote's branch or any other name; or
    /// unless one is named, where the present branch comes from.
    pub fn edition(&self, from: Option<&str>) -> Result<String> {
        let remotes = self.git(["remote"]).unwrap_or_default();
        let remotes: Vec<&str> = remotes.lines().collect();
        let Some(from) = from else {
            if remotes.contains(&"upstream") {
                return self.fetch("upstream", "HEAD");
            }
            let tracked = self.git(["rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}"]);
            return match tracked.ok().as_deref().and_then(|name| name.split_once('/')) {
                Some((remote, branch)) if remotes.contains(&remote) => self.fetch(remote, branch),
                _ if remotes.contains(&"origin") => self.fetch("origin", "HEAD"),
                _ => Err(Error::Other(
                    "this repository does not say where it comes from; name it: cargo course update ADDRESS-OR-FOLDER"
                        .to_owned(),
                )),
            };
        };
        if Path::new(from).is_dir() {
            let folder = Path::new(from).canonicalize().map_err(Error::io("read", Path::new(from)))?;
            return self.fetch(&folder.display().to_string(), "HEAD");
        }
        if remotes.contains(&from) {
            return self.fetch(from, "HEAD");
        }
        if let Some((remote, branch)) = from.split_once('/').filter(|(remote, _)| remotes.contains(remote)) {
            return self.fetch(remote, branch);
        }
        if let Some(commit) = self.commit(from) {
            return Ok(commit);
        }
        if is_address(from) {
            return self.fetch(from, "HEAD");
        }
        Err(Error::Other(format!(
            "no folder, remote or branch `{from}`; name a folder with a newer clone, an address, or a remote such as origin"
        )))
    }

    fn fetch(&self, from: &str, what: &str) -> Result<String> {
        self.git(["fetch", "--quiet", "--no-tags", from, what])
            .map_err(|error| Error::Other(format!("{error}; nothing was changed")))?;
        self.commit("FETCH_HEAD").ok_or_else(|| Error::Other(format!("git fetched nothing from {from}")))
    }
}

/// Whether a word is the address of a repository elsewhere.
pub fn is_address(word: &str) -> bool {
    let is_bare = Path::new(word).extension().is_some_and(|extension| extension == "git");
    word.contains("://") || (word.contains('@') && word.contains(':')) || is_bare
}

/// Whether a folder is a repository's top folder.
pub fn is_repository(folder: &Path) -> bool {
    folder.join(".git").exists()
}

/// Clones a repository, only its newest state.
pub fn clone(address: &str, to: &Path) -> Result<()> {
    let here = to.parent().unwrap_or(to);
    std::fs::create_dir_all(here).map_err(Error::io("make the folder", here))?;
    run(command(here).args(["clone", "--quiet", "--depth", "1", "--", address]).arg(to)).map(drop)
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY"] {
        command.env_remove(name);
    }
    command.arg("-C").arg(folder).stdin(Stdio::null());
    command
}

fn run(command: &mut Command) -> Result<String> {
    let line: Vec<String> = command.get_args().skip(2).map(|word| word.to_string_lossy().into_owned()).collect();
    let failed =
        |problem: &str| Error::Program { program: format!("git {}", line.join(" ")), problem: problem.to_owned() };
    let output = command.output().map_err(|error| failed(&format!("{error}; is git installed?")))?;
    if !output.status.success() {
        return Err(failed(String::from_utf8_lossy(&output.stderr).trim()));
    }
    String::from_utf8(output.stdout)
        .map(|text| text.trim_end_matches('\n').to_owned())
        .map_err(|_| failed("printed a name that is not UTF-8"))
}

fn paths(listed: &str) -> Vec<String> {
    listed.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect()
}
