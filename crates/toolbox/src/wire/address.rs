//! The two addresses of a proxy, as one types them.

use std::io;
use std::net::{SocketAddr, TcpStream, ToSocketAddrs as _};
use std::str::FromStr;

/// What stands for the host where only a port is given.
const HOST: &str = "127.0.0.1";

/// A host and a port: `8080`, `127.0.0.1:8080`, `localhost:8080`, `[::1]:8080`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    host: String,
    port: u16,
}

/// Why a text is no [`Address`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddressError {
    /// It is a URL.
    Url,
    /// It has no port, or no number for one.
    Port(String),
    /// It has no host.
    Host,
    /// An IPv6 address without brackets.
    Brackets,
}

impl std::fmt::Display for AddressError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Url => f.write_str("this is a URL; say only its host and port, such as 127.0.0.1:8080"),
            Self::Port(port) if port.is_empty() => {
                f.write_str("no port; say PORT or HOST:PORT, such as 8080 or 127.0.0.1:8080")
            }
            Self::Port(port) => write!(f, "`{port}` is no port: a number from 0 to 65535"),
            Self::Host => f.write_str("no host; say PORT or HOST:PORT, such as 8080 or 127.0.0.1:8080"),
            Self::Brackets => f.write_str("an IPv6 address stands in brackets, such as [::1]:8080"),
        }
    }
}

impl std::error::Error for AddressError {}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        if text.contains('/') {
            return Err(AddressError::Url);
        }
        let (host, port) = match text.rsplit_once(':') {
            Some((host, port)) => (host, port),
            None if text.bytes().all(|octet| octet.is_ascii_digit()) => (HOST, text),
            None => return Err(AddressError::Port(String::new())),
        };
        let host = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
            Some(host) => host,
            None if host.contains(':') => return Err(AddressError::Brackets),
            None => host,
        };
        if host.is_empty() {
            return Err(AddressError::Host);
        }
        // What `parse` takes beside digits is a plus sign.
        let is_number = !port.is_empty() && port.bytes().all(|octet| octet.is_ascii_digit());
        let port = port.parse().ok().filter(|_| is_number).ok_or_else(|| AddressError::Port(port.to_owned()))?;
        Ok(Self { host: host.to_owned(), port })
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

impl Address {
    /// All addresses that the name has now.
    pub fn resolve(&self) -> io::Result<Vec<SocketAddr>> {
        let found: Vec<_> = (self.host.as_str(), self.port).to_socket_addrs()?.collect();
        if found.is_empty() { Err(io::Error::other("the name has no address")) } else { Ok(found) }
    }

    /// A connection to the first of its addresses that takes one.
    pub fn connect(&self) -> io::Result<TcpStream> {
        TcpStream::connect(&*self.resolve()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_names_and_addresses_are_read() {
        for (text, told) in [
            ("8080", "127.0.0.1:8080"),
            ("0", "127.0.0.1:0"),
            ("localhost:80", "localhost:80"),
            ("[::1]:8080", "[::1]:8080"),
        ] {
            assert_eq!(text.parse::<Address>().map(|address| address.to_string()), Ok(told.to_owned()));
        }
        for (text, wrong) in [
            ("http://localhost:80/", AddressError::Url),
            ("localhost", AddressError::Port(String::new())),
            ("localhost:", AddressError::Port(String::new())),
            ("65536", AddressError::Port("65536".to_owned())),
            ("a:+1", AddressError::Port("+1".to_owned())),
            (":80", AddressError::Host),
            ("::1:80", AddressError::Brackets),
            ("", AddressError::Port(String::new())),
        ] {
            assert_eq!(text.parse::<Address>(), Err(wrong), "{text}");
        }
    }
}
