//! Which servers, which loads, and what should come of it.

use std::env;
use std::fs;
use std::hint::black_box;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use bench::load::{self, Load, Outcome};
use bench::process::{Cores, Process};
use bench::{heads, nginx};
use clap::Parser;

use crate::report::{Bound, Goal, median};

/// Compare responder-server with nginx and with the floor; exit status 1 when a goal is missed
#[derive(Parser)]
pub struct Args {
    /// How many rounds; the median of them counts
    #[arg(long, default_value = "7")]
    rounds: usize,
    /// How long each load runs in each round
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = cli::seconds)]
    time: Duration,
    /// Only what has this in its name: heads, keep-alive, pipelined, close, small, 1 MiB, 100 MiB, stalls, idle
    #[arg(long, value_name = "TEXT", default_value = "")]
    only: String,
}

const KIB: usize = 1024;
const MIB: usize = 1024 * 1024;

/// How many connections wait when their memory is measured.
const IDLE: usize = 5000;

/// A response that comes so late has waited for an acknowledgement that was delayed, or for a busy machine.
const STALL: Duration = Duration::from_millis(35);

/// The files that are served, and their lengths.
const FILES: [(&str, usize); 3] = [("/1k", KIB), ("/1m", MIB), ("/100m", 100 * MIB)];

/// A server and what it has answered.
struct Server {
    name: &'static str,
    process: Process,
    addr: SocketAddr,
}

/// A load, the servers that bear it, and what came of it in each round.
struct Scenario<'s> {
    name: &'static str,
    load: Load<'static>,
    servers: Vec<&'s Server>,
    /// For each server one outcome a round.
    outcomes: Vec<Vec<Outcome>>,
}

/// A folder that is removed in the end.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Returns whether all goals are met.
pub fn run(args: &Args) -> anyhow::Result<bool> {
    let programs = build()?;
    let nginx_version = nginx::version()?;
    let cores = Cores::choose()?;
    println!("responder-server, the floor (a thread for each connection and a canned response), {nginx_version}");
    println!(
        "{} rounds of {:?}; servers on core {}, load on core {}",
        args.rounds, args.time, cores.server, cores.load
    );

    let folder = Folder(env::temp_dir().join(format!("bench-{}", std::process::id())));
    let root = folder.0.join("root");
    fs::create_dir_all(&root)?;
    for (path, length) in FILES {
        fs::write(root.join(&path[1..]), pattern(length))?;
    }
    // A short response holds the same octets whichever server gives it.
    let responder = || Command::new(programs.join("responder-server"));
    let own_pages = start("responder", responder().args(["--quiet", "--addr", "127.0.0.1:0"]), cores)?;
    let page = String::from_utf8(load::download(own_pages.addr, "/")?)?;
    let files = start("responder", responder().args(["--quiet", "--addr", "127.0.0.1:0", "--root"]).arg(&root), cores)?;
    let mut floor = Command::new(programs.join("floor"));
    let floor = start("floor", floor.args(["--addr", "127.0.0.1:0", "--content"]).arg(&page), cores)?;
    let (process, addr) = nginx::start(&folder.0, &root, &page, cores)?;
    let nginx = Server { name: "nginx", process, addr };
    check(&[&own_pages, &floor, &nginx], &[&files, &nginx], &root, &page)?;

    let mut goals = Vec::new();
    if "heads".contains(&args.only) {
        goals.push(head_goal());
    }
    let mut scenarios = scenarios(&own_pages, &files, &floor, &nginx);
    scenarios.retain(|scenario| scenario.name.contains(&args.only));
    for _ in 0..args.rounds {
        for scenario in &mut scenarios {
            scenario.round(args.time)?;
        }
    }
    for scenario in &scenarios {
        scenario.print();
        goals.extend(scenario.goals());
    }
    if "stalls".contains(&args.only) {
        goals.extend(stall_goals(own_pages.addr, files.addr)?);
    }
    drop((own_pages, files));
    if "idle".contains(&args.only) {
        let own_pages = start("responder", responder().args(["--quiet", "--addr", "127.0.0.1:0"]), cores)?;
        goals.push(idle_goal(&[&own_pages, &floor, &nginx])?);
    }
    println!();
    for goal in &goals {
        println!("{goal}");
    }
    let missed = goals.iter().filter(|goal| !goal.is_met()).count();
    println!("\n{} goals met, {missed} missed", goals.len() - missed);
    Ok(missed == 0)
}

/// Builds the server, and tells in which folder the programs are.
fn build() -> anyhow::Result<PathBuf> {
    ensure!(!cfg!(debug_assertions), "numbers of a debug build mean nothing: cargo run --release -p bench");
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = [
        "build",
        "--quiet",
        "--release",
        "-p",
        "responder",
        "--bin",
        "responder-server",
        "-p",
        "bench",
        "--bin",
        "floor",
    ];
    let status = Command::new(cargo).args(arguments).status().context("cannot start cargo")?;
    ensure!(status.success(), "the servers do not build");
    Ok(env::current_exe()?.parent().context("a program lies in a folder")?.to_owned())
}

