//! nginx as a yardstick: one worker, its usual way to send files, no log.

use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

use crate::process::{Cores, Process};

/// What to do when there is no nginx.
const INSTALL: &str = "nginx is needed as a yardstick; install it: `sudo apt-get install nginx-light` (Debian, Ubuntu), \
    `sudo dnf install nginx` (Fedora), `sudo pacman -S nginx` (Arch). It need not run: it is started here, as you, with its \
    own configuration, on loopback.";

/// How long it may take to start.
const START: Duration = Duration::from_secs(5);

/// Its version, or what to do to have one.
///
/// # Errors
///
/// When it is not installed: how it can be.
pub fn version() -> anyhow::Result<String> {
    let output = Command::new("nginx").arg("-v").output().context(INSTALL)?;
    // It writes: nginx version: nginx/1.22.1
    let text = String::from_utf8_lossy(&output.stderr);
    Ok(text.trim().trim_start_matches("nginx version: ").to_owned())
}

/// Starts it in `folder`, with `page` at `/` and the files of `root` elsewhere.
///
/// # Errors
///
/// When it does not start, or the page cannot stand in its configuration.
pub fn start(folder: &Path, root: &Path, page: &str, cores: Cores) -> anyhow::Result<(Process, SocketAddr)> {
    ensure!(!page.contains(['\'', '$', '\\']), "the page cannot stand in nginx's configuration");
    let addr = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    // Only root can be, and must be, told to stay what it is.
    let user = if rustix::process::getuid().is_root() { "user root;" } else { "" };
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|kind| format!("    {kind}_temp_path {kind};\n"))
        .concat();
    let configuration = format!(
        "{user}
daemon off;
worker_processes 1;
worker_rlimit_nofile 20000;
pid nginx.pid;
error_log error.log;
events {{
    worker_connections 10000;
}}
http {{
{temporary}
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    keepalive_timeout 300s;
    types {{ text/html html; }}
    default_type application/octet-stream;
    server {{
        listen {addr} backlog=1024;
        root '{}';
        location = / {{
            default_type 'text/html; charset=utf-8';
            return 200 '{page}';
        }}
    }}
}}
",
        root.display()
    );
    fs::write(folder.join("nginx.conf"), configuration)?;
    let mut command = Command::new("nginx");
    command.arg("-p").arg(folder).arg("-c").arg(folder.join("nginx.conf")).args(["-e", "error.log"]);
    // Before it has read its configuration it complains where its usual log is not ours to write.
    let process = Process::start(command.stderr(Stdio::null()), cores)?;
    let began = Instant::now();
    while TcpStream::connect(addr).is_err() {
        let log = || fs::read_to_string(folder.join("error.log")).unwrap_or_default();
        ensure!(began.elapsed() < START, "nginx does not start: {}", log());
        std::thread::sleep(Duration::from_millis(10));
    }
    Ok((process, addr))
}
