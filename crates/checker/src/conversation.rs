//! One connection, as far as its octets show it.

use std::time::SystemTime;

use crate::asked::{Asked, Request};
use crate::fault::{Checked, Fault};
use crate::requests::Requests;
use crate::response::Received;
use crate::responses::{Lengths, Responses};
use crate::violation::Violation;

/// Checks what a server sent on one connection, `received`, against what it was sent. `closed` says that the server has
/// closed the connection in order after the last octet; without it, the last response may be incomplete.
///
/// ```
/// let response = b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nlater";
/// assert!(checker::check_conversation(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", response, false).is_ok());
/// let broken = checker::check_conversation(b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", response, false);
/// assert_eq!(broken.unwrap_err().rule.requirement, "9110-9.3.2-no-content");
/// ```
///
/// # Errors
///
/// The first rule that the server broke.
pub fn check_conversation(sent: &[u8], received: &[u8], closed: bool) -> Result<(), Box<Violation>> {
    let mut conversation = Conversation::with_server();
    conversation.sent(sent);
    conversation.received(received);
    if closed {
        conversation.closed();
    }
    conversation.verdict()
}

/// One connection, checked while it goes on.
///
/// Say what is sent and received in the order in which it happens, in pieces of any size, then ask for the
/// [`verdict`](Self::verdict).
#[derive(Debug)]
pub struct Conversation {
    side: Side,
    /// How many octets have been received.
    count: u64,
    /// The last of them.
    tape: Vec<u8>,
    violation: Option<Box<Violation>>,
}

/// Whose messages are checked.
#[derive(Debug)]
enum Side {
    Responses(Box<Responses>),
    Requests(Box<Requests>),
}

/// How many octets in front of a wrong one are kept, where they are no head, and how many after it.
const TAPE: usize = 64;
const AFTER: usize = 512;

impl Conversation {
    /// A conversation with a server; its responses are checked.
    #[must_use]
    pub fn with_server() -> Self {
        Self::of(Responses::new(Asked::default(), None, false))
    }

    /// Like [`with_server`](Self::with_server), and Date has to be the present time.
    #[must_use]
    pub fn with_live_server() -> Self {
        Self::of(Responses::new(Asked::default(), Some(SystemTime::now()), false))
    }

    /// One of several conversations with a live server: what they show of its content has to fit.
    ///
    /// `server` tells it from other servers, for example by its address, and `lengths` is what all these conversations
    /// have in common.
    #[must_use]
    pub fn with_server_at(server: String, lengths: Lengths) -> Self {
        Self::of(Responses::new(Asked::default(), Some(SystemTime::now()), false).knowing(server, lengths))
    }

    /// The next response to a request of which only the method is known. It is kept, and what follows is not read.
    #[must_use]
    pub fn about_response_to(method: &str) -> Self {
        Self::of(Responses::new(Asked::of(Request::with_method(method)), None, true))
    }

    /// A conversation with a client; its requests are checked.
    #[must_use]
    pub fn with_client() -> Self {
        Self::new(Side::Requests(Box::new(Requests::new())))
    }

