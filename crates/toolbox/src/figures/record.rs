//! Makes the recordings of figures: runs programs with the wire between them, or a graded test.

use std::collections::HashMap;
use std::env;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use harness::recording::{Event, Side, What};
use serde_json::Value;

use super::events;
use super::file::{Act, Source};
use crate::wire::hub::Hub;
use crate::wire::lesson::Lesson;
use crate::wire::proxy::Proxy;
use crate::wire::recording::{Recording, Writer};

/// How long a program may take to start, a client to end, and a peer to be silent.
const START: Duration = Duration::from_secs(10);
const RUN: Duration = Duration::from_mins(1);
const SILENCE: Duration = Duration::from_secs(30);

/// What is on its way when a client has ended has this long to pass.
const SETTLE: Duration = Duration::from_millis(400);

/// How the programs of the course are called.
const OURS: [&str; 4] = ["-server", "-client", "-proxy", "-filter"];

/// Makes recordings.
pub struct Recorder<'a> {
    root: &'a Path,
    programs: HashMap<String, PathBuf>,
}

/// A program that ends with this value.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What passed, and the ports that vary.
type Passed = (Vec<Event>, Vec<u16>);

/// A server, with the wire in front of it.
struct Hop {
    /// Where clients connect.
    addr: SocketAddr,
    ports: Vec<u16>,
    hub: Arc<Hub>,
    _ended: mpsc::Receiver<()>,
    _server: Running,
}

impl Hop {
    fn passed(&self) -> anyhow::Result<Passed> {
        let passed = self.hub.finish().context("the recording is not whole")?;
        let mut recording = passed.recording.context("no recording")?;
        let events = recording.read_again()?.collect::<anyhow::Result<_>>()?;
        Ok((events, self.ports.clone()))
    }
}

impl<'a> Recorder<'a> {
    /// One that runs the programs of this course.
    pub fn new(root: &'a Path) -> Self {
        Self { root, programs: HashMap::new() }
    }

    /// The events of a recording, in which nothing differs from those of another time; and those of the one behind it, where its
    /// server is a client of another. Of each of the two, one side may keep its pieces apart.
    ///
    /// # Errors
    ///
    /// When a program does not run.
    pub fn record(
        &mut self,
        (source, apart): (&Source, Option<Side>),
        behind: Option<(&Source, Option<Side>)>,
    ) -> anyhow::Result<Vec<Vec<Event>>> {
        let passed = match (&source.test, &source.server) {
            (Some(test), None) => vec![Self::of_test(test)?],
            (None, Some(server)) => self.of_programs(source, server, behind.map(|(source, _)| source))?,
            _ => bail!("a recording has a `server`, or is `of` another figure, or of a `test`"),
        };
        let apart = [apart, behind.and_then(|(_, apart)| apart)];
        let normal = |((events, ports), apart): (Passed, Option<Side>)| {
            events::normal(events, &events::usual_ports(&ports, source.apart), apart)
        };
        Ok(passed.into_iter().zip(apart).map(normal).collect())
    }

    fn of_test(test: &str) -> anyhow::Result<Passed> {
        let (number, name) =
            test.split_once(' ').context("`test` is a lesson and a test's name: \"08 two_requests\"")?;
        let lesson = Lesson::find(number, true)?.with_context(|| format!("no lesson {number}"))?;
        let file = tempfile::NamedTempFile::new().context("cannot make a file for the recording")?;
        let verdict = lesson.record(name, file.path())?;
        let events = Recording::open(file.path()).with_context(|| format!("{test} connects to nothing: {verdict}"))?;
        let events: Vec<Event> = events.collect::<anyhow::Result<_>>()?;
        let ports = events.iter().filter_map(|event| match &event.what {
            What::Open { server, .. } => Some(server.port()),
            _ => None,
        });
        let ports = ports.collect();
        Ok((events, ports))
    }

    fn of_programs(&mut self, source: &Source, server: &str, behind: Option<&Source>) -> anyhow::Result<Vec<Passed>> {
        let inner = match behind {
            None => None,
            Some(behind) => Some(self.hop(behind.server.as_deref().context("who is `behind` has a `server`")?)?),
        };
        let upstream = inner.as_ref().map_or_else(String::new, |inner| inner.addr.to_string());
        let outer = self.hop(&server.replace("{upstream}", &upstream))?;
        match &source.client {
            Some(client) => self.run(client, &source.stdin, outer.addr)?,
            None => act(&source.script, outer.addr)?,
        }
        thread::sleep(SETTLE);
        // Nobody ends before all is told: the end of the one would be seen on the wire of the other.
        std::iter::once(&outer).chain(&inner).map(Hop::passed).collect()
    }

    /// Starts a server, and the wire in front of it.
    fn hop(&mut self, server: &str) -> anyhow::Result<Hop> {
        let mut command = self.command(server, "127.0.0.1:0")?;
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        let errors = child.as_mut().ok().and_then(|child| child.stderr.take());
        let running = Running(child.with_context(|| format!("cannot start {server}"))?);
        let addr =
            listening(errors.context("no standard error")?).with_context(|| format!("{server} does not listen"))?;
        let (from, to) = ("127.0.0.1:0".parse()?, addr.to_string().parse()?);
        let proxy = Proxy::listen(&from, to, None)?;
        let wire = proxy.addr()?;
        let ports = vec![wire.port(), addr.port()];
        let hub = Arc::new(Hub::new(None, true, Some(Writer::begin(None)?), || {})?);
        let (theirs, (end, ended)) = (Arc::clone(&hub), mpsc::channel());
        thread::Builder::new().name("proxy".to_owned()).spawn(move || proxy.serve(&theirs, &end))?;
        Ok(Hop { addr: wire, ports, hub, _ended: ended, _server: running })
    }

