//! What happens within one check: the programs it started, and what it sent to them.
//!
//! The body of a test runs in a thread of its own, so the scene is kept per thread and nothing needs to be handed around.
//! Another thread watches the time, and ends what still goes on when it is over.

use std::cell::RefCell;
use std::mem;
use std::net::{Shutdown, TcpStream};
use std::slice;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use crate::budget::{self, Budget, TICK};
use crate::complaints;
use crate::crash::{self, complaints_of};
use crate::failure::{Failure, Verdict};
use crate::life::{self, Role};
use crate::proc::Sleep;
use crate::process::Process;
use crate::visible::Ends;
use crate::watch::Findings;

/// How long a body goes on whose time is over: every wait ends then, and a moment after that every program and every
/// connection, on which a body may wait that has set no limit. One that goes on even then is left alone.
const LAST_WORDS: Duration = Duration::from_millis(500);
const AFTERMATH: Duration = Duration::from_secs(2);

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

/// What stands in front of what a peer sent that was done before the last one began: most often nothing is wrong with that.
const EARLIER: &str = "earlier: ";

/// How many of a peer's datagrams a failure shows.
const SHOWN_DATAGRAMS: usize = 6;

thread_local! {
    static STAGE: RefCell<Arc<Stage>> = RefCell::default();
}

/// Where a scene takes place: what the thread of its body and the thread that watches it have in common.
#[derive(Default)]
struct Stage {
    scene: Mutex<Scene>,
    budget: Arc<Budget>,
}

#[derive(Default)]
pub(crate) struct Scene {
    pub(crate) programs: Vec<Arc<Process>>,
    /// What each peer did, in the order in which the peers were made.
    peers: Vec<Known>,
    /// Their connections.
    connections: Vec<Weak<TcpStream>>,
    /// What the checker finds, where the lesson's programs have to speak HTTP.
    pub(crate) findings: Option<Arc<Findings>>,
    /// How long this scene waits for anything, where it says so itself.
    deadline: Option<Duration>,
    /// For a while, the system gives a program of this scene no more threads.
    pub(crate) denies_threads: bool,
    /// The program that the test asked for, which is not given: it is left out.
    pub(crate) lacks: Option<Role>,
    /// The check is over: what a body that was left alone still starts ends at once.
    over: bool,
}

/// What a peer did.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// What was sent without anything else between it.
    Sent(Ends),
    Datagram(Ends),
    Paused,
    Finished,
    FoundClosed,
    Reset,
}

impl Stage {
    fn scene(&self) -> MutexGuard<'_, Scene> {
        self.scene.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the result of a body until its time is over.
    fn watch<T>(&self, told: &Receiver<T>) -> Result<T, RecvTimeoutError> {
        let mut last = Instant::now();
        while !self.budget.is_over() {
            match told.recv_timeout(TICK) {
                Err(RecvTimeoutError::Timeout) => {}
                result => return result,
            }
            let now = Instant::now();
            self.budget.spend(now.duration_since(last));
            last = now;
        }
        told.recv_timeout(LAST_WORDS).or_else(|_| {
            self.break_off();
            told.recv_timeout(AFTERMATH)
        })
    }

    /// Ends every program, and shuts every connection.
    fn break_off(&self) {
        let (programs, connections) = {
            let scene = self.scene();
            (scene.programs.clone(), scene.connections.clone())
        };
        for program in programs {
            program.end();
        }
        for connection in connections.iter().filter_map(Weak::upgrade) {
            let _ = connection.shutdown(Shutdown::Both);
        }
    }
}

/// What became of the body of a check.
pub(crate) struct Played {
    /// What it returned, or with what it panicked; nothing where it did not come to its end.
    pub(crate) result: Option<thread::Result<Verdict>>,
    /// How long it was given, where that was too short.
    pub(crate) overdue: Option<Duration>,
}

/// Plays the scene of this thread: runs `body` in a thread of its own, and returns soon after its time is over,
/// whatever it does.
pub(crate) fn play(body: impl FnOnce() -> Verdict + Send + 'static) -> Played {
    let stage = stage();
    let (tell, told) = mpsc::channel();
    let name = thread::current().name().unwrap_or("test").to_owned();
    let theirs = Arc::clone(&stage);
    let thread = thread::Builder::new().name(name).spawn(move || {
        enter(theirs);
        let _ = tell.send(body());
    });
    let thread = match thread {
        Ok(thread) => thread,
        Err(error) => {
            let failure = Failure::broken("no thread for the test", &error);
            return Played { result: Some(Ok(Err(failure))), overdue: None };
        }
    };
    let result = match stage.watch(&told) {
        Ok(verdict) => Some(Ok(verdict)),
        Err(RecvTimeoutError::Timeout) => None,
        Err(RecvTimeoutError::Disconnected) => thread.join().err().map(Err),
    };
    Played { result, overdue: stage.budget.is_over().then(|| stage.budget.whole()) }
}

