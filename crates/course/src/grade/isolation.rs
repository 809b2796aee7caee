//! A place for the programs of others: where the system has namespaces for it (Linux), they see nothing of the course,
//! of the user's files or of each other, cannot reach the network, and die with the tests.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::bounded;
use crate::error::{Error, Result};
use crate::files;
use crate::grade::commands::Commands;
use crate::grade::libtest::FORMAT;

/// Switches namespaces off (`0`), to see what happens on systems that have none, or lets root make only those that every
/// user may make (`user`).
const SWITCH: &str = "COURSE_NAMESPACES";

/// Where it is written down what the system can do.
const MEMORY: &str = "isolation";

/// What tests are told by the teacher's environment, and their results depend on.
pub const PASSED_ON: [&str; 4] = ["COURSE_DEADLINE_SECS", "COURSE_TEST_SECS", "LANG", "LC_ALL"];

/// Users that no system has.
const FIRST_NOBODY: u32 = 2_000_000_000;
const NOBODIES: u32 = 100_000;

/// The new root: a file system in memory with the system's own folders, read-only, and the room. Whatever cannot be
/// made ends the script before the tests begin.
///
/// `$1` is an empty folder, `$2` the folder with the programs, `$3` the graded tests, `$4`… what is hidden wherever it
/// lies. What is handed in as a folder, `work`, is copied into memory, where its programs can be made and may write.
/// `$START` goes on from there.
///
/// The tests themselves have no name in the new root: they are opened here, and started from what is open, so that no
/// program can start or read them. What `$COURSE_BUILD` leaves running ends before that, for it could open what the shell
/// that starts them has open.
/// The capabilities go last, so that nobody in there can take a mount away again. A session of its own gets its own
/// share of the processor, however many processes there are in it.
#[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "only Linux has namespaces"))]
const NEW_ROOT: &str = r#"
set -e
umask 022
root=$1 room=$2 grade=$3
shift 3
read_only() {
    mount --rbind "$1" "$2"
    mount -o remount,bind,ro "$2" 2> /dev/null || mount -o remount,bind,ro,nosuid,nodev "$2"
}
mount -t tmpfs -o mode=755,size=512m tmpfs "$root"
links= folders=
for name in bin sbin lib lib32 lib64 libx32 usr etc opt nix; do
    if [ -L "/$name" ]; then
        links="$links /$name"
    elif [ -d "/$name" ]; then
        folders="$folders $name"
    fi
done
[ -z "$links" ] || cp -P $links "$root"
(cd "$root" && exec mkdir $folders dev proc room)
mkdir -m 1777 "$root/tmp" "$root/dev/shm"
for name in $folders; do
    read_only "/$name" "$root/$name"
done
for hidden; do
    if [ -d "$root$hidden" ]; then
        mount -t tmpfs -o ro,size=4k tmpfs "$root$hidden"
    fi
done
for name in null zero full random urandom; do
    : > "$root/dev/$name"
    mount --bind "/dev/$name" "$root/dev/$name"
done
ln -s /proc/self/fd "$root/dev/fd"
mount -t proc proc "$root/proc"
read_only "$room" "$root/room"
if [ -d "$room/work" ]; then
    cp -R "$room/work" "$root/work"
    chmod -R a+rwX "$root/work"
fi
ip link set lo up
inside="setsid prlimit --core=0 --data=4294967296 --nproc=1024 chroot"
as_nobody="setpriv $IDENTITY --pdeathsig KILL --no-new-privs --bounding-set=-all --inh-caps=-all"
if [ -n "$COURSE_BUILD" ]; then
    made=0
    $inside "$root" $as_nobody sh -c "$MAKE" || made=$?
    kill -KILL -1 2> /dev/null || :
    [ "$made" -eq 0 ] || exit "$made"
    unset COURSE_BUILD
fi
unset MAKE
exec 9< "$grade"
exec $inside "$root" $as_nobody sh -c "$START"
"#;

/// Runs the graded tests, open as 9, and lets nothing that they start inherit that: whatever a shell puts aside for a
/// group of commands gets the next free number from 10 on, and is closed when another program begins.
const START_OPENED: &str = r#"
kept=10
while [ -L "/proc/self/fd/$kept" ]; do kept=$((kept + 1)); done
{ exec "/proc/self/fd/$kept" --format pretty; } 9<&-
"#;

/// Makes the programs of a submission.
const MAKE: &str = r#"cd /work || exit 2; export PWD; sh -c "$COURSE_BUILD" >&2 || exit 97"#;

/// The folder in which the commands of a submission are started.
pub const WORK: &str = "work";

/// The status with which making the programs of a submission fails.
pub const NOT_MADE: i32 = 97;

/// Makes programs and runs the graded tests on them, where there are no namespaces.
const MAKE_AND_START: &str = r#"
cd "$WORK" || exit 2
export PWD
if [ -n "$COURSE_BUILD" ]; then
    sh -c "$COURSE_BUILD" >&2 || exit 97
fi
unset COURSE_BUILD
exec "$GRADE" --format pretty
"#;

