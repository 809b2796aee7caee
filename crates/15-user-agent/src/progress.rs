//! How far a download has come, as one line that is written over again and again.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// How often the line changes.
const INTERVAL: Duration = Duration::from_millis(100);

/// How many characters the bar has.
const BAR: u64 = 30;

/// A bar on standard error, if that is a terminal.
#[derive(Debug)]
pub struct Progress {
    visible: bool,
    /// How many octets there will be; `None` where nobody knows.
    total: Option<u64>,
    octets: u64,
    /// How many octets were there before.
    kept: u64,
    began: Instant,
    drawn: Option<Instant>,
}

impl Progress {
    pub fn new(kept: u64, total: Option<u64>) -> Self {
        let visible = io::stderr().is_terminal();
        Self { visible, total, octets: kept, kept, began: Instant::now(), drawn: None }
    }

    pub fn add(&mut self, octets: u64) {
        self.octets += octets;
        if self.visible && self.drawn.is_none_or(|drawn| drawn.elapsed() >= INTERVAL) {
            self.draw("");
            self.drawn = Some(Instant::now());
        }
    }

    fn draw(&self, end: &str) {
        let rate = rate(self.octets - self.kept, self.began.elapsed());
        let line = line(self.octets, self.total, rate);
        // Whether it can be seen is of no importance to the download.
        let _ = io::stderr().write_all(format!("\r{line}\x1b[K{end}").as_bytes());
    }
}

/// However a download ends, what is written next stands on a line of its own.
impl Drop for Progress {
    fn drop(&mut self) {
        if self.visible && self.drawn.is_some() {
            self.draw("\n");
        }
    }
}

/// Octets a second.
fn rate(octets: u64, time: Duration) -> u64 {
    let millis = u64::try_from(time.as_millis()).unwrap_or(u64::MAX).max(1);
    octets.saturating_mul(1000) / millis
}

fn line(octets: u64, total: Option<u64>, rate: u64) -> String {
    let rate = size(rate);
    match total {
        Some(total) if total > 0 => {
            let octets = octets.min(total);
            let part = |of: u64| u64::try_from(u128::from(octets) * u128::from(of) / u128::from(total)).unwrap_or(of);
            let (done, percent) = (part(BAR), part(100));
            let bar: String = (0..BAR).map(|at| if at < done { '#' } else { '.' }).collect();
            format!("{percent:3} % {bar} {} of {}, {rate}/s", size(octets), size(total))
        }
        _ => format!("{}, {rate}/s", size(octets)),
    }
}

/// A number of octets in the largest unit of which there is at least one.
fn size(octets: u64) -> String {
    let units = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")];
    match units.into_iter().find(|(unit, _)| octets >= *unit) {
        Some((unit, name)) => format!("{}.{} {name}", octets / unit, octets % unit * 10 / unit),
        None => format!("{octets} B"),
    }
}
