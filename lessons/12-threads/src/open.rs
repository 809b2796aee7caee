//! The connections that are open: how many there are, which of them make room for new ones, and how they are closed when
//! the server stops.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

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
        // GAP 9 of 9: stop (place 1 of 3)
        // Under the lock of the table: set `stopping`, and then end the connections that wait for a request
        // (`idle`), by a shutdown of the reading side of their stream, which wakes the thread that reads as if
        // the client had closed. The others finish their response. Wake whoever waits for `self.changed`.
        todo!("gap 9: stop")
    }

    /// Waits until [`stop`](Self::stop) is called.
    pub(crate) fn wait_for_stop(&self) {
        let waited = self.changed.wait_while(self.table(), |_| !self.is_stopping());
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }

    /// Waits until no connection is open, and breaks off those that are still open when the time is over. Returns how
    /// many these were.
    pub(crate) fn wait_for_end(&self, grace: Duration) -> usize {
        // GAP 9 of 9: stop (place 2 of 3)
        // Wait for `self.changed` until the table holds no connection, for `grace` at most. Then shut down, in
        // both directions, those that are still there, and return how many they are.
        todo!("gap 9: stop")
    }
}

impl Table {
    /// Ends the connection that has waited longest, if any waits.
    fn make_room(&mut self) {
        // GAP 5 of 9: admit (place 2 of 3)
        // Give the place of one candidate away: of the last in `self.candidates` whose wait still has the number
        // that it had when it was looked for. Make its wait ENDED, in one step with that look. Shut its socket
        // down in both directions, take it out of the table, and count one fewer as served. Where no candidates
        // are left, look for them again; where nobody waits, nobody makes room.
        todo!("gap 5: admit")
    }

    fn look_for_candidates(&mut self) {
        // GAP 5 of 9: admit (place 3 of 3)
        // Find the CANDIDATES that have waited longest of all connections, as pairs of their number and the number
        // of their wait, the longest wait last. Leave out those that are BUSY, and those that have ENDED.
        todo!("gap 5: admit")
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
        // GAP 9 of 9: stop (place 3 of 3)
        // The starter reads, and says nothing of it. Say that the connection is idle for as long as it reads. If
        // the server stops by then, or another client has the place, do not read: that is the end of the stream,
        // 0 octets.
        read()
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
        if self.open.is_stopping() {
            self.open.changed.notify_all();
        }
    }
}
