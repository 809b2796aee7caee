//! Sends and receives on two threads that share one socket.

use std::fmt::Display;
use std::io::{self, Read, Write, stdout};
use std::net::TcpStream;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use clap::{Parser, builder::NonEmptyStringValueParser};

/// Send messages to a server and print its reply
#[derive(Parser)]
struct Args {
    /// The messages
    #[arg(default_value = "Hello World from client", value_parser = NonEmptyStringValueParser::new())]
    messages: Vec<String>,
    /// Where the server listens
    #[arg(long, default_value = cli::DEFAULT_ADDR)]
    addr: String,
    /// Wait between two messages
    #[arg(long, default_value_t = 0)]
    pause: u64,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let stream = match TcpStream::connect(&args.addr) {
        Ok(stream) => stream,
        Err(error) => return cli::exit(Err(cli::cannot_connect(&args.addr, error))),
    };
    thread::scope(|scope| {
        let reader = scope.spawn(|| (&stream).bytes().collect::<io::Result<Vec<u8>>>());
        if let Err(error) = speak(&stream, &args) {
            return cli::exit(Err(error));
        }
        match reader.join() {
            Ok(Ok(reply)) if !reply.is_empty() => {
                cli::exit(writeln!(stdout(), "client received: {}", cli::text(&reply)))
            }
            Ok(Ok(_)) => failed("no reply came"),
            Ok(Err(error)) => failed(error),
            Err(_) => failed("the reader broke off"),
        }
    })
}

fn speak(mut stream: &TcpStream, args: &Args) -> io::Result<()> {
    for (number, message) in args.messages.iter().enumerate() {
        thread::sleep(Duration::from_millis(if number == 0 { 0 } else { args.pause }));
        writeln!(stdout(), "client sending: {message}")?;
        stream.write_all(message.as_bytes())?;
    }
    Ok(())
}

fn failed(why: impl Display) -> ExitCode {
    cli::exit(Err(why))
}