fn start(name: &'static str, command: &mut Command, cores: Cores) -> anyhow::Result<Server> {
    let (process, addr) = Process::listening(command, cores)?;
    Ok(Server { name, process, addr })
}

/// Octets that do not repeat soon, so that no part of a file can be taken for another.
fn pattern(length: usize) -> Vec<u8> {
    let numbers =
        (0..length as u64).step_by(8).flat_map(|number| (number.wrapping_mul(0x9e37_79b9_7f4a_7c15)).to_le_bytes());
    numbers.take(length).collect()
}

/// What is measured must be right, too.
fn check(pages: &[&Server], files: &[&Server], root: &Path, page: &str) -> anyhow::Result<()> {
    for server in pages {
        ensure!(load::download(server.addr, "/")? == page.as_bytes(), "{} serves another page", server.name);
    }
    for (path, _) in FILES {
        let octets = fs::read(root.join(&path[1..]))?;
        for server in files {
            ensure!(
                load::download(server.addr, path)? == octets,
                "{} does not serve the octets of {path}",
                server.name
            );
        }
    }
    Ok(())
}

fn scenarios<'s>(own: &'s Server, files: &'s Server, floor: &'s Server, nginx: &'s Server) -> Vec<Scenario<'s>> {
    let scenario = |name, path, connections, pipelined, closes, servers: &[&'s Server]| Scenario {
        name,
        load: Load { path, connections, pipelined, closes },
        servers: servers.to_vec(),
        outcomes: vec![Vec::new(); servers.len()],
    };
    vec![
        scenario("keep-alive, 64 connections", "/", 64, 1, false, &[own, nginx, floor]),
        scenario("pipelined by 16, 64 connections", "/", 64, 16, false, &[own, nginx, floor]),
        scenario("Connection: close, 64 at a time", "/", 64, 1, true, &[own, nginx, floor]),
        scenario("small file (1 KiB), keep-alive, 64 connections", "/1k", 64, 1, false, &[files, nginx]),
        scenario("1 MiB file, 4 connections", "/1m", 4, 1, false, &[files, nginx]),
        scenario("100 MiB file, 2 connections", "/100m", 2, 1, false, &[files, nginx]),
    ]
}

impl Scenario<'_> {
    fn round(&mut self, time: Duration) -> anyhow::Result<()> {
        for (server, outcomes) in self.servers.iter().zip(&mut self.outcomes) {
            let outcome = self.load.run(server.addr, &server.process, time);
            outcomes.push(outcome.with_context(|| format!("{}: {}", self.name, server.name))?);
        }
        Ok(())
    }

    /// The median over the rounds of something about one server.
    fn median(&self, server: usize, of: impl Fn(&Outcome) -> f64) -> f64 {
        median(self.outcomes[server].iter().map(of)).unwrap_or(f64::NAN)
    }

    /// The median over the rounds of the ratio between two servers.
    fn ratio(&self, server: usize, yardstick: usize, of: impl Fn(&Outcome) -> f64) -> f64 {
        let rounds = self.outcomes[server].iter().zip(&self.outcomes[yardstick]);
        median(rounds.map(|(server, yardstick)| of(server) / of(yardstick))).unwrap_or(f64::NAN)
    }

    fn print(&self) {
        println!("\n{}", self.name);
        for (number, server) in self.servers.iter().enumerate() {
            let a_second = self.median(number, Outcome::responses_a_second);
            let cpu = self.median(number, Outcome::per_response) * 1e6;
            let mib = self.median(number, Outcome::octets_a_second) / MIB as f64;
            let busy = self.median(number, |outcome| outcome.server.as_secs_f64() / outcome.time.as_secs_f64()) * 100.0;
            let load = self.median(number, |outcome| outcome.load.as_secs_f64() / outcome.time.as_secs_f64()) * 100.0;
            println!(
                "  {:<10} {a_second:>9.0} responses/s {mib:>7.0} MiB/s {cpu:>9.2} us CPU/response; server {busy:>3.0} % busy, load {load:>3.0} %",
                server.name
            );
        }
    }

    /// The goals; the first server is ours, the second is nginx, the third is the floor.
    fn goals(&self) -> Vec<Goal> {
        let goal = |what: &str, yardstick: usize, of: &dyn Fn(&Outcome) -> f64, unit: &str, bound| {
            let (ours, theirs) = (self.median(0, of), self.median(yardstick, of));
            let from = format!("{ours:.3} / {theirs:.3} {unit}");
            let what = format!("{}: {what}", self.name.split(',').next().unwrap_or_default());
            Goal { what, measured: self.ratio(0, yardstick, of), bound, from }
        };
        let per_response = |outcome: &Outcome| outcome.per_response() * 1e6;
        let responses = |outcome: &Outcome| 1.0 / outcome.per_response();
        let rate = |outcome: &Outcome| outcome.octets_a_second() / MIB as f64;
        let per_octet = |outcome: &Outcome| outcome.per_octet() * 1e3 * (1024 * MIB) as f64;
        match (self.load.path, self.load.pipelined, self.load.closes) {
            ("/1k", _, _) => vec![goal("CPU to nginx's", 1, &per_response, "us", Bound::AtMost(1.3))],
            ("/", 1, false) => vec![goal("CPU to the floor's", 2, &per_response, "us", Bound::AtMost(1.25))],
            ("/", 1, true) => vec![goal("responses a CPU second to nginx's", 1, &responses, "", Bound::AtLeast(0.7))],
            ("/", _, _) => vec![goal("responses a CPU second to nginx's", 1, &responses, "", Bound::AtLeast(5.0))],
            ("/1m" | "/100m", _, _) => vec![
                goal("rate to nginx's", 1, &rate, "MiB/s", Bound::AtLeast(1.0)),
                goal("CPU an octet to nginx's", 1, &per_octet, "ms/GiB", Bound::AtMost(1.0)),
            ],
            _ => Vec::new(),
        }
    }
}

