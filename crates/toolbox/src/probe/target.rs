//! Where a server is, and what is asked of it.

use std::net::{SocketAddr, ToSocketAddrs as _};

use anyhow::{Context as _, bail};

/// A server and one of its resources.
#[derive(Debug, Clone)]
pub struct Target {
    pub addr: SocketAddr,
    /// Host and port, as Host says them.
    pub host: String,
    /// The path and the query, as a request has them.
    pub path: String,
}

impl Target {
    /// Of a URL.
    pub fn of_url(text: &str) -> anyhow::Result<Self> {
        if text.trim_start().get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https:")) {
            bail!("{text}: the probe speaks HTTP without TLS: give it the http URL of a server of your own");
        }
        let url = cli::url(text)?;
        let (scheme, rest) = url.split_once("://").context("the URL has no scheme")?;
        if !scheme.eq_ignore_ascii_case("http") {
            bail!("{url}: the probe speaks HTTP only: write http://HOST:PORT/PATH");
        }
        let rest = rest.split('#').next().unwrap_or_default();
        let (host, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Ok(Self { addr: address(host)?, host: host.to_owned(), path })
    }

    /// The root of a server at this address.
    pub fn at(addr: SocketAddr) -> Self {
        Self { addr, host: addr.to_string(), path: "/".to_owned() }
    }

    pub fn url(&self) -> String {
        format!("http://{}{}", self.host, self.path)
    }
}

/// The address of a host, with a port or without.
fn address(host: &str) -> anyhow::Result<SocketAddr> {
    let has_port = host.rsplit(':').next().is_some_and(|port| port.len() < host.len() && !port.contains(']'));
    let with_port = if has_port { host.to_owned() } else { format!("{host}:80") };
    let mut found = with_port.to_socket_addrs().with_context(|| format!("no address of {host} is known"))?;
    // What listens on "localhost" listens on IPv4 more often than not.
    let all: Vec<SocketAddr> = found.by_ref().collect();
    let answers = |addr: &&SocketAddr| std::net::TcpStream::connect_timeout(addr, super::PATIENCE).is_ok();
    let first = all.iter().find(answers).or(all.first());
    first.copied().with_context(|| format!("no address of {host} is known"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_taken_apart() {
        let target = Target::of_url("http://127.0.0.1:9/a?b#c").expect("a target");
        assert_eq!((target.host.as_str(), target.path.as_str()), ("127.0.0.1:9", "/a?b"));
        assert_eq!(Target::of_url("http://127.0.0.1:9").expect("a target").path, "/");
        assert_eq!(Target::of_url("http://[::1]:9?x").expect("a target").path, "/?x");
    }

    #[test]
    fn what_cannot_be_probed_is_said() {
        for (text, words) in [
            ("https://localhost/", "without TLS"),
            ("ftp://localhost/", "HTTP only"),
            ("localhost:1", "write http://localhost:1"),
        ] {
            let problem = Target::of_url(text).map(drop).expect_err("no target").to_string();
            assert!(problem.contains(words), "{problem}");
        }
    }
}
