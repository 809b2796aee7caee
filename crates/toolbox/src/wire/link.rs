//! One connection through the proxy: what comes on one side goes out on the other, a FIN as a FIN, a reset as a reset.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use harness::recording::{Side, What};
use socket2::SockRef;

use super::hub::Hub;

/// How much one read takes at most (octets).
const PIECE: usize = 64 * 1024;

/// How often a thread that waits looks whether the connection was reset on the side that it does not wait for.
const LOOK: Duration = Duration::from_millis(100);

/// One connection through the proxy. When its two threads have ended, it is closed.
#[derive(Debug)]
pub struct Link {
    client: TcpStream,
    server: TcpStream,
    hub: Arc<Hub>,
    number: u64,
    /// The sides that have sent their FIN, the client's first.
    ended: [AtomicBool; 2],
    /// The sides to which nothing can be written any more: they have reset the connection.
    lost: [AtomicBool; 2],
    /// The connection was reset: both threads end.
    is_over: AtomicBool,
}

impl Link {
    /// Passes everything on until both sides have ended, or one has reset the connection.
    pub fn pass(client: TcpStream, server: TcpStream, hub: Arc<Hub>, number: u64) -> io::Result<()> {
        for stream in [&client, &server] {
            // Packets leave as they came.
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(LOOK))?;
            stream.set_write_timeout(Some(LOOK))?;
        }
        let link = Arc::new(Self {
            client,
            server,
            hub,
            number,
            ended: Default::default(),
            lost: Default::default(),
            is_over: AtomicBool::new(false),
        });
        let other = Arc::clone(&link);
        let from_server = thread::Builder::new().name("from server".to_owned()).spawn(move || other.pump(Side::Server));
        let from_server = from_server.inspect_err(|_| link.reset(Side::Server))?;
        link.pump(Side::Client);
        let _ = from_server.join();
        Ok(())
    }

    fn stream(&self, side: Side) -> &TcpStream {
        match side {
            Side::Client => &self.client,
            Side::Server => &self.server,
        }
    }

    fn tell(&self, what: What) {
        self.hub.event(self.number, what);
    }

    fn is_over(&self) -> bool {
        self.is_over.load(Ordering::SeqCst)
    }

    /// Passes on what this side sends.
    fn pump(&self, from: Side) {
        let mut buffer = vec![0; PIECE];
        loop {
            let read = self.stream(from).read(&mut buffer);
            if self.is_over() {
                return;
            }
            match read {
                // The error was told to whoever wrote there.
                Ok(0) if is(&self.lost, from) => return self.reset(from),
                Ok(0) => break,
                Ok(count) => {
                    self.tell(What::Data { from, octets: buffer[..count].to_vec(), left_out: 0 });
                    if !self.forward(from, &buffer[..count]) {
                        return;
                    }
                }
                Err(error) if is_a_pause(&error) => {}
                Err(_) => return self.reset(from),
            }
        }
        drop(buffer);
        self.tell(What::End(from));
        set(&self.ended, from);
        let _ = self.stream(from.other()).shutdown(Shutdown::Write);
        self.watch(from);
    }

    /// Writes to the other side; whether there is a reason to go on.
    fn forward(&self, from: Side, mut octets: &[u8]) -> bool {
        while !octets.is_empty() {
            match self.stream(from.other()).write(octets) {
                Ok(count) => octets = &octets[count..],
                Err(error) if is_a_pause(&error) => {
                    if self.is_over() {
                        return false;
                    }
                    if self.has_reset(from) {
                        self.reset(from);
                        return false;
                    }
                }
                Err(_) => {
                    self.lose(from.other());
                    return false;
                }
            }
        }
        true
    }

    /// This side takes nothing more. What it sent before is still read; then its reset is passed on.
    fn lose(&self, side: Side) {
        set(&self.lost, side);
        if is(&self.ended, side) {
            self.reset(side);
        }
    }

    /// Waits for the other side's end. A side that has sent its FIN may still reset the connection.
    fn watch(&self, side: Side) {
        while !self.is_over() && !is(&self.ended, side.other()) {
            if is(&self.lost, side) || self.has_reset(side) {
                return self.reset(side);
            }
            thread::sleep(LOOK);
        }
    }

    fn has_reset(&self, side: Side) -> bool {
        matches!(self.stream(side).take_error(), Ok(Some(_)))
    }

    /// Passes on that this side has reset the connection.
    fn reset(&self, by: Side) {
        if self.is_over.swap(true, Ordering::SeqCst) {
            return;
        }
        self.tell(What::Reset(by));
        let other = self.stream(by.other());
        reset_on_close(other);
        // Wakes the thread that reads there; nothing of it goes over the wire.
        let _ = other.shutdown(Shutdown::Read);
    }
}

/// Lets the close of a connection be a reset (RST).
pub fn reset_on_close(stream: &TcpStream) {
    // Where the system refuses it, the connection is closed in order: there is no other way.
    let _ = SockRef::from(stream).set_linger(Some(Duration::ZERO));
}

fn is(sides: &[AtomicBool; 2], side: Side) -> bool {
    sides[usize::from(side == Side::Server)].load(Ordering::SeqCst)
}

fn set(sides: &[AtomicBool; 2], side: Side) {
    sides[usize::from(side == Side::Server)].store(true, Ordering::SeqCst);
}

/// Whether a socket only says that nothing has happened for a while.
pub fn is_a_pause(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::Interrupted | ErrorKind::WouldBlock | ErrorKind::TimedOut)
}
