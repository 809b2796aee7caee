//! What every program of the course does around its sockets, so that the lessons can be about the sockets.
//!
//! - [`exit`] turns the result of a program into its exit status and, on failure, one line `error: …`.
//! - [`cannot_listen`], [`cannot_connect`] and [`cannot_send`] say what to try when an address fails.
//! - [`exit_on_interrupt`] ends a server cleanly on Ctrl-C, [`on_interrupt`] lets it finish first.
//! - [`listening_on`], [`client_lost`], [`accept_failed`], [`note`] and [`log`] write about the program itself, on standard
//!   error; [`note_panics`] does so about panics.
//! - [`limited`] reads from a client that may send too much or too slowly.
//! - [`stdout`] is where a client prints, and [`transcript`] where a server does: the client ends when nobody takes what it
//!   prints, the server goes on.
//! - [`text`] shows received bytes, whatever they are, and [`shown`] does where a terminal would act on them; [`html`] shows text in a page, and [`page`] is the page around it.
//! - [`seconds`] and [`field`] read what stands on a command line.
//! - [`url`] does so with a URL; [`escaped`] and [`without_dots`] are of use with those that servers send.

mod outlet;
mod url;
mod visible;

use std::backtrace::{Backtrace, BacktraceStatus};
use std::borrow::Cow;
use std::fmt::{self, Display};
use std::io::{self, ErrorKind, IsTerminal, Read, Write};
use std::mem;
use std::net::{SocketAddr, TcpStream};
#[cfg(unix)]
use std::os::unix::net::UnixStream;
use std::panic;
use std::process::{self, ExitCode};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGINT, SIGTERM};

use outlet::{ERROR, OUTPUT};
pub use url::{InvalidUrl, escaped, url, without_dots};
use visible::Pieces;
pub use visible::{Text, text};

/// Where the servers of the course listen, and their clients connect, unless `--addr` says otherwise.
pub const DEFAULT_ADDR: &str = "127.0.0.1:12345";

/// How long a server waits before it accepts again after [`accept_failed`].
const PAUSE_AFTER_FAILED_ACCEPT: Duration = Duration::from_millis(100);

/// How long a program that ends waits for its last lines to be read.
const LAST_LINES: Duration = Duration::from_millis(750);

/// Ends `main`: exit status 0, or one line `error: …` on standard error and exit status 1.
///
/// The status is 1 too when some of a [`transcript`] was lost. Which was said on standard error.
pub fn exit<E: Display>(result: Result<(), E>) -> ExitCode {
    let succeeded = result.is_ok();
    let rest = rest_shown();
    // Where nobody reads a transcript, its thread keeps the stream locked while it waits.
    if !rest.is_empty() {
        let _ = io::stdout().write_all(&rest);
    }
    if let Err(error) = result {
        note(format_args!("error: {error:#}"));
    }
    let printed = OUTPUT.finish(LAST_LINES);
    finish_notes();
    if succeeded && printed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Writes one line about the program itself to standard error, as [`text`] shows it.
///
/// Unlike `eprintln!` it does not panic when standard error cannot be written to, it waits for a moment only when nobody
/// reads there, and the line goes out in one piece: other threads write lines too. When lines are lost, standard error says
/// how many as soon as it is read again.
pub fn note(line: impl Display) {
    ERROR.write(&visible::text(format!("{line}\n").as_bytes()).to_string());
}

/// Writes whole lines to standard error, like [`note`], but without waiting for anything.
pub fn log(lines: &str) {
    ERROR.write_later(lines);
}

/// Waits until what was noted and logged is written, for a moment at most: [`exit`] does so too.
pub fn finish_notes() {
    ERROR.finish(LAST_LINES);
}

/// Lets panics be told by [`note`]. The standard library's way waits while nobody reads standard error, and keeps all other
/// threads that panic waiting too.
pub fn note_panics() {
    panic::set_hook(Box::new(|info| {
        let thread = thread::current();
        let backtrace = Backtrace::capture();
        let trace =
            if backtrace.status() == BacktraceStatus::Captured { format!("\n{backtrace}") } else { String::new() };
        note(format_args!("thread '{}' {info}{trace}", thread.name().unwrap_or("<unnamed>")));
    }));
}

/// Says on standard error where a server listens: its first line, with the real port where port 0 was asked for.
pub fn listening_on(addr: SocketAddr) {
    note(format_args!("listening on {addr}"));
    // Whatever the program says next itself, on a busy machine too, comes after it.
    finish_notes();
}

/// Says on standard error that the connection to a client broke: the client is lost, the server is not.
pub fn client_lost(error: impl Display) {
    note(format_args!("client lost: {error}"));
}

/// Says on standard error that a connection could not be taken, and waits a moment.
///
/// Without the wait, a server that has run out of file descriptors would ask for the next connection, and fail, as fast
/// as it can.
pub fn accept_failed(error: &io::Error) {
    note(format_args!("cannot take a connection: {error}"));
    thread::sleep(PAUSE_AFTER_FAILED_ACCEPT);
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
        while !self.interrupted.load(std::sync::atomic::Ordering::SeqCst) {
            thread::sleep(Duration::from_millis(50));
        }
    }
}

