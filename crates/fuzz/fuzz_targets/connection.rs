//! Whatever a client sends, in whatever pieces: a server that answers every request says what may be said, and the same
//! octets lead to the same responses.
#![no_main]

use std::time::Instant;

use connection::{Event, Next, ServerConnection, Settings};
use libfuzzer_sys::fuzz_target;
use request::{Method, Status};
use response::ResponseHead;

/// What a server sends to a client that sends `octets` in pieces of at most `size`, and whether it is done with it.
fn converse(octets: &[u8], size: usize) -> (Vec<u8>, bool) {
    let now = Instant::now();
    let mut connection = ServerConnection::new(Settings::default());
    let mut sent = Vec::new();
    let mut method = Method::Get;
    for mut piece in octets.chunks(size) {
        loop {
            if matches!(connection.next(), Next::Switched | Next::Close) {
                return (sent, true);
            }
            let _ = connection.deadline(now);
            match connection.receive(&mut piece) {
                Ok(Some(Event::Request(head))) => method = head.method,
                Ok(Some(Event::Content(_))) => {}
                Ok(Some(Event::End(_))) => answer(&mut connection, Status::OK, &method, &mut sent),
                Ok(None) if piece.is_empty() => break,
                Ok(None) => panic!("{} octets were left without an event in {:?}", piece.len(), connection.next()),
                Err(error) if connection.is_due() => answer(&mut connection, error.status(), &method, &mut sent),
                Err(_) => return (sent, true),
            }
        }
    }
    (sent, connection.next() == Next::Linger)
}

fn answer(connection: &mut ServerConnection, status: Status, method: &Method, sent: &mut Vec<u8>) {
    let mut head = ResponseHead::new(status);
    head.fields.push("Date", "Sun, 06 Nov 1994 08:49:37 GMT").expect("a date can stand in a field");
    head.fields.push("Content-Type", "text/plain").expect("a media type can stand in a field");
    connection.respond_with(head, method.as_str().as_bytes(), sent).expect("a response is due");
}

fuzz_target!(|input: (u8, &[u8])| {
    let (size, octets) = input;
    let (sent, closed) = converse(octets, usize::MAX);
    assert_eq!(converse(octets, usize::from(size) + 1), (sent.clone(), closed));
    assert_eq!(converse(octets, 1), (sent.clone(), closed));
    checker::check_conversation(octets, &sent, false).unwrap_or_else(|violation| panic!("{violation}"));
});