/// Without namespaces: no traces of a crash, files of 512 MiB, 4 GiB of memory where the system counts it.
#[cfg(unix)]
const LIMITS: &str = "ulimit -c 0; ulimit -f 1048576; ulimit -d 4194304 2> /dev/null; ";

/// Hides a folder behind an empty one, then goes on: no process may compute for longer than so many seconds.
const HIDE: &str = r#"mount -t tmpfs -o ro,size=4k tmpfs "$1" && shift && ulimit -c 0 && ulimit -d 4194304; ulimit -S -t "$1" && shift && exec "$@""#;

/// What the programs under test are kept from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Isolation {
    /// Namespaces of their own for files, processes and the network, made by root; programs run as nobody, a different
    /// one each time.
    Root,
    /// The same, made by a user who may make a namespace of users.
    User,
    /// A folder of their own outside the course, and nothing in the environment that leads back.
    FolderOnly,
}

/// The graded tests, and the folder with the programs.
#[derive(Debug)]
pub struct Place {
    /// The graded tests. In namespaces nothing that they start sees them.
    pub grade: PathBuf,
    /// What is seen as `/room`.
    pub room: PathBuf,
    /// An empty folder.
    pub empty: PathBuf,
    pub programs: Programs,
}

/// What is judged there.
#[derive(Debug)]
pub enum Programs {
    /// Programs in `room`, with the beginning of their names.
    Beginning(String),
    /// Commands that are started in `room/work`.
    Commands(Commands),
}

impl Isolation {
    /// What this system can do; `scratch` is a folder for a try.
    pub fn of_system(scratch: &Path) -> Result<Self> {
        if !cfg!(target_os = "linux") || env::var_os(SWITCH).is_some_and(|value| value == "0") {
            return Ok(Self::FolderOnly);
        }
        let place = Place {
            grade: "/bin/true".into(),
            room: scratch.join("room"),
            empty: scratch.join("empty"),
            programs: Programs::Beginning(String::new()),
        };
        for folder in [&place.room, &place.empty] {
            fs::create_dir_all(folder).map_err(Error::io("make the folder", folder))?;
        }
        files::make_public(&place.room)?;
        let user_only = env::var_os(SWITCH).is_some_and(|value| value == "user");
        let works = |isolation: &Self| {
            let ended = bounded::run(&mut isolation.command(&place, 0, &[]), Duration::from_secs(10));
            ended.is_ok_and(|ended| ended.status.is_some_and(|status| status.success()))
        };
        let wanted = if user_only { &[Self::User][..] } else { &[Self::Root, Self::User] };
        Ok(wanted.iter().copied().find(works).unwrap_or(Self::FolderOnly))
    }

    /// The same as it was found out in this folder before, as long as nothing has changed that decides it: a try takes as
    /// long as some lessons' tests.
    pub fn remembered(scratch: &Path) -> Result<Self> {
        let memory = scratch.join(MEMORY);
        let Some(circumstances) = circumstances() else { return Self::of_system(scratch) };
        let known = fs::read_to_string(&memory).unwrap_or_default();
        let all = [Self::Root, Self::User];
        if let Some(found) = all.iter().find(|isolation| known == format!("{isolation:?}\n{circumstances}")) {
            return Ok(*found);
        }
        let found = Self::of_system(scratch)?;
        // A system that lets a program have less today may give it more tomorrow.
        if all.contains(&found) {
            files::write(&memory, format!("{found:?}\n{circumstances}").as_bytes())?;
        }
        Ok(found)
    }

    /// Has the system tried again the next time.
    pub fn forget(scratch: &Path) -> Result<()> {
        let memory = scratch.join(MEMORY);
        if memory.is_file() { files::remove(&memory) } else { Ok(()) }
    }

    /// Begins a command in namespaces; it dies with this program.
    fn unshare(self, options: &str) -> Command {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL", "unshare"]);
        if self == Self::User {
            command.args(["--user", "--map-root-user"]);
        }
        command.args(options.split_whitespace());
        command
    }

    /// The command that runs the graded tests in their place; `hidden` are folders that nothing in there may see,
    /// and `number` tells this run from others that go on at the same time.
    pub fn command(self, place: &Place, number: u32, hidden: &[&Path]) -> Command {
        let mut command = match self {
            Self::Root | Self::User => self.in_namespaces(place, number, hidden),
            Self::FolderOnly => in_folder(place),
        };
        if let Programs::Commands(commands) = &place.programs {
            let given = [("COURSE_SERVER", &commands.server), ("COURSE_CLIENT", &commands.client)];
            let given = given.into_iter().chain([("COURSE_BUILD", &commands.build)]);
            command.envs(given.filter_map(|(name, command)| Some((name, command.as_ref()?))));
        }
        for name in PASSED_ON {
            command.envs(env::var_os(name).map(|value| (name, value)));
        }
        command
    }

