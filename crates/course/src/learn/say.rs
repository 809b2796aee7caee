//! Saying something to a server, octet by octet: `cargo course say`.
//!
//! A thread of its own prints what comes, as it comes: who only sends while the other side sends too may wait for ever.

use std::ffi::OsString;
use std::fmt::{Display, Write as _};
use std::io::{self, ErrorKind, IsTerminal as _, Read as _, Write as _};
use std::mem;
use std::net::{Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpStream, ToSocketAddrs as _, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use socket2::SockRef;

use crate::error::{Error, Result};
use crate::learn::escapes::{self, Meaning};
use crate::output::note;

/// After so long without an octet, the next text is sent.
const MOMENT: Duration = Duration::from_millis(200);

/// How often the thread that listens looks whether anybody still wants to know.
const LOOK: Duration = Duration::from_millis(20);

/// Room for any datagram.
const DATAGRAM: usize = 1 << 16;

const EXAMPLES: &str = r#"Examples, in double quotes as every shell takes them:
  A request to a server that listens on port 12345:
    cargo course say 127.0.0.1:12345 "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

  The same in two pieces, the second of which comes a moment later:
    cargo course say 127.0.0.1:12345 "GET / HTTP/1.1\r\nHo" "st: a\r\n\r\n"

  Half a request, and then a FIN, or a reset:
    cargo course say 127.0.0.1:12345 "GET / HT\close"
    cargo course say 127.0.0.1:12345 "GET / HT\pause\reset"

  Two datagrams, and the octets of the replies:
    cargo course say 127.0.0.1:12345 "one" "two" --udp --visible
"#;

/// What is said, and to whom
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Where the server listens
    #[arg(value_name = "HOST:PORT")]
    addr: String,
    /// What is sent, each in a write of its own
    ///
    /// Octets that cannot be typed are written \r \n \t \0 \\ \xHH. \pause waits until nothing has come for a moment, \close
    /// closes the writing side, \reset ends the connection with a reset. After \close and \reset nothing can be sent.
    #[arg(value_name = "TEXT", required = true)]
    texts: Vec<OsString>,
    /// Show CR as ␍, LF as ␊ and the end of a line, what is no text as \xHH
    #[arg(long)]
    visible: bool,
    /// Send each TEXT as one datagram
    #[arg(long)]
    udp: bool,
    /// After the last TEXT, wait until nothing has come for so long
    #[arg(long, value_name = "SECONDS", default_value = "2", value_parser = cli::seconds)]
    wait: Duration,
}

/// What happens in the course of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// These octets are sent, in one write.
    Octets(Vec<u8>),
    /// Nothing, until nothing has come for a moment.
    Pause,
    /// The writing side is closed.
    Close,
    /// The connection is reset.
    Reset,
}

/// The steps that are written as words.
const WORDS: [(&str, Step); 3] = [("pause", Step::Pause), ("close", Step::Close), ("reset", Step::Reset)];

/// Sends each text, and prints what comes.
pub fn say(args: &Args) -> Result<()> {
    let texts: Vec<Vec<Step>> = args
        .texts
        .iter()
        .enumerate()
        .map(|(index, text)| steps(text.as_encoded_bytes()).map_err(|problem| at(index, &problem)))
        .collect::<Result<_>>()?;
    if args.udp { datagrams(args, &texts) } else { connection(args, &texts) }
}

/// An error that names the text, counted from one.
fn at(index: usize, problem: &impl Display) -> Error {
    Error::Other(format!("TEXT {}{problem}", index + 1))
}

/// Reads what is sent. What is wrong is said with its column.
fn steps(text: &[u8]) -> std::result::Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    let mut rest = text;
    while let Some((first, after)) = rest.split_first() {
        let (meaning, length) = if *first == b'\\' {
            escapes::meaning(after, &WORDS).map_err(|problem| {
                let before = &text[..text.len() - rest.len()];
                let column = String::from_utf8_lossy(before).chars().count() + 1;
                format!(", column {column}: {problem}")
            })?
        } else {
            (Meaning::Octet(*first), 0)
        };
        match (meaning, steps.last_mut()) {
            (Meaning::Step(step), _) => steps.push(step.clone()),
            (Meaning::Octet(octet), Some(Step::Octets(octets))) => octets.push(octet),
            (Meaning::Octet(octet), _) => steps.push(Step::Octets(vec![octet])),
        }
        rest = &after[length..];
    }
    Ok(steps)
}

