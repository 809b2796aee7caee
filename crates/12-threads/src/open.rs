//! The connections that are open: how many there are, which of them make room for new ones, and how they are closed when
//! the server stops.

use std::collections::HashMap;
use std::io;
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How many of those that have waited longest are looked for at a time: looking for one takes as long.
const CANDIDATES: usize = 64;

/// All open connections.
#[derive(Debug, Default)]
pub(crate) struct Open {
    table: Mutex<Table>,
    stopping: AtomicBool,
    /// Counts the waits for a client, so that of two the longer one is known.
    waits: AtomicU64,
    /// Notified when the server is to stop, and when a connection has ended.
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Table {
    connections: HashMap<u64, Arc<Connection>>,
    next: u64,
    /// How many of the connections are served; the others are turned away.
    served: usize,
    /// Connections that have waited for long, by their number and that of their wait, the longest wait last.
    candidates: Vec<(u64, u64)>,
}

/// One open connection.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) stream: TcpStream,
    /// Whether it waits for a request of which nothing has come.
    idle: AtomicBool,
    /// The number of its wait, while it waits for the head of a request, or for the client to close; [`BUSY`] while it is
    /// answered, [`ENDED`] when its place was given to another client.
    wait: AtomicU64,
}

const BUSY: u64 = 0;
const ENDED: u64 = u64::MAX;

/// A place among the open connections, given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Place<'o> {
    open: &'o Open,
    number: u64,
    connection: Arc<Connection>,
    /// How many connections were open with this one.
    pub(crate) count: usize,
    is_served: bool,
}

impl Open {
    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Enters a connection; `None` when the server stops. When `most` connections are served already, the one that has
    /// waited longest for its client makes room, if any waits.
    pub(crate) fn enter(&self, stream: TcpStream, most: usize) -> Option<Place<'_>> {
        let connection = Arc::new(Connection { stream, idle: AtomicBool::new(false), wait: AtomicU64::new(BUSY) });
        let mut table = self.table();
        if self.is_stopping() {
            return None;
        }
        if table.served >= most {
            table.make_room();
        }
        let is_served = table.served < most;
        table.served += usize::from(is_served);
        let number = table.next;
        table.next += 1;
        table.connections.insert(number, Arc::clone(&connection));
        let count = if is_served { table.served } else { table.connections.len().max(most.saturating_add(1)) };
        let place = Place { open: self, number, connection, count, is_served };
        // A client that never says a word waits from the beginning.
        place.waits();
        Some(place)
    }

    /// Whether the server has been told to stop.
    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }

    /// Tells the server to stop: no further request is read, and connections that wait for one end.
    pub(crate) fn stop(&self) {
        // ANCHOR: stop
        let table = self.table();
        self.stopping.store(true, Ordering::SeqCst);
        for connection in table.connections.values().filter(|connection| connection.idle.load(Ordering::SeqCst)) {
            // The thread that waits in `read` is told that the stream has ended. That it ended before is as well.
            let _ = connection.stream.shutdown(Shutdown::Read);
        }
        drop(table);
        self.changed.notify_all();
        // ANCHOR_END: stop
    }

    /// Waits until [`stop`](Self::stop) is called.
    pub(crate) fn wait_for_stop(&self) {
        let waited = self.changed.wait_while(self.table(), |_| !self.is_stopping());
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }

    /// Waits until no connection is open, and breaks off those that are still open when the time is over. Returns how
    /// many these were.
    pub(crate) fn wait_for_end(&self, grace: Duration) -> usize {
        // ANCHOR: wait_for_end
        let table = self.table();
        let some_are_open = |table: &mut Table| !table.connections.is_empty();
        let waited = self.changed.wait_timeout_while(table, grace, some_are_open);
        let (table, _) = waited.unwrap_or_else(PoisonError::into_inner);
        for connection in table.connections.values() {
            let _ = connection.stream.shutdown(Shutdown::Both);
        }
        table.connections.len()
        // ANCHOR_END: wait_for_end
    }
}

impl Table {
    /// Ends the connection that has waited longest, if any waits.
    fn make_room(&mut self) {
        // ANCHOR: make_room
        if self.candidates.is_empty() {
            self.look_for_candidates();
        }
        while let Some((number, wait)) = self.candidates.pop() {
            let Some(connection) = self.connections.get(&number) else { continue };
            // Not one whose client has said something since: it is answered now.
            if connection.wait.compare_exchange(wait, ENDED, Ordering::SeqCst, Ordering::SeqCst).is_ok() {
                let _ = connection.stream.shutdown(Shutdown::Both);
                self.connections.remove(&number);
                self.served -= 1;
                return;
            }
            if self.candidates.is_empty() {
                self.look_for_candidates();
            }
        }
        // ANCHOR_END: make_room
    }

    fn look_for_candidates(&mut self) {
        // ANCHOR: candidates
        let waits =
            self.connections.iter().map(|(number, connection)| (*number, connection.wait.load(Ordering::SeqCst)));
        let mut waits: Vec<_> = waits.filter(|(_, wait)| ![BUSY, ENDED].contains(wait)).collect();
        waits.sort_unstable_by_key(|(_, wait)| *wait);
        waits.truncate(CANDIDATES);
        waits.reverse();
        self.candidates = waits;
        // ANCHOR_END: candidates
    }
}

impl Place<'_> {
    pub(crate) fn stream(&self) -> &TcpStream {
        &self.connection.stream
    }

    /// Says that only the client keeps the connection open: from now on it may be ended for another one.
    pub(crate) fn waits(&self) {
        if self.is_served {
            let wait = self.open.waits.fetch_add(1, Ordering::SeqCst) + 1;
            let _ = self.connection.wait.compare_exchange(BUSY, wait, Ordering::SeqCst, Ordering::SeqCst);
        }
    }

    /// Says that there is something to answer.
    ///
    /// # Errors
    ///
    /// When the connection was ended for another one.
    pub(crate) fn is_needed(&self) -> io::Result<()> {
        let end = |wait: u64| (wait != ENDED).then_some(BUSY);
        match self.connection.wait.fetch_update(Ordering::SeqCst, Ordering::SeqCst, end) {
            Ok(_) => Ok(()),
            Err(_) => Err(io::ErrorKind::ConnectionAborted.into()),
        }
    }

    /// Runs `read`, the wait for the first octet of a request; the server closes the connection meanwhile if it stops.
    /// When it stops already, this is the end of the stream.
    pub(crate) fn idle(&self, read: impl FnOnce() -> io::Result<usize>) -> io::Result<usize> {
        // ANCHOR: idle
        self.connection.idle.store(true, Ordering::SeqCst);
        let is_over = self.open.is_stopping() || self.is_ended();
        let result = if is_over { Ok(0) } else { read() };
        self.connection.idle.store(false, Ordering::SeqCst);
        result
        // ANCHOR_END: idle
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.open.is_stopping()
    }

    /// Whether another client has its place.
    pub(crate) fn is_ended(&self) -> bool {
        self.connection.wait.load(Ordering::SeqCst) == ENDED
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut table = self.open.table();
        // One that made room has left already.
        if table.connections.remove(&self.number).is_some() && self.is_served {
            table.served -= 1;
        }
        // ANCHOR: left
        if self.open.is_stopping() {
            self.open.changed.notify_all();
        }
        // ANCHOR_END: left
    }
}
