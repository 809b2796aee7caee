//! The server under load: many requests, many connections, clients that take their time. What it holds is read in /proc.
//!
//! Most of them are left out of a plain `cargo test`, since they take some seconds and a machine that is otherwise idle:
//! `cargo test -p responder --features own-tests --test load -- --include-ignored`.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use harness::Folder;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use socket2::{Domain, SockAddr, Socket, Type};

const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";

/// No client waits longer than this for anything.
const PATIENCE: Duration = Duration::from_secs(30);

/// Two of these tests at the same time would disturb each other's measurements.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// The program, until it is dropped.
struct Server {
    process: Child,
    addr: SocketAddr,
    _turn: MutexGuard<'static, ()>,
}

impl Server {
    fn start(args: &[&str]) -> Self {
        let turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let limit = getrlimit(Resource::Nofile);
        setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit }).expect("up to the maximum");
        let mut process = Command::new(env!("CARGO_BIN_EXE_responder-server"))
            .args(["--addr", "127.0.0.1:0", "--quiet"])
            .args(args)
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program is there");
        let mut line = String::new();
        BufReader::new(process.stderr.take().expect("a pipe")).read_line(&mut line).expect("text");
        let addr = line.trim().strip_prefix("listening on ").and_then(|addr| addr.parse().ok()).expect("an address");
        Self { process, addr, _turn: turn }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.addr).expect("it listens");
        stream.set_nodelay(true).and_then(|()| stream.set_read_timeout(Some(PATIENCE))).expect("a socket");
        stream
    }

    /// A connection of a client that has little room for what comes.
    fn connect_narrow(&self) -> TcpStream {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
        socket
            .set_recv_buffer_size(4096)
            .and_then(|()| socket.connect(&SockAddr::from(self.addr)))
            .expect("it listens");
        socket.into()
    }

    fn proc(&self, name: &str) -> PathBuf {
        PathBuf::from(format!("/proc/{}/{name}", self.process.id()))
    }

    fn descriptors(&self) -> usize {
        fs::read_dir(self.proc("fd")).expect("/proc").count()
    }

    /// How many descriptors it holds without clients. When it answers, it has closed what it looked at before it took
    /// connections.
    fn descriptors_at_rest(&self) -> usize {
        let mut client = self.connect();
        client.write_all(GET).expect("sent");
        read_answers(&mut client, 1);
        self.descriptors() - 1
    }

    fn threads(&self) -> usize {
        fs::read_dir(self.proc("task")).expect("/proc").count()
    }

    /// Resident memory in KiB.
    fn memory(&self) -> usize {
        let status = fs::read_to_string(self.proc("status")).expect("/proc");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a line");
        line.trim().trim_end_matches(" kB").parse().expect("a number")
    }

    /// How long a client waits for a response, at the median.
    fn latency(&self) -> Duration {
        let mut client = self.connect();
        let mut times: Vec<_> = (0..21)
            .map(|_| {
                let start = Instant::now();
                client.write_all(GET).expect("sent");
                read_answers(&mut client, 1);
                start.elapsed()
            })
            .collect();
        times.sort();
        times[times.len() / 2]
    }

    /// Waits until the server has taken so many connections that it holds this many descriptors.
    fn takes(&self, descriptors: usize) {
        let until = Instant::now() + PATIENCE;
        while self.descriptors() < descriptors {
            assert!(Instant::now() < until, "{} of {descriptors} descriptors", self.descriptors());
            thread::yield_now();
        }
    }

    /// Waits until the server holds no more than before.
    fn comes_to_rest(&self, descriptors: usize) {
        let until = Instant::now() + PATIENCE;
        // Some threads stay for connections to come, whatever came before.
        while self.descriptors() > descriptors || self.threads() > 64 {
            assert!(Instant::now() < until, "{} descriptors, {} threads", self.descriptors(), self.threads());
            thread::yield_now();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Reads so many responses to GET for the same page, and checks every octet of them.
fn read_answers(client: &mut TcpStream, count: usize) {
    let mut octets = Vec::new();
    let mut length = usize::MAX;
    while octets.len() < length {
        let mut piece = [0; 16 * 1024];
        match client.read(&mut piece).expect("a response") {
            0 => panic!("{} octets, then the end", octets.len()),
            count => octets.extend_from_slice(&piece[..count]),
        }
        if length == usize::MAX {
            length = answer_length(&octets).map_or(usize::MAX, |one| one * count);
        }
    }
    assert_eq!(octets.len(), length, "octets of {count} responses");
    let sent = GET.repeat(count);
    harness::check_conversation(&sent, &octets, false).unwrap_or_else(|violation| panic!("{violation}"));
}

/// How long the first response is, when its head is there.
fn answer_length(octets: &[u8]) -> Option<usize> {
    let head = octets.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&octets[..head]).expect("ASCII");
    assert!(text.starts_with("HTTP/1.1 200 "), "{text}");
    let length: usize = text.lines().find_map(|line| line.strip_prefix("Content-Length: "))?.parse().expect("digits");
    Some(head + length)
}

/// What a slow client does with its octet a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slowly {
    SendsHead,
    SendsContent,
    Reads,
}

