//! Ctrl-C and SIGTERM.

use std::io;
#[cfg(unix)]
use std::io::{ErrorKind, Read};
#[cfg(unix)]
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
#[cfg(not(unix))]
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};

/// Whether the program was told to end, and ends in its own time.
static TOLD_TO_END: AtomicBool = AtomicBool::new(false);

/// Whether the program was told to end by a signal that [`on_interrupt`] handles.
pub(crate) fn is_told_to_end() -> bool {
    TOLD_TO_END.load(Ordering::SeqCst)
}

/// Lets Ctrl-C (SIGINT) and SIGTERM end the program with exit status 0.
///
/// # Errors
///
/// Fails when the system does not let the program handle these signals.
pub fn exit_on_interrupt() -> io::Result<()> {
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register_conditional_shutdown(signal, 0, Arc::new(AtomicBool::new(true)))?;
    }
    Ok(())
}

/// Runs `action` when the program is told to end by Ctrl-C (SIGINT) or SIGTERM. A second signal ends it at once, with exit
/// status 1.
///
/// # Errors
///
/// Fails when the system does not let the program handle these signals.
pub fn on_interrupt(action: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let wait = Interrupt::new(&interrupted)?;
    for signal in [SIGINT, SIGTERM] {
        // In this order: the first signal finds the flag unset.
        signal_hook::flag::register_conditional_shutdown(signal, 1, Arc::clone(&interrupted))?;
        signal_hook::flag::register(signal, Arc::clone(&interrupted))?;
        wait.register(signal)?;
    }
    thread::Builder::new().spawn(move || {
        wait.wait();
        TOLD_TO_END.store(true, Ordering::SeqCst);
        action();
    })?;
    Ok(())
}

/// Wakes a thread from within the handler of a signal, where little more than a write is allowed.
#[cfg(unix)]
struct Interrupt {
    wakes: UnixStream,
    woken: UnixStream,
}

#[cfg(unix)]
impl Interrupt {
    fn new(_interrupted: &Arc<AtomicBool>) -> io::Result<Self> {
        let (wakes, woken) = UnixStream::pair()?;
        Ok(Self { wakes, woken })
    }

    fn register(&self, signal: i32) -> io::Result<()> {
        signal_hook::low_level::pipe::register(signal, self.wakes.try_clone()?).map(drop)
    }

    fn wait(mut self) {
        while self.woken.read(&mut [0]).is_err_and(|error| error.kind() == ErrorKind::Interrupted) {}
    }
}

/// Elsewhere a thread has to look.
#[cfg(not(unix))]
struct Interrupt {
    interrupted: Arc<AtomicBool>,
}

#[cfg(not(unix))]
impl Interrupt {
    fn new(interrupted: &Arc<AtomicBool>) -> io::Result<Self> {
        Ok(Self { interrupted: Arc::clone(interrupted) })
    }

    fn register(&self, _signal: i32) -> io::Result<()> {
        Ok(())
    }

    fn wait(self) {
        while !self.interrupted.load(Ordering::SeqCst) {
            thread::sleep(Duration::from_millis(50));
        }
    }
}