/// What has come, and from whom nothing more comes.
struct Heard {
    screen: Screen,
    /// When something came, or was sent, last.
    last: Instant,
    /// Whether anything came at all.
    is_any: bool,
    end: Option<End>,
}

/// Why nothing more comes.
enum End {
    Closed,
    Failed(io::Error),
}

/// What has come, for the thread that listens and the one that sends.
struct Shared {
    heard: Mutex<Heard>,
    changed: Condvar,
    /// Nobody wants to know any more.
    is_over: AtomicBool,
}

impl Shared {
    fn new(is_visible: bool) -> Self {
        let screen = Screen::new(is_visible);
        let heard = Mutex::new(Heard { screen, last: Instant::now(), is_any: false, end: None });
        Self { heard, changed: Condvar::new(), is_over: AtomicBool::new(false) }
    }

    fn lock(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Prints what `read` brings until that is nothing.
    fn listen(&self, mut read: impl FnMut(&mut [u8]) -> io::Result<usize>, is_datagrams: bool) {
        let mut buffer = vec![0; DATAGRAM];
        while !self.is_over.load(Ordering::Relaxed) {
            let came = read(&mut buffer);
            if came.as_ref().is_err_and(is_a_pause) {
                continue;
            }
            let mut heard = self.lock();
            match came {
                Ok(0) if !is_datagrams => heard.end = Some(End::Closed),
                Ok(count) => {
                    heard.screen.print(&buffer[..count]);
                    if is_datagrams {
                        heard.screen.end_line();
                    }
                    (heard.last, heard.is_any) = (Instant::now(), true);
                }
                Err(error) => heard.end = Some(End::Failed(error)),
            }
            self.changed.notify_all();
            if heard.end.is_some() {
                return;
            }
        }
    }

    /// Waits until nothing has come for so long from now on, or nothing more comes.
    fn wait(&self, quiet: Duration) -> MutexGuard<'_, Heard> {
        let mut heard = self.lock();
        heard.last = Instant::now();
        while heard.end.is_none() {
            let left = quiet.saturating_sub(heard.last.elapsed());
            if left.is_zero() {
                break;
            }
            (heard, _) = self.changed.wait_timeout(heard, left).unwrap_or_else(PoisonError::into_inner);
        }
        heard.screen.end_line();
        heard
    }
}

/// Whether a socket only says that nothing has come for a while.
fn is_a_pause(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// Whether the other side has reset the connection, or is gone altogether.
fn is_a_reset(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe)
}

/// Says a line on standard error, in its order with what is printed.
fn tell(line: &str) {
    note(line);
    cli::finish_notes();
}

/// Has a thread listen while the texts are said.
fn while_listening(shared: &Shared, listen: impl FnOnce() + Send, say: impl FnOnce() -> Result<()>) -> Result<()> {
    thread::scope(|scope| {
        let started = thread::Builder::new().spawn_scoped(scope, listen);
        let said = started.map_err(|error| Error::Other(format!("cannot start a thread: {error}"))).and_then(|_| say());
        shared.is_over.store(true, Ordering::Relaxed);
        said
    })
}

/// Says the texts over a connection.
fn connection(args: &Args, texts: &[Vec<Step>]) -> Result<()> {
    let all = texts.iter().enumerate().flat_map(|(index, text)| text.iter().map(move |step| (index, step)));
    let mut ended_by = None;
    for (index, step) in all {
        match (ended_by, step) {
            (Some("close"), Step::Pause | Step::Reset) | (None, _) => (),
            (Some(word), _) => return Err(at(index, &format!(": nothing can be sent after `\\{word}`"))),
        }
        let word = WORDS.iter().find(|(_, ending)| *ending != Step::Pause && ending == step);
        ended_by = word.map(|(word, _)| *word).or(ended_by);
    }
    let lost = |error| Error::Other(cli::cannot_connect(&args.addr, error).to_string());
    let stream = TcpStream::connect(&args.addr).map_err(lost)?;
    let set = stream.set_nodelay(true).and_then(|()| stream.set_read_timeout(Some(LOOK)));
    set.and_then(|()| stream.set_write_timeout(Some(args.wait))).map_err(lost)?;
    let shared = Shared::new(args.visible);
    let listen = || shared.listen(|buffer| (&stream).read(buffer), false);
    while_listening(&shared, listen, || {
        Talk {
            stream: &stream,
            shared: &shared,
            wait: args.wait,
            has_closed: false,
            has_told: false,
            has_gone_on: false,
        }
        .go(texts)
    })
    // The stream is closed here, or reset: nobody else has it.
}

