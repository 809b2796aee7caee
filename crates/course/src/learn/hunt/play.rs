//! Plays a script against programs, side by side, and says what was seen of each.

use std::io::{self, Write as _};
use std::iter;
use std::mem;
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::ExitStatus;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use crate::error::{Error, Result};
use crate::learn::hunt::data::Hunt;
use crate::learn::hunt::ear::{Ear, End, Heard, WRITING, Watch};
use crate::learn::hunt::normal::without_tags;
use crate::learn::hunt::program::{self, LOOK, Program, Running, Server};
use crate::learn::hunt::script::{Script, Step};
use crate::learn::hunt::seen::{Difference, Seen};
use crate::lessons::Role;

/// After so long without an octet from anybody, nothing more is expected.
pub const QUIET: Duration = Duration::from_millis(400);

/// The same, before a difference is believed: a busy machine makes one of two programs late.
pub const PATIENT: Duration = Duration::from_millis(1500);

/// How long `\pause` waits, and how long a client is silent that has asked.
const PAUSE: Duration = Duration::from_millis(150);

/// How long everything may take that one script does.
const LONGEST: Duration = Duration::from_secs(30);

/// How long a connection may take to come about.
const CONNECTING: Duration = Duration::from_secs(2);

/// What was seen of the reference and of the program with the fault, when that differs.
#[derive(Debug)]
pub struct Exposed {
    /// What was seen of the reference.
    pub reference: Seen,
    /// What was seen of the program with the fault.
    pub fault: Seen,
    /// Where they differ.
    pub difference: Difference,
}

/// What came of playing a script against both.
#[derive(Debug)]
pub enum Outcome {
    /// Both did this.
    Same(Seen),
    /// They differ.
    Different(Box<Exposed>),
}

/// Plays a script against reference and fault. A difference counts if it is there a second time, with more patience.
pub fn compare(hunt: &Hunt, script: &Script, reference: &Program, fault: &Program) -> Result<Outcome> {
    let mut outcome = None;
    for quiet in [QUIET, PATIENT] {
        let mut seen = play(hunt, script, &[reference, fault], quiet)?.into_iter();
        let (Some(reference), Some(fault)) = (seen.next(), seen.next()) else { break };
        match reference.difference(&fault) {
            None => return Ok(Outcome::Same(reference)),
            Some(difference) => outcome = Some(Exposed { reference, fault, difference }),
        }
    }
    outcome
        .map(|exposed| Outcome::Different(Box::new(exposed)))
        .ok_or_else(|| Error::Other("nothing was played".to_owned()))
}

/// Plays a script against programs that begin anew, all at the same time.
pub fn play(hunt: &Hunt, script: &Script, programs: &[&Program], quiet: Duration) -> Result<Vec<Seen>> {
    let watch = Watch::new();
    match hunt.side {
        Role::Client => side_by_side(programs, |program| serve(hunt, script, program, quiet)),
        Role::Server => {
            let mut servers =
                programs.iter().map(|program| Server::start(program, hunt)).collect::<Result<Vec<_>>>()?;
            let addrs: Vec<SocketAddr> = servers.iter().map(|server| server.addr).collect();
            let heard = side_by_side(&addrs, |addr| Ok(converse(*addr, script, &watch, quiet)))?;
            Ok(servers.iter_mut().zip(heard).map(|(server, heard)| of_server(hunt, server, &heard)).collect())
        }
    }
}

fn side_by_side<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> Result<R> + Sync) -> Result<Vec<R>> {
    let work = &work;
    thread::scope(|scope| {
        let threads: Vec<_> = items.iter().map(|item| scope.spawn(move || work(item))).collect();
        let lost = || Err(Error::Other("a thread broke off".to_owned()));
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| lost())).collect()
    })
}

/// What was seen of a server: what came from it, what it printed where that is compared, and whether it still runs.
pub fn of_server(hunt: &Hunt, server: &mut Server, heard: &[(Heard, u16)]) -> Seen {
    let mut ports = vec![server.addr.port()];
    ports.extend(heard.iter().map(|(_, port)| *port));
    let mut seen = Seen::default();
    let mut heard: Vec<Heard> = heard.iter().map(|(heard, _)| heard.clone()).collect();
    if hunt.serves_files() {
        for heard in &mut heard {
            heard.octets = without_tags(&heard.octets);
        }
    }
    seen.connections(&heard, &ports);
    if hunt.terminal {
        seen.octets("printed", &server.running.printed(), &ports);
    }
    seen.words("the program", end(server.running.status()).unwrap_or_else(|| "goes on".to_owned()));
    seen
}

fn end(status: Option<ExitStatus>) -> Option<String> {
    status.map(|status| format!("ended ({status})"))
}

/// Plays the client to a server: what came over each connection, with the port at this end.
fn converse(addr: SocketAddr, script: &Script, watch: &Arc<Watch>, quiet: Duration) -> Vec<(Heard, u16)> {
    let until = Instant::now() + LONGEST;
    let mut connections = vec![Connection::open(addr, watch)];
    for step in &script.steps {
        if *step == Step::Connect {
            connections.push(Connection::open(addr, watch));
        } else if let Some(Connection(Ok((stream, ..)))) = connections.last() {
            make(stream, step, addr.port(), watch, until);
        }
    }
    watch.touch();
    watch.wait(quiet, until, || connections.iter().all(Connection::has_ended));
    connections.iter().map(Connection::heard).collect()
}