/// A client that sends or takes one octet a second, for as long as the server lets it.
struct Slow {
    stream: TcpStream,
    does: Slowly,
    came: Vec<u8>,
}

impl Slow {
    /// `begins` is what it sends at once; what it sends after that is `x`, which never completes anything.
    fn new(stream: TcpStream, does: Slowly, begins: &[u8]) -> Self {
        (&stream).write_all(begins).expect("sent");
        stream.set_nonblocking(true).expect("a socket");
        Self { stream, does, came: Vec::new() }
    }

    /// Moves one octet; `false` when the server has ended the connection. One that it has ended in order ends for its
    /// client with the response, also when the server reads on for a while.
    fn goes_on(&mut self) -> bool {
        // A reset is told at once, whatever there is still to read.
        if !matches!(self.stream.take_error(), Ok(None)) {
            return false;
        }
        let mut piece = [0; 4096];
        let room = if self.does == Slowly::Reads { 1 } else { piece.len() };
        loop {
            match self.stream.read(&mut piece[..room]) {
                Ok(0) => return false,
                Ok(_) if self.does == Slowly::Reads => return true,
                Ok(count) => self.came.extend_from_slice(&piece[..count]),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(_) => return false,
            }
        }
        self.does == Slowly::Reads || self.stream.write_all(b"x").is_ok()
    }
}

#[test]
#[ignore = "takes seconds; see the head of this file"]
fn ten_thousand_requests_on_two_hundred_connections() {
    let server = Server::start(&[]);
    let (before, memory) = (server.descriptors_at_rest(), server.memory());
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let mut clients: Vec<_> = (0..25).map(|_| server.connect()).collect();
                for _ in 0..50 {
                    for client in &mut clients {
                        client.write_all(GET).expect("sent");
                    }
                    for client in &mut clients {
                        read_answers(client, 1);
                    }
                }
            });
        }
    });
    let each = (server.memory() - memory) / 200;
    assert!(each < 64, "{each} KiB for each connection");
    server.comes_to_rest(before);
}

#[test]
fn a_thousand_pipelined_requests_on_one_connection() {
    let server = Server::start(&[]);
    let before = server.descriptors_at_rest();
    let mut client = server.connect();
    let mut sender = client.try_clone().expect("a socket");
    let sending = thread::spawn(move || sender.write_all(&GET.repeat(1000)).expect("sent"));
    read_answers(&mut client, 1000);
    sending.join().expect("it does not panic");
    drop(client);
    server.comes_to_rest(before);
}

#[test]
#[ignore = "takes seconds; see the head of this file"]
fn five_thousand_idle_connections_leave_room_for_others() {
    let server = Server::start(&[]);
    let (before, memory) = (server.descriptors_at_rest(), server.memory());
    // Half of them have been answered before, and half have said nothing yet.
    let mut longest = Duration::ZERO;
    let mut connect = || {
        let start = Instant::now();
        let client = server.connect();
        longest = longest.max(start.elapsed());
        client
    };
    let mut clients = Vec::new();
    for _ in 0..5 {
        clients.extend((0..1000).map(|_| connect()));
        server.takes(before + clients.len());
    }
    // Where the system's queue of connections is full, a client tries again after a second.
    assert!(longest < Duration::from_millis(900), "a client needs {longest:?} to connect");
    for chunk in clients[..2500].chunks_mut(100) {
        for client in &mut *chunk {
            client.write_all(GET).expect("sent");
        }
        for client in &mut *chunk {
            read_answers(client, 1);
        }
    }
    let latency = server.latency();
    assert!(latency < Duration::from_millis(50), "another client waits {latency:?}");
    let each = (server.memory() - memory) / clients.len();
    // Without optimisation, the frames on the stacks of the threads are larger.
    let most = if cfg!(debug_assertions) { 40 } else { 20 };
    assert!(each < most, "{each} KiB each");
    drop(clients);
    server.comes_to_rest(before);
}

