//! One HTTP response as a test receives it, read and checked by the [checker](crate::checker).

use crate::checker::{Answer, Conversation};
use crate::failure::{Failure, Verdict};
use crate::peer::Peer;
use crate::visible::{shortened, visible};

/// A final response.
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
    /// Reads the only response of this connection, to a request with this method, and the close behind it.
    ///
    /// # Errors
    ///
    /// When the connection is reset or stays open, or what comes is not one well-formed response.
    pub fn reply_and_close(&mut self, method: &str) -> Verdict<Reply> {
        Reply::parse(&self.read_to_end()?, method)
    }

    /// Reads the next final response, to a request with this method, and the interim ones in front of it. What follows
    /// it stays to be read.
    ///
    /// # Errors
    ///
    /// When the connection ends first, or the deadline passes, or what comes is no well-formed response.
    pub fn reply(&mut self, method: &str) -> Verdict<Reply> {
        let mut conversation = Conversation::about_answer_to(method);
        let read = self.read_reply(&mut conversation);
        conversation.verdict().map_err(|violation| *violation)?;
        match conversation.take_answer() {
            Some(answer) => Ok(answer.into()),
            None => Err(read.err().unwrap_or_else(Failure::wrong)),
        }
    }
}

impl Reply {
    /// Reads a response to a request with this method that takes up all of `bytes`.
    ///
    /// # Errors
    ///
    /// When a server must not send this.
    pub fn parse(bytes: &[u8], method: &str) -> Verdict<Self> {
        let mut conversation = Conversation::about_answer_to(method);
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = &rest[conversation.received(rest)..];
        }
        conversation.closed();
        conversation.verdict().map_err(|violation| *violation)?;
        conversation.take_answer().map(Self::from).ok_or_else(|| {
            let came =
                if bytes.is_empty() { "nothing; the connection was closed".to_owned() } else { shortened(bytes) };
            Failure::wrong().row("expected", "one response").row("came", came)
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

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Self {
        let Answer { status, fields, content, octets } = answer;
        Self { status, fields, content, bytes: octets }
    }
}

/// What stands behind a tag; only the first piece of a text does not begin with one.
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
        let failure = reply.expect_status(200).expect_err("it is 404").to_string();
        assert!(failure.contains("HTTP/1.1 404 Not Found, and a page that says: There is no page."), "{failure}");
    }

    #[test]
    fn only_one_response_is_taken() {
        let reply = format!("HTTP/1.1 200 OK\r\n{DATE}Content-Length: 2\r\n\r\nhi");
        for bytes in ["", "HTTP/1.1 100 Continue\r\n\r\n", &reply[..reply.len() - 1], &reply.repeat(2)] {
            assert!(Reply::parse(bytes.as_bytes(), "GET").is_err(), "{bytes:?}");
        }
        assert!(Reply::parse(reply.as_bytes(), "HEAD").is_err());
    }
}