/// An address that a program could not listen on, connect to or send to, with what to try instead.
#[derive(Debug)]
pub struct AddrError {
    action: &'static str,
    addr: String,
    error: io::Error,
    /// Empty where nothing is known that helps.
    advice: &'static str,
}

impl Display for AddrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { action, addr, error, advice } = self;
        write!(f, "cannot {action} {addr}: {error}")?;
        if advice.is_empty() { Ok(()) } else { write!(f, "; {advice}") }
    }
}

// The cause stands in the message already, so `source` stays empty: a chain would print it twice.
impl std::error::Error for AddrError {}

/// The error of a server that could not listen on `addr` (`HOST:PORT`).
#[must_use]
pub fn cannot_listen(addr: &str, error: io::Error) -> AddrError {
    let advice = match error.kind() {
        ErrorKind::AddrInUse => {
            "another program holds this port, perhaps a server you started earlier: stop it, or choose another port with --addr 127.0.0.1:0"
        }
        ErrorKind::PermissionDenied => {
            "ports below 1024 need special rights: choose a higher one, for example --addr 127.0.0.1:12345"
        }
        ErrorKind::AddrNotAvailable => "this machine has no such address: try --addr 127.0.0.1:12345",
        _ => "write the address as HOST:PORT, for example --addr 127.0.0.1:12345",
    };
    AddrError { action: "listen on", addr: addr.to_owned(), error, advice }
}

/// The error of a client that could not connect to `addr` (`HOST:PORT`).
#[must_use]
pub fn cannot_connect(addr: &str, error: io::Error) -> AddrError {
    let advice = match error.kind() {
        ErrorKind::ConnectionRefused => {
            "nobody listens there: start the server first, in another terminal, and compare its address with this one"
        }
        ErrorKind::TimedOut | ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
            "no answer came from there: check the host"
        }
        _ => "write the address as HOST:PORT, for example 127.0.0.1:12345",
    };
    AddrError { action: "connect to", addr: addr.to_owned(), error, advice }
}

/// Reads a time in seconds from a command line: `10`, `0.5`.
///
/// # Errors
///
/// When it is no number above 0, or more than a year.
pub fn seconds(text: &str) -> Result<Duration, String> {
    const YEAR: f64 = 365.0 * 24.0 * 3600.0;
    let seconds = text.parse().ok().filter(|seconds| (0.0..=YEAR).contains(seconds)).map(Duration::from_secs_f64);
    // No socket takes a time that is rounded to nothing.
    let limit = seconds.filter(|time| !time.is_zero());
    limit.ok_or_else(|| "write a number of seconds, for example 10 or 0.5".to_owned())
}

/// Reads a field to be sent from a command line: `Name: value`. Whether both are valid, the layer of HTTP says; `own` are
/// the names of the fields that the client makes itself.
///
/// # Errors
///
/// When there is no colon, or the client itself makes such a field.
pub fn field<'a>(line: &'a str, own: &[&str]) -> Result<(&'a str, &'a str), String> {
    let (name, value) = line.split_once(':').ok_or_else(|| format!("{line:?} has no colon behind its name"))?;
    if own.iter().any(|own| own.eq_ignore_ascii_case(name)) {
        return Err(format!("the client itself makes the field {name}"));
    }
    Ok((name, value))
}

