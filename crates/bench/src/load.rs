//! The load: many connections from one thread, with sockets that never block.
//!
//! One thread looks at all connections with `poll`, so the load has a core of its own and costs less than the servers. Each
//! response is read as a client would read it: head, length, content. Content is counted and thrown away by the system without
//! being copied; a download is compared octet by octet before.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::net::{RecvFlags, recv};

use crate::process::{self, Process};

/// How long the load runs before anything is counted.
const WARM_UP: Duration = Duration::from_millis(200);

/// How long nothing may happen.
const PATIENCE: Duration = Duration::from_secs(10);

/// How much is read at a time.
const BUFFER: usize = 1 << 20;

/// What is asked, and how.
#[derive(Debug, Clone, Copy)]
pub struct Load<'a> {
    /// The target of each request.
    pub path: &'a str,
    /// How many connections there are at a time.
    pub connections: usize,
    /// How many requests are sent at a time.
    pub pipelined: usize,
    /// Whether each request has a connection of its own.
    pub closes: bool,
}

/// What came of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Outcome {
    /// How many responses came.
    pub responses: u64,
    /// Octets of content.
    pub octets: u64,
    /// How long it was measured.
    pub time: Duration,
    /// Processor time of the server.
    pub server: Duration,
    /// Processor time of the load.
    pub load: Duration,
}

impl Outcome {
    /// Processor time of the server for each response, in seconds.
    #[must_use]
    pub fn per_response(&self) -> f64 {
        self.server.as_secs_f64() / self.responses.max(1) as f64
    }

    /// Processor time of the server for each octet, in seconds.
    #[must_use]
    pub fn per_octet(&self) -> f64 {
        self.server.as_secs_f64() / self.octets.max(1) as f64
    }

    /// Responses a second.
    #[must_use]
    pub fn responses_a_second(&self) -> f64 {
        self.responses as f64 / self.time.as_secs_f64()
    }

    /// Octets a second.
    #[must_use]
    pub fn octets_a_second(&self) -> f64 {
        self.octets as f64 / self.time.as_secs_f64()
    }
}

/// The totals at some time.
struct Mark {
    at: Instant,
    responses: u64,
    octets: u64,
    server: Duration,
    load: Duration,
}

/// One connection.
struct Client<'r> {
    stream: TcpStream,
    /// What is still to be written of the requests.
    unwritten: &'r [u8],
    /// How many responses are still to come.
    waiting: usize,
    responses: Responses,
}

/// What came at a time.
#[derive(Debug, Default)]
struct Came {
    responses: usize,
    octets: u64,
    ended: bool,
}

impl Load<'_> {
    /// Runs the load for some time against a server at `addr`, which is `server`.
    ///
    /// # Errors
    ///
    /// When the server gives other responses than 200 with a Content-Length, breaks off, or falls silent.
    pub fn run(&self, addr: SocketAddr, server: &Process, time: Duration) -> anyhow::Result<Outcome> {
        let connection = if self.closes { "Connection: close\r\n" } else { "" };
        let request = format!(
            "GET {} HTTP/1.1\r\nHost: {addr}\r\nUser-Agent: load\r\nAccept: */*\r\n{connection}\r\n",
            self.path
        );
        let requests = request.repeat(self.pipelined).into_bytes();
        let new_client = || Client::new(addr, &requests, self.pipelined);
        let mut clients = (0..self.connections).map(|_| new_client()).collect::<anyhow::Result<Vec<_>>>()?;
        let (mut responses, mut octets) = (0, 0);
        let mark = |responses, octets| -> anyhow::Result<Mark> {
            Ok(Mark { at: Instant::now(), responses, octets, server: server.time()?, load: process::own_time()? })
        };
        let (began, mut first) = (Instant::now(), None);
        let mut buffer = vec![0; BUFFER];
        loop {
            for at in ready(&clients)? {
                let client = &mut clients[at];
                let came = client.read(&mut buffer)?;
                responses += came.responses as u64;
                octets += came.octets;
                if came.ended {
                    ensure!(self.closes && client.waiting == 0, "the server closed a connection too early");
                    *client = new_client()?;
                } else if client.waiting == 0 && !self.closes {
                    client.ask(&requests, self.pipelined)?;
                }
            }
            match &first {
                None if began.elapsed() >= WARM_UP => first = Some(mark(responses, octets)?),
                Some(first) if first.at.elapsed() >= time => return Ok(mark(responses, octets)?.since(first)),
                _ => {}
            }
        }
    }
}

impl Mark {
    fn since(&self, first: &Self) -> Outcome {
        Outcome {
            responses: self.responses - first.responses,
            octets: self.octets - first.octets,
            time: self.at - first.at,
            server: self.server.saturating_sub(first.server),
            load: self.load.saturating_sub(first.load),
        }
    }
}

/// Waits until something can be done; says for which clients.
fn ready(clients: &[Client]) -> anyhow::Result<Vec<usize>> {
    let mut waits: Vec<_> = clients
        .iter()
        .map(|client| {
            let both = PollFlags::IN | PollFlags::OUT;
            PollFd::new(&client.stream, if client.unwritten.is_empty() { PollFlags::IN } else { both })
        })
        .collect();
    let count = poll(&mut waits, Some(&PATIENCE.try_into()?))?;
    ensure!(count > 0, "the server did nothing for {PATIENCE:?}");
    Ok((0..waits.len()).filter(|&at| !waits[at].revents().is_empty()).collect())
}

impl<'r> Client<'r> {
    fn new(addr: SocketAddr, requests: &'r [u8], count: usize) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(addr).context("cannot connect")?;
        stream.set_nonblocking(true)?;
        stream.set_nodelay(true)?;
        let mut client = Self { stream, unwritten: &[], waiting: 0, responses: Responses::default() };
        client.ask(requests, count)?;
        Ok(client)
    }

