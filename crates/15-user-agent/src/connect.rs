//! Connects to a server by its name.

use std::io::ErrorKind;
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use request::Server;

use crate::addresses::{first_that_answers, in_turn};
use crate::deadline::Deadline;
use crate::failure::{Failure, Kind};
use crate::trace::Trace;

/// Connects to the first address of a server that answers; each may take so long.
pub fn connect(server: &Server, each: Duration, deadline: Deadline, trace: &Trace) -> Result<TcpStream, Failure> {
    let cannot = |why: String| Failure::new(Kind::Connect, format!("cannot connect to {server}: {why}"));
    let addresses = (server.host.as_str(), server.port).to_socket_addrs().map_err(|error| cannot(error.to_string()))?;
    let (mut failures, mut all_refused) = (Vec::new(), true);
    let each = deadline.left()?.map_or(each, |left| left.min(each));
    let connected = first_that_answers(in_turn(addresses), each, |address, error| {
        trace.say(|| format!("no connection to {address}: {error}"));
        all_refused &= error.kind() == ErrorKind::ConnectionRefused;
        failures.push(format!("{address}: {error}"));
    });
    if let Some((address, stream)) = connected {
        // What is written is written whole; waiting for more would only delay it.
        stream.set_nodelay(true).map_err(|error| cannot(error.to_string()))?;
        trace.say(|| format!("connected to {server} at {address}"));
        return Ok(stream);
    }
    deadline.left()?;
    let advice = match (failures.is_empty(), all_refused) {
        (true, _) => "the name has no address",
        (false, true) => "; nobody listens there: start the server first, in another terminal, and compare its address",
        (false, false) => "",
    };
    Err(cannot(failures.join(", ") + advice))
}
