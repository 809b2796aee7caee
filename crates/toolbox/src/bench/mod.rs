//! `cargo course bench`: a server of the course, or the learner's, beside Python's and nginx.

mod chart;
mod clock;
#[cfg(target_os = "linux")]
mod measured;
mod others;

use std::fs;
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::Context as _;
use harness::Folder;

use crate::probe::started::Started;
use crate::terminal;
use chart::{Bar, Look};

/// How many connections there are at a time.
const CONNECTIONS: usize = 32;

/// How nginx is installed.
const NGINX: &str =
    "nginx is not installed: `sudo apt-get install nginx-light` (Debian, Ubuntu), `sudo dnf install nginx` (Fedora)";

/// Measure a server beside the course's, Python's and nginx
///
/// `cargo course bench NN` builds the servers of a lesson for speed and calls this. What counts is how many responses a server
/// gives for each second of processor time that it takes, where the system tells.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The lesson, as it is to be named
    #[arg(long)]
    lesson: String,
    /// The course's server
    #[arg(long, value_name = "PROGRAM")]
    reference: PathBuf,
    /// The learner's server
    #[arg(long, value_name = "PROGRAM")]
    mine: Option<PathBuf>,
    /// How long each server is measured
    #[arg(long, value_name = "SECONDS", default_value = "2", value_parser = cli::seconds)]
    time: Duration,
    /// Count by the clock, as on systems that do not tell a program's processor time
    #[arg(long)]
    clock: bool,
}

/// A server that is measured.
struct Rival {
    name: String,
    is_mine: bool,
    kind: Kind,
}

enum Kind {
    /// A program that says where it listens.
    Program(Box<Command>),
    #[cfg(target_os = "linux")]
    Nginx,
}

/// What the servers serve, and how they are asked.
struct Scene {
    folder: PathBuf,
    site: PathBuf,
    page: String,
    /// Whether each request has a connection of its own.
    closes: bool,
    time: Duration,
}

/// Returns whether every server bore the load.
pub fn run(args: &Args) -> anyhow::Result<bool> {
    let folder = Folder::new().map_err(|problem| anyhow::anyhow!("cannot make a folder: {problem:?}"))?;
    let scene = scene(args, folder.path())?;
    let (rivals, missing) = rivals(args, &scene);
    let by_clock = args.clock || !cfg!(target_os = "linux");
    terminal::show(&heading(args, &scene, by_clock))?;
    let bars: Vec<Bar> = rivals.into_iter().map(|rival| bar(rival, &scene, by_clock)).collect();
    terminal::show(&text(&bars, &missing, look()))?;
    Ok(bars.iter().all(|bar| bar.value.is_some()))
}

/// Asks the course's server for its page, which all others serve too.
fn scene(args: &Args, folder: &Path) -> anyhow::Result<Scene> {
    let mut command = server(&args.reference);
    let (_started, addr) = Started::saying(&mut command).context("the course's server")?;
    let page = page(addr).context("the course's server")?;
    let site = folder.join("site");
    fs::create_dir_all(&site)?;
    fs::write(site.join("index.html"), &page)?;
    Ok(Scene { folder: folder.to_owned(), site, page, closes: !keeps(addr), time: args.time })
}

fn page(addr: SocketAddr) -> anyhow::Result<String> {
    use std::io::{Read as _, Write as _};

    let mut stream = TcpStream::connect(addr)?;
    stream.set_read_timeout(Some(crate::probe::PATIENCE))?;
    write!(stream, "GET / HTTP/1.1\r\nHost: {addr}\r\nConnection: close\r\n\r\n")?;
    let mut octets = Vec::new();
    stream.read_to_end(&mut octets)?;
    match crate::probe::message::read(&octets, false, true) {
        crate::probe::message::Reading::Whole(response, _) => Ok(String::from_utf8(response.content)?),
        _ => anyhow::bail!("it gives no page"),
    }
}

/// Whether a server keeps a connection for another request.
fn keeps(addr: SocketAddr) -> bool {
    let first = TcpStream::connect(addr).map_err(anyhow::Error::from);
    first
        .and_then(|stream| clock::asked(stream, addr, false))
        .and_then(|stream| clock::asked(stream, addr, false))
        .is_ok()
}

/// A program of the course with the arguments by which it says least and serves best.
fn server(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(["--addr", "127.0.0.1:0"]).stdout(Stdio::null());
    let help = Command::new(program).arg("--help").stdin(Stdio::null()).output();
    let help = help.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    command.args(["--quiet", "--repaired"].into_iter().filter(|option| help.contains(option)));
    command
}

/// All that can be measured here, and what is missing.
fn rivals(args: &Args, scene: &Scene) -> (Vec<Rival>, Vec<String>) {
    let program =
        |name: &str, command, is_mine| Rival { name: name.to_owned(), is_mine, kind: Kind::Program(Box::new(command)) };
    let mut rivals = Vec::new();
    let mut missing = Vec::new();
    if let Some(mine) = &args.mine {
        rivals.push(program("yours", server(mine), true));
    }
    rivals.push(program(&args.lesson, server(&args.reference), false));
    match others::python() {
        Some(name) => rivals.push(program("Python http.server", others::python_server(name, &scene.site), false)),
        None => missing.push("python3 is not installed".to_owned()),
    }
    if args.clock {
        missing.push("nginx is measured by its processor time only".to_owned());
    } else {
        add_nginx(&mut rivals, &mut missing);
    }
    (rivals, missing)
}

