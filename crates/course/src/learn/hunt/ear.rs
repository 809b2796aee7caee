//! What comes over a connection, read in a thread of its own.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How many octets of one direction of a connection are kept; what sends more is not listened to any more.
pub const KEPT: usize = 1 << 20;

/// How long one write may take: whoever does not read for so long gets nothing more.
pub const WRITING: Duration = Duration::from_secs(2);

/// How often a thread that listens looks whether anybody still wants to know.
const LOOK: Duration = Duration::from_millis(50);

/// When something happened last, anywhere that is watched together.
#[derive(Debug)]
pub struct Watch(Mutex<Instant>);

impl Watch {
    /// Begins to watch.
    pub fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new(Instant::now())))
    }

    /// Something happened.
    pub fn touch(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// For how long nothing has happened.
    pub fn quiet(&self) -> Duration {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).elapsed()
    }

    /// Waits until nothing has happened for `quiet`, or `is_over`, or this time has come.
    pub fn wait(&self, quiet: Duration, until: Instant, mut is_over: impl FnMut() -> bool) {
        while self.quiet() < quiet && Instant::now() < until && !is_over() {
            thread::sleep(Duration::from_millis(3));
        }
    }
}

/// How a connection came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// In order: nothing more comes.
    Closed,
    /// It was reset.
    Reset,
    /// More came than is kept.
    TooMuch,
    /// It could not be opened.
    Refused,
}

/// What has come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heard {
    /// The octets.
    pub octets: Vec<u8>,
    /// `None` while more may come.
    pub end: Option<End>,
}

/// Listens to a connection until this goes.
#[derive(Debug)]
pub struct Ear {
    heard: Arc<Mutex<Heard>>,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Ear {
    /// Listens, and hands what it hears on to `forward`.
    pub fn listen(stream: &TcpStream, forward: Option<TcpStream>, watch: &Arc<Watch>) -> io::Result<Self> {
        let (stream, watch) = (stream.try_clone()?, Arc::clone(watch));
        stream.set_read_timeout(Some(LOOK))?;
        let (heard, is_over) = (Arc::new(Mutex::new(Heard::default())), Arc::new(AtomicBool::new(false)));
        let mut ear = Self { heard: Arc::clone(&heard), is_over: Arc::clone(&is_over), thread: None };
        let listen = move || listen(stream, forward, &watch, &heard, &is_over);
        ear.thread = Some(thread::Builder::new().spawn(listen)?);
        Ok(ear)
    }

    /// What has come until now.
    pub fn heard(&self) -> Heard {
        self.lock().clone()
    }

    /// How much has come until now.
    pub fn length(&self) -> usize {
        self.lock().octets.len()
    }

    /// Whether nothing more comes.
    pub fn has_ended(&self) -> bool {
        self.lock().end.is_some()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn listen(
    mut stream: TcpStream,
    mut forward: Option<TcpStream>,
    watch: &Watch,
    heard: &Mutex<Heard>,
    is_over: &AtomicBool,
) {
    let mut buffer = [0; 16 << 10];
    while !is_over.load(Ordering::Relaxed) {
        let read = stream.read(&mut buffer);
        let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
        let end = match &read {
            Ok(0) => Some(End::Closed),
            Ok(count) if heard.octets.len() + count > KEPT => Some(End::TooMuch),
            Ok(count) => {
                heard.octets.extend_from_slice(&buffer[..*count]);
                None
            }
            Err(error) if is_timeout(error) => continue,
            Err(_) => Some(End::Reset),
        };
        heard.end = end;
        drop(heard);
        watch.touch();
        if let (None, Ok(count), Some(to)) = (end, read, &mut forward)
            && to.write_all(&buffer[..count]).is_err()
        {
            // Nobody is there any more to hand it to.
            forward = None;
        }
        if end.is_some() {
            if let Some(to) = forward {
                let _ = to.shutdown(Shutdown::Write);
            }
            return;
        }
    }
}

/// Whether nothing came in time, which is no end.
pub fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    fn pair() -> (TcpStream, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let near = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        (near, listener.accept().unwrap().0)
    }

    fn wait(ear: &Ear) -> Heard {
        let until = Instant::now() + Duration::from_secs(10);
        while !ear.has_ended() && Instant::now() < until {
            thread::sleep(Duration::from_millis(2));
        }
        ear.heard()
    }

    #[test]
    fn octets_and_the_end_are_heard_and_handed_on() {
        let ((near, mut far), (to, at)) = (pair(), pair());
        let watch = Watch::new();
        let ear = Ear::listen(&near, Some(to), &watch).unwrap();
        let next = Ear::listen(&at, None, &watch).unwrap();
        far.write_all(b"abc").unwrap();
        drop(far);
        let expected = Heard { octets: b"abc".to_vec(), end: Some(End::Closed) };
        assert_eq!((wait(&ear), wait(&next)), (expected.clone(), expected));
    }

    #[test]
    fn what_sends_without_end_is_cut_off() {
        let (near, mut far) = pair();
        let ear = Ear::listen(&near, None, &Watch::new()).unwrap();
        far.set_write_timeout(Some(Duration::from_secs(10))).unwrap();
        let _ = far.write_all(&vec![b'a'; KEPT + 1]);
        let heard = wait(&ear);
        assert_eq!(heard.end, Some(End::TooMuch));
        assert!(heard.octets.len() <= KEPT);
    }
}
