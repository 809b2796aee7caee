//! A program with everything that it starts: killed together, whatever it does to get away.
//!
//! On Unix a program leads a process group of its own. What leaves the group (a daemon) is handed to this process when
//! its parents are gone, where the system can do that (Linux), and is found among its children. On Windows a program is
//! in a job object, which nothing leaves.

use std::io;
use std::process::{Child, Command};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::exit::Exit;

/// How long this goes after what gets away.
const CHASE: Duration = Duration::from_secs(1);

/// How long a killed program may take to be gone: one with many threads takes its time.
const GONE: Duration = Duration::from_secs(2);

const POLL: Duration = Duration::from_millis(1);

/// By this variable a process is known as one that a program of this or another process of the harness has started. Its
/// value is `PID-NUMBER`: that of the process, and which of its programs it was.
const MARK: &str = "COURSE_STARTED_BY";

/// The programs that this process has started and not reaped yet. Locked while one is started, too: until it is listed
/// here it could be taken for one that got away.
static STARTED: Mutex<Vec<u32>> = Mutex::new(Vec::new());

fn started() -> MutexGuard<'static, Vec<u32>> {
    STARTED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is still done when this process is interrupted, after its programs are killed.
static LAST_ACTS: Mutex<Vec<fn()>> = Mutex::new(Vec::new());

fn last_acts() -> MutexGuard<'static, Vec<fn()>> {
    LAST_ACTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Has `act` done when this process is interrupted, where the system can do that.
pub(crate) fn before_an_interrupt_ends_it(act: fn()) {
    last_acts().push(act);
}

/// A program and everything that it starts.
#[derive(Debug)]
pub(crate) struct Group {
    id: u32,
    mark: String,
    #[cfg(windows)]
    job: Option<job::Job>,
}

impl Group {
    /// Starts `command` as the leader of a group.
    pub(crate) fn spawn(command: &mut Command) -> io::Result<(Child, Self)> {
        use std::sync::atomic::{AtomicU32, Ordering};
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let mark = format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        command.env(MARK, &mark);
        system::prepare(command);
        let mut started = started();
        let child = command.spawn()?;
        let id = child.id();
        started.push(id);
        drop(started);
        #[cfg(windows)]
        let job = job::Job::around(&child);
        Ok((
            child,
            Self {
                id,
                mark,
                #[cfg(windows)]
                job,
            },
        ))
    }

    /// The leader's process number.
    pub(crate) fn id(&self) -> u32 {
        self.id
    }

    /// How the leader has ended, if it has. It is not reaped: until then its number stands for nobody else.
    pub(crate) fn exit(&self, child: &mut Child) -> io::Result<Option<Exit>> {
        system::exit(self.id, child)
    }

    /// Sends the signal of that name to everything in the group.
    #[cfg(unix)]
    pub(crate) fn signal(&self, name: &str) -> io::Result<()> {
        system::signal(self.id, name)
    }

    /// Whether the leader was stopped.
    #[cfg(unix)]
    pub(crate) fn is_stopped(&self) -> bool {
        system::is_stopped(self.id)
    }

    /// Kills everything in the group at once; what has left it, only [`end`](Self::end) finds.
    pub(crate) fn kill(&self) {
        #[cfg(windows)]
        if let Some(job) = &self.job {
            job.kill();
        }
        system::kill_group(self.id);
    }

    /// Kills and reaps the leader and everything that it has started, as far as the system lets it be found.
    pub(crate) fn end(&self, child: &mut Child) {
        self.kill();
        let _ = child.kill();
        let until = Instant::now() + GONE;
        while matches!(child.try_wait(), Ok(None)) && Instant::now() < until {
            std::thread::sleep(POLL);
        }
        let until = Instant::now() + CHASE;
        while system::chase(self.id, &self.mark) && Instant::now() < until {
            std::thread::sleep(POLL);
        }
        started().retain(|id| *id != self.id);
    }
}

/// Ends what an earlier process of the harness has left behind that was itself killed: all processes with its mark.
pub(crate) fn end_leftovers(of: u32) {
    let until = Instant::now() + CHASE;
    // One that is killed may have started another one just before.
    while system::end_marked(&format!("{of}-")) && Instant::now() < until {
        std::thread::sleep(POLL);
    }
}

/// Whether a process of this number is there, or may be, where the system is not asked.
pub(crate) fn may_be_running(id: u32) -> bool {
    system::may_be_running(id)
}

#[cfg(unix)]
mod system {
    use super::{Exit, last_acts, started};
    use std::io;
    use std::os::unix::process::CommandExt as _;
    use std::process::{Child, Command};
    use std::sync::Once;
    use std::thread;

