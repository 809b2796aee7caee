//! What a client is told for whom there is no place.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use connection::Timeouts;
use request::Status;
use response::ResponseHead;

use crate::conversation::Conversation;
use crate::transport::Transport;
use crate::trouble::Trouble;

/// After how many seconds a client that was turned away may come again: the value of Retry-After (RFC 9110 section 10.2.3).
pub const RETRY_AFTER: &str = "2";

/// How long one that is told so is waited for.
const PATIENCE: Duration = Duration::from_secs(1);

const TEXT: &str = "This server has as many clients as it can serve. Try again in a moment.\n";

/// The settings for a client that is turned away.
pub(crate) fn hurried(mut settings: connection::Settings) -> connection::Settings {
    settings.timeouts = Timeouts::all(PATIENCE);
    settings
}

/// Answers a request with 503, as text. It is the last on its connection, so that others have a turn.
pub(crate) fn turn_away<T: Transport>(conversation: &mut Conversation<'_, T>) -> Result<(), Trouble> {
    match conversation.next_request() {
        Ok(None) => return Ok(()),
        Ok(Some(_)) | Err(Trouble::Refused(_)) => {}
        Err(lost) => return Err(lost),
    }
    let mut head = ResponseHead::new(Status::SERVICE_UNAVAILABLE);
    for (name, value) in [("Retry-After", RETRY_AFTER), ("Content-Type", "text/plain"), ("Connection", "close")] {
        // None of these can be one that must not be sent.
        let _ = head.fields.push(name, value);
    }
    conversation.respond(head, TEXT.as_bytes())
}

/// Turns a client away without waiting for anything, not even for its request: the thread takes the next connection.
pub(crate) fn leave(mut stream: &TcpStream) {
    let mut come = [0; 1024];
    let _ = stream.set_nonblocking(true);
    // What has come already is not left unread, and says whether the response may have content.
    let count = stream.read(&mut come).unwrap_or_default();
    let text = if come[..count].starts_with(b"HEAD ") { "" } else { TEXT };
    let response = format!(
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: {RETRY_AFTER}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}",
        TEXT.len()
    );
    // So short a response finds room in a new socket.
    let _ = stream.write(response.as_bytes());
}