/// Reads the same heads with our decoder and with httparse, by turns. What counts is the throughput over all of them.
fn head_goal() -> Goal {
    const TURNS: usize = 201;
    const HEADS_A_TURN: u32 = 2000;
    let time = |read: &mut dyn FnMut() -> usize| {
        let began = Instant::now();
        for _ in 0..HEADS_A_TURN {
            black_box(read());
        }
        began.elapsed().as_secs_f64() / f64::from(HEADS_A_TURN) * 1e9
    };
    println!("\nheads");
    let (mut all_ours, mut all_theirs) = (0.0, 0.0);
    for (name, head) in heads::HEADS {
        let mut decoder = heads::decoder();
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..TURNS {
            ours.push(time(&mut || heads::ours(&mut decoder, black_box(head))));
            theirs.push(time(&mut || heads::yardstick(black_box(head))));
        }
        let (ours, theirs) = (median(ours).unwrap_or(f64::NAN), median(theirs).unwrap_or(f64::NAN));
        println!(
            "  {name:<10} {:>4} octets: {ours:>4.0} ns, httparse {theirs:>4.0} ns: {:.2}",
            head.len(),
            theirs / ours
        );
        all_ours += ours;
        all_theirs += theirs;
    }
    Goal {
        what: "heads: throughput to httparse's".to_owned(),
        measured: all_theirs / all_ours,
        bound: Bound::AtLeast(0.5),
        from: format!("{all_ours:.0} / {all_theirs:.0} ns"),
    }
}

/// Small requests one after the other: none may wait for an acknowledgement that the other side delays.
fn stall_goals(own: SocketAddr, files: SocketAddr) -> anyhow::Result<Vec<Goal>> {
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: a\r\n\r\n").into_bytes();
    let post = b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n";
    let cases: [(&str, SocketAddr, &[&[u8]]); 4] = [
        ("a page", own, &[&get("/")]),
        ("a small file", files, &[&get("/1k")]),
        ("POST in one segment", own, &[b"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\nHello World"]),
        ("POST in two segments", own, &[post, b"Hello World"]),
    ];
    let goal = |(name, addr, segments): (&str, SocketAddr, &[&[u8]])| {
        let latencies = load::latencies(addr, segments, 400)?;
        let late = latencies.iter().filter(|latency| **latency >= STALL).count();
        let middle = median(latencies.iter().copied()).unwrap_or_default();
        let longest = latencies.iter().max().copied().unwrap_or_default();
        Ok(Goal {
            what: format!("stalls: part of responses later than {STALL:?}, {name}"),
            measured: late as f64 / latencies.len() as f64,
            // A busy machine delays one now and then; Nagle's algorithm delays one in two, or all.
            bound: Bound::AtMost(0.02),
            from: format!("median {middle:.0?}, longest {longest:.1?}"),
        })
    };
    cases.into_iter().map(goal).collect()
}

/// How much memory each connection takes that has had a response and waits.
fn idle_goal(servers: &[&Server]) -> anyhow::Result<Goal> {
    println!("\nidle, {IDLE} connections");
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
    let raised = rustix::process::Rlimit { current: limit.maximum, ..limit };
    rustix::process::setrlimit(rustix::process::Resource::Nofile, raised).context("cannot have more open files")?;
    let mut each = Vec::new();
    for server in servers {
        let before = server.process.memory()?;
        let connections = load::idle(server.addr, IDLE)?;
        let memory = server.process.memory()?.saturating_sub(before) as f64 / (IDLE * KIB) as f64;
        let another = load::latencies(server.addr, &[b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"], 100)?;
        let another = median(another).unwrap_or_default();
        println!("  {:<10} {memory:>6.1} KiB each; another client is answered within {another:.0?}", server.name);
        each.push(memory);
        drop(connections);
    }
    let from = format!("KiB; nginx {:.1}, floor {:.1}", each[2], each[1]);
    Ok(Goal {
        what: format!("idle: memory of each of {IDLE} connections"),
        measured: each[0],
        bound: Bound::AtMost(20.0),
        from,
    })
}
