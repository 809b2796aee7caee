//! A load whose responses are counted by the clock, for systems that do not say how much processor time a program has used.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use crate::probe::message::{self, Reading};

/// How long a response may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks for `/` on so many connections for so long, and returns how many responses came in each second.
///
/// # Errors
///
/// When the server gives something else than 200, or breaks off.
#[expect(clippy::cast_precision_loss, reason = "no count is near 2 to the power of 52")]
pub fn responses_a_second(addr: SocketAddr, connections: usize, closes: bool, time: Duration) -> anyhow::Result<f64> {
    let began = Instant::now();
    let until = began + time;
    let counts: anyhow::Result<Vec<u64>> = thread::scope(|scope| {
        let clients: Vec<_> = (0..connections).map(|_| scope.spawn(move || client(addr, closes, until))).collect();
        clients.into_iter().map(|client| client.join().unwrap_or_else(|_| bail!("a client broke off"))).collect()
    });
    Ok(counts?.into_iter().sum::<u64>() as f64 / began.elapsed().as_secs_f64())
}

fn client(addr: SocketAddr, closes: bool, until: Instant) -> anyhow::Result<u64> {
    let mut count = 0;
    let mut kept = None;
    while Instant::now() < until {
        let stream = match kept.take() {
            Some(stream) => stream,
            None => TcpStream::connect(addr).context("cannot connect")?,
        };
        let stream = asked(stream, addr, closes)?;
        kept = (!closes).then_some(stream);
        count += 1;
    }
    Ok(count)
}

/// One request and its response.
pub fn asked(mut stream: TcpStream, addr: SocketAddr, closes: bool) -> anyhow::Result<TcpStream> {
    let connection = if closes { "Connection: close\r\n" } else { "" };
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET / HTTP/1.1\r\nHost: {addr}\r\nUser-Agent: load\r\nAccept: */*\r\n{connection}\r\n")?;
    let (mut octets, mut buffer) = (Vec::new(), vec![0; 64 * 1024]);
    loop {
        let count = stream.read(&mut buffer).context("cannot receive")?;
        octets.extend_from_slice(buffer.get(..count).unwrap_or_default());
        match message::read(&octets, false, count == 0) {
            Reading::Whole(response, _) if response.status == 200 => return Ok(stream),
            Reading::Whole(response, _) => bail!("the response has status {}", response.status),
            Reading::Foreign(why) => bail!(why),
            Reading::Part => {}
        }
    }
}
