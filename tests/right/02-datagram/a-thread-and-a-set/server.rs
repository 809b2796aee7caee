//! The same server in another style: a thread receives into a channel, and a set holds the numbers that have not come.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::net::UdpSocket;
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use clap::Parser;

#[derive(Parser)]
struct Args {
    #[arg(long, default_value = cli::DEFAULT_ADDR)]
    addr: String,
    #[arg(long)]
    forever: bool,
    #[arg(long, default_value_t = 1024)]
    buffer: usize,
    #[arg(long)]
    receive_buffer: Option<usize>,
    #[arg(long)]
    hold: bool,
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    count: Option<u32>,
    #[arg(long, default_value_t = 1000)]
    patience: u64,
}

fn main() -> ExitCode {
    let args = Args::parse();
    cli::exit(serve(&args).map_err(|error| cli::cannot_listen(&args.addr, error)))
}

fn serve(args: &Args) -> io::Result<()> {
    cli::exit_on_interrupt()?;
    let socket = UdpSocket::bind(&args.addr)?;
    if let Some(bytes) = args.receive_buffer {
        socket2::SockRef::from(&socket).set_recv_buffer_size(bytes)?;
    }
    cli::listening_on(socket.local_addr()?);
    if args.hold {
        io::stdin().read_line(&mut String::new())?;
    }
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut buffer = vec![0; 1 << 16];
        while let Ok((count, _)) = socket.recv_from(&mut buffer) {
            if sender.send(buffer[..count].to_vec()).is_err() {
                break;
            }
        }
    });
    match args.count {
        Some(total) => count(&receiver, total, Duration::from_millis(args.patience)),
        None => print(&receiver, args),
    }
}

fn print(receiver: &Receiver<Vec<u8>>, args: &Args) -> io::Result<()> {
    let most = if args.forever { usize::MAX } else { 1 };
    for datagram in receiver.iter().take(most) {
        if datagram.len() > args.buffer {
            cli::note(format_args!("this datagram is longer than {} bytes", args.buffer));
        }
        let shown = &datagram[..datagram.len().min(args.buffer)];
        writeln!(io::stdout(), "server received: {}", cli::text(shown))?;
    }
    Ok(())
}

fn count(receiver: &Receiver<Vec<u8>>, total: u32, patience: Duration) -> io::Result<()> {
    let mut left: BTreeSet<u32> = (1..=total).collect();
    let mut last_news: Option<Instant> = None;
    while !left.is_empty() {
        let wait = last_news.map_or(Duration::MAX, |last_news| patience.saturating_sub(last_news.elapsed()));
        let Ok(datagram) = receiver.recv_timeout(wait) else { break };
        let text = String::from_utf8_lossy(&datagram).into_owned();
        let number = text.trim_end().strip_suffix(&format!(" of {total}")).map(str::parse);
        if number.is_some_and(|number| number.is_ok_and(|number| left.remove(&number))) {
            last_news = Some(Instant::now());
        } else if last_news.is_some_and(|last_news| last_news.elapsed() > 2 * patience) {
            break;
        }
    }
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for number in &left {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let shown = |(first, last): &(u32, u32)| if first == last { first.to_string() } else { format!("{first}-{last}") };
    let mut runs: Vec<String> = runs.iter().map(shown).collect();
    if runs.is_empty() {
        runs.push("none".to_owned());
    }
    let mut out = io::stdout().lock();
    writeln!(out, "received {} of {total}", total as usize - left.len())?;
    writeln!(out, "never came: {}", runs.join(", "))
}