    fn ask(&mut self, requests: &'r [u8], count: usize) -> anyhow::Result<()> {
        (self.unwritten, self.waiting) = (requests, count);
        self.write()
    }

    fn write(&mut self) -> anyhow::Result<()> {
        while !self.unwritten.is_empty() {
            match self.stream.write(self.unwritten) {
                Ok(count) => self.unwritten = &self.unwritten[count..],
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error).context("cannot send"),
            }
        }
        Ok(())
    }

    /// Takes what has come.
    fn read(&mut self, buffer: &mut [u8]) -> anyhow::Result<Came> {
        self.write()?;
        let mut came = Came::default();
        let left = usize::try_from(self.responses.content_left).unwrap_or(usize::MAX);
        let counted = left > BUFFER;
        let read = if counted {
            // The system counts the octets and throws them away.
            recv(&self.stream, &mut buffer[..], RecvFlags::TRUNC).map(|(_, count)| count).map_err(io::Error::from)
        } else {
            self.stream.read(buffer)
        };
        let count = match read {
            Ok(0) => {
                came.ended = true;
                return Ok(came);
            }
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(came),
            Err(error) => return Err(error).context("cannot receive"),
        };
        if counted {
            self.responses.content_left -= count as u64;
            came.octets += count as u64;
        } else {
            self.responses.take(&buffer[..count], &mut came)?;
        }
        ensure!(came.responses <= self.waiting, "more responses came than were asked for");
        self.waiting -= came.responses;
        Ok(came)
    }
}

/// Finds out where responses end.
#[derive(Debug, Default)]
struct Responses {
    /// What has come of a head.
    head: Vec<u8>,
    content_left: u64,
    in_content: bool,
}

impl Responses {
    fn take(&mut self, mut octets: &[u8], came: &mut Came) -> anyhow::Result<()> {
        loop {
            if self.in_content {
                let count = octets.len().min(usize::try_from(self.content_left).unwrap_or(usize::MAX));
                octets = &octets[count..];
                self.content_left -= count as u64;
                came.octets += count as u64;
                if self.content_left > 0 {
                    return Ok(());
                }
                self.in_content = false;
                came.responses += 1;
            }
            if octets.is_empty() {
                return Ok(());
            }
            let before = self.head.len();
            // Most heads come whole, and are not copied.
            let parsed = if before == 0 {
                parse(octets)?
            } else {
                self.head.extend_from_slice(octets);
                parse(&self.head)?
            };
            let Some((end, length)) = parsed else {
                if before == 0 {
                    self.head.extend_from_slice(octets);
                }
                return Ok(());
            };
            octets = &octets[end - before..];
            self.head.clear();
            (self.content_left, self.in_content) = (length, true);
        }
    }
}

/// The length of a head, and of the content after it; `None` when the head is not complete.
fn parse(octets: &[u8]) -> anyhow::Result<Option<(usize, u64)>> {
    let mut fields = [httparse::EMPTY_HEADER; 32];
    let mut head = httparse::Response::new(&mut fields);
    let httparse::Status::Complete(end) = head.parse(octets)? else { return Ok(None) };
    ensure!(head.code == Some(200), "the response has status {}", head.code.unwrap_or_default());
    let length = head.headers.iter().find(|field| field.name.eq_ignore_ascii_case("Content-Length"));
    let Some(length) = length else { bail!("a response without Content-Length") };
    Ok(Some((end, std::str::from_utf8(length.value)?.parse()?)))
}

/// How long each of `count` requests takes that are sent one after the other on one connection, each as `segments`, one
/// write each.
///
/// # Errors
///
/// As those of [`Load::run`].
pub fn latencies(addr: SocketAddr, segments: &[&[u8]], count: usize) -> anyhow::Result<Vec<Duration>> {
    let mut stream = TcpStream::connect(addr)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut responses = Responses::default();
    let mut buffer = vec![0; BUFFER];
    let mut latencies = Vec::new();
    for _ in 0..count {
        let began = Instant::now();
        for segment in segments {
            stream.write_all(segment)?;
        }
        let mut came = Came::default();
        while came.responses == 0 {
            let count = stream.read(&mut buffer)?;
            ensure!(count > 0, "the server closed a connection that should go on");
            responses.take(&buffer[..count], &mut came)?;
        }
        latencies.push(began.elapsed());
    }
    Ok(latencies)
}

/// The content of a response, whole.
///
/// # Errors
///
/// When no whole response with status 200 and Content-Length comes.
pub fn download(addr: SocketAddr, path: &str) -> anyhow::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(addr)?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {addr}\r\nConnection: close\r\n\r\n")?;
    let mut response = Vec::new();
    stream.read_to_end(&mut response)?;
    let Some((end, length)) = parse(&response)? else { bail!("{addr}{path}: no whole head came") };
    response.drain(..end);
    ensure!(response.len() as u64 == length, "{addr}{path}: the response is cut off");
    Ok(response)
}

/// Connections that have had a response and wait.
///
/// # Errors
///
/// When the server has no room for so many.
pub fn idle(addr: SocketAddr, count: usize) -> anyhow::Result<Vec<TcpStream>> {
    let mut connections = Vec::new();
    for _ in 0..count {
        let mut stream = TcpStream::connect(addr).context("cannot connect")?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")?;
        let (mut responses, mut came, mut buffer) = (Responses::default(), Came::default(), vec![0; 16 * 1024]);
        while came.responses == 0 {
            let count = stream.read(&mut buffer)?;
            ensure!(count > 0, "the server closes connections that should wait");
            responses.take(&buffer[..count], &mut came)?;
        }
        connections.push(stream);
    }
    Ok(connections)
}
