//! Connects to a name, by whichever of its addresses answers.

use std::io::ErrorKind;
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use super::failure::{Failure, Kind};
use super::trace::Trace;
use super::uri::Server;

/// Tries the addresses of a server in the order in which the system names them; each may take so long.
pub fn connect(server: &Server, each: Duration, trace: &Trace) -> Result<TcpStream, Failure> {
    let failed = |why: String| Failure::new(Kind::Connect, format!("cannot connect to {server}: {why}"));
    let addresses = (server.host.as_str(), server.port).to_socket_addrs().map_err(|error| failed(error.to_string()))?;
    let mut failures = Vec::new();
    let mut all_refused = true;
    for address in addresses {
        match TcpStream::connect_timeout(&address, each) {
            Ok(stream) => {
                // What is written is written whole; waiting for more would only delay it.
                stream.set_nodelay(true).map_err(|error| failed(error.to_string()))?;
                trace.say(|| format!("connected to {server} at {address}"));
                return Ok(stream);
            }
            Err(error) => {
                trace.say(|| format!("no connection to {address}: {error}"));
                all_refused &= error.kind() == ErrorKind::ConnectionRefused;
                failures.push(format!("{address}: {error}"));
            }
        }
    }
    let advice = match (failures.is_empty(), all_refused) {
        (true, _) => "the name has no address",
        (false, true) => "; nobody listens there: start the server first, in another terminal, and compare its address",
        (false, false) => "",
    };
    Err(failed(failures.join(", ") + advice))
}