/// Texts that are said over a connection.
struct Talk<'a> {
    stream: &'a TcpStream,
    shared: &'a Shared,
    wait: Duration,
    /// Whether the writing side is closed.
    has_closed: bool,
    /// Whether the end of the connection was told.
    has_told: bool,
    /// Whether something was sent after that.
    has_gone_on: bool,
}

impl Talk<'_> {
    fn go(mut self, texts: &[Vec<Step>]) -> Result<()> {
        for (index, text) in texts.iter().enumerate() {
            if index > 0 {
                self.pause();
            }
            for step in text {
                match step {
                    Step::Octets(octets) => self.send(octets).map_err(|problem| at(index, &problem))?,
                    Step::Pause => self.pause(),
                    Step::Close => {
                        // Where the connection is broken already, that is told as its end.
                        let _ = self.stream.shutdown(Shutdown::Write);
                        self.has_closed = true;
                    }
                    Step::Reset => {
                        let reset = SockRef::from(self.stream).set_linger(Some(Duration::ZERO));
                        return reset.map_err(|error| at(index, &format!(": cannot reset the connection: {error}")));
                    }
                }
            }
        }
        let heard = self.shared.wait(self.wait);
        let (is_any, is_open) = (heard.is_any, heard.end.is_none());
        drop(heard);
        self.tell_end();
        if is_open {
            let more = if is_any { "nothing more came" } else { "nothing came" };
            let seconds = self.wait.as_secs_f64();
            let open = if self.has_closed {
                "the other side has not closed the connection: closing it"
            } else {
                "the connection is still open: closing it"
            };
            tell(&format!("{more} for {seconds} s; {open}"));
        }
        Ok(())
    }

    fn pause(&mut self) {
        drop(self.shared.wait(MOMENT));
        self.tell_end();
    }

    /// Says how the other side has ended the connection, where that was not said before.
    fn tell_end(&mut self) {
        let line = match &self.shared.lock().end {
            Some(End::Closed) => "the other side closed the connection".to_owned(),
            Some(End::Failed(error)) if is_a_reset(error) => "the other side reset the connection".to_owned(),
            Some(End::Failed(error)) => format!("the connection broke: {error}"),
            None => return,
        };
        if !mem::replace(&mut self.has_told, true) {
            tell(&line);
        } else if mem::take(&mut self.has_gone_on) {
            // Its end says that it sends no more; whether it reads shows when something comes there.
            thread::sleep(MOMENT);
            if let Ok(Some(_)) = self.stream.take_error() {
                tell("the other side reset the connection: nobody reads there any more");
            }
        }
    }

    fn send(&mut self, octets: &[u8]) -> std::result::Result<(), String> {
        self.has_gone_on = self.has_told;
        (&mut &*self.stream).write_all(octets).map_err(|error| {
            self.shared.lock().screen.end_line();
            if is_a_pause(&error) {
                let seconds = self.wait.as_secs_f64();
                return format!(" cannot be sent: the other side has read nothing for {seconds} s");
            }
            let why = if is_a_reset(&error) { "the other side has ended the connection: " } else { "" };
            format!(" cannot be sent: {why}{error}")
        })
    }
}

/// Says the texts in datagrams.
fn datagrams(args: &Args, texts: &[Vec<Step>]) -> Result<()> {
    for (index, text) in texts.iter().enumerate() {
        let is_word = |step: &&(&str, Step)| text.contains(&step.1);
        if let Some((word, _)) = WORDS.iter().find(is_word) {
            return Err(at(index, &format!(": `\\{word}` means nothing with --udp, where each TEXT is one datagram")));
        }
    }
    let socket = open(&args.addr).map_err(|error| Error::Other(cli::cannot_connect(&args.addr, error).to_string()))?;
    let shared = Shared::new(args.visible);
    let listen = || shared.listen(|buffer| socket.recv(buffer), true);
    while_listening(&shared, listen, || {
        for (index, text) in texts.iter().enumerate() {
            let octets =
                text.iter().find_map(|step| if let Step::Octets(octets) = step { Some(&**octets) } else { None });
            socket.send(octets.unwrap_or_default()).map_err(|error| unsent(&args.addr, &error))?;
            let quiet = if index + 1 < texts.len() { MOMENT } else { args.wait };
            let heard = shared.wait(quiet);
            if let Some(End::Failed(error)) = &heard.end {
                return Err(unsent(&args.addr, error));
            }
        }
        let more = if shared.lock().is_any { "nothing more came" } else { "nothing came" };
        tell(&format!("{more} for {} s", args.wait.as_secs_f64()));
        Ok(())
    })
}