    use rustix::io::Errno;
    use rustix::process::{
        Pid, Signal, WaitId, WaitIdOptions, kill_process, kill_process_group, test_kill_process,
        test_kill_process_group, waitid,
    };

    pub(super) fn pid(id: u32) -> Option<Pid> {
        Pid::from_raw(i32::try_from(id).ok()?)
    }

    pub(super) fn prepare(command: &mut Command) {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            #[cfg(target_os = "linux")]
            let _ = rustix::process::set_child_subreaper(pid(std::process::id()));
            end_with_this_process();
        });
        command.process_group(0);
    }

    /// Ctrl-C in a terminal reaches only the group of this process: the programs have to be told.
    fn end_with_this_process() {
        use signal_hook::consts::{SIGINT, SIGTERM};
        let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGINT, SIGTERM]) else { return };
        let _ = thread::Builder::new().name("signals".to_owned()).spawn(move || {
            if let Some(signal) = signals.forever().next() {
                started().iter().for_each(|id| kill_group(*id));
                for act in last_acts().iter() {
                    act();
                }
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
        });
    }

    pub(super) fn exit(id: u32, child: &mut Child) -> io::Result<Option<Exit>> {
        use std::os::unix::process::ExitStatusExt as _;
        let Some(pid) = pid(id) else { return Ok(None) };
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        match waitid(WaitId::Pid(pid), options) {
            Ok(status) => {
                let exit = |status: rustix::process::WaitIdStatus| Exit {
                    status: status.exit_status(),
                    signal: status.terminating_signal(),
                };
                Ok(status.map(exit))
            }
            // It has been reaped: its handle knows how it ended.
            Err(Errno::CHILD) => {
                let status = child.try_wait()?;
                Ok(status.map(|status| Exit { status: status.code(), signal: status.signal() }))
            }
            Err(error) => Err(error.into()),
        }
    }

    pub(super) fn signal(id: u32, name: &str) -> io::Result<()> {
        let signal = match name {
            "INT" => Signal::INT,
            "TERM" => Signal::TERM,
            "HUP" => Signal::HUP,
            "KILL" => Signal::KILL,
            "STOP" => Signal::STOP,
            "CONT" => Signal::CONT,
            _ => return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("no signal {name} is known"))),
        };
        let pid = pid(id).ok_or(io::ErrorKind::InvalidInput)?;
        Ok(kill_process_group(pid, signal)?)
    }

    pub(super) fn is_stopped(id: u32) -> bool {
        let options = WaitIdOptions::STOPPED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        pid(id).is_some_and(|pid| matches!(waitid(WaitId::Pid(pid), options), Ok(Some(status)) if status.stopped()))
    }

    pub(super) fn kill_group(id: u32) {
        if let Some(pid) = pid(id) {
            let _ = kill_process_group(pid, Signal::KILL);
        }
    }

    pub(super) fn may_be_running(id: u32) -> bool {
        pid(id).is_some_and(|pid| test_kill_process(pid) != Err(Errno::SRCH))
    }

    /// Kills and reaps what is left of a group whose leader is gone, and what has left the group. Returns whether there
    /// may be more.
    pub(super) fn chase(leader: u32, mark: &str) -> bool {
        let started = started();
        let others: Vec<u32> = started.iter().copied().filter(|id| *id != leader).collect();
        let strays = family::strays(leader, &others, mark);
        for stray in strays.iter().filter_map(|id| pid(*id)) {
            // One that leads a group of its own takes that with it.
            let _ = kill_process_group(stray, Signal::KILL);
            let _ = kill_process(stray, Signal::KILL);
            let _ = waitid(WaitId::Pid(stray), WaitIdOptions::EXITED | WaitIdOptions::NOHANG);
        }
        let is_left = pid(leader).is_some_and(|pid| test_kill_process_group(pid).is_ok());
        if is_left {
            kill_group(leader);
        }
        is_left || !strays.is_empty()
    }

    /// Kills all processes whose mark begins so. Returns whether there may be more.
    pub(super) fn end_marked(beginning: &str) -> bool {
        let marked = family::marked(beginning);
        for stray in marked.iter().filter_map(|id| pid(*id)) {
            let _ = kill_process(stray, Signal::KILL);
        }
        !marked.is_empty()
    }

    /// What the system tells about processes.
    #[cfg(target_os = "linux")]
    pub(super) mod family {
        use std::fs;

        use crate::group::MARK;

        /// The children of this process that are neither `others` nor have been started by one of them, nor by the test
        /// itself.
        pub(in crate::group) fn strays(leader: u32, others: &[u32], mark: &str) -> Vec<u32> {
            let ours = group_of("self");
            let is_stray = |id: &u32| {
                let group = group_of(&id.to_string());
                // The leader itself is its handle's business; what has this process's own group, the test has started.
                *id != leader
                    && !others.contains(id)
                    && group != ours
                    && !group.is_some_and(|group| others.contains(&group))
                    && mark_of(*id).is_none_or(|found| found == mark)
            };
            children().into_iter().filter(is_stray).collect()
        }

        /// All processes whose mark begins so.
        pub(in crate::group) fn marked(beginning: &str) -> Vec<u32> {
            let has_mark = |id: &u32| mark_of(*id).is_some_and(|mark| mark.starts_with(beginning));
            all().filter(has_mark).collect()
        }

        fn all() -> impl Iterator<Item = u32> {
            let folders = fs::read_dir("/proc").into_iter().flatten().flatten();
            folders.filter_map(|folder| folder.file_name().to_str()?.parse().ok())
        }

        pub(crate) fn children_of(id: u32) -> Vec<u32> {
            let tasks = fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten();
            let lists = tasks.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
            lists
                .flat_map(|list| list.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<_>>())
                .collect()
        }

        fn children() -> Vec<u32> {
            children_of(std::process::id())
        }

        /// The process group; `4711 (a name, which may hold anything) S PARENT GROUP …`.
        fn group_of(id: &str) -> Option<u32> {
            let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
            stat.rsplit_once(')')?.1.split_whitespace().nth(2)?.parse().ok()
        }

        fn mark_of(id: u32) -> Option<String> {
            let environment = fs::read(format!("/proc/{id}/environ")).ok()?;
            let mut variables = environment.split(|byte| *byte == 0);
            let mark = variables.find_map(|variable| variable.strip_prefix(MARK.as_bytes())?.strip_prefix(b"="))?;
            String::from_utf8(mark.to_vec()).ok()
        }
    }

    /// Elsewhere what has left its group is not found.
    #[cfg(not(target_os = "linux"))]
    mod family {
        pub(in crate::group) fn strays(_: u32, _: &[u32], _: &str) -> Vec<u32> {
            Vec::new()
        }

        pub(in crate::group) fn marked(_: &str) -> Vec<u32> {
            Vec::new()
        }
    }
}