    /// Runs a client to its end. That it fails may be what the figure shows.
    fn run(&mut self, client: &str, input: &str, wire: SocketAddr) -> anyhow::Result<()> {
        let mut command = self.command(client, &wire.to_string())?;
        let child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut running = Running(child.with_context(|| format!("cannot start {client}"))?);
        if let Some(mut stdin) = running.0.stdin.take() {
            // Not every client reads it.
            let _ = stdin.write_all(input.as_bytes());
        }
        let until = Instant::now() + RUN;
        while running.0.try_wait()?.is_none() {
            if Instant::now() > until {
                bail!("{client} does not end");
            }
            thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    /// The command for a program of the course, or for any other.
    fn command(&mut self, line: &str, addr: &str) -> anyhow::Result<Command> {
        let words = shell_words::split(line).with_context(|| format!("cannot read {line:?}"))?;
        let (program, arguments) = words.split_first().context("no program")?;
        let is_ours = OURS.iter().any(|end| program.ends_with(end));
        let mut command = if is_ours { Command::new(self.built(program)?) } else { Command::new(program) };
        let has_place = arguments.iter().any(|word| word.contains("{addr}") || word.contains("{url}"));
        let put = |word: &String| word.replace("{addr}", addr).replace("{url}", &format!("http://{addr}"));
        command.args(arguments.iter().map(put));
        if is_ours && !has_place {
            command.args(["--addr", addr]);
        }
        command.current_dir(self.root).stdin(Stdio::null());
        Ok(command)
    }

    /// Whether a program is an example of a lesson's package.
    fn is_example(&self, program: &str) -> bool {
        let packages = fs::read_dir(self.root.join("crates")).into_iter().flatten().flatten();
        packages.map(|package| package.path()).any(|package| package.join(format!("examples/{program}.rs")).is_file())
    }

    /// A program of the course, built.
    fn built(&mut self, program: &str) -> anyhow::Result<PathBuf> {
        if let Some(path) = self.programs.get(program) {
            return Ok(path.clone());
        }
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        let kind = if self.is_example(program) { "--example" } else { "--bin" };
        cargo.args(["build", "--quiet", "--message-format", "json", kind, program]).current_dir(self.root);
        let output = cargo.stderr(Stdio::inherit()).output().context("cannot run cargo")?;
        let messages = String::from_utf8_lossy(&output.stdout);
        let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let path = messages
            .filter(|message| message["target"]["name"] == program)
            .find_map(|message| Some(PathBuf::from(message["executable"].as_str()?)));
        let path = path.with_context(|| format!("cargo built no {program}"))?;
        self.programs.insert(program.to_owned(), path.clone());
        Ok(path)
    }
}

/// Waits until a server says where it listens.
fn listening(errors: impl std::io::Read + Send + 'static) -> anyhow::Result<SocketAddr> {
    let (tell, told) = mpsc::channel();
    // It reads on to the end: the server must not wait for somebody who does.
    thread::Builder::new().name("errors".to_owned()).spawn(move || {
        for line in BufReader::new(errors).lines().map_while(Result::ok) {
            if let Some(addr) = line.strip_prefix("listening on ").and_then(|addr| addr.parse().ok()) {
                let _ = tell.send(addr);
            }
        }
    })?;
    told.recv_timeout(START).context("it does not say so")
}

/// Does what a script says.
fn act(script: &[Act], wire: SocketAddr) -> anyhow::Result<()> {
    let connect = || -> anyhow::Result<TcpStream> {
        let stream = TcpStream::connect(wire)?;
        stream.set_read_timeout(Some(SILENCE))?;
        stream.set_nodelay(true)?;
        Ok(stream)
    };
    let mut open = vec![connect()?];
    let mut came = 0;
    let mut buffer = [0; 4096];
    for act in script {
        let stream = open.last_mut().context("no connection")?;
        match act {
            Act::Send(text) => stream.write_all(text.as_bytes()).context("cannot send")?,
            Act::Wait(millis) => thread::sleep(Duration::from_millis(*millis)),
            Act::Await(count) => {
                while came < *count {
                    match stream.read(&mut buffer) {
                        Ok(0) | Err(_) => break,
                        Ok(more) => came += more,
                    }
                }
            }
            Act::End => stream.shutdown(Shutdown::Write).context("cannot end")?,
            Act::Reset => {
                crate::wire::link::reset_on_close(stream);
                open.pop();
            }
            Act::Connect => {
                open.push(connect()?);
                came = 0;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use harness::recording::Side;

    use super::super::file::Figure;
    use super::*;

    #[test]
    fn what_a_proxy_passes_on_is_on_the_wire_behind_it() {
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let text = std::fs::read_to_string(root.join("book/figures/10-two-ends.toml")).expect("the figure is there");
        let figure: Figure = toml::from_str(&text).expect("it is right");
        let [users, server] = &figure.recording[..] else { panic!("it has two recordings") };
        let made = Recorder::new(root).record((users, None), Some((server, None))).expect("the programs run");
        let [users, server] = &made[..] else { panic!("it made two recordings") };
        let from_users = (1..=3).flat_map(|connection| events::sent(users, connection, Side::Client).0);
        assert_eq!(events::sent(server, 1, Side::Client).0, from_users.collect::<Vec<_>>());
        assert!(!events::sent(server, 1, Side::Server).0.is_empty());
    }
}
