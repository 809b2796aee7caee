//! How long a peer may take. Nothing here reads a clock: whoever waits says what time it is.

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use std::time::{Duration, Instant};

/// How long a peer may take for what it has to send, or to take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Until the first octet of the next request.
    pub idle: Duration,
    /// From the first octet of a head to its last; for a client, from the end of its request.
    pub head: Duration,
    /// For content: the time a peer may stay silent. See [`Pace`].
    pub content: Duration,
    /// For what we send: the time a peer may take nothing of it. See [`Pace`].
    pub write: Duration,
    /// After our last word, for the peer to close the connection.
    pub linger: Duration,
    /// How many octets of content a second a peer must move at least, seen over the time that it may stay silent.
    pub rate: u32,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self::all(Duration::from_secs(10))
    }
}

impl Timeouts {
    /// The same time for everything, but two seconds at most to linger.
    #[must_use]
    pub fn all(time: Duration) -> Self {
        let linger = time.min(Duration::from_secs(2));
        Self { idle: time, head: time, content: time, write: time, linger, rate: 500 }
    }

    /// How long the peer may take for that, at first.
    fn most(&self, wait: Wait) -> Duration {
        match wait {
            Wait::Request => self.idle,
            Wait::Head => self.head,
            Wait::Content => self.content,
            Wait::Close => self.linger,
        }
    }
}

/// A deadline that moves on with each octet: a peer that is slow but not too slow is waited for, one that sends an octet
/// now and then is not.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    most: Duration,
    rate: u32,
    deadline: Instant,
}

impl Pace {
    /// A peer that may stay silent for `most` from now on, and must move `rate` octets a second.
    #[must_use]
    pub fn new(most: Duration, rate: u32, now: Instant) -> Self {
        Self { most, rate: rate.max(1), deadline: now + most }
    }

    /// The deadline as it is.
    #[must_use]
    pub fn end(&self) -> Instant {
        self.deadline
    }

    /// Moves the deadline on by a time that is not counted.
    pub fn postpone(&mut self, time: Duration) {
        self.deadline = self.deadline.checked_add(time).unwrap_or(self.deadline);
    }

    /// The deadline of the wait that begins now, when `octets` have moved since the last one began. It is never in the past.
    pub fn deadline(&mut self, octets: u64, now: Instant) -> Instant {
        // What was not waited for does not count against the peer.
        let gained = Duration::from_micros(octets.saturating_mul(1_000_000) / u64::from(self.rate));
        self.deadline = self.deadline.max(now).checked_add(gained).unwrap_or(now + self.most).min(now + self.most);
        self.deadline
    }
}

/// What a peer is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wait {
    /// The first octet of a request.
    Request,
    /// The rest of a head.
    Head,
    /// Content.
    Content,
    /// The end of the connection.
    Close,
}

/// The present wait for the peer, if it is one that goes on: whoever asks for its deadline again gets the same one.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    wait: Option<(Wait, Pace)>,
    /// Octets of content since its deadline was asked for.
    moved: u64,
}

impl Waiting {
    /// So many octets of content have moved.
    pub(crate) fn count(&mut self, octets: u64) {
        self.moved += octets;
    }

    /// The next wait begins anew, whatever it is for.
    pub(crate) fn forget(&mut self) {
        self.wait = None;
    }

    /// Until when to wait for that, from `now` on.
    pub(crate) fn deadline(&mut self, wait: Wait, timeouts: &Timeouts, now: Instant) -> Instant {
        // GAP 5 of 7: waiting (place 1 of 2)
        // Until when to wait, from `now` on? In the starter each wait begins anew, so a peer that sends an octet
        // now and then is waited for for ever. A wait goes on when it is for the same as the one before: then its
        // deadline stands (`pace.end()`), and that of content moves on with the octets that have moved since
        // (`self.moved`, which then counts anew; `pace.deadline`). Every other wait begins now, as in the starter.
        let pace = Pace::new(timeouts.most(wait), timeouts.rate, now);
        self.wait = Some((wait, pace));
        pace.end()
    }

    /// Gives the peer so much more time.
    pub(crate) fn postpone(&mut self, time: Duration) {
        if let Some((_, pace)) = &mut self.wait {
            pace.postpone(time);
        }
    }

    /// What was waited for in vain until `now`, if its time is over.
    pub(crate) fn is_over(&self, now: Instant) -> Option<Wait> {
        self.wait.as_ref().filter(|(_, pace)| now >= pace.end()).map(|(wait, _)| *wait)
    }
}
