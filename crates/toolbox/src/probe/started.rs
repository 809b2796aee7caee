//! A program that the probe starts, and ends with everything that it has started.

use std::io::{BufRead as _, BufReader, Read};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

/// How long a server may take until it listens.
const START: Duration = Duration::from_secs(15);

/// How long a program may take to end after it was asked to.
const END: Duration = Duration::from_secs(2);

const POLL: Duration = Duration::from_millis(20);

/// What a program of the course says first.
const LISTENING: &str = "listening on ";

/// A running program.
#[derive(Debug)]
pub struct Started {
    child: Child,
}

/// A command as it was typed, in words: a shell's rules of quoting, without a shell.
pub fn words(command: &str) -> anyhow::Result<Vec<String>> {
    // On Windows a backslash stands for itself: paths have it.
    let text = if cfg!(windows) { command.replace('\\', "\0") } else { command.to_owned() };
    let words = shell_words::split(&text).with_context(|| format!("`{command}`: a quote is not closed"))?;
    if words.is_empty() {
        bail!("the command has no words");
    }
    Ok(words.into_iter().map(|word| word.replace('\0', "\\")).collect())
}

impl Started {
    /// Starts a command, in a group of its own.
    pub fn spawn(command: &mut Command) -> anyhow::Result<Self> {
        let program = command.get_program().to_string_lossy().into_owned();
        set_apart(command);
        let child = command.stdin(Stdio::null()).spawn().with_context(|| format!("cannot start `{program}`"))?;
        remember(child.id());
        Ok(Self { child })
    }

    /// Starts a server: `{port}` or `{addr}` in its command is a free port, or else it says where it listens.
    pub fn server(command: &str) -> anyhow::Result<(Self, SocketAddr)> {
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let free = free.context("no port is free")?;
        let is_told = command.contains("{port}") || command.contains("{addr}");
        let filled =
            |word: &String| word.replace("{port}", &free.port().to_string()).replace("{addr}", &free.to_string());
        let words: Vec<String> = words(command)?.iter().map(filled).collect();
        let mut started = Command::new(&words[0]);
        started.args(&words[1..]);
        Self::listening(&mut started, is_told.then_some(free)).with_context(|| format!("`{command}`"))
    }

    /// Starts a server that is told to listen at `addr`.
    pub fn at(command: &mut Command, addr: SocketAddr) -> anyhow::Result<(Self, SocketAddr)> {
        Self::listening(command, Some(addr))
    }

    /// Starts a server that says where it listens.
    pub fn saying(command: &mut Command) -> anyhow::Result<(Self, SocketAddr)> {
        Self::listening(command, None)
    }

    fn listening(command: &mut Command, told: Option<SocketAddr>) -> anyhow::Result<(Self, SocketAddr)> {
        let mut server = Self::spawn(command.stdout(Stdio::piped()).stderr(Stdio::piped()))?;
        let lines = server.lines();
        let addr = server.listens(told, &lines)?;
        Ok((server, addr))
    }

    /// Where the server listens: at `told`, or where it says.
    fn listens(&mut self, told: Option<SocketAddr>, lines: &Receiver<String>) -> anyhow::Result<SocketAddr> {
        let until = Instant::now() + START;
        let mut said = Vec::new();
        while Instant::now() < until {
            said.extend(lines.try_iter());
            if let Some(addr) = told.filter(|addr| TcpStream::connect(addr).is_ok()) {
                return Ok(addr);
            }
            let found = said.iter().find_map(|line| line.split_once(LISTENING)?.1.trim().parse().ok());
            if let (None, Some(addr)) = (told, found) {
                return Ok(addr);
            }
            if let Some(status) = self.child.try_wait()? {
                said.extend(lines.iter());
                bail!("it has ended ({status}) and listens nowhere{}", quoted(&said));
            }
            thread::sleep(POLL);
        }
        match told {
            Some(addr) => bail!("it does not listen on {addr}{}", quoted(&said)),
            None => bail!(
                "it has not said `listening on HOST:PORT`; write {{port}} or {{addr}} into the command, and it is told where to listen{}",
                quoted(&said)
            ),
        }
    }

