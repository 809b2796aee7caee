//! One HTTP response as a test receives it, read and checked by the [checker].

use checker::{Conversation, Received};

use crate::failure::{Failure, Verdict};
use crate::peer::Peer;
use crate::visible::{shortened, visible};

/// A response, interim or final.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// Names and values of the field lines, in order.
    pub fields: Vec<(String, String)>,
    /// What follows the empty line, without the framing of chunks.
    pub content: Vec<u8>,
    bytes: Vec<u8>,
}

impl Peer {
    /// Reads the only response of this connection, to a request with this method, and the close after it.
    ///
    /// # Errors
    ///
    /// When the connection is reset or stays open, or what comes is not one well-formed response.
    pub fn reply_and_close(&mut self, method: &str) -> Verdict<Reply> {
        Reply::parse(&self.read_to_end()?, method)
    }

    /// Reads the next response of this connection, to a request with this method; what comes after it stays. An interim
    /// response is one of its own.
    ///
    /// # Errors
    ///
    /// When none comes that is complete and well-formed.
    pub fn reply(&mut self, method: &str) -> Verdict<Reply> {
        let mut conversation = Conversation::about_response_to(method);
        let read = self.read_reply(&mut conversation);
        conversation.verdict().map_err(|violation| *violation)?;
        match conversation.take_response() {
            Some(response) => Ok(response.into()),
            None => Err(read.err().unwrap_or_else(Failure::wrong)),
        }
    }

    /// Reads the responses to requests with these methods, and the close after the last of them.
    ///
    /// # Errors
    ///
    /// When the connection is reset or stays open, or what comes are not exactly these responses.
    pub fn replies_and_close<'a>(&mut self, methods: impl IntoIterator<Item = &'a str>) -> Verdict<Vec<Reply>> {
        let bytes = self.read_to_end()?;
        let mut rest = &bytes[..];
        let mut methods = methods.into_iter().peekable();
        let mut replies = Vec::new();
        while let Some(method) = methods.next() {
            // The last one takes all that is left, which shows when there is too much.
            let length = match methods.peek() {
                Some(_) => Conversation::about_response_to(method).received(rest),
                None => rest.len(),
            };
            replies.push(Reply::parse(&rest[..length], method).map_err(|failure| after(failure, replies.len()))?);
            rest = &rest[length..];
        }
        Ok(replies)
    }
}

/// Says that other responses came before the one that is wrong.
fn after(failure: Failure, replies: usize) -> Failure {
    match replies {
        0 => failure,
        1 => failure.row("before it", "one response came and was well-formed"),
        _ => failure.row("before it", format!("{replies} responses came and were well-formed")),
    }
}

impl Reply {
    /// Reads a response to a request with this method that takes up all of `bytes`.
    ///
    /// # Errors
    ///
    /// When a server must not send this.
    pub fn parse(bytes: &[u8], method: &str) -> Verdict<Self> {
        let mut conversation = Conversation::about_response_to(method);
        let length = conversation.received(bytes);
        // What is left tells more when it breaks a rule.
        conversation.received(&bytes[length..]);
        conversation.closed();
        conversation.verdict().map_err(|violation| *violation)?;
        let response = conversation.take_response().filter(|_| length == bytes.len());
        response.map(Self::from).ok_or_else(|| {
            let came =
                if bytes.is_empty() { "nothing; then the connection was closed".to_owned() } else { shortened(bytes) };
            Failure::wrong().row("expected", "one response, and nothing after it").row("came", came)
        })
    }

    /// The value of the first field of that name, in any letter case.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        let field = self.fields.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
        field.map(|(_, value)| value.as_str())
    }

    /// Expects this status.
    ///
    /// # Errors
    ///
    /// When the response has another.
    pub fn expect_status(&self, status: u16) -> Verdict {
        self.expect(&format!("a response with status {status}"), self.status == status)
    }

    /// Expects `is_so`, which `expected` puts into words.
    ///
    /// # Errors
    ///
    /// When it is not so.
    pub fn expect(&self, expected: &str, is_so: bool) -> Verdict {
        if is_so {
            return Ok(());
        }
        Err(Failure::wrong().row("expected", expected).row("came", self.in_short()))
    }

    /// The beginning and the end of the response; of an error page, what it says.
    fn in_short(&self) -> String {
        let line = self.bytes.split(|&octet| octet == b'\r').next().unwrap_or_default();
        let page = std::str::from_utf8(&self.content).unwrap_or_default();
        let Some((_, paragraph)) = page.split_once("<p>").filter(|_| self.status >= 400) else {
            return shortened(&self.bytes);
        };
        let text: String = paragraph.split('<').enumerate().map(|(number, piece)| words(number, piece)).collect();
        format!("{}, and a page that says: {}", visible(line), text.trim())
    }
}

impl From<Received> for Reply {
    fn from(response: Received) -> Self {
        let Received { status, fields, content, octets } = response;
        Self { status, fields, content, bytes: octets }
    }
}

/// What stands after a tag; only the first piece of a text does not begin with one.
fn words(number: usize, piece: &str) -> &str {
    if number == 0 { piece } else { piece.split_once('>').map_or("", |(_, text)| text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATE: &str = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";

    #[test]
    fn a_response_is_read() {
        let bytes = format!("HTTP/1.1 200 OK\r\n{DATE}Content-Length: 2\r\n\r\nhi");
        let reply = Reply::parse(bytes.as_bytes(), "GET").expect("it is well-formed");
        assert_eq!((reply.status, reply.field("content-length"), &*reply.content), (200, Some("2"), &b"hi"[..]));
        assert!(reply.expect_status(404).is_err());
        let page = "<h1>No</h1>\n<p>There is <b>no</b> page.</p>\n";
        let bytes =
            format!("HTTP/1.1 404 Not Found\r\n{DATE}Content-Type: text/html\r\nConnection: close\r\n\r\n{page}");
        let reply = Reply::parse(bytes.as_bytes(), "GET").expect("it is well-formed");
        let failure = reply.expect_status(200).expect_err("it is 404").in_columns(200);
        assert!(failure.contains("HTTP/1.1 404 Not Found, and a page that says: There is no page."), "{failure}");
    }

    #[test]
    fn chunks_are_taken_apart() {
        let reply = |status: &str, chunks: &str| {
            let bytes = format!("HTTP/1.1 {status}\r\n{DATE}Transfer-Encoding: chunked\r\n\r\n{chunks}");
            Reply::parse(bytes.as_bytes(), "GET").map(|reply| reply.content)
        };
        assert_eq!(reply("200 OK", "5\r\nHello\r\n1\r\n!\r\n0\r\n\r\n").expect("it is well-formed"), b"Hello!");
        for chunks in ["", "5\r\nHello", "4\r\nHello\r\n0\r\n\r\n", "0\r\n\r\nx"] {
            assert!(reply("200 OK", chunks).is_err(), "{chunks:?}");
        }
        assert!(reply("204 No Content", "").is_err());
    }

    #[test]
    fn only_one_response_is_taken() {
        let interim = "HTTP/1.1 100 Continue\r\n\r\n";
        assert_eq!(Reply::parse(interim.as_bytes(), "POST").expect("it is well-formed").status, 100);
        let reply = format!("HTTP/1.1 200 OK\r\n{DATE}Content-Length: 2\r\n\r\nhi");
        for bytes in ["", &reply[..reply.len() - 1], &reply.repeat(2), &format!("{interim}{reply}")] {
            assert!(Reply::parse(bytes.as_bytes(), "GET").is_err(), "{bytes:?}");
        }
        assert!(Reply::parse(reply.as_bytes(), "HEAD").is_err());
    }
}
