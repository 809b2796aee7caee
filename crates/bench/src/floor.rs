//! The floor: as little as a server with a blocking thread for each connection can do.
//!
//! It finds the empty line, and writes the same response to whatever stands in front of it. So it shows what system calls and
//! switches between threads cost; what a server costs above that is its own doing.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;

use clap::Parser;

/// Answer every request with the same page
#[derive(Parser)]
struct Args {
    /// Where to listen; with port 0 the system chooses a free one
    #[arg(long, value_name = "HOST:PORT", default_value = cli::DEFAULT_ADDR)]
    addr: String,
    /// What every response holds
    #[arg(long, default_value = "Hello World")]
    content: String,
}

fn main() -> ExitCode {
    cli::exit(run(&Args::parse()))
}

fn run(args: &Args) -> anyhow::Result<()> {
    let listener = TcpListener::bind(&args.addr).map_err(|error| cli::cannot_listen(&args.addr, error))?;
    cli::listening_on(listener.local_addr()?);
    let response: Arc<str> = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\
         Content-Length: {}\r\n\r\n{}",
        args.content.len(),
        args.content
    )
    .into();
    loop {
        let (stream, _) = listener.accept()?;
        let response = Arc::clone(&response);
        thread::Builder::new().spawn(move || serve(stream, response.as_bytes()))?;
    }
}

fn serve(mut stream: TcpStream, response: &[u8]) -> io::Result<()> {
    const CLOSE: &[u8] = b"Connection: close\r\n";
    stream.set_nodelay(true)?;
    let mut buffer = vec![0; 4096];
    let mut filled = 0;
    loop {
        let count = stream.read(&mut buffer[filled..])?;
        if count == 0 {
            return Ok(());
        }
        filled += count;
        let mut used = 0;
        while let Some(end) = buffer[used..filled].windows(4).position(|octets| octets == b"\r\n\r\n") {
            let head = &buffer[used..used + end + 2];
            used += end + 4;
            stream.write_all(response)?;
            if head.ends_with(CLOSE) {
                return Ok(());
            }
        }
        buffer.copy_within(used..filled, 0);
        filled -= used;
    }
}
