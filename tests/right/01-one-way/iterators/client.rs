//! The same client in another style: a buffered writer, one byte at a time.

use std::io::{self, BufWriter, Write};
use std::net::TcpStream;
use std::process::ExitCode;

use clap::Parser;

#[derive(Parser)]
struct Args {
    #[arg(default_value = "Hello World from client")]
    message: String,
    #[arg(long, default_value = cli::DEFAULT_ADDR)]
    addr: String,
}

fn main() -> ExitCode {
    let args = Args::parse();
    cli::exit(say(&args).map_err(|error| cli::cannot_connect(&args.addr, error)))
}

fn say(args: &Args) -> io::Result<()> {
    let mut stream = BufWriter::new(TcpStream::connect(&args.addr)?);
    writeln!(io::stdout(), "client sending: {}", args.message)?;
    for byte in args.message.bytes() {
        stream.write_all(&[byte])?;
    }
    stream.flush()
}