#[test]
#[ignore = "takes seconds; see the head of this file"]
fn two_thousand_slow_clients_are_ended_while_others_go_on() {
    let folder = Folder::new().expect("a folder");
    fs::write(folder.path().join("large"), vec![b'x'; 8 * 1024 * 1024]).expect("a file");
    fs::write(folder.path().join("index.html"), "a page").expect("a file");
    let root = folder.path().to_str().expect("UTF-8");
    let server = Server::start(&["--root", root, "--head-timeout", "2", "--timeout", "2"]);
    let memory = server.memory();
    let clients = (0..2000).map(|number| match number % 4 {
        0 => Slow::new(server.connect(), Slowly::SendsHead, b"GET / HTTP/1.1\r\nHost: a\r\nX-Slow: "),
        1 => {
            // Nobody wants this content: the response comes at once, and the server reads on to keep the connection.
            Slow::new(
                server.connect(),
                Slowly::SendsContent,
                b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n\r\n",
            )
        }
        _ => Slow::new(server.connect_narrow(), Slowly::Reads, b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n"),
    });
    let most = memory + 2000 * 200;
    are_ended_while_they_go_on(&server, clients, most, |client| match client.does {
        Slowly::SendsHead => client.came.starts_with(b"HTTP/1.1 408 "),
        Slowly::SendsContent => client.came.starts_with(b"HTTP/1.1 405 "),
        Slowly::Reads => true,
    });
}

#[test]
#[ignore = "takes seconds; see the head of this file"]
fn a_thousand_slow_forms_are_ended_while_others_go_on() {
    let server = Server::start(&["--timeout", "2"]);
    let memory = server.memory();
    let clients = (0..1000).map(|number| {
        let begins: &[u8] = if number % 2 == 0 {
            b"POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9000\r\n\r\na="
        } else {
            b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n"
        };
        Slow::new(server.connect(), Slowly::SendsContent, begins)
    });
    are_ended_while_they_go_on(&server, clients, memory + 1000 * 200, |client| {
        // What is echoed has begun with its response when the first octets are there.
        client.came.starts_with(b"HTTP/1.1 408 ") || client.came.starts_with(b"HTTP/1.1 200 ")
    });
}

/// Lets slow clients move an octet a second, `MOST` at most, until the server has ended them all and holds nothing of
/// them any more. A client in a hurry is served all the while, and the server takes no more than `most` KiB.
fn are_ended_while_they_go_on(
    server: &Server,
    clients: impl Iterator<Item = Slow>,
    most: usize,
    is_right: impl Fn(&Slow) -> bool,
) {
    /// How many octets a client may get to move, one a second. Timeouts of 2 seconds, 2 more for which the server reads on
    /// after its last response, or for which the buffers of the sockets take what the reader does not; and twice as much
    /// again for a machine that has more to do.
    const MOST: u32 = 12;

    let before = server.descriptors_at_rest();
    let mut clients: Vec<_> = clients.collect();
    let all = clients.len();
    let mut moved = 0;
    while !clients.is_empty() || server.descriptors() > before {
        assert!(moved < MOST, "{} of {all} slow clients are still there after {moved} octets", clients.len());
        let second = Instant::now();
        clients.retain_mut(|client| {
            let goes_on = client.goes_on();
            let came = String::from_utf8_lossy(&client.came);
            assert!(goes_on || is_right(client), "a client that {:?} got {came:?}", client.does);
            goes_on
        });
        let latency = server.latency();
        assert!(latency < Duration::from_millis(50), "another client waits {latency:?}");
        let memory = server.memory();
        assert!(memory < most, "{memory} KiB");
        moved += 1;
        thread::sleep(Duration::from_secs(1).saturating_sub(second.elapsed()));
    }
    server.comes_to_rest(before);
}