#[cfg(target_os = "linux")]
fn add_nginx(rivals: &mut Vec<Rival>, missing: &mut Vec<String>) {
    match bench::nginx::version() {
        Ok(version) => rivals.push(Rival { name: version.replace('/', " "), is_mine: false, kind: Kind::Nginx }),
        Err(_) => missing.push(NGINX.to_owned()),
    }
}

#[cfg(not(target_os = "linux"))]
fn add_nginx(_: &mut Vec<Rival>, missing: &mut Vec<String>) {
    missing.push(format!("nginx is measured on Linux only; {NGINX}"));
}

fn bar(rival: Rival, scene: &Scene, by_clock: bool) -> Bar {
    let Rival { name, is_mine, kind } = rival;
    match measured(kind, scene, by_clock) {
        Ok((value, remark)) => Bar { name, value: Some(value), remark, is_mine },
        Err(error) => Bar { name, value: None, remark: format!("does not bear the load: {error:#}"), is_mine },
    }
}

/// How many responses it gives in a second, and what there is to say about it.
fn measured(kind: Kind, scene: &Scene, by_clock: bool) -> anyhow::Result<(f64, String)> {
    #[cfg(target_os = "linux")]
    if !by_clock {
        return measured::responses_a_processor_second(kind, scene);
    }
    debug_assert!(by_clock, "only Linux tells a program's processor time");
    match kind {
        Kind::Program(mut command) => {
            let (_started, addr) = Started::saying(&mut command)?;
            let closes = scene.closes || !keeps(addr);
            let value = clock::responses_a_second(addr, CONNECTIONS, closes, scene.time)?;
            Ok((value, remark(closes, scene)))
        }
        #[cfg(target_os = "linux")]
        Kind::Nginx => anyhow::bail!("nginx is measured by its processor time"),
    }
}

fn remark(closes: bool, scene: &Scene) -> String {
    if closes && !scene.closes { "it closes each connection".to_owned() } else { String::new() }
}

fn heading(args: &Args, scene: &Scene, by_clock: bool) -> String {
    let unit = if by_clock {
        "responses a second, by the clock: what else the machine does counts too"
    } else {
        "responses for each second of the server's processor time (/proc/PID/stat)"
    };
    let kind = if scene.closes { "a connection for each request" } else { "connections are kept" };
    let octets = scene.page.len();
    let seconds = args.time.as_secs_f64();
    format!("{unit}\nGET / for a page of {octets} octets, {CONNECTIONS} at a time, {kind}, {seconds} s each\n\n")
}

/// The chart, what it comes to, and what is missing.
fn text(bars: &[Bar], missing: &[String], look: Look) -> String {
    let mut text = chart::chart(bars, look);
    text += &comparison(bars);
    for missing in missing {
        text += &crate::probe::shown::labelled("\nnot measured: ", missing, look.width).replacen(
            "              \n",
            "\n",
            1,
        );
    }
    text
}

/// The learner's server beside the others; the course's where there is none.
fn comparison(bars: &[Bar]) -> String {
    let Some((first, value)) = bars.first().and_then(|bar| Some((bar, bar.value.filter(|value| *value > 0.0)?))) else {
        return String::new();
    };
    let others = bars.iter().skip(1).filter_map(|bar| Some((bar, bar.value.filter(|value| *value > 0.0)?)));
    let ratios: Vec<String> = others.map(|(bar, other)| format!("{:.2} of {}", value / other, bar.name)).collect();
    if ratios.is_empty() { String::new() } else { format!("\n{} does {}\n", first.name, ratios.join(", ")) }
}

fn look() -> Look {
    Look { width: terminal::width(), has_blocks: terminal::has_blocks(), has_colours: terminal::has_colours() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(name: &str, value: Option<f64>) -> Bar {
        Bar { name: name.to_owned(), value, remark: "it broke off".to_owned(), is_mine: name == "yours" }
    }

    #[test]
    fn what_was_measured_is_compared_and_what_is_missing_is_named() {
        let bars = [bar("yours", Some(50.0)), bar("14 responder", Some(100.0)), bar("nginx", None)];
        let look = Look { width: 80, has_blocks: false, has_colours: false };
        let text = text(&bars, &[NGINX.to_owned()], look);
        assert!(text.contains("\nyours does 0.50 of 14 responder\n"), "{text}");
        assert!(text.contains("nginx         it broke off\n"), "{text}");
        assert!(text.contains("\nnot measured: nginx is not installed: "), "{text}");
        assert!(text.lines().all(|line| line.len() <= 80), "{text}");
    }

    #[test]
    fn nothing_is_compared_with_what_was_not_measured() {
        assert_eq!(comparison(&[bar("yours", None), bar("nginx", Some(1.0))]), "");
        assert_eq!(comparison(&[bar("nginx", Some(1.0))]), "");
    }
}
