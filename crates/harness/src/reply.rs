//! One HTTP response as a test receives it, checked by rules that hold for every response of every server.
//!
//! This reader shares no code with the servers that it judges.

use crate::failure::{Failure, Verdict};
use crate::peer::Peer;
use crate::visible::{shortened, visible};

/// A response, read to the close of its connection.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// Names and values of the field lines, in order.
    pub fields: Vec<(String, String)>,
    /// What follows the empty line, without the octets of chunked framing.
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
}

impl Reply {
    /// Reads a response to a request with this method that takes up all of `bytes`.
    ///
    /// # Errors
    ///
    /// When a server must not send this.
    pub fn parse(bytes: &[u8], method: &str) -> Verdict<Self> {
        let reply =
            read(bytes).ok_or("one response: a status line, fields and an empty line, each line ended by CR LF");
        let checked =
            reply.and_then(|reply| reply.unframed(method)).and_then(|reply| reply.check(method).map(|()| reply));
        checked.map_err(|expected| {
            let came =
                if bytes.is_empty() { "nothing; the connection was closed".to_owned() } else { shortened(bytes) };
            Failure::wrong().row("expected", expected).row("came", came)
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

    /// The response with its content taken out of chunks, if it is in chunks.
    fn unframed(mut self, method: &str) -> Result<Self, &'static str> {
        match self.field("Transfer-Encoding") {
            Some("chunked") if !self.has_no_content(method) => {
                self.content = unchunked(&self.content).ok_or(
                    "chunks, each as long as its size says, then one of size 0, an empty line and nothing more",
                )?;
                Ok(self)
            }
            Some(other) if other != "chunked" => Err("no transfer coding but chunked"),
            _ => Ok(self),
        }
    }

    fn has_no_content(&self, method: &str) -> bool {
        method == "HEAD" || matches!(self.status, 100..=199 | 204 | 304)
    }

    /// The rules for every response.
    fn check(&self, method: &str) -> Result<(), &'static str> {
        let has = |name| self.field(name).is_some();
        let no_content = self.has_no_content(method);
        let length = self.field("Content-Length");
        let rules = [
            ((100..=599).contains(&self.status), "a status code from 100 to 599"),
            (!matches!(self.status, 200..=499) || has("Date"), "a Date field in every 2xx, 3xx and 4xx response"),
            (self.field("Date").is_none_or(|date| date.len() == 29 && date.ends_with(" GMT")), "a Date of 29 octets"),
            (!(has("Content-Length") && has("Transfer-Encoding")), "Content-Length or Transfer-Encoding, not both"),
            (!matches!(self.status, 100..=199 | 204) || length.is_none(), "no Content-Length in a 1xx or 204 response"),
            (
                !matches!(self.status, 100..=199 | 204) || !has("Transfer-Encoding"),
                "no Transfer-Encoding in a 1xx or 204 response",
            ),
            (!no_content || self.content.is_empty(), "no octet behind the empty line of this response"),
            (
                no_content || length.is_none_or(|length| length == self.content.len().to_string()),
                "as many octets of content as Content-Length says, and nothing behind them",
            ),
            (self.status != 405 || has("Allow"), "an Allow field in a 405 response"),
            (self.names_are_single(), "each of these fields once at most"),
        ];
        rules.iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, rule)| Err(*rule))
    }

    fn names_are_single(&self) -> bool {
        let singles = ["Date", "Content-Length", "Content-Type", "Location", "ETag", "Last-Modified", "Server"];
        let count = |single: &str| self.fields.iter().filter(|(name, _)| name.eq_ignore_ascii_case(single)).count();
        singles.iter().all(|single| count(single) <= 1)
    }
}

fn read(bytes: &[u8]) -> Option<Reply> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let mut lines = head.split("\r\n");
    let (code, reason) = lines.next()?.strip_prefix("HTTP/1.1 ")?.split_at_checked(3)?;
    let is_text = |text: &str| !text.contains(|c: char| c.is_control() && c != '\t');
    let fields = lines.map(|line| line.split_once(": ").filter(|(name, _)| is_name(name)));
    let fields = fields.map(|field| field.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let fields = fields.collect::<Option<Vec<_>>>()?;
    let values_are_clean = fields.iter().all(|(_, value)| is_text(value) && value.trim() == value);
    let is_reply = reason.starts_with(' ') && is_text(reason) && values_are_clean;
    let status = code.bytes().all(|octet| octet.is_ascii_digit()).then(|| code.parse().ok())??;
    is_reply.then(|| Reply { status, fields, content: bytes[end + 4..].to_owned(), bytes: bytes.to_owned() })
}