/// A connection to a program that is compared, or nothing where it could not be opened.
struct Connection(io::Result<(TcpStream, Ear, u16)>);

impl Connection {
    fn open(addr: SocketAddr, watch: &Arc<Watch>) -> Self {
        Self(TcpStream::connect_timeout(&addr, CONNECTING).and_then(|stream| {
            let port = stream.local_addr()?.port();
            stream.set_nodelay(true)?;
            stream.set_write_timeout(Some(WRITING))?;
            let ear = Ear::listen(&stream, None, watch)?;
            Ok((stream, ear, port))
        }))
    }

    fn has_ended(&self) -> bool {
        self.0.as_ref().map_or(true, |(_, ear, _)| ear.has_ended())
    }

    fn heard(&self) -> (Heard, u16) {
        match &self.0 {
            Ok((_, ear, port)) => (ear.heard(), *port),
            Err(_) => (Heard { octets: Vec::new(), end: Some(End::Refused) }, 0),
        }
    }
}

/// A connection that a client has opened.
struct Caller {
    stream: TcpStream,
    ear: Ear,
    /// How much of what it said was there when it got its last response.
    heard: usize,
    is_new: bool,
}

impl Caller {
    fn asks(&self) -> bool {
        self.is_new || self.ear.length() > self.heard
    }
}

/// Plays the server to a client: sends each part of the script when the client has asked.
fn serve(hunt: &Hunt, script: &Script, program: &Program, quiet: Duration) -> Result<Seen> {
    let failed = |error: io::Error| Error::Other(format!("cannot listen on 127.0.0.1: {error}"));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(failed)?;
    let addr = listener.local_addr().map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let mut client = program::client(program, hunt, addr)?;
    let (watch, until) = (Watch::new(), Instant::now() + LONGEST);
    let mut callers: Vec<Caller> = Vec::new();
    let mut parts = script.steps.split(|step| *step == Step::Await);
    let mut part = parts.next();
    // A program that has just been started is not silent yet.
    let mut patience = quiet.max(PATIENT);
    while Instant::now() < until && watch.quiet() < patience && client.status().is_none() {
        if let Some(caller) = accept(&listener, &watch) {
            callers.push(caller);
        }
        let asking = callers.iter_mut().rev().find(|caller| caller.asks());
        if let (Some(steps), Some(caller)) = (part, asking)
            && watch.quiet() >= PAUSE
        {
            caller.heard = caller.ear.length();
            caller.is_new = false;
            for step in steps {
                make(&caller.stream, step, addr.port(), &watch, until);
            }
            part = parts.next();
            patience = quiet;
        }
        thread::sleep(LOOK);
    }
    if client.status().is_some() {
        // What it said last may still be under way, on a connection that was not taken yet.
        callers.extend(iter::from_fn(|| accept(&listener, &watch)));
        watch.wait(quiet, until, || callers.iter().all(|caller| caller.ear.has_ended()));
    }
    Ok(of_client(&mut client, callers.into_iter().map(|caller| caller.ear), addr.port()))
}

fn accept(listener: &TcpListener, watch: &Arc<Watch>) -> Option<Caller> {
    let (stream, _) = listener.accept().ok()?;
    stream.set_nonblocking(false).ok()?;
    stream.set_nodelay(true).ok()?;
    stream.set_write_timeout(Some(WRITING)).ok()?;
    watch.touch();
    let ear = Ear::listen(&stream, None, watch).ok()?;
    Some(Caller { stream, ear, heard: 0, is_new: true })
}

/// Makes a step on a connection. Whatever is wrong with the connection is seen where it is read.
fn make(mut stream: &TcpStream, step: &Step, port: u16, watch: &Watch, until: Instant) {
    match step {
        Step::Pause => watch.wait(PAUSE, until, || false),
        Step::Octets(octets) => drop(stream.write_all(octets)),
        Step::Port => drop(stream.write_all(port.to_string().as_bytes())),
        Step::Close => drop(stream.shutdown(Shutdown::Write)),
        Step::Connect | Step::Await => (),
    }
    watch.touch();
}

/// What was seen of a client: what it sent on each connection, what it printed, and how it ended.
pub fn of_client(client: &mut Running, ears: impl Iterator<Item = Ear>, port: u16) -> Seen {
    let mut seen = Seen::default();
    let status = client.status();
    let sent: Vec<Vec<u8>> = ears.map(|ear| mem::take(&mut ear.heard().octets)).collect();
    for (index, octets) in sent.iter().enumerate() {
        let what = if sent.len() == 1 { "sent".to_owned() } else { format!("sent on connection {}", index + 1) };
        seen.octets(what, octets, &[port]);
    }
    seen.octets("printed", &client.printed(), &[port]);
    seen.words("the program", end(status).unwrap_or_else(|| "still waits".to_owned()));
    seen
}