/// The error of a client that could not send a datagram to `addr` (`HOST:PORT`).
#[must_use]
pub fn cannot_send(addr: &str, error: io::Error) -> AddrError {
    let advice = match error.kind() {
        ErrorKind::ConnectionRefused => {
            "an earlier datagram found nobody there: start the server first, in another terminal, and compare its address with --addr"
        }
        ErrorKind::PermissionDenied | ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
            "check the host in --addr"
        }
        // The standard library has no kinds for the errors below. In this order: Linux; macOS and BSD; Windows.
        _ => match error.raw_os_error() {
            // EMSGSIZE
            Some(90 | 40 | 10040) => "one datagram carries at most 65507 bytes, on some systems less",
            // EDESTADDRREQ, WSAENOTCONN
            Some(89 | 39 | 10057) => "this socket was not told where its datagrams go: `connect` is missing",
            _ => "",
        },
    };
    AddrError { action: "send to", addr: addr.to_owned(), error, advice }
}

/// Standard output of a client, whose work is to print: when it cannot be written to, the program ends with exit status 1
/// and one line `error: …` on standard error.
///
/// Bytes go there as [`shown`] says.
#[must_use]
pub fn stdout() -> Stdout {
    Stdout(io::stdout())
}

/// Standard output of a client; made by [`stdout`].
#[derive(Debug)]
pub struct Stdout(io::Stdout);

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match shown(bytes) {
            Cow::Borrowed(bytes) => self.0.write(bytes).inspect_err(end_without_output),
            Cow::Owned(text) => {
                self.0.write_all(&text).inspect_err(end_without_output)?;
                Ok(bytes.len())
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush().inspect_err(end_without_output)
    }
}

fn end_without_output(error: &io::Error) {
    if error.kind() != ErrorKind::Interrupted {
        note(format_args!("error: cannot write to standard output: {error}"));
        finish_notes();
        process::exit(1);
    }
}

/// What a terminal was shown, up to half a character.
static ON_TERMINAL: Mutex<Pieces> = Mutex::new(Pieces::new());

/// Received bytes as they go to standard output: on a terminal as [`text`] shows them, into a file or a pipe as they are.
///
/// Pieces may be cut anywhere. What is half a character waits for the next piece, for [`rest_shown`] or for [`exit`].
#[must_use]
pub fn shown(bytes: &[u8]) -> Cow<'_, [u8]> {
    if io::stdout().is_terminal() {
        let text = ON_TERMINAL.lock().unwrap_or_else(PoisonError::into_inner).next(bytes);
        Cow::Owned(text.into_bytes())
    } else {
        Cow::Borrowed(bytes)
    }
}

/// What is left of the pieces that were [`shown`], when no further one comes.
#[must_use]
pub fn rest_shown() -> Vec<u8> {
    ON_TERMINAL.lock().unwrap_or_else(PoisonError::into_inner).end().into_bytes()
}

/// Standard output of a server, whose work goes on whether or not somebody reads what it prints.
///
/// What is written to it at a time goes out in one piece, as [`text`] shows it. Writing never fails, and waits for a moment
/// only when nobody reads; standard error says what is lost.
///
/// ```
/// use std::io::Write;
///
/// writeln!(cli::transcript(), "server received: {}", cli::text(b"Hello"))?;
/// # Ok::<(), std::io::Error>(())
/// ```
#[must_use]
pub fn transcript() -> Transcript {
    Transcript(Vec::new())
}

/// Standard output of a server; made by [`transcript`].
#[derive(Debug)]
pub struct Transcript(Vec<u8>);

impl Write for Transcript {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        let lines = mem::take(&mut self.0);
        if !lines.is_empty() {
            OUTPUT.write(&visible::text(&lines).to_string());
        }
        Ok(())
    }
}

impl Drop for Transcript {
    fn drop(&mut self) {
        let _ = self.flush();
    }
}

/// What comes over a connection until `bytes` bytes have come; reading fails when `time` has passed.
///
/// A read timeout alone ([`TcpStream::set_read_timeout`]) starts anew with every byte: a client that sends one now and
/// then would never be done.
#[must_use]
pub fn limited(stream: &TcpStream, bytes: u64, time: Duration) -> impl Read {
    Until { stream, end: Instant::now() + time }.take(bytes)
}

/// A stream that can be read until a moment.
struct Until<'a> {
    stream: &'a TcpStream,
    end: Instant,
}

impl Read for Until<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        // macOS refuses a limit once both sides have closed the connection. A read then returns at once.
        self.stream.set_read_timeout(Some(left)).ok();
        self.stream.read(buffer).map_err(|error| match error.kind() {
            // What Unix systems say when a read timeout has passed.
            ErrorKind::WouldBlock => ErrorKind::TimedOut.into(),
            _ => error,
        })
    }
}

/// Text as HTML shows it: whatever stands in it, none of it becomes a tag.
#[must_use]
pub fn html(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut html, c| {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
        html
    })
}