    fn in_namespaces(self, place: &Place, number: u32, hidden: &[&Path]) -> Command {
        let mut command = self.unshare("--mount --pid --net --ipc --fork --kill-child");
        command.args(["sh", "-c", NEW_ROOT, "sh"]).arg(&place.empty).arg(&place.room).arg(&place.grade).args(hidden);
        command.env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin");
        let id = FIRST_NOBODY + number % NOBODIES;
        let identity = format!("--reuid={id} --regid={id} --clear-groups");
        command.env("IDENTITY", if self == Self::Root { identity } else { String::new() }).env("HOME", "/tmp");
        match &place.programs {
            Programs::Beginning(name) => {
                command.env("START", format!("cd /tmp\n{START_OPENED}")).env("COURSE_PROGRAMS", format!("/room/{name}"))
            }
            Programs::Commands(_) => {
                command.env("START", format!("cd /{WORK} || exit 2\nexport PWD\n{START_OPENED}")).env("MAKE", MAKE)
            }
        };
        command
    }

    /// The same command, for which a folder is empty; none of its processes computes for longer than `seconds`.
    pub fn hide(self, folder: &Path, seconds: Option<u64>, command: Command) -> Command {
        if self == Self::FolderOnly {
            return command;
        }
        let mut hidden = self.unshare("--mount sh -c");
        hidden
            .args([HIDE, "sh"])
            .arg(folder)
            .arg(seconds.map_or("unlimited".to_owned(), |seconds| seconds.to_string()));
        within(hidden, &command)
    }
}

/// Everything that decides which namespaces can be made, as far as a system tells.
fn circumstances() -> Option<String> {
    const LIMITS: [&str; 3] = [
        "/proc/sys/user/max_user_namespaces",
        "/proc/sys/kernel/unprivileged_userns_clone",
        "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
    ];
    const OF_PROCESS: [&str; 5] = ["Uid:", "CapEff:", "CapBnd:", "NoNewPrivs:", "Seccomp:"];
    let mut text = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let is_telling = |line: &&str| OF_PROCESS.iter().any(|name| line.starts_with(name));
    text.extend(status.lines().filter(is_telling).flat_map(|line| [line, "\n"]));
    for file in LIMITS.iter().chain(&["/proc/self/attr/current"]) {
        text += &fs::read_to_string(file).unwrap_or_default();
    }
    for space in ["user", "pid", "net"] {
        text += &fs::read_link(format!("/proc/self/ns/{space}")).ok()?.to_string_lossy();
    }
    for name in [SWITCH, "PATH"] {
        text += &env::var_os(name).unwrap_or_default().to_string_lossy();
        text.push('\n');
    }
    Some(text)
}

/// The same command, which lets others go first.
pub fn polite(command: Command) -> Command {
    if !cfg!(unix) {
        return command;
    }
    let mut polite = Command::new("nice");
    polite.args(["-n", "5"]);
    within(polite, &command)
}

/// A command as the last arguments of another one, in its own environment and folder.
fn within(mut outer: Command, command: &Command) -> Command {
    outer.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => outer.env(name, value),
            None => outer.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        outer.current_dir(folder);
    }
    outer
}

/// Runs the tests where there are no namespaces.
fn in_folder(place: &Place) -> Command {
    let mut command = match &place.programs {
        Programs::Beginning(_) => limited(&place.grade),
        Programs::Commands(commands) => making(&place.grade, commands.build.is_some()),
    };
    command.env_clear().env("PATH", path_without_cargo());
    command.envs(["SystemRoot", "SystemDrive"].iter().filter_map(|name| Some((*name, env::var_os(name)?))));
    for name in ["HOME", "TMPDIR", "TEMP", "TMP"] {
        command.env(name, &place.empty);
    }
    match &place.programs {
        Programs::Beginning(name) => {
            command.env("COURSE_PROGRAMS", place.room.join(name)).current_dir(&place.empty);
        }
        Programs::Commands(_) => {
            let work = place.room.join(WORK);
            command.env("GRADE", &place.grade).env("WORK", &work).env("PWD", &work).current_dir(work);
        }
    }
    command
}

#[cfg(unix)]
fn limited(grade: &Path) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{LIMITS}exec \"$@\""), "sh"]).arg(grade).args(FORMAT);
    command
}

#[cfg(not(unix))]
fn limited(grade: &Path) -> Command {
    let mut command = Command::new(grade);
    command.args(FORMAT);
    command
}

#[cfg(unix)]
fn making(_: &Path, _: bool) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{LIMITS}{MAKE_AND_START}")]);
    command
}

/// Where there may be no shell, it is needed only to make something.
#[cfg(not(unix))]
fn making(grade: &Path, is_made: bool) -> Command {
    if !is_made {
        return limited(grade);
    }
    let mut command = Command::new("sh");
    command.args(["-c", MAKE_AND_START]);
    command
}

/// The folders in which programs are looked for, but for those that hold cargo.
fn path_without_cargo() -> OsString {
    let path = env::var_os("PATH").unwrap_or_default();
    let has_cargo = |folder: &PathBuf| {
        ["cargo", "rustc"].iter().any(|name| folder.join(format!("{name}{}", env::consts::EXE_SUFFIX)).exists())
    };
    env::join_paths(env::split_paths(&path).filter(|folder| !has_cargo(folder))).unwrap_or_default()
}
