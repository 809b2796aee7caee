//! Waiting, with a clock that the test turns.
#![allow(clippy::disallowed_methods, reason = "a test reads clocks and writes files")]

mod common;

use std::time::{Duration, Instant};

use common::Server;
use connection::{Next, Pace, RequestError, Settings, Timeouts};

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn settings() -> Settings {
    let timeouts = Timeouts {
        idle: seconds(60),
        head: seconds(20),
        content: seconds(30),
        write: seconds(40),
        linger: seconds(2),
        rate: 100,
    };
    Settings { timeouts, ..Settings::default() }
}

/// A server and its clock.
struct Clock {
    server: Server,
    now: Instant,
}

impl Clock {
    fn new() -> Self {
        Self { server: Server::new(settings()), now: Instant::now() }
    }

    /// How long the server is ready to wait from now on.
    fn patience(&mut self) -> Option<Duration> {
        self.server.connection.deadline(self.now).map(|deadline| deadline.saturating_duration_since(self.now))
    }

    /// Lets time pass, and then octets come.
    fn later(&mut self, time: Duration, piece: &str) {
        self.now += time;
        self.server.feed(piece.as_bytes());
    }

    fn timed_out(&mut self) -> Result<Next, RequestError> {
        self.server.connection.timed_out(self.now)?;
        Ok(self.server.connection.next())
    }
}

/// proves: 9112-9.5-graceful-timeout
#[test]
fn a_connection_may_rest_for_its_idle_time() {
    let mut clock = Clock::new();
    assert_eq!(clock.patience(), Some(seconds(60)));
    clock.later(seconds(59), "");
    assert_eq!(clock.patience(), Some(seconds(1)));
    assert_eq!(clock.timed_out(), Ok(Next::Receive));
    clock.later(seconds(0), "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_eq!(clock.patience(), Some(seconds(60)), "after a response, the time begins anew");
    clock.later(seconds(60), "");
    assert_eq!(clock.timed_out(), Ok(Next::Linger));
    assert_eq!(clock.patience(), Some(seconds(2)));
    clock.later(seconds(2), "");
    assert_eq!(clock.timed_out(), Ok(Next::Close));
    assert!(clock.server.output.ends_with(b"/1"), "nobody asked, so there is nothing to respond to");
}

/// A client that sends an octet now and then does not gain time.
#[test]
fn a_head_has_one_deadline_however_it_comes() {
    let mut clock = Clock::new();
    assert_eq!(clock.patience(), Some(seconds(60)));
    for (number, octet) in ["G", "E", "T", " ", "/"].into_iter().enumerate() {
        clock.later(seconds(4), octet);
        assert_eq!(clock.patience(), Some(seconds(20 - 4 * number as u64)));
    }
    clock.later(seconds(4), "1");
    assert_eq!(clock.timed_out(), Err(RequestError::HeadLate));
    assert_eq!(clock.server.connection.next(), Next::Respond);
}

/// proves: 9112-8-incomplete-request
#[test]
fn content_must_move_but_need_not_hurry() {
    let mut clock = Clock::new();
    clock.later(seconds(0), "POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
    assert_eq!(clock.patience(), Some(seconds(30)));
    // As fast as the rate: the patience stays what it is, however long it takes.
    for _ in 0..20 {
        clock.later(seconds(10), &"x".repeat(1000));
        assert_eq!(clock.patience(), Some(seconds(30)));
    }
    // An octet a second: the patience wears off.
    for waited in 1..30 {
        clock.later(seconds(1), "x");
        let left = clock.patience().expect("it waits");
        assert!(left + seconds(waited) <= seconds(30) + Duration::from_millis(10 * waited), "{left:?}");
    }
    clock.later(seconds(2), "");
    assert_eq!(clock.timed_out(), Err(RequestError::ContentLate));
    assert_eq!(clock.server.connection.next(), Next::Respond);
}

/// The time that the application takes is not the client's.
#[test]
fn a_slow_application_does_not_use_up_the_patience() {
    let mut clock = Clock::new();
    clock.later(seconds(0), "POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
    assert_eq!(clock.patience(), Some(seconds(30)));
    clock.later(seconds(300), &"x".repeat(10_000));
    assert_eq!(clock.patience(), Some(seconds(30)));
}

#[test]
fn unread_content_that_does_not_come_ends_the_connection_without_a_word() {
    let mut clock = Clock::new();
    clock.later(seconds(0), "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n");
    let answered = clock.server.output.clone();
    assert_eq!(clock.patience(), Some(seconds(30)));
    clock.later(seconds(30), "");
    assert_eq!(clock.timed_out(), Ok(Next::Linger));
    assert_eq!(clock.server.output, answered);
}

#[test]
fn nobody_is_waited_for_while_a_response_is_due() {
    let mut connection = connection::ServerConnection::new(settings());
    let mut input: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    while connection.receive(&mut input).expect("a request").is_some() {}
    assert_eq!(connection.deadline(Instant::now()), None);
}

#[test]
fn a_pace_counts_octets_as_time() {
    let now = Instant::now();
    let mut pace = Pace::new(seconds(10), 100, now);
    assert_eq!(pace.end(), now + seconds(10));
    assert_eq!(pace.deadline(200, now + seconds(4)), now + seconds(12));
    assert_eq!(pace.deadline(u64::MAX, now + seconds(4)), now + seconds(14), "never more than the whole time");
    assert_eq!(pace.deadline(0, now + seconds(5)), now + seconds(14));
    assert_eq!(Pace::new(seconds(1), 0, now).deadline(1, now), now + seconds(1), "a rate of 0 is taken for 1");
}