    /// What it says on both outputs, line by line. They are read to their end, so that no full pipe holds it up.
    fn lines(&mut self) -> Receiver<String> {
        let (sender, receiver) = mpsc::channel();
        let outputs: [Option<Box<dyn Read + Send>>; 2] = [
            self.child.stdout.take().map(|output| Box::new(output) as Box<dyn Read + Send>),
            self.child.stderr.take().map(|output| Box::new(output) as Box<dyn Read + Send>),
        ];
        for output in outputs.into_iter().flatten() {
            let sender = sender.clone();
            thread::spawn(move || {
                let mut output = BufReader::new(output);
                let mut line = Vec::new();
                while output.read_until(b'\n', &mut line).is_ok_and(|count| count > 0) {
                    // Nobody listens once the server is there.
                    let _ = sender.send(String::from_utf8_lossy(&line).trim_end().to_owned());
                    line.clear();
                }
            });
        }
        receiver
    }

    /// Its standard output and standard error, where they were asked for.
    pub fn outputs(&mut self) -> [Option<Box<dyn Read + Send>>; 2] {
        [
            self.child.stdout.take().map(|output| Box::new(output) as Box<dyn Read + Send>),
            self.child.stderr.take().map(|output| Box::new(output) as Box<dyn Read + Send>),
        ]
    }

    /// How it ended, within this time.
    pub fn ends(&mut self, time: Duration) -> Option<ExitStatus> {
        let until = Instant::now() + time;
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return Some(status),
                Ok(None) if Instant::now() < until => thread::sleep(POLL / 4),
                _ => return None,
            }
        }
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        let id = self.child.id();
        ask_to_end(id);
        if self.ends(END).is_none() {
            let _ = self.child.kill();
        }
        // What it has started may have outlived it.
        end_group(id);
        let _ = self.child.wait();
        forget(id);
    }
}

fn quoted(said: &[String]) -> String {
    if said.is_empty() { String::new() } else { format!("; it said:\n  {}", said.join("\n  ")) }
}

/// The programs that are running, which an interrupt ends too.
static RUNNING: std::sync::Mutex<Vec<u32>> = std::sync::Mutex::new(Vec::new());

fn running() -> std::sync::MutexGuard<'static, Vec<u32>> {
    RUNNING.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn remember(id: u32) {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let end = || {
            for id in running().iter() {
                ask_to_end(*id);
                end_group(*id);
            }
            std::process::exit(130);
        };
        // Without it, an interrupt leaves the programs running; everything else works.
        let _ = cli::on_interrupt(end);
    });
    running().push(id);
}

fn forget(id: u32) {
    running().retain(|known| *known != id);
}

#[cfg(unix)]
fn set_apart(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;

    command.process_group(0);
}

#[cfg(unix)]
fn ask_to_end(id: u32) {
    signal_group(id, rustix::process::Signal::TERM);
}

#[cfg(unix)]
fn end_group(id: u32) {
    signal_group(id, rustix::process::Signal::KILL);
}

#[cfg(unix)]
fn signal_group(id: u32, signal: rustix::process::Signal) {
    if let Some(id) = i32::try_from(id).ok().and_then(rustix::process::Pid::from_raw) {
        let _ = rustix::process::kill_process_group(id, signal);
    }
}

#[cfg(not(unix))]
fn set_apart(_: &mut Command) {}

#[cfg(not(unix))]
fn ask_to_end(_: u32) {}

/// Windows ends a process with those that it has started by this program of its own.
#[cfg(not(unix))]
fn end_group(id: u32) {
    let _ = Command::new("taskkill")
        .args(["/T", "/F", "/PID", &id.to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_split_without_a_shell() {
        assert_eq!(
            words("python3 -m http.server '{port}'").expect("words"),
            ["python3", "-m", "http.server", "{port}"]
        );
        assert_eq!(words("a $B | c").expect("words"), ["a", "$B", "|", "c"]);
        assert!(words("a 'b").is_err_and(|error| error.to_string().contains("quote")));
        assert!(words("  ").is_err());
    }
}
