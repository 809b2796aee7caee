//! The client's side of a recording, sent again.

use std::collections::HashMap;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use harness::recording::{Side, What};

use super::address::Address;
use super::hub::Hub;
use super::link::{is_a_pause, reset_on_close};
use super::recording::Recording;

/// How much one read takes at most (octets).
const PIECE: usize = 64 * 1024;

/// How often a thread that waits looks around.
const LOOK: Duration = Duration::from_millis(20);

/// How long a server may take for what it sent in the recording too, and to read what is sent.
const PATIENCE: Duration = Duration::from_secs(2);
const LONGEST_WRITE: Duration = Duration::from_secs(10);

/// When the pieces of a recording are sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// At their times.
    AtTheirTimes,
    /// As soon as the server has sent as much as it had sent by then.
    AtOnce,
}

/// Sends the client's side of a recording to a server, and tells the hub of all that passes. When everything is sent,
/// connections that the recording does not end are ended after the server has been silent for `patience`.
pub fn replay(file: &Path, to: &Address, when: When, patience: Duration, hub: &Arc<Hub>) -> anyhow::Result<()> {
    let mut players: HashMap<u64, Player> = HashMap::new();
    let mut due: HashMap<u64, u64> = HashMap::new();
    let began = Instant::now();
    let mut first = None;
    for event in Recording::open(file)? {
        let event = event?;
        let number = event.connection;
        if let What::Data { from: Side::Server, octets, left_out } = &event.what {
            let due = due.entry(number).or_default();
            *due = due.saturating_add(octets.len() as u64 + left_out);
            continue;
        }
        if when == When::AtTheirTimes {
            let at = Duration::from_micros(event.at.saturating_sub(*first.get_or_insert(event.at)));
            thread::sleep(at.saturating_sub(began.elapsed()));
        } else if let Some(player) = players.get(&number) {
            player.await_octets(due.get(&number).copied().unwrap_or_default());
        }
        match event.what {
            What::Open { .. } => {
                players.insert(number, Player::connect(to, hub)?);
            }
            What::Datagram { .. } => bail!("this is a recording of datagrams; only connections are sent again"),
            What::Data { from: Side::Client, left_out: 1.., .. } => {
                bail!("the recording does not have all that the client sent: it cannot be sent again")
            }
            What::Data { octets, .. } => {
                if let Some(player) = players.get(&number) {
                    player.send(&octets);
                }
            }
            What::End(Side::Client) => {
                if let Some(player) = players.get(&number) {
                    player.end();
                }
            }
            What::Reset(Side::Client) => {
                if let Some(player) = players.remove(&number) {
                    player.reset();
                }
            }
            What::End(Side::Server) | What::Reset(Side::Server) | What::Refused(_) | What::Unseen => {}
        }
    }
    for player in players.into_values() {
        player.wait(patience);
    }
    Ok(())
}

/// The client of one connection.
struct Player {
    connection: Arc<Connection>,
    reader: JoinHandle<()>,
}

struct Connection {
    stream: TcpStream,
    hub: Arc<Hub>,
    number: u64,
    /// How many octets have come.
    came: AtomicU64,
    /// When something happened last.
    last: Mutex<Instant>,
    has_ended: AtomicBool,
    server_has_ended: AtomicBool,
    is_over: AtomicBool,
}

impl Player {
    fn connect(to: &Address, hub: &Arc<Hub>) -> anyhow::Result<Self> {
        let stream = match to.connect() {
            Ok(stream) => stream,
            Err(error) => bail!("cannot connect to {to}: {error}\nis the server running? start it first"),
        };
        let prepare = || -> std::io::Result<_> {
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(LOOK))?;
            stream.set_write_timeout(Some(LONGEST_WRITE))?;
            Ok((stream.local_addr()?, stream.peer_addr()?))
        };
        let (client, server) = prepare().with_context(|| format!("the connection to {to} was lost"))?;
        let connection = Arc::new(Connection {
            stream,
            hub: Arc::clone(hub),
            number: hub.connection(),
            came: AtomicU64::new(0),
            last: Mutex::new(Instant::now()),
            has_ended: AtomicBool::new(false),
            server_has_ended: AtomicBool::new(false),
            is_over: AtomicBool::new(false),
        });
        connection.tell(What::Open { client, server, test: None });
        let theirs = Arc::clone(&connection);
        let reader = thread::Builder::new().name("reader".to_owned()).spawn(move || theirs.read());
        Ok(Self { connection, reader: reader.context("no thread to read in")? })
    }

    fn await_octets(&self, count: u64) {
        let until = Instant::now() + PATIENCE;
        let connection = &self.connection;
        while connection.came.load(Ordering::SeqCst) < count && !connection.is_over() && Instant::now() < until {
            thread::sleep(Duration::from_millis(1));
        }
    }

    fn send(&self, octets: &[u8]) {
        let connection = &self.connection;
        if connection.is_over() {
            return;
        }
        // Told first: what the server sends in reply comes after it.
        connection.tell(What::Data { from: Side::Client, octets: octets.to_vec(), left_out: 0 });
        if let Err(error) = (&connection.stream).write_all(octets) {
            cli::note(format_args!("connection #{}: the server does not take all of it: {error}", connection.number));
        }
    }

    fn end(&self) {
        if !self.connection.is_over() && !self.connection.has_ended.swap(true, Ordering::SeqCst) {
            self.connection.tell(What::End(Side::Client));
            let _ = self.connection.stream.shutdown(Shutdown::Write);
        }
    }

    fn reset(self) {
        if !self.connection.is_over.swap(true, Ordering::SeqCst) {
            self.connection.tell(What::Reset(Side::Client));
            reset_on_close(&self.connection.stream);
        }
        let _ = self.reader.join();
    }

    /// Waits for the server's end, or until it has been silent for so long, and ends the connection.
    fn wait(self, patience: Duration) {
        let connection = &self.connection;
        let ends = || connection.is_over() || connection.server_has_ended.load(Ordering::SeqCst);
        while !ends() && connection.last().elapsed() < patience {
            thread::sleep(LOOK);
        }
        self.end();
        self.connection.is_over.store(true, Ordering::SeqCst);
        let _ = self.reader.join();
    }
}

impl Connection {
    fn tell(&self, what: What) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        self.hub.event(self.number, what);
    }

    fn last(&self) -> Instant {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_over(&self) -> bool {
        self.is_over.load(Ordering::SeqCst)
    }

    /// Reads what the server sends, until its end or this side's.
    fn read(&self) {
        let mut buffer = vec![0; PIECE];
        while !self.is_over() {
            match (&self.stream).read(&mut buffer) {
                Ok(0) => {
                    self.tell(What::End(Side::Server));
                    self.server_has_ended.store(true, Ordering::SeqCst);
                    break;
                }
                Ok(count) => {
                    self.tell(What::Data { from: Side::Server, octets: buffer[..count].to_vec(), left_out: 0 });
                    self.came.fetch_add(count as u64, Ordering::SeqCst);
                }
                Err(error) if is_a_pause(&error) => {}
                Err(_) => {
                    if !self.is_over.swap(true, Ordering::SeqCst) {
                        self.tell(What::Reset(Side::Server));
                    }
                    break;
                }
            }
        }
    }
}
