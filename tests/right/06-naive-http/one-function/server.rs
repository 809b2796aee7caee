//! One buffered stream for reading and writing, scoped threads, and a reply written piece by piece.

use std::io::{BufRead, BufReader, BufWriter, Error, Read, Result, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::ExitCode;
use std::thread::{self, Scope};
use std::time::{Duration, SystemTime};

use anyhow::Context;
use clap::Parser;

#[derive(Parser)]
struct Args {
    #[arg(long, default_value = cli::DEFAULT_ADDR)]
    addr: String,
    #[arg(long)]
    repaired: bool,
    #[arg(long, default_value = "Hello World")]
    text: String,
    #[arg(long, default_value_t = 10_000)]
    patience: u64,
}

fn main() -> ExitCode {
    let args = Args::parse();
    cli::exit(thread::scope(|scope| run(scope, &args)))
}

fn run<'scope>(scope: &'scope Scope<'scope, '_>, args: &'scope Args) -> anyhow::Result<()> {
    cli::exit_on_interrupt()?;
    let listener = TcpListener::bind(&args.addr).map_err(|error| cli::cannot_listen(&args.addr, error))?;
    cli::listening_on(listener.local_addr().context("no address")?);
    for stream in listener.incoming() {
        let started = stream.and_then(|stream| {
            thread::Builder::new().spawn_scoped(scope, move || {
                let _ = if args.repaired { page(&stream, args) } else { naive(&stream) };
            })
        });
        if let Err(error) = started {
            cli::accept_failed(&error);
        }
    }
    Ok(())
}

fn naive(mut stream: &TcpStream) -> Result<()> {
    write!(stream, "\nHTTP/1.1\nContent-Type: text/html\n\n<html>\n<body>\n<b>Hello World</b>\n</body>\n</html>\n\n")
}

fn page(stream: &TcpStream, args: &Args) -> Result<()> {
    let mut client = BufReader::new(cli::limited(stream, 1 << 16, Duration::from_millis(args.patience)));
    let mut line = Vec::new();
    while line.as_slice() != b"\r\n" {
        line.clear();
        if client.read_until(b'\n', &mut line)? == 0 {
            return Err(Error::other("no empty line"));
        }
    }

    let page = ["<html>\n<body>\n<b>", &args.text, "</b>\n</body>\n</html>"].concat();
    let mut out = BufWriter::with_capacity(16, stream);
    out.write_all(b"HTTP/1.1 200 Here you are\r\nDate: ")?;
    out.write_all(httpdate::fmt_http_date(SystemTime::now()).as_bytes())?;
    write!(out, "\r\nContent-Type: text/html;charset=UTF-8\r\nConnection: close\r\n")?;
    write!(out, "Content-Length: {:04}\r\n\r\n{page}", page.len())?;
    out.flush()?;

    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(Duration::from_secs(1)))?;
    let mut rest = stream.take(1 << 20);
    let mut scrap = [0; 512];
    while rest.read(&mut scrap).is_ok_and(|count| count > 0) {}
    Ok(())
}
