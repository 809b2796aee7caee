//! The same server in another style: an iterator of clients, a byte iterator, sockets from resolved addresses.

use std::io::{self, BufReader, Read, Write};
use std::net::{TcpListener, ToSocketAddrs};
use std::process::ExitCode;
use std::thread;

use clap::Parser;

#[derive(Parser)]
struct Args {
    #[arg(long, default_value = cli::DEFAULT_ADDR)]
    addr: String,
    #[arg(long)]
    forever: bool,
}

fn main() -> ExitCode {
    let args = Args::parse();
    cli::exit(serve(&args).map_err(|error| cli::cannot_listen(&args.addr, error)))
}

fn serve(args: &Args) -> io::Result<()> {
    cli::exit_on_interrupt()?;
    let addrs: Vec<_> = args.addr.to_socket_addrs()?.collect();
    let listener = TcpListener::bind(&addrs[..])?;
    cli::listening_on(listener.local_addr()?);
    for stream in listener.incoming() {
        let client = thread::spawn(move || -> io::Result<()> {
            let message: Vec<u8> = BufReader::new(stream?).bytes().collect::<io::Result<_>>()?;
            writeln!(io::stdout(), "server received: {}", cli::text(&message))
        });
        if !args.forever && matches!(client.join(), Ok(Ok(()))) {
            break;
        }
    }
    Ok(())
}
