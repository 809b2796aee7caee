//! What becomes of the programs of all steps when nobody reads what they print, and what they print of what others sent.
#![cfg(unix)]

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{LazyLock, mpsc};
use std::thread;
use std::time::{Duration, Instant};

/// No server takes longer for anything; on a busy machine neither.
const PATIENCE: Duration = Duration::from_secs(20);

/// The folder of all programs.
static PROGRAMS: LazyLock<PathBuf> = LazyLock::new(|| {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
    let built =
        Command::new(cargo).current_dir(root).args(["build", "--quiet", "--bins", "--profile", profile]).status();
    assert!(built.expect("cargo can be started").success(), "cargo build --bins failed");
    Path::new(env!("CARGO_BIN_EXE_course")).parent().expect("it lies in a folder").to_owned()
});

/// A server of a step: its arguments, the beginning and the end of what it is asked, and whether it prints what that was.
struct Step(&'static str, &'static [&'static str], &'static str, &'static str, Prints);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Prints {
    Nothing,
    Output,
    Error,
}

const HTTP: &str = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

const STEPS: [Step; 13] = [
    Step("one-way", &["--forever"], "", "", Prints::Output),
    Step("two-way", &[], "", "", Prints::Output),
    Step("echo", &[], "", "", Prints::Nothing),
    Step("protocol", &[], "ECHO text 3000\n", "", Prints::Output),
    Step("naive-http", &["--repaired"], "GET /", HTTP, Prints::Nothing),
    Step("by-hand", &[], "GET /", HTTP, Prints::Output),
    Step("request", &[], "GET /", HTTP, Prints::Output),
    Step("response", &[], "GET /", HTTP, Prints::Output),
    Step("body", &[], "GET /", HTTP, Prints::Output),
    Step("connection", &[], "GET /", HTTP, Prints::Output),
    Step("threads", &[], "GET /", HTTP, Prints::Output),
    Step("representation", &[], "GET /", HTTP, Prints::Output),
    Step("responder", &[], "GET /", HTTP, Prints::Error),
];

impl Step {
    fn request(&self) -> Vec<u8> {
        [self.2.as_bytes(), &[b'x'; 3000], self.3.as_bytes()].concat()
    }

    /// Asks the server once; how many octets came.
    fn ask(&self, port: u16, request: &[u8]) -> usize {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let mut came = Vec::new();
        let asked = stream.write_all(request).and_then(|()| stream.shutdown(Shutdown::Write));
        asked.and_then(|()| stream.read_to_end(&mut came)).unwrap_or_else(|error| panic!("{}: {error}", self.0));
        assert!(!came.is_empty() || self.0 == "one-way", "{}: no reply", self.0);
        came.len()
    }
}

/// A server that runs, until it is dropped.
struct Running {
    child: Child,
    port: u16,
    output: Option<ChildStdout>,
    error: Option<BufReader<ChildStderr>>,
}

impl Running {
    fn start(step: &Step) -> Self {
        let mut command = Command::new(PROGRAMS.join(format!("{}-server", step.0)));
        command.args(["--addr", "127.0.0.1:0"]).args(step.1);
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = child.expect("it can be started");
        let output = child.stdout.take();
        let mut error = child.stderr.take().map(BufReader::new).expect("a pipe");
        let mut line = String::new();
        error.read_line(&mut line).expect("its first line");
        let port = line.trim_end().rsplit(':').next().and_then(|port| port.parse().ok());
        Self { child, port: port.unwrap_or_else(|| panic!("{}: {line}", step.0)), output, error: Some(error) }
    }

    /// The next line of its standard error, after as many requests as that takes.
    fn says_when_asked(&mut self, step: &Step) -> String {
        let mut error = self.error.take().expect("nobody reads it");
        let (line, lines) = mpsc::channel();
        thread::spawn(move || {
            let mut said = String::new();
            let _ = error.read_line(&mut said);
            line.send((said, error))
        });
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            // A process that another test just starts holds copies of all pipes until it runs its program: so long, nothing
            // that this server prints is lost, and it has nothing to say.
            step.ask(self.port, &step.request());
            if let Ok((said, error)) = lines.recv_timeout(Duration::from_millis(100)) {
                self.error = Some(error);
                return said;
            }
        }
        panic!("{}: it says nothing", step.0)
    }

    /// Tells it to end, and waits until it has.
    fn end(&mut self) -> ExitStatus {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(told.expect("kill can be started").success());
        self.wait()
    }

    /// Waits until it has ended.
    fn wait(&mut self) -> ExitStatus {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("it is our child") {
                return status;
            }
            assert!(Instant::now() < until, "it does not end");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Reads both streams from now on, to their ends.
    fn read(&mut self) -> [thread::JoinHandle<Vec<u8>>; 2] {
        fn all(mut from: impl Read + Send + 'static) -> thread::JoinHandle<Vec<u8>> {
            thread::spawn(move || {
                let mut octets = Vec::new();
                from.read_to_end(&mut octets).expect("a pipe can be read");
                octets
            })
        }
        [all(self.output.take().expect("nobody reads it")), all(self.error.take().expect("nobody reads it"))]
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_server_whose_output_is_closed_serves_and_ends() {
    for step in &STEPS {
        for (output, error) in [(true, false), (false, true), (true, true)] {
            let mut server = Running::start(step);
            if output {
                drop(server.output.take());
            }
            if error {
                drop(server.error.take());
            }
            for _ in 0..3 {
                step.ask(server.port, &step.request());
            }
            let is_due = output && !error && step.4 == Prints::Output;
            let mut said = if is_due { server.says_when_asked(step) } else { String::new() };
            assert_eq!(server.end().code(), Some(0), "{}", step.0);
            if let Some(error) = &mut server.error {
                error.read_to_string(&mut said).expect("a pipe can be read");
            }
            let told = said.matches("cannot write to standard output: ").count();
            assert_eq!(told, usize::from(is_due), "{}: {said}", step.0);
            assert!(!said.contains("client lost"), "{}: {said}", step.0);
        }
    }
}

#[test]
fn a_server_whose_output_nobody_reads_serves_and_ends() {
    for step in &STEPS {
        let mut server = Running::start(step);
        let began = Instant::now();
        // Twice what a pipe holds.
        for _ in 0..150 {
            step.ask(server.port, &step.request());
        }
        assert!(began.elapsed() < PATIENCE, "{}", step.0);
        assert_eq!(server.end().code(), Some(0), "{}", step.0);
    }
}

/// Some servers end by themselves, after their first client. So they do when nobody reads all that they print.
#[test]
fn a_server_that_has_done_its_work_ends_whoever_reads_its_output() {
    // Shown, these are more than a pipe holds.
    static MESSAGE: [u8; 60_000] = [0x01; 60_000];
    let step = Step("one-way", &[], "", "", Prints::Output);
    let mut server = Running::start(&step);
    step.ask(server.port, &MESSAGE);
    assert_eq!(server.wait().code(), Some(1), "what it printed is not all read");

    let step = Step("datagram", &["--buffer", "65000"], "", "", Prints::Output);
    let mut server = Running::start(&step);
    let socket = UdpSocket::bind("127.0.0.1:0").expect("a free port");
    socket.send_to(&MESSAGE, ("127.0.0.1", server.port)).expect("it can be sent");
    assert_eq!(server.wait().code(), Some(1), "what it printed is not all read");
}

#[test]
fn lines_that_are_lost_are_counted_as_soon_as_somebody_reads_again() {
    for step in STEPS.iter().filter(|step| matches!(step.0, "request" | "responder")) {
        let mut server = Running::start(step);
        for _ in 0..600 {
            step.ask(server.port, &step.request());
        }
        let streams = server.read();
        thread::sleep(Duration::from_millis(200));
        step.ask(server.port, b"GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        // The notice of standard output follows the lines.
        thread::sleep(Duration::from_millis(200));
        server.end();
        let [output, error] =
            streams.map(|stream| String::from_utf8(stream.join().expect("it is read")).expect("text"));
        let lines = if step.4 == Prints::Output { &output } else { &error };
        let whole = lines.lines().filter(|line| line.contains(&"x".repeat(3000))).count();
        let lost = error.lines().filter(|line| line.starts_with("lines missing"));
        let lost: usize = lost.filter_map(|line| line.rsplit(' ').next()?.parse::<usize>().ok()).sum();
        assert!(lost > 0, "{}: {whole} lines, and nothing is lost", step.0);
        assert_eq!(whole + lost, 600, "{}", step.0);
        assert!(lines.contains("/last"), "{}", step.0);
    }
}

/// What would set a terminal's title, ring, colour it, clear it, and turn text around.
const STEERING: &[u8] = b"\x1b]0;t\x07\x1b[31m\xc2\x9b2J\x9b2J\xe2\x80\xae\x08\x7f over\rwritten";

fn assert_harmless(who: &str, octets: &[u8]) {
    let text = String::from_utf8(octets.to_vec()).unwrap_or_else(|error| panic!("{who}: {error}"));
    let steers = |c: char| (c.is_control() && !"\r\n\t".contains(c)) || matches!(c, '\u{200e}'..='\u{202e}');
    assert!(!text.contains(steers), "{who}: {text:?}");
    assert!(!text.replace("\r\n", "\n").contains('\r'), "{who}: {text:?}");
}

#[test]
fn what_a_client_sends_never_steers_the_terminal_of_a_server() {
    for step in &STEPS {
        let mut server = Running::start(step);
        let length = format!("ECHO text {}\n", STEERING.len());
        let begin = if step.0 == "protocol" { length.as_bytes() } else { step.2.as_bytes() };
        let trailer = [
            b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: \xc2\x9b2J",
            &b"\r\n\r\n"[..],
        ];
        for request in [[begin, STEERING, step.3.as_bytes()].concat(), trailer.concat()] {
            let mut stream = TcpStream::connect(("127.0.0.1", server.port)).expect("it listens");
            stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
            let _ = stream.write_all(&request).and_then(|()| stream.shutdown(Shutdown::Write));
            let _ = stream.read_to_end(&mut Vec::new());
        }
        let streams = server.read();
        // The last lines are written while the connection ends.
        thread::sleep(Duration::from_millis(100));
        server.end();
        for stream in streams {
            assert_harmless(step.0, &stream.join().expect("it is read"));
        }
    }
}

/// Answers one client with these octets; returns the port.
fn answer_once(answer: Vec<u8>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("it listens").port();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a client");
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(&answer).and_then(|()| stream.shutdown(Shutdown::Write));
        let _ = stream.read_to_end(&mut Vec::new());
    });
    port
}

#[test]
fn what_a_server_sends_never_steers_the_terminal_of_a_client() {
    let frame = [format!("20 text {}\n", STEERING.len()).as_bytes(), STEERING].concat();
    let head =
        b"HTTP/1.1 200 a\xc2\x9b2J\xe2\x80\xaeb\r\nX: \xc2\x9b2J\xe2\x80\xae\x9b\r\nContent-Length: 0\r\n\r\n".to_vec();
    let bad = [b"HTTP/1.1 200 OK\r\nX", STEERING, b": y\r\n\r\n"].concat();
    let http = ["response", "body", "connection", "representation"];
    let plain = [("two-way", STEERING.to_vec()), ("naive-http", STEERING.to_vec()), ("protocol", frame)];
    let cases = plain.into_iter().chain(http.iter().flat_map(|name| [(*name, head.clone()), (*name, bad.clone())]));
    for (name, answer) in cases {
        let port = answer_once(answer);
        let mut command = Command::new(PROGRAMS.join(format!("{name}-client")));
        if http.contains(&name) {
            command.arg(format!("http://127.0.0.1:{port}/"));
        } else {
            command.args(["--addr", &format!("127.0.0.1:{port}")]);
        }
        let ended = command.stdin(Stdio::null()).output().expect("it can be started");
        assert_harmless(name, &ended.stdout);
        assert_harmless(name, &ended.stderr);
    }
}

/// `client | head -1` closes the pipe behind a client.
#[test]
fn a_client_whose_output_is_closed_says_so_and_ends() {
    let content = "x".repeat(100_000);
    let page = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{content}", content.len()).into_bytes();
    for name in
        ["one-way", "two-way", "naive-http", "protocol", "request", "response", "body", "connection", "representation"]
    {
        let is_http = matches!(name, "request" | "response" | "body" | "connection" | "representation");
        let port = answer_once(if is_http { page.clone() } else { b"20 text 2\nhi".to_vec() });
        let mut command = Command::new(PROGRAMS.join(format!("{name}-client")));
        if is_http {
            command.arg(format!("http://127.0.0.1:{port}/"));
        } else {
            command.args(["--addr", &format!("127.0.0.1:{port}")]);
        }
        let (reader, writer) = io::pipe().expect("a pipe");
        drop(reader);
        let child = command.stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped()).spawn();
        let ended = child.and_then(Child::wait_with_output).expect("it can be started");
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(1), "{name}: {said}");
        let error = said.lines().filter(|line| line.starts_with("error: cannot write to standard output: "));
        assert_eq!(error.count(), 1, "{name}: {said}");
    }
}