#[cfg(target_os = "linux")]
pub(crate) use system::family::children_of;

#[cfg(not(unix))]
mod system {
    use super::Exit;
    use std::io;
    use std::process::{Child, Command};

    pub(super) fn prepare(_: &mut Command) {
        #[cfg(windows)]
        super::job::contain_this_process();
    }

    pub(super) fn exit(_: u32, child: &mut Child) -> io::Result<Option<Exit>> {
        Ok(child.try_wait()?.map(|status| Exit { status: status.code(), signal: None }))
    }

    pub(super) fn kill_group(_: u32) {}

    pub(super) fn may_be_running(_: u32) -> bool {
        true
    }

    pub(super) fn chase(_: u32, _: &str) -> bool {
        false
    }

    pub(super) fn end_marked(_: &str) -> bool {
        false
    }
}

#[cfg(windows)]
mod job {
    use std::os::windows::io::AsRawHandle as _;
    use std::process::Child;
    use std::sync::{Mutex, Once, PoisonError};

    /// A job object; when its handle is closed, everything in it is killed.
    pub(super) struct Job(Mutex<Option<win32job::Job>>);

    impl std::fmt::Debug for Job {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("Job")
        }
    }

    fn killing_job() -> Option<win32job::Job> {
        let mut limits = win32job::ExtendedLimitInfo::new();
        limits.limit_kill_on_job_close();
        win32job::Job::create_with_limit_info(&limits).ok()
    }

    impl Job {
        /// A job with this program in it; `None` where the system has none to give.
        pub(super) fn around(child: &Child) -> Option<Self> {
            let job = killing_job()?;
            job.assign_process(child.as_raw_handle() as isize).ok()?;
            Some(Self(Mutex::new(Some(job))))
        }

        pub(super) fn kill(&self) {
            drop(self.0.lock().unwrap_or_else(PoisonError::into_inner).take());
        }
    }

    /// When this process ends, however it does, its programs end too.
    pub(super) fn contain_this_process() {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            if let Some(job) = killing_job() {
                let _ = job.assign_current_process();
                // Its handle is closed by the system when this process has ended.
                std::mem::forget(job);
            }
        });
    }
}
