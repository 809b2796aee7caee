//! A hunt through a port: what any client sends goes to the reference and to the program with the fault, and the client
//! sees what that one replies. And the other way round: a client is set on a server of the learner's own.

use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::{Error, Result};
use crate::learn::hunt::data::Hunt;
use crate::learn::hunt::ear::{Ear, KEPT, WRITING, Watch, is_timeout};
use crate::learn::hunt::play::{self, Exposed, Outcome, QUIET};
use crate::learn::hunt::program::{self, LOOK, Program, Server};
use crate::learn::hunt::script::{Script, Step};
use crate::learn::hunt::seen::Seen;
use crate::learn::hunt::tell;
use crate::output::show;

/// How many clients are served at a time; one more is turned away.
const MOST: usize = 64;

/// How often a thread looks whether its client has said more.
const TICK: Duration = Duration::from_millis(20);

/// How long the learner's server and a client may both be silent until the client is taken for one that waits for ever.
const SILENCE: Duration = Duration::from_secs(10);

/// How long the connection to a program or to the learner's server may take to come about.
const CONNECTING: Duration = Duration::from_secs(2);

/// What a conversation brought.
enum News {
    /// A line to tell.
    Line(String),
    /// These octets made a difference.
    Differs(Script),
}

/// The two programs, and what is known of all conversations with them.
struct Pair {
    reference: Mutex<Server>,
    fault: Mutex<Server>,
    addrs: [SocketAddr; 2],
    clients: AtomicUsize,
    hunt: Hunt,
}

/// Listens on a free port until octets that came there have made a difference. Returns what was seen, and how many octets
/// it took.
pub fn listen(hunt: &Hunt, reference: &Program, fault: &Program) -> Result<(Exposed, usize)> {
    let failed = |error: io::Error| Error::Other(format!("cannot listen on 127.0.0.1: {error}"));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(failed)?;
    let addr = listener.local_addr().map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let mut pair = Arc::new(Pair::start(hunt, reference, fault)?);
    show(&tell::listening(addr))?;
    let (sender, news) = mpsc::channel();
    let mut before = Script::default();
    for number in 1.. {
        let stream = loop {
            match news.try_recv() {
                Ok(News::Line(line)) => show(&line)?,
                Ok(News::Differs(script)) => {
                    if let Some(exposed) = confirmed(hunt, script, &mut before, reference, fault)? {
                        return Ok(exposed);
                    }
                    show("They differed, but not when the same octets were sent again: that does not count.\n")?;
                    // One of them may have ended.
                    pair = Arc::new(Pair::start(hunt, reference, fault)?);
                }
                Err(_) => match listener.accept() {
                    Ok((stream, _)) => break stream,
                    Err(_) => thread::sleep(LOOK),
                },
            }
        };
        begin(stream, number, &pair, &sender);
    }
    Err(Error::Other("more connections than can be counted".to_owned()))
}

/// Plays what made a difference again, alone or after what came before it.
fn confirmed(
    hunt: &Hunt,
    script: Script,
    before: &mut Script,
    reference: &Program,
    fault: &Program,
) -> Result<Option<(Exposed, usize)>> {
    let mut all = before.clone();
    if !all.steps.is_empty() {
        all.steps.push(Step::Connect);
    }
    all.steps.extend(script.steps.clone());
    for script in [script, all.clone()] {
        if let Outcome::Different(exposed) = play::compare(hunt, &script, reference, fault)? {
            return Ok(Some((*exposed, script.length())));
        }
    }
    if all.length() <= KEPT {
        *before = all;
    }
    Ok(None)
}

/// Serves a client in a thread of its own, if there is room for one more.
fn begin(stream: TcpStream, number: usize, pair: &Arc<Pair>, news: &Sender<News>) {
    let (pair, news) = (Arc::clone(pair), news.clone());
    if pair.clients.fetch_add(1, Ordering::Relaxed) >= MOST {
        pair.clients.fetch_sub(1, Ordering::Relaxed);
        return;
    }
    let serve = move || {
        let end = Conversation::begin(stream, &pair).and_then(|conversation| conversation.go_on(number, &news));
        if let Err(error) = end {
            let _ = news.send(News::Line(format!("connection {number}: {error}\n")));
        }
        pair.clients.fetch_sub(1, Ordering::Relaxed);
    };
    // Without a thread, the connection is closed, and its client sees that.
    let _ = thread::Builder::new().spawn(serve);
}

