//! The access log: a line for each response.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::net::SocketAddr;

use representation::Refusal;
use request::{RequestHead, Status};
use threads::date;

/// The present second in the two forms in which responses and the log show it.
#[derive(Debug, Default)]
struct Stamp {
    /// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 section 5.6.7).
    http: String,
    /// `1994-11-06T08:49:37Z`.
    log: String,
}

thread_local! {
    static STAMP: RefCell<Stamp> = RefCell::default();
}

/// Lines that are written together with the responses they tell of.
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
            stamped(|now| writeln!(lines, "{now} {peer} \"{method} {target} {version}\" {status} {octets}{why}")).ok();
        }
    }

    /// Adds a line about what was no request.
    pub(crate) fn refused(&mut self, peer: SocketAddr, error: &connection::RequestError, status: Status, octets: u64) {
        if !self.is_quiet {
            let lines = &mut self.lines;
            stamped(|now| writeln!(lines, "{now} {peer} - {status} {octets}: {}", error.what())).ok();
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

/// Shows the present second to `use_it` as the log shows it. The text is made anew only when the second has changed.
fn stamped<T>(use_it: impl FnOnce(&str) -> T) -> T {
    date(|http| {
        STAMP.with_borrow_mut(|stamp| {
            if stamp.http != http {
                *stamp = Stamp { http: http.to_owned(), log: sortable(http) };
            }
            use_it(&stamp.log)
        })
    })
}

/// The same date with its largest unit first.
fn sortable(http: &str) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let part = |from: usize, to: usize| http.get(from..to).unwrap_or_default();
    let month = MONTHS.iter().position(|month| *month == part(8, 11)).unwrap_or_default() + 1;
    format!("{}-{month:02}-{}T{}Z", part(12, 16), part(5, 7), part(17, 25))
}
