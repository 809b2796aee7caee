//! Servers to be probed.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::thread;

/// A program of the course, built once.
pub fn course_program(name: &str) -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let folder = BUILT.get_or_init(|| {
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--bins"]);
        build.args([
            "-p",
            "body",
            "-p",
            "connection",
            "-p",
            "threads",
            "-p",
            "representation",
            "-p",
            "responder",
            "-p",
            "user-agent",
        ]);
        assert!(build.status().expect("cargo").success(), "the course's programs do not build");
        assert_cmd::cargo::cargo_bin("toolbox").parent().expect("a folder").to_owned()
    });
    folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The responder, with its own pages.
pub struct Served {
    child: Child,
    pub addr: SocketAddr,
}

impl Served {
    pub fn new() -> Self {
        let mut command = Command::new(course_program("responder-server"));
        command.args(["--quiet", "--addr", "127.0.0.1:0"]).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the responder");
        let mut lines = BufReader::new(child.stderr.take().expect("its standard error")).lines();
        let line = lines.next().expect("a line").expect("a line");
        thread::spawn(move || lines.for_each(drop));
        let addr = line.strip_prefix("listening on ").expect("an address").parse().expect("an address");
        Self { child, addr }
    }

    /// A server that is this one, but for a fault.
    pub fn through(&self, fault: Faulty) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let (addr, to) = (listener.local_addr().expect("an address"), self.addr);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                thread::spawn(move || fault.connect(client, to));
            }
        });
        addr
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What is replaced on the way to a server, and on the way back.
#[derive(Clone, Copy, Default)]
pub struct Faulty {
    pub request: &'static [(&'static str, &'static str)],
    pub response: &'static [(&'static str, &'static str)],
}

impl Faulty {
    fn connect(self, client: TcpStream, to: SocketAddr) {
        let Ok(server) = TcpStream::connect(to) else { return };
        let _ = server.set_nodelay(true);
        let _ = client.set_nodelay(true);
        let (Ok(client_too), Ok(server_too)) = (client.try_clone(), server.try_clone()) else { return };
        thread::spawn(move || passed_on(client, server, self.request));
        passed_on(server_too, client_too, self.response);
    }
}

fn passed_on(mut from: TcpStream, mut to: TcpStream, replaced: &[(&str, &str)]) {
    let mut buffer = vec![0; 1 << 20];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        let piece = replaced.iter().fold(buffer[..count].to_vec(), |piece, (old, new)| replace(&piece, old, new));
        if to.write_all(&piece).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}

fn replace(octets: &[u8], old: &str, new: &str) -> Vec<u8> {
    let Some(at) = octets.windows(old.len()).position(|window| window == old.as_bytes()) else {
        return octets.to_vec();
    };
    [&octets[..at], new.as_bytes(), &octets[at + old.len()..]].concat()
}

/// A server that does the same with each connection.
pub fn scripted(act: fn(TcpStream)) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let addr = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            thread::spawn(move || {
                // What was asked is read, so that nothing is reset.
                let mut buffer = [0; 4096];
                let mut reading = client.try_clone().expect("a socket");
                let _ = reading.read(&mut buffer);
                act(client);
            });
        }
    });
    addr
}
