//! Programs that are measured: started on a core of their own, and asked what they have used.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use rustix::param::clock_ticks_per_second;
use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};

/// How long a program may take to end when it is asked to; then it is killed.
const END: Duration = Duration::from_secs(2);

const POLL: Duration = Duration::from_millis(5);

/// The cores for the servers and for the load: two, or the same one.
#[derive(Debug, Clone, Copy)]
pub struct Cores {
    /// The servers' core.
    pub server: usize,
    /// The load's.
    pub load: usize,
}

impl Cores {
    /// The first two that this program may use; the load's is used from now on.
    ///
    /// # Errors
    ///
    /// When there is only one.
    pub fn choose() -> anyhow::Result<Self> {
        let allowed = sched_getaffinity(None)?;
        let mut cores = (0..CpuSet::MAX_CPU).filter(|&core| allowed.is_set(core));
        let (Some(server), Some(load)) = (cores.next(), cores.next()) else {
            bail!("two cores are needed: one for the server and one for the load");
        };
        use_core(load)?;
        Ok(Self { server, load })
    }
}

impl Cores {
    /// The same core for both, where there is no other.
    ///
    /// # Errors
    ///
    /// When the system does not say which there are.
    pub fn one() -> anyhow::Result<Self> {
        let allowed = sched_getaffinity(None)?;
        let core = (0..CpuSet::MAX_CPU).find(|&core| allowed.is_set(core)).context("there is no core")?;
        Ok(Self { server: core, load: core })
    }
}

fn use_core(core: usize) -> anyhow::Result<()> {
    let mut set = CpuSet::new();
    set.set(core);
    sched_setaffinity(None, &set).context("cannot choose a core")
}

/// A running program, which is ended when it is dropped.
#[derive(Debug)]
pub struct Process {
    child: Child,
}

impl Process {
    /// Starts a program on the servers' core.
    ///
    /// # Errors
    ///
    /// When it cannot be started.
    pub fn start(command: &mut Command, cores: Cores) -> anyhow::Result<Self> {
        // A program runs where the one that starts it does.
        use_core(cores.server)?;
        let started = command.stdin(Stdio::null()).spawn();
        use_core(cores.load)?;
        let program = command.get_program().to_string_lossy().into_owned();
        Ok(Self { child: started.with_context(|| format!("cannot start {program}"))? })
    }

    /// Starts one of our servers, and waits for the line that says where it listens.
    ///
    /// # Errors
    ///
    /// When it cannot be started, or ends before it says so.
    pub fn listening(command: &mut Command, cores: Cores) -> anyhow::Result<(Self, SocketAddr)> {
        let mut process = Self::start(command.stderr(Stdio::piped()), cores)?;
        let mut lines = BufReader::new(process.child.stderr.take().context("no standard error")?).lines();
        // A learner may have left a `dbg!` before it.
        let mut said = lines.by_ref().map_while(Result::ok);
        let addr = said.find_map(|line| line.strip_prefix("listening on ")?.parse().ok());
        let addr = addr.context("the server has ended, and has not said `listening on HOST:PORT`")?;
        thread::Builder::new().spawn(move || lines.map_while(Result::ok).for_each(|line| eprintln!("  {line}")))?;
        Ok((process, addr))
    }

    /// How much processor time it and its children have used.
    ///
    /// # Errors
    ///
    /// When it has ended.
    pub fn time(&self) -> anyhow::Result<Duration> {
        self.family()?.into_iter().map(|stat| stat.time()).sum()
    }

    /// How much memory it and its children hold, in octets.
    ///
    /// # Errors
    ///
    /// When it has ended.
    pub fn memory(&self) -> anyhow::Result<u64> {
        self.family()?.into_iter().map(|stat| resident(stat.id)).sum()
    }

    /// It and its children.
    fn family(&self) -> anyhow::Result<Vec<Stat>> {
        let id = self.child.id();
        let mut family = vec![Stat::of(&id.to_string()).context("the server has ended")?];
        for entry in fs::read_dir("/proc")? {
            let name = entry?.file_name();
            let Some(stat) = name.to_str().filter(|name| name.parse::<u32>().is_ok()).and_then(Stat::of) else {
                continue;
            };
            if stat.parent == id {
                family.push(stat);
            }
        }
        Ok(family)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(id) = rustix::process::Pid::from_raw(self.child.id().cast_signed()) {
            // nginx ends its children when it is asked to end.
            let _ = rustix::process::kill_process(id, rustix::process::Signal::TERM);
        }
        let until = Instant::now() + END;
        while matches!(self.child.try_wait(), Ok(None)) {
            if Instant::now() >= until {
                let _ = self.child.kill();
            }
            thread::sleep(POLL);
        }
    }
}

/// What the system tells of a process.
struct Stat {
    id: u32,
    parent: u32,
    /// In ticks of the clock.
    ticks: u64,
}

impl Stat {
    /// `None` when it has ended.
    fn of(id: &str) -> Option<Self> {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        // The name, in parentheses, can hold anything.
        let (first, rest) = stat.rsplit_once(") ")?;
        let (id, _) = first.split_once(' ')?;
        let fields: Vec<_> = rest.split(' ').collect();
        let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
        Some(Self { id: id.parse().ok()?, parent: fields.get(1)?.parse().ok()?, ticks: ticks(11)? + ticks(12)? })
    }

    fn time(&self) -> anyhow::Result<Duration> {
        let a_second = clock_ticks_per_second();
        ensure!(a_second > 0, "the clock does not tick");
        Ok(Duration::from_millis(self.ticks * 1000 / a_second))
    }
}

/// How much processor time this program has used.
///
/// # Errors
///
/// When the system does not say.
pub fn own_time() -> anyhow::Result<Duration> {
    Stat::of("self").map(|stat| stat.time()).context("no /proc/self/stat")?
}

fn resident(id: u32) -> anyhow::Result<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? * 1024)
}
