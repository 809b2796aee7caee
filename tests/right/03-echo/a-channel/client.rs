//! Two threads tell the main one, through a channel, how their direction ended.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::thread;

use anyhow::{Context, bail, ensure};
use clap::Parser;

#[derive(Parser)]
struct Args {
    #[arg(long, default_value = cli::DEFAULT_ADDR)]
    addr: String,
    #[arg(long)]
    write_first: bool,
}

enum Event {
    InputEnded(u64),
    ServerEnded(u64),
}

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    let stream = TcpStream::connect(&args.addr).map_err(|error| cli::cannot_connect(&args.addr, error))?;
    let stream = Arc::new(stream);
    let (report, events) = mpsc::channel();
    let (to, report_too) = (Arc::clone(&stream), report.clone());
    thread::spawn(move || {
        let result = pass(&mut io::stdin().lock(), &mut &*to).map(Event::InputEnded);
        let failed = result.is_err();
        let _ = report_too.send(result.context("cannot send"));
        let _ = to.shutdown(if failed { Shutdown::Both } else { Shutdown::Write });
    });
    thread::spawn(move || {
        let result = pass(&mut &*stream, &mut io::stdout().lock()).map(Event::ServerEnded);
        let _ = report.send(result.context("cannot receive"));
    });
    judge(&events)
}

fn judge(events: &Receiver<anyhow::Result<Event>>) -> anyhow::Result<()> {
    let mut sent = None;
    for event in events {
        match event? {
            Event::InputEnded(count) => sent = Some(count),
            Event::ServerEnded(count) => {
                let sent = sent.context("the server closed while there was still something to send")?;
                ensure!(sent <= count, "{} bytes did not come back", sent - count);
                return Ok(());
            }
        }
    }
    bail!("both threads are gone")
}

fn pass(from: &mut impl Read, to: &mut impl Write) -> io::Result<u64> {
    let mut buffer = vec![0; 4096];
    let mut passed = 0;
    while let count @ 1.. = from.read(&mut buffer)? {
        to.write_all(&buffer[..count])?;
        to.flush()?;
        passed += count as u64;
    }
    Ok(passed)
}