impl Pair {
    fn start(hunt: &Hunt, reference: &Program, fault: &Program) -> Result<Self> {
        let (reference, fault) = (Server::start(reference, hunt)?, Server::start(fault, hunt)?);
        let addrs = [reference.addr, fault.addr];
        let (reference, fault) = (Mutex::new(reference), Mutex::new(fault));
        Ok(Self { reference, fault, addrs, clients: AtomicUsize::new(0), hunt: hunt.clone() })
    }
}

/// A connection to one of the programs.
struct Line {
    stream: TcpStream,
    ear: Ear,
    port: u16,
    /// Whether it takes nothing any more: it is not waited for a second time.
    is_deaf: bool,
}

/// One client, and its connection to each of the programs.
struct Conversation<'a> {
    pair: &'a Pair,
    client: TcpStream,
    programs: [Option<Line>; 2],
    watch: Arc<Watch>,
    script: Script,
    is_closed: bool,
}

impl<'a> Conversation<'a> {
    fn begin(client: TcpStream, pair: &'a Pair) -> io::Result<Self> {
        client.set_nonblocking(false)?;
        client.set_nodelay(true)?;
        client.set_read_timeout(Some(TICK))?;
        client.set_write_timeout(Some(WRITING))?;
        let watch = Watch::new();
        let [reference, fault] = pair.addrs;
        let connect = |addr, forward: Option<TcpStream>| -> io::Result<Line> {
            let stream = TcpStream::connect_timeout(&addr, CONNECTING)?;
            stream.set_nodelay(true)?;
            stream.set_write_timeout(Some(WRITING))?;
            let ear = Ear::listen(&stream, forward, &watch)?;
            let port = stream.local_addr()?.port();
            Ok(Line { stream, ear, port, is_deaf: false })
        };
        // A program that takes no connection any more differs from one that does.
        let programs = [connect(reference, None).ok(), connect(fault, Some(client.try_clone()?)).ok()];
        Ok(Self { pair, client, programs, watch, script: Script::default(), is_closed: false })
    }

    /// Hands octets on until the client has gone, or the programs differ.
    fn go_on(mut self, number: usize, news: &Sender<News>) -> io::Result<()> {
        let mut buffer = [0; 16 << 10];
        let mut is_compared = false;
        loop {
            match if self.is_closed { Err(io::ErrorKind::TimedOut.into()) } else { self.client.read(&mut buffer) } {
                Ok(0) => self.close(),
                Ok(count) => {
                    if self.script.length() + count > KEPT {
                        return Err(io::Error::other(format!("more than {KEPT} octets are not compared")));
                    }
                    self.hand_on(&buffer[..count], is_compared);
                    is_compared = false;
                }
                Err(error) if is_timeout(&error) => {
                    if self.is_closed {
                        thread::sleep(TICK);
                    }
                    if self.watch.quiet() < QUIET {
                        continue;
                    }
                    if !is_compared && self.differs() {
                        let _ = news.send(News::Differs(self.script));
                        return Ok(());
                    }
                    if !is_compared && !self.script.steps.is_empty() {
                        let sent = tell::octets(self.script.length());
                        let _ = news.send(News::Line(format!("connection {number}: {sent}, no difference\n")));
                    }
                    is_compared = true;
                    if self.is_closed || self.have_ended() {
                        return Ok(());
                    }
                }
                Err(_) => self.close(),
            }
        }
    }

    fn hand_on(&mut self, octets: &[u8], after_a_pause: bool) {
        if after_a_pause && !self.script.steps.is_empty() {
            self.script.steps.push(Step::Pause);
        }
        self.script.octets(octets);
        for program in self.programs.iter_mut().flatten().filter(|program| !program.is_deaf) {
            // Whatever is wrong with the connection is seen where it is read.
            program.is_deaf = program.stream.write_all(octets).is_err();
        }
        self.watch.touch();
    }

