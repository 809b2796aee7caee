//! A proxy under test.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// For what comes at once, on a busy machine too.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The toolbox, with an environment that says nothing about how its output looks.
pub fn toolbox() -> assert_cmd::Command {
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_toolbox"));
    command.env_remove("COLUMNS").timeout(PATIENCE);
    command
}

/// `cargo course wire 0 TO`, while it runs.
pub struct Proxy {
    child: Child,
    stdout: Option<JoinHandle<String>>,
    stderr: BufReader<ChildStderr>,
    pub addr: SocketAddr,
}

impl Proxy {
    /// Starts one that connects to `to`.
    pub fn to(to: SocketAddr, arguments: &[&str]) -> Self {
        Self::between("127.0.0.1:0", &to.to_string(), arguments)
    }

    pub fn between(listen: &str, to: &str, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_toolbox"))
            .args(["wire", listen, to])
            .args(arguments)
            .env_remove("COLUMNS")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the toolbox starts");
        let mut stdout = child.stdout.take().expect("standard output");
        let stdout = thread::spawn(move || {
            let mut text = String::new();
            stdout.read_to_string(&mut text).expect("UTF-8");
            text
        });
        let mut stderr = BufReader::new(child.stderr.take().expect("standard error"));
        let mut line = String::new();
        stderr.read_line(&mut line).expect("a line");
        let addr = line.trim().strip_prefix("listening on ").unwrap_or_else(|| panic!("{line}"));
        Self { child, stdout: Some(stdout), addr: addr.parse().expect("an address"), stderr }
    }

    #[cfg(unix)]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// A connection through it.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.addr).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
        stream.set_write_timeout(Some(PATIENCE)).expect("a limit");
        stream
    }

    /// Waits for its end; returns what it printed.
    pub fn ended(mut self) -> String {
        let status = self.child.wait().expect("it ends");
        let text = self.stdout.take().expect("taken once").join().expect("it is read");
        assert!(status.success(), "{status}: {text}");
        text
    }

    /// Waits for its end; returns what it said on standard error after its first line.
    pub fn said(mut self) -> String {
        let mut said = String::new();
        self.stderr.read_to_string(&mut said).expect("UTF-8");
        self.ended();
        said
    }

    /// Ends it as Ctrl-C does; returns what it printed.
    #[cfg(unix)]
    pub fn interrupt(self) -> String {
        let status = Command::new("kill").args(["-INT", &self.id().to_string()]).status().expect("kill");
        assert!(status.success());
        self.ended()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
