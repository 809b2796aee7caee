//! A program that listens.

use std::net::SocketAddr;
use std::ops::Deref;
use std::thread;
use std::time::{Duration, Instant};

use crate::budget;
use crate::capture::Output;
use crate::crash;
use crate::failure::{Failure, Verdict};
use crate::peer::Peer;
use crate::process::Process;
use crate::program::Program;
use crate::quantity::secs;
use crate::running::{LAST_MOMENT, POLL, Running};
use crate::starting;
use crate::visible::shortened;

/// A server that listens.
#[derive(Debug)]
pub struct Server {
    running: Running,
    addr: SocketAddr,
}

impl Server {
    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Opens a connection to it.
    ///
    /// # Errors
    ///
    /// When it does not take the connection.
    pub fn connect(&self) -> Verdict<Peer> {
        Peer::connect_watched(self.addr, self.running.process.findings.clone())
    }

    /// Opens a connection to it that takes in about `size` bytes until it is read from.
    ///
    /// # Errors
    ///
    /// As [`connect`](Self::connect).
    pub fn connect_with_buffer(&self, size: usize) -> Verdict<Peer> {
        Peer::connect_with_buffer_watched(self.addr, size, self.running.process.findings.clone())
    }
}

impl Deref for Server {
    type Target = Running;

    fn deref(&self) -> &Running {
        &self.running
    }
}

impl Program {
    /// Starts a server on a free port of 127.0.0.1 and waits until it says that it listens.
    ///
    /// Starting up has a deadline of its own, [`start_deadline`](crate::start_deadline); but a program that sleeps for as
    /// long as [`deadline`](crate::deadline()) is not starting any more.
    ///
    /// # Errors
    ///
    /// When it does not start, or does not say `listening on HOST:PORT` as the first line on standard error.
    pub fn listen(self) -> Verdict<Server> {
        self.listen_on("127.0.0.1:0")
    }

    /// Like [`listen`](Self::listen), on an address of the test's choice.
    ///
    /// # Errors
    ///
    /// As [`listen`](Self::listen).
    pub fn listen_on(self, given: &str) -> Verdict<Server> {
        let _starting = budget::hold_time();
        let turn = starting::turn(&self.path);
        let running = self.arg("--addr").arg(given).start()?;
        let process = &running.process;
        let patience = turn.patience(process);
        let (stderr, ended) =
            process.stderr.wait(patience.until(), || patience.is_over().then_some(Duration::ZERO), Output::has_line);
        let line = String::from_utf8_lossy(&stderr).lines().next().unwrap_or_default().to_owned();
        let said = line.strip_prefix(crash::LISTENING).and_then(|addr| addr.trim().parse::<SocketAddr>().ok());
        turn.done(ended || !line.is_empty() || process.has_ended());
        if let Some(addr) = said.filter(|said| is_meant(*said, given)) {
            process.begins();
            return Ok(Server { running, addr });
        }
        Err(not_listening(&running, given, &line, ended || process.has_ended(), patience.waited()))
    }
}

/// Whether a server that was told to listen on `given` may say that it listens on `said`.
fn is_meant(said: SocketAddr, given: &str) -> bool {
    match given.parse::<SocketAddr>() {
        Ok(given) => said.ip() == given.ip() && said.port() != 0 && (given.port() == 0 || said.port() == given.port()),
        // A name may stand for any address.
        Err(_) => true,
    }
}

/// The line that belongs on standard error, where a server says it on standard output.
fn said_on_stdout(process: &Process) -> Option<String> {
    let stdout = process.stdout.so_far();
    let line = String::from_utf8_lossy(&stdout).lines().next()?.to_owned();
    line.starts_with(crash::LISTENING.trim_end()).then(|| shortened(line.as_bytes()))
}

/// Why a server is none.
fn not_listening(running: &Running, given: &str, line: &str, ended: bool, waited: Duration) -> Failure {
    // One that says something else may be about to end, which says more.
    let until = Instant::now() + LAST_MOMENT;
    while !ended && !line.is_empty() && !running.process.has_ended() && Instant::now() < until {
        thread::sleep(POLL);
    }
    let ended = ended || running.process.has_ended();
    let end = if ended { running.end_in_words().replace("the program", "the server") } else { String::new() };
    let not_started = || if ended { None } else { crash::listens_nowhere(&running.process) };
    if let Some(gap) = crash::server_not_started(&running.process).or_else(not_started) {
        return Failure::of(gap);
    }
    let elsewhere = said_on_stdout(&running.process).filter(|_| line.is_empty());
    let is_said = ended || !line.is_empty() || elsewhere.is_some();
    let failure = if is_said { Failure::wrong() } else { Failure::no_answer() };
    let came = match (line.is_empty(), ended) {
        (true, false) if let Some(elsewhere) = elsewhere => {
            format!("nothing on stderr; on standard output came \"{elsewhere}\"")
        }
        (false, true) => format!("\"{}\"; {end}", shortened(line.as_bytes())),
        (false, false) => format!("\"{}\"", shortened(line.as_bytes())),
        (true, true) => format!("nothing; {end}"),
        (true, false) => format!("nothing within {}", secs(waited)),
    };
    failure
        .row(
            "expected",
            format!(
                "the server listens on the address it is given, {given} (port 0: any free port), and its first line \
                 on stderr says where, for example \"listening on 127.0.0.1:54321\""
            ),
        )
        .row("came", came)
}
