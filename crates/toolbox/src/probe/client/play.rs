//! A play: what a server does on its connections, and what the client is seen to do.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use crate::probe::started::{self, Started};
use crate::probe::talk::Event;

/// How long a client may take for a play.
const TIME: Duration = Duration::from_secs(5);

/// How much of what a client prints is kept.
const MOST: u64 = 4 << 20;

/// How many connections a client gets.
const CONNECTIONS: usize = 30;

/// How much of one piece is noted.
const NOTED: usize = 10_000;

const POLL: Duration = Duration::from_millis(5);

/// What is done once a request has come.
#[derive(Debug, Clone, Copy)]
pub enum Act {
    /// These octets are sent in one piece; `{addr}` in them is where the server listens.
    Send(&'static [u8]),
    /// They are sent octet by octet.
    Drip(&'static [u8]),
    /// So many octets of one kind are sent.
    Fill(u8, usize),
    /// A moment passes.
    Pause,
    /// The connection is closed.
    Close,
    /// The connection stays open until the client goes.
    Keep,
}

/// What one connection has shown.
#[derive(Debug, Default, Clone)]
pub struct Connection {
    pub events: Vec<Event>,
    /// Whether the client closed it, in order.
    pub was_closed: bool,
}

/// What was seen of a client in a play.
#[derive(Debug)]
pub struct Seen {
    pub addr: SocketAddr,
    pub connections: Vec<Connection>,
    pub printed: Vec<u8>,
    pub complained: Vec<u8>,
    /// Its exit status; none when it had to be killed, or was by a signal.
    pub status: Option<i32>,
    /// Whether it did not come to an end in time.
    pub hung: bool,
}

impl Seen {
    /// Whether it says that all went well.
    pub fn is_content(&self) -> bool {
        self.status == Some(0)
    }

    /// All octets that it sent, and all that it was sent.
    pub fn octets(&self) -> (Vec<u8>, Vec<u8>) {
        let (mut asked, mut given) = (Vec::new(), Vec::new());
        for event in self.connections.iter().flat_map(|connection| &connection.events) {
            match event {
                Event::Sent(octets) => given.extend_from_slice(octets),
                Event::Came(octets) => asked.extend_from_slice(octets),
            }
        }
        (asked, given)
    }

    /// The request heads, in order.
    pub fn heads(&self) -> Vec<String> {
        let (asked, _) = self.octets();
        let text = String::from_utf8_lossy(&asked).into_owned();
        let heads = text.split("\r\n\r\n").map(str::to_owned);
        heads.filter(|head| head.contains(" HTTP/")).collect()
    }

    pub fn has_printed(&self, text: &[u8]) -> bool {
        self.printed.windows(text.len().max(1)).any(|window| window == text)
    }
}

/// Plays for one run of a client: `acts` for the first request, and for each later one the acts after the next `Close` or `Keep`
/// of them; where there are none, the last ones again.
pub fn play(command: &str, path: &str, acts: &[&'static [Act]]) -> anyhow::Result<Seen> {
    let listener = TcpListener::bind("127.0.0.1:0").context("no port is free")?;
    let addr = listener.local_addr()?;
    let stage = Stage { addr, acts: acts.to_vec(), shared: Arc::default(), is_over: Arc::default() };
    let server = stage.clone().open(listener)?;
    let mut words = started::words(command)?;
    let url = format!("http://{addr}{path}");
    words.iter_mut().for_each(|word| *word = word.replace("{url}", &url));
    let run = run(&words);
    stage.is_over.store(true, Ordering::SeqCst);
    // It waits for a connection; this is one.
    drop(TcpStream::connect(addr));
    let _ = server.join();
    let (printed, complained, status, hung) = run?;
    let connections = stage.shared.lock().unwrap_or_else(PoisonError::into_inner).connections.clone();
    Ok(Seen { addr, connections, printed, complained, status, hung })
}

type Run = (Vec<u8>, Vec<u8>, Option<i32>, bool);

fn run(words: &[String]) -> anyhow::Result<Run> {
    let Some((program, arguments)) = words.split_first() else { bail!("the command has no words") };
    let mut command = Command::new(program);
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut client = Started::spawn(&mut command)?;
    let readers = client.outputs().map(|output| {
        thread::spawn(move || {
            let mut octets = Vec::new();
            if let Some(mut output) = output {
                let _ = output.by_ref().take(MOST).read_to_end(&mut octets);
                // A full pipe would hold it up.
                let _ = std::io::copy(&mut output, &mut std::io::sink());
            }
            octets
        })
    });
    let status = client.ends(TIME);
    // Whatever it has started holds its outputs.
    drop(client);
    let [printed, complained] = readers.map(|reader| reader.join().unwrap_or_default());
    Ok((printed, complained, status.and_then(|status| status.code()), status.is_none()))
}

/// The server's side.
#[derive(Clone)]
struct Stage {
    addr: SocketAddr,
    acts: Vec<&'static [Act]>,
    shared: Arc<Mutex<Shared>>,
    is_over: Arc<AtomicBool>,
}

#[derive(Default)]
struct Shared {
    connections: Vec<Connection>,
    /// How many requests have come.
    requests: usize,
}

impl Stage {
    fn open(self, listener: TcpListener) -> anyhow::Result<JoinHandle<()>> {
        let open = move || {
            let mut serving = Vec::new();
            for stream in listener.incoming().flatten().take(CONNECTIONS) {
                if self.is_over.load(Ordering::SeqCst) {
                    break;
                }
                let (stage, number) = (self.clone(), self.new_connection());
                serving.push(thread::spawn(move || stage.serve(stream, number)));
            }
            for serving in serving {
                let _ = serving.join();
            }
        };
        Ok(thread::Builder::new().spawn(open)?)
    }

    fn shared(&self) -> std::sync::MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn new_connection(&self) -> usize {
        let mut shared = self.shared();
        shared.connections.push(Connection::default());
        shared.connections.len() - 1
    }

    fn note(&self, number: usize, note: impl FnOnce(&mut Connection)) {
        if let Some(connection) = self.shared().connections.get_mut(number) {
            note(connection);
        }
    }

    fn serve(&self, mut stream: TcpStream, number: usize) {
        let _ = stream.set_nodelay(true);
        while self.request(&mut stream, number) {
            let acts = {
                let mut shared = self.shared();
                shared.requests += 1;
                let at = (shared.requests - 1).min(self.acts.len().saturating_sub(1));
                self.acts.get(at).copied().unwrap_or_default()
            };
            for act in acts {
                if !self.act(*act, &mut stream, number) {
                    return;
                }
            }
        }
    }

    /// Reads a request; says whether one came.
    fn request(&self, stream: &mut TcpStream, number: usize) -> bool {
        let mut octets = Vec::new();
        while !is_whole(&octets) {
            match self.read(stream, number) {
                Some(piece) if !piece.is_empty() => octets.extend_from_slice(&piece),
                _ => return false,
            }
        }
        true
    }

    /// What comes next; nothing at the end, and none when the play is over.
    fn read(&self, stream: &mut TcpStream, number: usize) -> Option<Vec<u8>> {
        let _ = stream.set_read_timeout(Some(POLL * 4));
        let mut buffer = vec![0; 64 * 1024];
        let began = Instant::now();
        loop {
            match stream.read(&mut buffer) {
                Ok(0) => {
                    self.note(number, |connection| connection.was_closed = true);
                    return Some(Vec::new());
                }
                Ok(count) => {
                    let piece = buffer.get(..count)?.to_vec();
                    self.note(number, |connection| connection.events.push(Event::Came(piece.clone())));
                    return Some(piece);
                }
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                    if self.is_over.load(Ordering::SeqCst) || began.elapsed() > TIME * 2 {
                        return None;
                    }
                }
                Err(_) => return None,
            }
        }
    }

    /// Does something; says whether the connection goes on.
    fn act(&self, act: Act, stream: &mut TcpStream, number: usize) -> bool {
        match act {
            Act::Send(octets) => self.send(octets, stream, number),
            Act::Drip(octets) => octets.iter().all(|octet| {
                thread::sleep(Duration::from_millis(1));
                self.send(std::slice::from_ref(octet), stream, number)
            }),
            Act::Fill(octet, count) => self.send(&vec![octet; count], stream, number),
            Act::Pause => {
                thread::sleep(POLL * 20);
                true
            }
            Act::Close => {
                let _ = stream.shutdown(Shutdown::Write);
                // What the client still says is read, so that nothing is reset.
                while self.read(stream, number).is_some_and(|piece| !piece.is_empty()) {}
                false
            }
            Act::Keep => true,
        }
    }

    fn send(&self, octets: &[u8], stream: &mut TcpStream, number: usize) -> bool {
        let text = replaced(octets, b"{addr}", self.addr.to_string().as_bytes());
        // What is filled up is noted by its beginning.
        let noted = text.get(..NOTED).unwrap_or(&text).to_vec();
        self.note(number, |connection| connection.events.push(Event::Sent(noted)));
        stream.write_all(&text).is_ok()
    }
}

fn replaced(octets: &[u8], name: &[u8], value: &[u8]) -> Vec<u8> {
    match octets.windows(name.len()).position(|window| window == name) {
        Some(at) => [&octets[..at], value, &octets[at + name.len()..]].concat(),
        None => octets.to_vec(),
    }
}

/// Whether a request has come with its content.
fn is_whole(octets: &[u8]) -> bool {
    let Some(end) = octets.windows(4).position(|window| window == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&octets[..end]).to_ascii_lowercase();
    let value = |name: &str| head.lines().find_map(|line| Some(line.strip_prefix(name)?.trim().to_owned()));
    if value("transfer-encoding:").is_some() {
        return octets.ends_with(b"0\r\n\r\n");
    }
    let length = value("content-length:").and_then(|length| length.parse::<usize>().ok()).unwrap_or(0);
    octets.len() >= (end + 4).saturating_add(length)
}