/// What this thread does from now on takes place there.
fn enter(stage: Arc<Stage>) {
    budget::enter(Arc::clone(&stage.budget));
    let theirs = Arc::clone(&stage);
    complaints::enter(move || theirs.scene().complaints());
    STAGE.set(stage);
}

fn stage() -> Arc<Stage> {
    STAGE.with_borrow(Arc::clone)
}

fn with<T>(act: impl FnOnce(&mut Scene) -> T) -> T {
    STAGE.with_borrow(|stage| act(&mut stage.scene()))
}

/// How long this scene waits for anything, where it says so itself.
pub(crate) fn own_deadline() -> Option<Duration> {
    with(|scene| scene.deadline)
}

/// Begins a new scene; the programs of the last one are ended.
pub(crate) fn begin(http: bool, deadline: Option<Duration>, time: Duration) {
    end();
    let scene = Scene { findings: http.then(Arc::default), deadline, ..Scene::default() };
    enter(Arc::new(Stage { scene: Mutex::new(scene), budget: Arc::new(Budget::new(time)) }));
}

/// Where what the checker finds in this scene is kept; `None` where programs may send what they like.
pub(crate) fn findings() -> Option<Arc<Findings>> {
    with(|scene| scene.findings.clone())
}

/// Ends every program of the scene and hands the scene out.
pub(crate) fn end() -> Scene {
    let scene = with(|scene| mem::replace(scene, Scene { over: true, ..Scene::default() }));
    for program in &scene.programs {
        program.end();
    }
    scene
}

pub(crate) fn add_program(program: &Arc<Process>) {
    let over = with(|scene| {
        scene.programs.push(Arc::clone(program));
        scene.over
    });
    if over {
        program.end();
    }
}

/// Whether a program of the scene has panicked: then there is nothing left to wait for.
pub(crate) fn panicked() -> bool {
    with(|scene| scene.programs.iter().any(|program| program.panicked()))
}

/// A program of the scene has shown a sign of life: it has connected, sent something, or closed a connection.
pub(crate) fn shows_life() {
    if !life::is_known() {
        with(|scene| scene.programs.iter().filter_map(|program| program.role).for_each(Role::shows_life));
    }
}

/// Whether all programs of the scene are such as have not shown any sign of life in several tests.
pub(crate) fn is_lifeless() -> bool {
    with(|scene| {
        let is_lifeless = |program: &Arc<Process>| program.role.is_some_and(Role::is_lifeless);
        !scene.programs.is_empty() && scene.programs.iter().all(is_lifeless)
    })
}

/// Whether every program of the scene has ended, of which there must be some: then nobody is left who could connect or
/// send.
pub(crate) fn all_ended() -> bool {
    with(|scene| !scene.programs.is_empty() && scene.programs.iter().all(|program| program.is_gone()))
}

/// Waits until the programs of the scene have done what there was to do, and sleep until more comes.
pub(crate) fn pause() {
    pause_of(&with(|scene| scene.programs.clone()));
}

/// Waits until a program has done what there was to do; one whose last words have come, to its end. A runtime that breaks
/// off closes the connections of its program before it says why.
pub(crate) fn let_speak(program: &Arc<Process>) {
    pause_of(slice::from_ref(program));
    crash::let_end(program);
}

