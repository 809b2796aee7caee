//! What happens within one check: the programs it started, and what it sent to them.
//!
//! A test runs in a thread of its own, so the scene is kept per thread and nothing needs to be handed around.

use std::cell::RefCell;
use std::env;
use std::fmt::Write as _;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crate::crash::complaints_of;
use crate::process::{Process, Sleep};
use crate::visible::shortened;
use crate::watch::Findings;

/// How long a check waits for anything, unless `COURSE_DEADLINE_SECS` says otherwise.
const DEADLINE: Duration = Duration::from_secs(2);

/// How often, and how many times in a row, programs must be found asleep to have done what there was to do; and how long
/// that is waited for where a program is busy all the time or the machine is.
pub(crate) const LOOK: Duration = Duration::from_millis(5);
const QUIET_LOOKS: u32 = 2;
const LONGEST_PAUSE: Duration = Duration::from_millis(500);

/// How long a pause is where the system does not tell what a program does: longer than one takes for what there is to
/// do, and shorter than any patience that a lesson asks of it.
const BLIND_PAUSE: Duration = Duration::from_millis(100);

/// How many of the peers that sent something a failure shows.
const SHOWN_PEERS: usize = 2;

/// How many of a peer's datagrams a failure shows.
const SHOWN_DATAGRAMS: usize = 6;

thread_local! {
    static SCENE: RefCell<Scene> = RefCell::default();
}

#[derive(Default)]
pub(crate) struct Scene {
    pub(crate) programs: Vec<Arc<Process>>,
    /// What each peer did, in the order in which the peers were made.
    peers: Vec<Vec<Act>>,
    /// What the checker finds, where the lesson's programs have to speak HTTP.
    pub(crate) findings: Option<Arc<Findings>>,
    /// How long this scene waits for anything, where it says so itself.
    deadline: Option<Duration>,
}

/// What a peer did.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    Sent(Vec<u8>),
    Datagram(Vec<u8>),
    Paused,
    Finished,
    FoundClosed,
    Reset,
}

/// How long a check waits for anything: 2 seconds, or `COURSE_DEADLINE_SECS` for machines slower than that.
#[must_use]
pub fn deadline() -> Duration {
    if let Some(deadline) = SCENE.with_borrow(|scene| scene.deadline) {
        return deadline;
    }
    let given = env::var("COURSE_DEADLINE_SECS").ok().and_then(|secs| secs.parse().ok());
    given.map_or(DEADLINE, Duration::from_secs)
}

/// Begins a new scene; the programs of the last one are ended.
pub(crate) fn begin(http: bool, deadline: Option<Duration>) {
    end();
    SCENE.with_borrow_mut(|scene| {
        scene.findings = http.then(Arc::default);
        scene.deadline = deadline;
    });
}

/// Where what the checker finds in this scene is kept; `None` where programs may send what they like.
pub(crate) fn findings() -> Option<Arc<Findings>> {
    SCENE.with_borrow(|scene| scene.findings.clone())
}

/// Ends every program of the scene and hands the scene out.
pub(crate) fn end() -> Scene {
    let scene = SCENE.with(RefCell::take);
    for program in &scene.programs {
        program.end();
    }
    scene
}

pub(crate) fn add_program(program: &Arc<Process>) {
    SCENE.with_borrow_mut(|scene| scene.programs.push(Arc::clone(program)));
}

/// Whether a program of the scene has panicked: then there is nothing left to wait for.
pub(crate) fn panicked() -> bool {
    SCENE.with_borrow(|scene| scene.programs.iter().any(|program| program.panicked()))
}

/// Waits until the programs of the scene have done what there was to do, and sleep until more comes.
pub(crate) fn pause() {
    let programs = SCENE.with_borrow(|scene| scene.programs.clone());
    let until = Instant::now() + LONGEST_PAUSE;
    let mut quiet = 0;
    while quiet < QUIET_LOOKS && Instant::now() < until {
        thread::sleep(LOOK);
        let sleep: Vec<_> = programs.iter().map(|program| program.sleep()).collect();
        if sleep.contains(&None) {
            thread::sleep(BLIND_PAUSE);
            break;
        }
        quiet = if sleep.iter().all(|sleep| matches!(sleep, Some(Sleep::Since(_)))) { quiet + 1 } else { 0 };
    }
}

/// Registers a peer; returns its number.
pub(crate) fn add_peer() -> usize {
    SCENE.with_borrow_mut(|scene| {
        // Who connects is not known, but it is one of these.
        scene.programs.iter().for_each(|program| program.begins());
        scene.peers.push(Vec::new());
        scene.peers.len() - 1
    })
}

pub(crate) fn record(peer: usize, act: Act) {
    SCENE.with_borrow_mut(|scene| {
        if let Some(acts) = scene.peers.get_mut(peer) {
            acts.push(act);
        }
    });
}

/// What the programs of the scene have complained about so far.
pub(crate) fn complaints() -> String {
    SCENE.with_borrow(Scene::complaints)
}

impl Scene {
    /// What the last program that complained wrote to standard error.
    pub(crate) fn complaints(&self) -> String {
        self.programs
            .iter()
            .rev()
            .map(|program| complaints_of(program))
            .find(|said| !said.is_empty())
            .unwrap_or_default()
    }

    /// What the test sent, one line for each of the last peers that sent something.
    pub(crate) fn sent(&self) -> Option<String> {
        let told: Vec<String> = self
            .peers
            .iter()
            .filter(|acts| acts.iter().any(|act| matches!(act, Act::Sent(_) | Act::Datagram(_))))
            .map(|acts| tell(acts))
            .collect();
        let last = &told[told.len().saturating_sub(SHOWN_PEERS)..];
        (!last.is_empty()).then(|| last.join("\n"))
    }
}

fn tell(acts: &[Act]) -> String {
    let mut told = String::new();
    let mut bytes = Vec::new();
    let mut datagrams = 0;
    for act in acts {
        if let Act::Sent(more) = act {
            bytes.extend_from_slice(more);
            continue;
        }
        told += &shortened(&std::mem::take(&mut bytes));
        match act {
            Act::Paused => told += " … pause … ",
            Act::Finished => told += " (then closed its side)",
            Act::FoundClosed => told += " (the program had closed the connection)",
            Act::Reset => told += " (then reset the connection)",
            Act::Datagram(datagram) => {
                datagrams += 1;
                if datagrams <= SHOWN_DATAGRAMS {
                    let before = if datagrams > 1 { " " } else { "" };
                    let _ = write!(told, "{before}[{}]", shortened(datagram));
                }
            }
            Act::Sent(_) => {}
        }
    }
    if datagrams > SHOWN_DATAGRAMS {
        let _ = write!(told, " … ({datagrams} datagrams)");
    }
    told + &shortened(&bytes)
}