/// A page of HTML: a title, which is text, and what stands below it, which is HTML already. It has an empty icon, so that
/// browsers do not ask for one that is not there.
///
/// ```
/// let page = cli::page("1 < 2", "<p>It is.</p>");
/// assert!(page.contains("<h1>1 &lt; 2</h1>\n<p>It is.</p>"));
/// ```
#[must_use]
pub fn page(title: &str, content: &str) -> String {
    let title = html(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<link rel=\"icon\" href=\"data:,\">\n<title>{title}</title>\n<h1>{title}</h1>\n{content}\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn text_in_html_is_no_tag() {
        assert_eq!(html("<a href='x'>\"&\"</a>"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/a&gt;");
    }

    #[test]
    fn a_field_has_a_colon_and_is_none_of_the_clients_own() {
        assert_eq!(field("A: b:c", &["Host"]), Ok(("A", " b:c")));
        assert_eq!(field(":", &["Host"]), Ok(("", "")));
        assert!(field("A", &["Host"]).is_err_and(|error| error.contains("colon")));
        assert!(field("hOST: a", &["Host"]).is_err_and(|error| error.contains("hOST")));
    }

    #[test]
    fn a_time_is_a_number_of_seconds() {
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        for text in ["", "0", "-0", "-1", "1e-10", "nan", "inf", "1e300", "ten"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }

    #[test]
    fn limited_reading_stops_at_the_bytes_and_at_the_time() -> io::Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let mut client = TcpStream::connect(listener.local_addr()?)?;
        let (server, _) = listener.accept()?;
        client.write_all(b"Hello")?;
        let mut came = String::new();
        limited(&server, 4, Duration::from_mins(1)).read_to_string(&mut came)?;
        assert_eq!(came, "Hell");

        let began = Instant::now();
        let mut patient = limited(&server, u64::MAX, Duration::from_millis(20));
        while patient.read(&mut [0]).is_ok_and(|count| count > 0) {
            client.write_all(b"o")?;
        }
        assert!(began.elapsed() >= Duration::from_millis(20));
        let late = patient.read(&mut [0]).expect_err("the time has passed");
        assert_eq!(late.kind(), ErrorKind::TimedOut);

        let silent = TcpStream::connect(listener.local_addr()?)?;
        let (server, _) = listener.accept()?;
        let late = limited(&server, 1, Duration::from_millis(1)).read(&mut [0]).expect_err("nothing came");
        assert_eq!(late.kind(), ErrorKind::TimedOut);
        drop(silent);
        Ok(())
    }

    #[test]
    fn what_both_sides_have_closed_is_at_its_end() -> io::Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let mut client = TcpStream::connect(listener.local_addr()?)?;
        let (server, _) = listener.accept()?;
        client.write_all(b"Hello")?;
        drop(client);
        server.shutdown(std::net::Shutdown::Write)?;
        let mut came = String::new();
        limited(&server, 10, Duration::from_mins(1)).read_to_string(&mut came)?;
        assert_eq!(came, "Hello");
        assert_eq!(limited(&server, 10, Duration::from_mins(1)).read(&mut [0])?, 0);
        Ok(())
    }

    #[test]
    fn address_errors_say_what_failed_where_and_what_to_try() {
        let error = cannot_listen("127.0.0.1:12345", ErrorKind::AddrInUse.into()).to_string();
        assert!(error.starts_with("cannot listen on 127.0.0.1:12345: "), "{error}");
        assert!(error.contains("--addr"), "{error}");

        let error = cannot_connect("127.0.0.1:12345", ErrorKind::ConnectionRefused.into()).to_string();
        assert!(error.contains("start the server first"), "{error}");
        assert!(!error.contains('\n'), "{error}");

        let error = cannot_send("127.0.0.1:12345", ErrorKind::WriteZero.into()).to_string();
        assert_eq!(error, "cannot send to 127.0.0.1:12345: write zero");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_datagram_that_is_not_sent_gets_the_advice_that_fits() -> io::Result<()> {
        let socket = std::net::UdpSocket::bind("127.0.0.1:0")?;
        let advice = |error| cannot_send("127.0.0.1:12345", error).advice;
        let lost = socket.send(b"Hello").expect_err("nobody said where to");
        assert!(advice(lost).contains("`connect` is missing"));
        let long = socket.send_to(&vec![0; 65508], socket.local_addr()?).expect_err("no datagram is so long");
        assert!(advice(long).contains("65507"));
        Ok(())
    }
}