    fn close(&mut self) {
        self.is_closed = true;
        self.script.steps.push(Step::Close);
        for program in self.programs.iter().flatten() {
            let _ = program.stream.shutdown(Shutdown::Write);
        }
        self.watch.touch();
    }

    fn have_ended(&self) -> bool {
        self.programs.iter().flatten().all(|program| program.ear.has_ended())
    }

    fn differs(&self) -> bool {
        let [reference, fault] = [(&self.pair.reference, &self.programs[0]), (&self.pair.fault, &self.programs[1])]
            .map(|(server, program)| self.seen(server, program.as_ref()));
        reference.difference(&fault).is_some()
    }

    fn seen(&self, server: &Mutex<Server>, program: Option<&Line>) -> Seen {
        let mut server = server.lock().unwrap_or_else(PoisonError::into_inner);
        let heard = program.map(|program| (program.ear.heard(), program.port));
        play::of_server(&self.pair.hunt, &mut server, &heard.into_iter().collect::<Vec<_>>())
    }
}

/// Sets reference and fault on the learner's own server, one after the other, and again when they differ. Returns the
/// outcome, and how many octets the server sent to the program with the fault.
pub fn set_on(hunt: &Hunt, server: &str, reference: &Program, fault: &Program) -> Result<(Outcome, usize)> {
    let mut differs = None;
    for _ in 0..2 {
        let (reference, _) = one(hunt, server, reference)?;
        let (fault, sent) = one(hunt, server, fault)?;
        match reference.difference(&fault) {
            None => return Ok((Outcome::Same(reference), sent)),
            Some(difference) => differs = Some((Exposed { reference, fault, difference }, sent)),
        }
    }
    let (exposed, sent) = differs.ok_or_else(|| Error::Other("nothing was asked".to_owned()))?;
    Ok((Outcome::Different(Box::new(exposed)), sent))
}

/// One run of a client, whose octets go through this tool to the learner's server and back.
fn one(hunt: &Hunt, server: &str, program: &Program) -> Result<(Seen, usize)> {
    let failed = |error: io::Error| Error::Other(format!("cannot listen on 127.0.0.1: {error}"));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(failed)?;
    let addr = listener.local_addr().map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let mut client = program::client(program, hunt, addr)?;
    let watch = Watch::new();
    let (mut asked, mut replied) = (Vec::new(), Vec::new());
    while client.status().is_none() && watch.quiet() < SILENCE {
        if let Ok((near, _)) = listener.accept() {
            let far = connect(server)?;
            let (to, back) = listened(&near, &far, &watch).map_err(|error| lost(server, &error))?;
            asked.push(to);
            replied.push(back);
            watch.touch();
        }
        thread::sleep(LOOK);
    }
    // What the program has sent last is on its way.
    watch.wait(TICK * 2, Instant::now() + TICK * 5, || asked.iter().all(Ear::has_ended));
    let sent = replied.iter().map(Ear::length).sum();
    Ok((play::of_client(&mut client, asked.into_iter(), addr.port()), sent))
}

/// Has what comes from each side go to the other.
fn listened(near: &TcpStream, far: &TcpStream, watch: &Arc<Watch>) -> io::Result<(Ear, Ear)> {
    near.set_nonblocking(false)?;
    for stream in [near, far] {
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(WRITING))?;
    }
    let to = Ear::listen(near, Some(far.try_clone()?), watch)?;
    let back = Ear::listen(far, Some(near.try_clone()?), watch)?;
    Ok((to, back))
}

/// Connects to the learner's server.
pub fn connect(server: &str) -> Result<TcpStream> {
    TcpStream::connect(server).map_err(|error| lost(server, &error))
}

fn lost(server: &str, error: &io::Error) -> Error {
    let problem = "start your server there; it has to serve one client after the other";
    Error::Other(format!("cannot connect to {server}: {error}; {problem}"))
}
