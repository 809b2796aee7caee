//! Several HTTP responses on one connection, one behind the other.

use crate::failure::Verdict;
use crate::peer::Peer;
use crate::reply::Reply;

impl Peer {
    /// Reads the next response of this connection, to a request with this method; what comes behind it stays. An interim
    /// response is one of its own.
    ///
    /// # Errors
    ///
    /// When none comes that is complete and well-formed.
    pub fn reply(&mut self, method: &str) -> Verdict<Reply> {
        let mut bytes = Vec::new();
        while let Extent::Needs(count) = extent(&bytes, method) {
            let expected = "a whole response, and the connection stays open";
            bytes.extend(self.read_while(expected, count, |came| came.len() >= count)?);
        }
        Reply::parse(&bytes, method)
    }

    /// Reads the responses to requests with these methods, and the close behind the last of them.
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
            let length = match extent(rest, method) {
                Extent::Ends(length) if methods.peek().is_some() => length,
                _ => rest.len(),
            };
            replies.push(Reply::parse(&rest[..length], method)?);
            rest = &rest[length..];
        }
        Ok(replies)
    }
}

/// How far a response reaches.
enum Extent {
    /// So many octets, and all of them are there.
    Ends(usize),
    /// At least so many more are needed.
    Needs(usize),
}

fn extent(bytes: &[u8], method: &str) -> Extent {
    let Some(head) = bytes.windows(4).position(|window| window == b"\r\n\r\n").map(|at| at + 4) else {
        return Extent::Needs(missing(bytes, b"\r\n\r\n"));
    };
    let text = String::from_utf8_lossy(&bytes[..head]).to_ascii_lowercase();
    let interim_or_empty = [" 1", " 204", " 304"].iter().any(|code| text.get(8..).unwrap_or("").starts_with(code));
    if method == "HEAD" || interim_or_empty {
        return Extent::Ends(head);
    }
    if text.contains("\r\ntransfer-encoding: chunked\r\n") {
        return chunks(bytes, head);
    }
    let length = text.split_once("\r\ncontent-length: ").and_then(|(_, rest)| rest.split('\r').next()?.parse().ok());
    // Without a length, nothing can follow: what the reader makes of it is told by the rules for single responses.
    let end = head + length.unwrap_or(0usize);
    if bytes.len() >= end { Extent::Ends(end) } else { Extent::Needs(end - bytes.len()) }
}

fn chunks(bytes: &[u8], mut at: usize) -> Extent {
    loop {
        let Some(line) = bytes[at..].windows(2).position(|window| window == b"\r\n") else {
            return Extent::Needs(missing(&bytes[at..], b"\r\n"));
        };
        let size =
            std::str::from_utf8(&bytes[at..at + line]).ok().and_then(|size| usize::from_str_radix(size, 16).ok());
        let Some(size) = size else { return Extent::Ends(bytes.len()) };
        let end = at + line + 2 + size + 2;
        if end > bytes.len() {
            return Extent::Needs(end - bytes.len());
        }
        if size == 0 {
            return Extent::Ends(end);
        }
        at = end;
    }
}

/// How many octets are missing at least until `end` can have come.
fn missing(bytes: &[u8], end: &[u8]) -> usize {
    (1..=end.len()).find(|count| bytes.ends_with(&end[..end.len() - count])).unwrap_or(end.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_is_read_to_its_end_and_no_further() {
        let cases: [(&str, &str); 5] = [
            ("GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"),
            ("GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\nb\r\nHello World\r\n0\r\n\r\n"),
            ("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"),
            ("POST", "HTTP/1.1 100 Continue\r\n\r\n"),
            ("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\n"),
        ];
        for (method, response) in cases {
            let bytes = format!("{response}HTTP/1.1 200 OK\r\n").into_bytes();
            let mut came = 0;
            loop {
                match extent(&bytes[..came], method) {
                    Extent::Ends(end) => {
                        assert_eq!((end, came), (response.len(), response.len()), "{response:?}");
                        break;
                    }
                    Extent::Needs(count) => came += count,
                }
                assert!(came <= response.len(), "{response:?}: {came} octets were asked for");
            }
        }
    }
}
