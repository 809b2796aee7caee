//! Stands between a client and the server, writes down what goes through, and has it checked on its way.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use harness::{Conversation, Failure, Verdict};

/// Longer than any of these clients lets a connection rest.
const PATIENCE: Duration = Duration::from_secs(30);

/// A listener that hands every connection on to the server.
pub struct Tap {
    /// Where clients connect.
    pub addr: SocketAddr,
    talks: Arc<Mutex<Vec<JoinHandle<Talk>>>>,
}

/// What went over one connection.
pub struct Talk {
    pub sent: String,
    pub received: String,
    conversation: Conversation,
}

impl Tap {
    pub fn on(server: SocketAddr) -> Verdict<Self> {
        let broken = |error| Failure::broken("no listener between client and server", &error);
        let listener = TcpListener::bind("127.0.0.1:0").map_err(broken)?;
        let addr = listener.local_addr().map_err(broken)?;
        let talks = Arc::<Mutex<Vec<_>>>::default();
        let kept = Arc::clone(&talks);
        // It ends with the test program.
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                locked(&kept).push(thread::spawn(move || hand_on(&client, server)));
            }
        });
        Ok(Self { addr, talks })
    }

    /// What went over the connections so far, in their order, once they have ended: the client must have.
    pub fn talks(&self) -> Verdict<Vec<Talk>> {
        let threads = std::mem::take(&mut *locked(&self.talks));
        let talks: Vec<_> = threads.into_iter().map(|talk| talk.join().expect("it does not panic")).collect();
        for talk in &talks {
            talk.conversation.verdict().map_err(|violation| Failure::from(*violation))?;
        }
        Ok(talks)
    }

    /// The one connection on which everything went.
    pub fn talk(&self) -> Verdict<Talk> {
        let mut talks = self.talks()?;
        let came = format!("{}", talks.len());
        match (talks.pop(), talks.is_empty()) {
            (Some(talk), true) => Ok(talk),
            _ => Err(Failure::wrong().row("expected", "one connection, used for all requests").row("came", came)),
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn hand_on(client: &TcpStream, server: SocketAddr) -> Talk {
    let seen = Mutex::new((Conversation::with_server(), Vec::new(), Vec::new()));
    // Where copying fails, one side has broken off; the other one learns it, and the test sees what came.
    let _ = TcpStream::connect(server).and_then(|server| {
        for stream in [client, &server] {
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(PATIENCE))?;
        }
        thread::scope(|scope| {
            scope.spawn(|| {
                let _ = copy(client, &server, |octets| {
                    let (conversation, sent, _) = &mut *locked(&seen);
                    conversation.sent(octets);
                    sent.extend_from_slice(octets);
                });
                let _ = server.shutdown(Shutdown::Write);
            });
            let came = copy(&server, client, |octets| {
                let (conversation, _, received) = &mut *locked(&seen);
                conversation.received(octets);
                received.extend_from_slice(octets);
            });
            if came.is_ok() {
                locked(&seen).0.closed();
            }
            let _ = client.shutdown(Shutdown::Both);
        });
        Ok(())
    });
    let (conversation, sent, received) = seen.into_inner().unwrap_or_else(PoisonError::into_inner);
    let text = |octets: Vec<u8>| String::from_utf8_lossy(&octets).into_owned();
    Talk { sent: text(sent), received: text(received), conversation }
}

/// Copies until the end; what is copied is seen before it goes on.
fn copy(mut from: &TcpStream, mut to: &TcpStream, mut see: impl FnMut(&[u8])) -> io::Result<()> {
    let mut piece = vec![0; 64 * 1024];
    loop {
        match from.read(&mut piece)? {
            0 => return Ok(()),
            count => {
                see(&piece[..count]);
                to.write_all(&piece[..count])?;
            }
        }
    }
}
