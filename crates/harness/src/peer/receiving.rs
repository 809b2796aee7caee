//! What a peer expects: exact octets, a close, or so much as a test can judge.

use checker::Conversation;

use super::stopped::{Stopped, came_in_vain, differs};
use super::{PIECE, Peer};
use crate::failure::{Failure, Verdict};
use crate::time::Wait;

/// How many bytes are kept of what a program sends until it closes the connection.
const MOST: usize = 4 * 1024 * 1024;

impl Peer {
    /// Expects exactly these bytes next.
    ///
    /// # Errors
    ///
    /// When others come, or fewer before the connection ends or the deadline passes.
    pub fn expect(&mut self, expected: impl AsRef<[u8]>) -> Verdict {
        let expected = expected.as_ref();
        let mut came = Vec::new();
        let stopped = self.read_until(
            &mut came,
            |came| came.len() >= expected.len() || !expected.starts_with(came),
            expected.len(),
        );
        if came == expected { Ok(()) } else { Err(differs(expected, &came, &stopped)) }
    }

    /// Expects exactly these bytes, then the end of the connection.
    ///
    /// # Errors
    ///
    /// When others come, or fewer, or more, or the connection is reset or still open at the deadline.
    pub fn expect_all(&mut self, expected: impl AsRef<[u8]>) -> Verdict {
        let expected = expected.as_ref();
        let mut came = Vec::new();
        let stopped = self.read_until(&mut came, |came| !expected.starts_with(came), usize::MAX);
        match stopped {
            Stopped::Closed if came == expected => Ok(()),
            Stopped::Late(wait) if came == expected => Err(Failure::no_answer()
                .row("expected", "the program closes the connection")
                .row("came", format!("all bytes were right, but the connection was not closed {}", wait.told()))),
            Stopped::Reset if came == expected => Err(Failure::wrong()
                .row("expected", "the program closes the connection in order")
                .row("came", "all bytes were right, then a reset (RST), which can destroy them on the way")),
            stopped => Err(differs(expected, &came, &stopped)),
        }
    }

    /// Expects the program to close the connection without another byte.
    ///
    /// # Errors
    ///
    /// As [`expect_all`](Self::expect_all).
    pub fn expect_close(&mut self) -> Verdict {
        self.expect_all(b"")
    }

    /// Everything that comes until the program closes its side, at most 4 MiB.
    ///
    /// # Errors
    ///
    /// When more comes, or the connection is reset, or still open at the deadline.
    pub fn read_to_end(&mut self) -> Verdict<Vec<u8>> {
        let mut came = Vec::new();
        let stopped = self.read_until(&mut came, |_| false, MOST);
        match stopped {
            Stopped::Closed => Ok(came),
            Stopped::Enough => {
                Err(came_in_vain("the program closes the connection", &came, &Stopped::TooMuch(MOST as u64)))
            }
            stopped => Err(came_in_vain("the program closes the connection", &came, &stopped)),
        }
    }

    /// Reads until `enough` says so of what has come, and never more than `most` bytes.
    ///
    /// # Errors
    ///
    /// When the connection ends first, or the deadline passes, or `most` bytes are not enough.
    pub fn read_while(&mut self, expected: &str, most: usize, enough: impl Fn(&[u8]) -> bool) -> Verdict<Vec<u8>> {
        let mut came = Vec::new();
        let stopped = self.read_until(&mut came, &enough, most);
        if enough(&came) {
            return Ok(came);
        }
        let stopped = if matches!(stopped, Stopped::Enough) { Stopped::TooMuch(most as u64) } else { stopped };
        Err(came_in_vain(expected, &came, &stopped))
    }

    /// Reads until `conversation` has its response; what has come after it stays.
    pub(crate) fn read_reply(&mut self, conversation: &mut Conversation) -> Verdict {
        let wait = Wait::begin();
        let mut came = Vec::new();
        let mut buffer = vec![0; PIECE];
        while !conversation.has_response() {
            let stopped = match self.receive(&mut buffer, &wait) {
                Ok(count) => {
                    let taken = conversation.received(&buffer[..count]);
                    came.extend_from_slice(&buffer[..taken]);
                    self.ahead.splice(0..0, buffer[taken..count].iter().copied());
                    if came.len() < MOST {
                        continue;
                    }
                    Stopped::TooMuch(came.len() as u64)
                }
                Err(stopped) => stopped,
            };
            if matches!(stopped, Stopped::Closed) {
                conversation.closed();
            }
            if !conversation.has_response() {
                return Err(came_in_vain("a whole response", &came, &stopped));
            }
        }
        Ok(())
    }

    /// Reads the head of a response, and no octet after it: for content that is better read in another way.
    ///
    /// # Errors
    ///
    /// When the connection ends first, or the deadline passes, or 64 KiB are not enough.
    pub fn read_head(&mut self) -> Verdict<Vec<u8>> {
        let wait = Wait::begin();
        let mut head = Vec::new();
        let mut octet = [0];
        while !head.ends_with(b"\r\n\r\n") {
            let stopped = match self.receive(&mut octet, &wait) {
                Ok(_) if head.len() < PIECE => None,
                Ok(_) => Some(Stopped::TooMuch(PIECE as u64)),
                Err(stopped) => Some(stopped),
            };
            if let Some(stopped) = stopped {
                return Err(came_in_vain("the head of a response", &head, &stopped));
            }
            head.extend(octet);
        }
        Ok(head)
    }

    fn read_until(&mut self, came: &mut Vec<u8>, enough: impl Fn(&[u8]) -> bool, most: usize) -> Stopped {
        let wait = Wait::begin();
        let mut buffer = vec![0; PIECE];
        loop {
            let room = buffer.len().min(most.saturating_sub(came.len()));
            if room == 0 || (enough(came) && !came.is_empty()) {
                return Stopped::Enough;
            }
            match self.receive(&mut buffer[..room], &wait) {
                Ok(count) => came.extend_from_slice(&buffer[..count]),
                Err(stopped) => return stopped,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::net::TcpStream;

    use crate::failure::Verdict;
    use crate::peer::Peer;
    use crate::peer::ends::{LEN, between, returns_everything};
    use crate::peer::socket::refusing::Refusing;

    #[test]
    fn a_connection_that_takes_no_limits_any_more_is_read_to_its_end() -> Verdict {
        let _refusing = Refusing::limits();
        let says_hello = |mut stream: TcpStream| drop(stream.write_all(b"Hello"));
        between(says_hello, |peer| {
            peer.finish()?;
            peer.expect("Hel")?;
            peer.expect_all("lo")?;
            peer.expect_close()
        })?;
        let echoes = |peer: &mut Peer| {
            peer.expect_echo(LEN)?;
            peer.expect_close()
        };
        between(returns_everything, echoes)?;
        between(says_hello, Peer::echo)?;
        between(says_hello, |peer| peer.read_to_end().map(drop))
    }
}