fn pause_of(programs: &[Arc<Process>]) {
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

/// Notes that the system gives a program no more threads for a while.
pub(crate) fn deny_threads() {
    with(|scene| scene.denies_threads = true);
}

/// Notes that the test asks for a program that is not given.
pub(crate) fn lacks(role: Role) {
    with(|scene| scene.lacks = Some(role));
}

/// Registers a peer; returns its number.
pub(crate) fn add_peer() -> usize {
    with(|scene| {
        // Who connects is not known, but it is one of these.
        scene.programs.iter().for_each(|program| program.begins());
        for other in &mut scene.peers {
            other.was_before = other.is_over;
        }
        scene.peers.push(Known::default());
        scene.peers.len() - 1
    })
}

/// Registers the connection of a peer.
pub(crate) fn add_connection(connection: &Arc<TcpStream>) {
    with(|scene| {
        scene.connections.retain(|other| other.strong_count() > 0);
        scene.connections.push(Arc::downgrade(connection));
    });
}

pub(crate) fn record(peer: usize, act: Act) {
    with(|scene| {
        if let Some(known) = scene.peers.get_mut(peer) {
            known.acts.push(act);
        }
    });
}

/// Notes that nothing more comes of a peer.
pub(crate) fn end_peer(peer: usize) {
    with(|scene| {
        if let Some(known) = scene.peers.get_mut(peer) {
            known.is_over = true;
        }
    });
}

/// Notes that a peer has sent something.
pub(crate) fn record_sent(peer: usize, bytes: &[u8]) {
    with(|scene| {
        let Some(Known { acts, .. }) = scene.peers.get_mut(peer) else { return };
        match acts.last_mut() {
            Some(Act::Sent(sent)) => sent.push(bytes),
            _ => acts.push(Act::Sent(Ends::of(bytes))),
        }
    });
}

/// What is known of a peer.
#[derive(Debug, Default)]
struct Known {
    acts: Vec<Act>,
    is_over: bool,
    /// Whether it was over when another one began.
    was_before: bool,
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

    /// How many octets the test gave to the programs, over connections and on standard input.
    pub(crate) fn given(&self) -> u64 {
        let fed = self.programs.iter().map(|program| program.fed.load(Ordering::Relaxed));
        let sent = self.peers.iter().flat_map(|known| &known.acts).map(|act| match act {
            Act::Sent(octets) | Act::Datagram(octets) => octets.len() as u64,
            Act::Paused | Act::Finished | Act::FoundClosed | Act::Reset => 0,
        });
        fed.chain(sent).sum()
    }

    /// What the test sent, one line for each of the last peers that sent something.
    pub(crate) fn sent(&self) -> Option<String> {
        let told: Vec<String> = self
            .peers
            .iter()
            .filter(|known| known.acts.iter().any(|act| matches!(act, Act::Sent(_) | Act::Datagram(_))))
            .map(|known| format!("{}{}", if known.was_before { EARLIER } else { "" }, tell(&known.acts)))
            .collect();
        let last = &told[told.len().saturating_sub(SHOWN_PEERS)..];
        (!last.is_empty()).then(|| last.join("\n"))
    }
}

/// What a peer did, in the order in which it did it: octets as they are, and in brackets what was not octets.
fn tell(acts: &[Act]) -> String {
    let mut told = Told::default();
    let mut datagrams = 0;
    let mut found_closed = false;
    for act in acts {
        match act {
            Act::Sent(bytes) => {
                let (shown, len) = bytes.shown_with_length();
                told.say(&shown);
                told.remarks.extend(len);
            }
            Act::Paused => told.say(" … pause … "),
            Act::Finished if found_closed => told.remark("then the test closed its side"),
            Act::Finished => told.remark("then closed its side"),
            Act::FoundClosed if found_closed => {}
            Act::FoundClosed => {
                told.remark("the program had closed the connection");
                found_closed = true;
            }
            Act::Reset if found_closed => told.remark("then the test reset the connection"),
            Act::Reset => told.remark("then reset the connection"),
            Act::Datagram(datagram) => {
                datagrams += 1;
                if datagrams <= SHOWN_DATAGRAMS {
                    let before = if datagrams > 1 { " " } else { "" };
                    told.say(&format!("{before}[{}]", datagram.shown()));
                }
            }
        }
    }
    if datagrams > SHOWN_DATAGRAMS {
        told.say(&format!(" … ({datagrams} datagrams)"));
    }
    told.end()
}

/// What is told of a peer, as far as it is told.
#[derive(Default)]
struct Told {
    words: String,
    /// What stands in the next brackets, all of it in one pair.
    remarks: Vec<String>,
}

impl Told {
    fn say(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        let follows_a_remark = !self.remarks.is_empty();
        self.close_brackets();
        if follows_a_remark && !words.starts_with(' ') {
            self.words.push(' ');
        }
        self.words += words;
    }

    fn remark(&mut self, remark: &str) {
        self.remarks.push(remark.to_owned());
    }

    fn close_brackets(&mut self) {
        if self.remarks.is_empty() {
            return;
        }
        let remarks = mem::take(&mut self.remarks).join("; ");
        self.words =
            if self.words.is_empty() { format!("nothing, {remarks}") } else { format!("{} ({remarks})", self.words) };
    }

    fn end(mut self) -> String {
        self.close_brackets();
        if self.words.is_empty() { "nothing".to_owned() } else { self.words }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_peer_did_beside_sending_stands_in_one_pair_of_brackets() {
        let sent = |bytes: &[u8]| Act::Sent(Ends::of(bytes));
        let long = sent("x".repeat(300_000).as_bytes());
        for (acts, told) in [
            (&[sent(b"Hello"), Act::Finished][..], "Hello (then closed its side)"),
            (&[sent(b"Hello"), Act::Reset], "Hello (then reset the connection)"),
            (&[sent(b""), Act::Finished], "nothing, then closed its side"),
            (&[sent(b"")], "nothing"),
            (
                &[sent(b"Hello"), Act::Paused, sent(b" World"), Act::FoundClosed, Act::Finished],
                "Hello … pause …  World (the program had closed the connection; then the test closed its side)",
            ),
            (
                &[
                    sent(b"a"),
                    Act::FoundClosed,
                    Act::Paused,
                    sent(b"b"),
                    Act::FoundClosed,
                    sent(b"c"),
                    Act::FoundClosed,
                ],
                "a (the program had closed the connection) … pause … bc",
            ),
        ] {
            assert_eq!(tell(acts), told);
        }
        let told = tell(&[long, Act::FoundClosed, Act::Finished, sent(b""), Act::Reset]);
        let end = " (300000 bytes; the program had closed the connection; then the test closed its side; \
                   then the test reset the connection)";
        assert!(told.ends_with(end) && told.starts_with("xxx"), "{told}");
    }
}