    /// The same, but rules of these names may be broken, as far as the conversation can be read on after that: so whoever
    /// judges a program that breaks one learns of the next.
    #[must_use]
    pub fn forgiving(mut self, rules: &[&'static str]) -> Self {
        match &mut self.side {
            Side::Responses(responses) => responses.forgiven = rules.to_vec(),
            Side::Requests(requests) => requests.forgiven = rules.to_vec(),
        }
        self
    }

    fn of(responses: Responses) -> Self {
        Self::new(Side::Responses(Box::new(responses)))
    }

    fn new(side: Side) -> Self {
        Self { side, count: 0, tape: Vec::new(), violation: None }
    }

    /// The test has sent these octets.
    pub fn sent(&mut self, octets: &[u8]) {
        match &mut self.side {
            _ if self.violation.is_some() => {}
            Side::Responses(responses) => responses.sent(octets),
            Side::Requests(requests) => requests.sent(octets),
        }
    }

    /// The program has sent these octets. Returns how many were read: all, but for conversations about one response.
    pub fn received(&mut self, octets: &[u8]) -> usize {
        if self.violation.is_some() {
            return octets.len();
        }
        let result = match &mut self.side {
            Side::Responses(responses) => responses.received(octets),
            Side::Requests(requests) => requests.received(octets).map(|()| octets.len()),
        };
        let taken = result.as_ref().map_or(octets.len(), |taken| *taken);
        self.judge(result.map(|_| ()), octets);
        self.count += taken as u64;
        let kept = &octets[taken.saturating_sub(TAPE)..taken];
        self.tape.extend_from_slice(kept);
        self.tape.drain(..self.tape.len().saturating_sub(TAPE));
        taken
    }

    /// The program has closed the connection, in order, after what was received.
    pub fn closed(&mut self) {
        if self.violation.is_none() {
            let result = match &mut self.side {
                Side::Responses(responses) => responses.closed(),
                Side::Requests(requests) => requests.closed(),
            };
            self.judge(result, b"");
        }
    }

    /// Whether the program has to close the connection, and send nothing more.
    #[must_use]
    pub fn must_close(&self) -> bool {
        self.violation.is_none() && self.closing_fault().is_some()
    }

    /// What is wrong when the connection is still open now.
    fn closing_fault(&self) -> Option<Fault> {
        match &self.side {
            Side::Responses(responses) => responses.must_close(),
            Side::Requests(_) => None,
        }
    }

    /// Whether everything that was asked has been answered, on a connection that is kept.
    #[must_use]
    pub fn is_done(&self) -> bool {
        match &self.side {
            Side::Responses(responses) => self.violation.is_none() && responses.is_done(),
            Side::Requests(_) => false,
        }
    }

    /// The program has had the time to close the connection, and did not: see [`must_close`](Self::must_close).
    pub fn still_open(&mut self) {
        if let Some(fault) = self.closing_fault().filter(|_| self.violation.is_none()) {
            self.judge(Err(fault), b"");
        }
    }

    /// The first rule that was broken.
    ///
    /// # Errors
    ///
    /// When one was.
    pub fn verdict(&self) -> Result<(), Box<Violation>> {
        self.violation.clone().map_or(Ok(()), Err)
    }

    /// Whether a conversation about one response is over.
    #[must_use]
    pub fn has_response(&self) -> bool {
        let Side::Responses(responses) = &self.side else { return false };
        self.violation.is_some() || responses.kept.as_ref().is_some_and(|kept| !kept.is_empty())
    }

    /// The response, of a conversation about one.
    pub fn take_response(&mut self) -> Option<Received> {
        let Side::Responses(responses) = &mut self.side else { return None };
        responses.kept.as_mut()?.pop()
    }

    fn judge(&mut self, result: Checked, octets: &[u8]) {
        if let Err(fault) = result {
            let (octets, wrong) = self.around(&fault, octets);
            let request = self.shown().2.to_vec();
            let Fault { rule, at, namely: detail, section } = fault;
            let section = section.unwrap_or(rule.section);
            self.violation = Some(Box::new(Violation { rule, section, detail, request, octets, wrong, at }));
        }
    }

    /// The head that is being read or was read last, where it stands, and the request that it answers.
    fn shown(&self) -> (u64, &[u8], &[u8]) {
        match &self.side {
            Side::Responses(responses) => responses.shown(),
            Side::Requests(requests) => {
                let (at, head) = requests.shown();
                (at, head, b"")
            }
        }
    }

    /// The octets around the wrong one, and which it is; where something is missing, the head.
    fn around(&self, fault: &Fault, octets: &[u8]) -> (Vec<u8>, Option<usize>) {
        let (head_at, head, _) = self.shown();
        let Some(at) = fault.at else { return (head.to_vec(), None) };
        // What stands in front of a head is shown when the head itself should not be there.
        let in_head = at < head_at + head.len() as u64 && (at > head_at || (at, head_at) == (0, 0));
        let (from, mut text) = if in_head {
            (head_at, head.to_vec())
        } else {
            (self.count - self.tape.len() as u64, [&*self.tape, octets].concat())
        };
        let wrong = usize::try_from(at.saturating_sub(from)).unwrap_or(usize::MAX).min(text.len());
        text.truncate(wrong.saturating_add(AFTER));
        (text, Some(wrong))
    }
}
