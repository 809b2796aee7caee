//! The recording of what a test's own ends of connections send and receive, where `COURSE_RECORD` names a file for it.

use std::collections::HashMap;
use std::env;
use std::fs::File;
use std::io::{self, ErrorKind, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::recording::{Event, Side, What, first_line};

/// Where the recording is to be written.
const FILE: &str = "COURSE_RECORD";

/// How many octets a recording keeps; of those that follow, it has only the number. Some tests send hundreds of megabytes.
const MOST: usize = 8 * 1024 * 1024;

/// The recording of all tests of this program.
struct Recorder {
    began: Instant,
    to: Mutex<To>,
}

/// Where it is written, and what has been written so far.
struct To {
    file: File,
    connections: u64,
    octets: usize,
    /// The two addresses between which datagrams have passed: the number of the pair, and what the test is in it.
    datagrams: HashMap<(SocketAddr, SocketAddr), (u64, Side)>,
}

static RECORDER: LazyLock<Option<Recorder>> = LazyLock::new(|| {
    let path = PathBuf::from(env::var_os(FILE)?);
    let recorder = Recorder::new(&path);
    if let Err(error) = &recorder {
        let _ = writeln!(io::stderr(), "error: cannot record in {}: {error}", path.display());
    }
    recorder.ok()
});

impl Recorder {
    fn new(path: &std::path::Path) -> io::Result<Self> {
        let mut file = File::create(path)?;
        let began = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        writeln!(file, "{}", first_line(u64::try_from(began.as_micros()).unwrap_or_default()))?;
        let to = To { file, connections: 0, octets: 0, datagrams: HashMap::new() };
        Ok(Self { began: Instant::now(), to: Mutex::new(to) })
    }

    fn act<T>(&self, act: impl FnOnce(&mut To, u64) -> T) -> T {
        let mut to = self.to.lock().unwrap_or_else(PoisonError::into_inner);
        let at = u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX);
        act(&mut to, at)
    }
}

impl To {
    fn open(&mut self, at: u64, ours: Side, local: SocketAddr, remote: SocketAddr) -> u64 {
        self.connections += 1;
        let (client, server) = if ours == Side::Client { (local, remote) } else { (remote, local) };
        self.write(at, self.connections, What::Open { client, server, test: Some(ours) });
        self.connections
    }

    /// That the file cannot be written changes no verdict.
    fn write(&mut self, at: u64, connection: u64, what: What) {
        let _ = writeln!(self.file, "{}", Event { at, connection, what });
    }

    /// So much of a piece as is kept, and how much is not.
    fn kept(&mut self, octets: &[u8]) -> (Vec<u8>, u64) {
        let (kept, left_out) = octets.split_at(octets.len().min(MOST - self.octets));
        self.octets += kept.len();
        (kept.to_vec(), left_out.len() as u64)
    }
}

/// The recording of one connection of a peer.
#[derive(Debug)]
pub(crate) struct Tape {
    recorder: &'static Recorder,
    connection: u64,
    /// Which end of it the test has.
    ours: Side,
    /// What has ended: the test's side, the program's.
    ended: [AtomicBool; 2],
}

impl std::fmt::Debug for Recorder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}

impl Tape {
    /// That of a connection of which the test has this end; `None` where nothing is recorded.
    pub(crate) fn open(stream: &TcpStream, ours: Side) -> Option<Self> {
        let recorder = RECORDER.as_ref()?;
        let (local, remote) = (stream.local_addr().ok()?, stream.peer_addr().ok()?);
        let connection = recorder.act(|to, at| to.open(at, ours, local, remote));
        Some(Self { recorder, connection, ours, ended: Default::default() })
    }

    fn write(&self, what: What) {
        self.recorder.act(|to, at| to.write(at, self.connection, what));
    }

    fn data(&self, from: Side, octets: &[u8]) {
        self.recorder.act(|to, at| {
            let (octets, left_out) = to.kept(octets);
            to.write(at, self.connection, What::Data { from, octets, left_out });
        });
    }

    /// Whether this is the first end of a side.
    fn ends(&self, side: Side) -> bool {
        !self.ended[usize::from(side == self.ours)].swap(true, Ordering::Relaxed)
    }

    pub(crate) fn sent(&self, octets: &[u8]) {
        self.data(self.ours, octets);
    }

    /// What a read of the program's octets came upon.
    pub(crate) fn read(&self, result: &io::Result<usize>, buffer: &[u8]) {
        let theirs = self.ours.other();
        match result {
            Ok(0) if !buffer.is_empty() && self.ends(theirs) => self.write(What::End(theirs)),
            Ok(0) => {}
            Ok(count) => self.data(theirs, &buffer[..*count]),
            Err(error) => self.failed(error),
        }
    }

    /// What the socket reports, where that is a reset.
    pub(crate) fn failed(&self, error: &io::Error) {
        let is_reset =
            matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe);
        let theirs = self.ours.other();
        // The system tells it once for each direction.
        if is_reset && self.ends(theirs) | self.ends(self.ours) {
            self.write(What::Reset(theirs));
        }
    }

    /// The test says that it sends nothing more.
    pub(crate) fn finished(&self) {
        if self.ends(self.ours) {
            self.write(What::End(self.ours));
        }
    }

    pub(crate) fn reset(&self) {
        if self.ends(self.ours) {
            self.write(What::Reset(self.ours));
        }
    }

    /// The test is about to close the connection. A system says so with a reset where something has come that was not read.
    pub(crate) fn closes(&self, stream: &TcpStream) {
        let is_unread = stream.set_nonblocking(true).and_then(|()| stream.peek(&mut [0])).is_ok_and(|count| count > 0);
        if is_unread { self.reset() } else { self.finished() }
    }

    /// From now on the test uses the socket itself.
    pub(crate) fn unseen(&self) {
        self.write(What::Unseen);
    }
}

/// A datagram has passed between the test's socket and the one at `remote`.
pub(crate) fn datagram(local: SocketAddr, remote: SocketAddr, is_ours: bool, octets: &[u8]) {
    let Some(recorder) = RECORDER.as_ref() else { return };
    recorder.act(|to, at| {
        let (connection, ours) = to.datagrams.get(&(local, remote)).copied().unwrap_or_else(|| {
            // Who sends first is the client.
            let ours = if is_ours { Side::Client } else { Side::Server };
            let pair = (to.open(at, ours, local, remote), ours);
            to.datagrams.insert((local, remote), pair);
            pair
        });
        let from = if is_ours { ours } else { ours.other() };
        to.write(at, connection, What::Datagram { from, octets: octets.to_vec() });
    });
}
