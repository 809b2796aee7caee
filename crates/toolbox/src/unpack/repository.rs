//! Bare repositories of git: what the commit at HEAD holds.
//!
//! A repository's own settings may name programs to run. So none of it is taken but its objects: they are read from a
//! repository that is made for it, with no settings at all.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::refusal::Refusal;
use super::tarball;
use super::tree::Tree;

/// How much of a list of names is read.
const LONGEST_LIST: u64 = 8 << 20;

/// Unpacks it.
pub fn unpack(repository: &Path, tree: &mut Tree) -> Result<(), Refusal> {
    let repository = fs::canonicalize(repository).map_err(Refusal::io("read", repository))?;
    let commit = head(&repository)?;
    let objects = repository.join("objects");
    let is_own = fs::symlink_metadata(&objects).is_ok_and(|found| found.is_dir());
    if !is_own || fs::symlink_metadata(objects.join("info/alternates")).is_ok() {
        return Err(Refusal::Git("its objects lie elsewhere".to_owned()));
    }
    let objects = objects.to_str().filter(|path| !path.contains('\n'));
    let objects = objects.ok_or_else(|| Refusal::Git("its path has a name that git cannot use".to_owned()))?;
    let beside = tree.folder().with_added_extension("git");
    let read = read(&commit, objects, &beside, tree);
    let _ = fs::remove_dir_all(&beside);
    read
}

/// Reads a commit whose objects lie elsewhere, in a repository `beside`.
fn read(commit: &str, objects: &str, beside: &Path, tree: &mut Tree) -> Result<(), Refusal> {
    let format = if commit.len() == 64 { "sha256" } else { "sha1" };
    let init = git().args(["init", "--quiet", "--bare", "--template=", "--object-format", format]).arg(beside).output();
    let init = init.map_err(|error| Refusal::Git(format!("cannot start git: {error}")))?;
    if !init.status.success() {
        return Err(Refusal::Git(String::from_utf8_lossy(&init.stderr).trim().to_owned()));
    }
    let list = beside.join("objects/info/alternates");
    let info = beside.join("objects/info");
    fs::create_dir_all(&info).map_err(Refusal::io("make the folder", &info))?;
    fs::write(&list, format!("{objects}\n")).map_err(Refusal::io("write", &list))?;
    let mut archive = git();
    archive.arg("--git-dir").arg(beside).args(["archive", "--format=tar", commit]);
    let child = archive.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| Refusal::Git(format!("cannot start git: {error}")))?;
    let unpacked = child.stdout.take().map_or(Ok(()), |stdout| tarball::unpack(stdout, tree));
    let ended = child.wait_with_output().map_err(|error| Refusal::Git(error.to_string()))?;
    if !ended.status.success() && unpacked.as_ref().err().is_none_or(|why| matches!(why, Refusal::Damaged(_))) {
        return Err(Refusal::Git(String::from_utf8_lossy(&ended.stderr).trim().to_owned()));
    }
    unpacked
}

/// git without the settings of anybody, and without asking anything of anybody.
fn git() -> Command {
    let mut command = Command::new("git");
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
        command.env_remove(name);
    }
    let null = if cfg!(windows) { "NUL" } else { "/dev/null" };
    command.envs([("GIT_CONFIG_GLOBAL", null), ("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_NO_LAZY_FETCH", "1")]);
    command.envs([("GIT_TERMINAL_PROMPT", "0"), ("GIT_ATTR_NOSYSTEM", "1")]);
    command.stdin(Stdio::null());
    command
}

/// The commit at HEAD.
fn head(repository: &Path) -> Result<String, Refusal> {
    let head = text(&repository.join("HEAD"))?;
    let head = head.trim();
    let Some(name) = head.strip_prefix("ref: ") else { return commit(head) };
    let is_plain = name.starts_with("refs/") && !name.contains("..") && !name.contains(['\\', '\0']);
    if !is_plain {
        return Err(Refusal::Git(format!("HEAD names `{name}`")));
    }
    if let Ok(found) = text(&repository.join(name)) {
        return commit(found.trim());
    }
    let packed = text(&repository.join("packed-refs")).unwrap_or_default();
    let found = packed.lines().find_map(|line| line.split_once(' ').filter(|(_, other)| *other == name));
    found.map_or_else(|| Err(Refusal::Git(format!("{name}, at HEAD, has no commit"))), |(id, _)| commit(id))
}

fn commit(id: &str) -> Result<String, Refusal> {
    let is_id = [40, 64].contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_id.then(|| id.to_owned()).ok_or_else(|| Refusal::Git("HEAD is no commit".to_owned()))
}

/// The text of a plain file.
fn text(path: &Path) -> Result<String, Refusal> {
    let found = fs::symlink_metadata(path).map_err(Refusal::io("read", path))?;
    if !found.is_file() {
        return Err(Refusal::Git(format!("{} is no file", path.display())));
    }
    let mut text = String::new();
    let file = File::open(path).map_err(Refusal::io("read", path))?;
    file.take(LONGEST_LIST).read_to_string(&mut text).map_err(Refusal::io("read", path))?;
    Ok(text)
}