/// A socket for datagrams to a server.
fn open(addr: &str) -> io::Result<UdpSocket> {
    let addrs: Vec<SocketAddr> = addr.to_socket_addrs()?.collect();
    // Whether anybody is there, no datagram says at once: the servers of the course listen on an address of IPv4.
    let found = addrs.iter().find(|addr| addr.is_ipv4()).or(addrs.first());
    let server = found.ok_or_else(|| io::Error::new(ErrorKind::NotFound, "the host has no address"))?;
    let any =
        if server.is_ipv4() { (Ipv4Addr::UNSPECIFIED, 0).into() } else { SocketAddr::from((Ipv6Addr::UNSPECIFIED, 0)) };
    let socket = UdpSocket::bind(any)?;
    socket.connect(server)?;
    socket.set_read_timeout(Some(LOOK))?;
    Ok(socket)
}

fn unsent(addr: &str, error: &io::Error) -> Error {
    // EMSGSIZE on Linux, on macOS and on Windows, for which the standard library has no kind.
    let advice = if matches!(error.raw_os_error(), Some(90 | 40 | 10040)) {
        "; one datagram carries at most 65507 octets"
    } else if matches!(error.kind(), ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset) {
        "; nobody listens there: start the server first, in another terminal, and compare its address with this one"
    } else {
        ""
    };
    Error::Other(format!("cannot send to {addr}: {error}{advice}"))
}

/// Standard output.
struct Screen {
    is_visible: bool,
    is_terminal: bool,
    /// Half a character, which waits for the rest of it.
    rest: Vec<u8>,
    /// Whether what was printed last was the end of a line, or nothing was.
    at_start: bool,
}

impl Screen {
    fn new(is_visible: bool) -> Self {
        Self { is_visible, is_terminal: io::stdout().is_terminal(), rest: Vec::new(), at_start: true }
    }

    fn print(&mut self, octets: &[u8]) {
        if !self.is_visible {
            self.write(octets);
            return;
        }
        self.rest.extend_from_slice(octets);
        let whole = self.rest.len() - undecided(&self.rest);
        let text = visible(&self.rest[..whole]);
        self.rest.drain(..whole);
        self.write(text.as_bytes());
    }

    /// Ends the line where somebody reads lines.
    fn end_line(&mut self) {
        let rest = if self.is_visible { visible(&mem::take(&mut self.rest)).into_bytes() } else { cli::rest_shown() };
        self.write(&rest);
        if !self.at_start && (self.is_visible || self.is_terminal) {
            self.write(b"\n");
        }
    }

    fn write(&mut self, octets: &[u8]) {
        let Some(last) = octets.last() else { return };
        self.at_start = *last == b'\n';
        let mut stdout = cli::stdout();
        // When it cannot be written to, that ends the program.
        let _ = stdout.write_all(octets).and_then(|()| stdout.flush());
    }
}

/// How many octets at the end are the beginning of a character.
fn undecided(octets: &[u8]) -> usize {
    let last = octets.utf8_chunks().last().map_or(&[][..], |chunk| chunk.invalid());
    let is_cut = std::str::from_utf8(last).is_err_and(|error| error.error_len().is_none());
    if is_cut { last.len() } else { 0 }
}

/// CR and LF as their symbols, each LF with the end of the line; what is no text, and what a terminal would act on, as
/// `\xHH`.
fn visible(octets: &[u8]) -> String {
    let mut shown = String::new();
    for piece in octets.split_inclusive(u8::is_ascii_control) {
        let (text, control) = match piece.split_last() {
            Some((last, text)) if last.is_ascii_control() => (text, Some(*last)),
            _ => (piece, None),
        };
        // Writing to a String does not fail.
        let _ = match control {
            Some(b'\r') => write!(shown, "{}␍", cli::text(text)),
            Some(b'\n') => writeln!(shown, "{}␊", cli::text(text)),
            Some(other) => write!(shown, "{}\\x{other:02x}", cli::text(text)),
            None => write!(shown, "{}", cli::text(text)),
        };
    }
    shown
}
