//! How long a client waits for a response.
#![allow(clippy::disallowed_methods, reason = "a test reads clocks and writes files")]

use std::time::{Duration, Instant};

use connection::{ClientConnection, ResponseEvent, Settings, Timeouts};
use request::{Method, RequestHead, Target};

#[test]
fn a_long_upload_takes_nothing_from_the_time_for_the_response() -> Result<(), Box<dyn std::error::Error>> {
    let timeouts = Timeouts::all(Duration::from_secs(10));
    let mut connection = ClientConnection::new(Settings { timeouts, ..Settings::default() });
    let head = RequestHead::to(Method::Put, &Target::uri("http://localhost/")?).ok_or("no request")?;
    let (mut output, start) = (Vec::new(), Instant::now());
    connection.ask(head, Some(2), &mut output)?;
    connection.send(b"a", &mut output)?;
    // An interim response comes while the content goes out, and the rest of it takes an hour.
    assert_eq!(connection.deadline(start), Some(start + timeouts.head));
    let interim = connection.receive(&mut &b"HTTP/1.1 100 Continue\r\n\r\n"[..])?;
    assert!(matches!(interim, Some(ResponseEvent::Interim(_))));
    let late = start + Duration::from_hours(1);
    connection.send(b"b", &mut output)?;
    connection.end(&mut output)?;
    assert_eq!(connection.deadline(late), Some(late + timeouts.head));
    assert!(connection.timed_out(late).is_ok());
    assert!(connection.timed_out(late + timeouts.head).is_err());
    Ok(())
}
