//! The connections that are open: how many there are, and how they are closed when the server stops.

use std::collections::HashMap;
use std::io;
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// All open connections.
#[derive(Debug, Default)]
pub(crate) struct Open {
    table: Mutex<Table>,
    stopping: AtomicBool,
    /// Notified when the server is to stop, and when a connection has ended.
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Table {
    connections: HashMap<u64, Arc<Connection>>,
    next: u64,
}

/// One open connection.
#[derive(Debug)]
pub(crate) struct Connection {
    pub(crate) stream: TcpStream,
    /// Whether it waits for a request of which nothing has come.
    idle: AtomicBool,
}

/// A place among the open connections, given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Place<'o> {
    open: &'o Open,
    number: u64,
    connection: Arc<Connection>,
    /// How many connections were open with this one.
    pub(crate) count: usize,
}

impl Open {
    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Enters a connection; `None` when the server stops.
    pub(crate) fn enter(&self, stream: TcpStream) -> Option<Place<'_>> {
        let connection = Arc::new(Connection { stream, idle: AtomicBool::new(false) });
        let mut table = self.table();
        if self.is_stopping() {
            return None;
        }
        let number = table.next;
        table.next += 1;
        table.connections.insert(number, Arc::clone(&connection));
        Some(Place { open: self, number, connection, count: table.connections.len() })
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
        let table = self.table();
        drop(self.changed.wait_while(table, |_| !self.is_stopping()).unwrap_or_else(PoisonError::into_inner));
    }

    /// Waits until no connection is open, and breaks off those that are still open when the time is over. Returns how
    /// many these were.
    pub(crate) fn wait_for_end(&self, grace: Duration) -> usize {
        let table = self.table();
        let some_are_open = |table: &mut Table| !table.connections.is_empty();
        let waited = self.changed.wait_timeout_while(table, grace, some_are_open);
        let (table, _) = waited.unwrap_or_else(PoisonError::into_inner);
        for connection in table.connections.values() {
            let _ = connection.stream.shutdown(Shutdown::Both);
        }
        table.connections.len()
    }
}

impl Place<'_> {
    pub(crate) fn stream(&self) -> &TcpStream {
        &self.connection.stream
    }

    /// Runs `read`, the wait for the first octet of a request; the server closes the connection meanwhile if it stops.
    /// When it stops already, this is the end of the stream.
    pub(crate) fn idle(&self, read: impl FnOnce() -> io::Result<usize>) -> io::Result<usize> {
        self.connection.idle.store(true, Ordering::SeqCst);
        let result = if self.open.is_stopping() { Ok(0) } else { read() };
        self.connection.idle.store(false, Ordering::SeqCst);
        result
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.open.is_stopping()
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut table = self.open.table();
        table.connections.remove(&self.number);
        // ANCHOR: left
        if self.open.is_stopping() {
            self.open.changed.notify_all();
        }
        // ANCHOR_END: left
    }
}
