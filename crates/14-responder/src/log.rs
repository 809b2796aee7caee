//! The access log: a line for each answer.

use std::fmt::Write as _;
use std::net::SocketAddr;

use representation::Refusal;
use request::{RequestHead, Status};

use crate::date;

/// Lines that are written together with the answers they tell of.
#[derive(Debug, Default)]
pub(crate) struct Log {
    lines: String,
    is_quiet: bool,
}

impl Log {
    pub(crate) fn new(is_quiet: bool) -> Self {
        Self { lines: String::new(), is_quiet }
    }

    /// Adds a line, with the reason at its end where a file was refused. Whatever a client sends, a target holds no octet
    /// that could end the line or steer a terminal.
    pub(crate) fn answered(
        &mut self,
        peer: SocketAddr,
        request: &RequestHead,
        status: Status,
        octets: u64,
        why: Option<&Refusal>,
    ) {
        if !self.is_quiet {
            let RequestHead { method, target, version, .. } = request;
            let why = why.map(|why| format!(": {why}")).unwrap_or_default();
            let lines = &mut self.lines;
            date::now(|now| {
                writeln!(lines, "{} {peer} \"{method} {target} {version}\" {status} {octets}{why}", now.log)
            })
            .ok();
        }
    }

    /// Adds a line about what was no request.
    pub(crate) fn refused(&mut self, peer: SocketAddr, error: &connection::RequestError, status: Status, octets: u64) {
        if !self.is_quiet {
            let lines = &mut self.lines;
            date::now(|now| writeln!(lines, "{} {peer} - {status} {octets}: {}", now.log, error.what())).ok();
        }
    }

    /// Writes the lines to standard error, in one piece. That nobody reads them is no reason to stop, or to wait.
    pub(crate) fn flush(&mut self) {
        if !self.lines.is_empty() {
            cli::log(&self.lines);
            self.lines.clear();
        }
    }
}