/// On a terminal, the one line of an error is shown in lines that fit.
#[cfg(target_os = "linux")]
#[test]
fn errors_of_programs_fit_the_terminal() {
    for name in ["one-way", "response", "user-agent"] {
        let args = if name == "one-way" { "--addr 127.0.0.1:1" } else { "http://127.0.0.1:1/" };
        let line = format!("'{}' {args}", PROGRAMS.join(format!("{name}-client")).display());
        let mut script = Command::new("script");
        script.args(["--quiet", "--return", "--command", &line, "/dev/null"]).stdin(Stdio::null());
        let output = match script.output() {
            Ok(output) => output,
            Err(error) => {
                assert!(std::env::var_os("CI").is_none(), "script, which makes a terminal, must be there: {error}");
                eprintln!("skipped: script, which makes a terminal, is not installed");
                return;
            }
        };
        let shown = String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n");
        assert!(shown.starts_with("error: cannot connect to 127.0.0.1:1: "), "{name}: {shown:?}");
        assert!(shown.replace("\n  ", " ").contains("nobody listens there: "), "{name}: {shown:?}");
        assert!(shown.lines().count() > 1, "{name}: {shown:?}");
        assert!(shown.lines().all(|line| line.chars().count() <= 80), "{name}: {shown:?}");
        assert!(!output.status.success(), "{name}");
    }
}