/// The content of chunks without extensions and trailer fields, as a server sends them.
fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    loop {
        let digits = rest.iter().take_while(|octet| octet.is_ascii_hexdigit()).count();
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..digits]).ok()?, 16).ok()?;
        let (data, behind) = rest[digits..].strip_prefix(b"\r\n")?.split_at_checked(size)?;
        content.extend_from_slice(data);
        rest = behind.strip_prefix(b"\r\n")?;
        if size == 0 {
            return rest.is_empty().then_some(content);
        }
    }
}

/// What stands behind a tag; only the first piece of a text does not begin with one.
fn words(number: usize, piece: &str) -> &str {
    if number == 0 { piece } else { piece.split_once('>').map_or("", |(_, text)| text) }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-')
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
        let bytes = format!("HTTP/1.1 404 Not Found\r\n{DATE}\r\n{page}");
        let reply = Reply::parse(bytes.as_bytes(), "GET").expect("it is well-formed");
        let failure = reply.expect_status(200).expect_err("it is 404").to_string();
        assert!(failure.contains("HTTP/1.1 404 Not Found, and a page that says: There is no page."), "{failure}");
    }

    #[test]
    fn chunks_are_taken_apart() {
        let reply = |status: &str, chunks: &str| {
            let bytes = format!("HTTP/1.1 {status}\r\n{DATE}Transfer-Encoding: chunked\r\n\r\n{chunks}");
            Reply::parse(bytes.as_bytes(), "GET").map(|reply| reply.content)
        };
        assert_eq!(reply("200 OK", "5\r\nHello\r\n1\r\n!\r\n0\r\n\r\n").expect("it is well-formed"), b"Hello!");
        for chunks in [
            "",
            "5\r\nHello",
            "5\r\nHello\r\n",
            "5\r\nHello\r\n0\r\n",
            "4\r\nHello\r\n0\r\n\r\n",
            "0\r\n\r\nx",
            "0x0\r\n\r\n",
        ] {
            assert!(reply("200 OK", chunks).is_err(), "{chunks:?}");
        }
        assert!(reply("204 No Content", "").is_err());
    }

    #[test]
    fn what_no_server_may_send_is_found() {
        let ok = |fields: &str, content: &str| format!("HTTP/1.1 200 OK\r\n{DATE}{fields}\r\n{content}");
        let wrong = [
            String::new(),
            "HTTP/1.1 200 OK\r\n\r\n".to_owned(),
            format!("HTTP/1.1 200\r\n{DATE}\r\n"),
            format!("HTTP/1.0 200 OK\r\n{DATE}\r\n"),
            format!("HTTP/1.1 20x OK\r\n{DATE}\r\n"),
            format!("HTTP/1.1 405 Method Not Allowed\r\n{DATE}\r\n"),
            format!("HTTP/1.1 204 No Content\r\n{DATE}Content-Length: 0\r\n\r\n"),
            format!("HTTP/1.1 304 Not Modified\r\n{DATE}\r\nx"),
            ok("Content-Length: 3\r\n", "hi"),
            ok("Content-Length: 1\r\n", "hi"),
            ok("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "hi"),
            ok("Content-Length: 2\r\nContent-Length: 2\r\n", "hi"),
            ok("A:b\r\n", ""),
            ok("A: b \r\n", ""),
            ok("A: b\nB: c\r\n", ""),
            ok("A: b\r\n c\r\n", ""),
        ];
        for bytes in wrong {
            assert!(Reply::parse(bytes.as_bytes(), "GET").is_err(), "{bytes:?}");
        }
        assert!(Reply::parse(ok("Content-Length: 2\r\n", "hi").as_bytes(), "HEAD").is_err());
        assert!(Reply::parse(ok("Content-Length: 2\r\n", "").as_bytes(), "HEAD").is_ok());
    }
}
