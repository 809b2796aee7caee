//! Addresses, and what to try when one fails.

use std::fmt::{self, Display};
use std::io::{self, ErrorKind};

/// Where the servers of the course listen, and their clients connect, unless `--addr` says otherwise.
pub const DEFAULT_ADDR: &str = "127.0.0.1:12345";

/// An address that a program could not listen on, connect to or send to, with what to try instead.
#[derive(Debug)]
pub struct AddrError {
    action: &'static str,
    addr: String,
    error: io::Error,
    /// Empty where nothing is known that helps.
    advice: &'static str,
}

impl Display for AddrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { action, addr, error, advice } = self;
        write!(f, "cannot {action} {addr}: {error}")?;
        if advice.is_empty() { Ok(()) } else { write!(f, "; {advice}") }
    }
}

// The cause stands in the message already, so `source` stays empty: a chain would print it twice.
impl std::error::Error for AddrError {}

/// The error of a server that could not listen on `addr` (`HOST:PORT`).
#[must_use]
pub fn cannot_listen(addr: &str, error: io::Error) -> AddrError {
    let advice = match error.kind() {
        ErrorKind::AddrInUse => {
            "another program holds this port, perhaps a server you started earlier: stop it, or choose another port with --addr 127.0.0.1:0"
        }
        ErrorKind::PermissionDenied => {
            "ports below 1024 need special rights: choose a higher one, for example --addr 127.0.0.1:12345"
        }
        ErrorKind::AddrNotAvailable => "this machine has no such address: try --addr 127.0.0.1:12345",
        _ => "write the address as HOST:PORT, for example --addr 127.0.0.1:12345",
    };
    AddrError { action: "listen on", addr: addr.to_owned(), error, advice }
}

/// The error of a client that could not connect to `addr` (`HOST:PORT`).
#[must_use]
pub fn cannot_connect(addr: &str, error: io::Error) -> AddrError {
    let advice = match error.kind() {
        ErrorKind::ConnectionRefused => {
            "nobody listens there: start the server first, in another terminal, and compare its address with this one"
        }
        ErrorKind::TimedOut | ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
            "no answer came from there: check the host"
        }
        _ => "write the address as HOST:PORT, for example 127.0.0.1:12345",
    };
    AddrError { action: "connect to", addr: addr.to_owned(), error, advice }
}

/// The error of a client that could not send a datagram to `addr` (`HOST:PORT`).
#[must_use]
pub fn cannot_send(addr: &str, error: io::Error) -> AddrError {
    let advice = match error.kind() {
        ErrorKind::ConnectionRefused => {
            "an earlier datagram found nobody there: start the server first, in another terminal, and compare its address with --addr"
        }
        ErrorKind::PermissionDenied | ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
            "check the host in --addr"
        }
        // The standard library has no kinds for the errors below. In this order: Linux; macOS and BSD; Windows.
        _ => match error.raw_os_error() {
            // EMSGSIZE
            Some(90 | 40 | 10040) => "one datagram carries at most 65507 bytes, on some systems less",
            // EDESTADDRREQ, WSAENOTCONN
            Some(89 | 39 | 10057) => "this socket was not told where its datagrams go: `connect` is missing",
            _ => "",
        },
    };
    AddrError { action: "send to", addr: addr.to_owned(), error, advice }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_errors_say_what_failed_where_and_what_to_try() {
        let error = cannot_listen("127.0.0.1:12345", ErrorKind::AddrInUse.into()).to_string();
        assert!(error.starts_with("cannot listen on 127.0.0.1:12345: "), "{error}");
        assert!(error.contains("--addr"), "{error}");

        let error = cannot_connect("127.0.0.1:12345", ErrorKind::ConnectionRefused.into()).to_string();
        assert!(error.contains("start the server first"), "{error}");
        assert!(!error.contains('\n'), "{error}");

        let error = cannot_send("127.0.0.1:12345", ErrorKind::WriteZero.into()).to_string();
        assert_eq!(error, "cannot send to 127.0.0.1:12345: write zero");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_datagram_that_is_not_sent_gets_the_advice_that_fits() -> io::Result<()> {
        let socket = std::net::UdpSocket::bind("127.0.0.1:0")?;
        let advice = |error| cannot_send("127.0.0.1:12345", error).advice;
        let lost = socket.send(b"Hello").expect_err("nobody said where to");
        assert!(advice(lost).contains("`connect` is missing"));
        let long = socket.send_to(&vec![0; 65508], socket.local_addr()?).expect_err("no datagram is so long");
        assert!(advice(long).contains("65507"));
        Ok(())
    }
}
