//! An independent pair of eyes: checks every octet that a program sends against the rules of RFC 9110 and RFC 9112.
//!
//! It shares no code with the crates that it judges. A conversation is one connection: what a test sent is read
//! leniently, as far as needed to know what was asked; what the program sent is read strictly, piece by piece, in memory
//! that does not grow with the content. The first rule that is broken is kept as a [`Violation`].

mod asked;
mod fault;
mod fields;
mod grammar;
mod parts;
mod reader;
mod requests;
mod responses;
mod rules;

use std::fmt::{self, Display};
use std::time::SystemTime;

use asked::{Asked, Request};
use fault::{Checked, Fault};
use requests::Requests;
use responses::Responses;

use crate::failure::Failure;
use crate::layout::Excerpt;
use crate::visible::shortened;

pub(crate) use responses::Lengths;
pub use rules::{RULES, Rule};

/// A rule that a program has broken, with the octets.
#[derive(Debug, Clone)]
pub struct Violation {
    rule: &'static Rule,
    section: &'static str,
    namely: String,
    sent: Vec<u8>,
    /// The octets around the wrong one; where something is missing, the head.
    came: Came,
}

/// What came, with a mark below the octet that is wrong.
#[derive(Debug, Clone)]
enum Came {
    Head(String),
    Octet(Excerpt, &'static str),
}

impl Violation {
    /// The rule.
    #[must_use]
    pub fn rule(&self) -> &'static Rule {
        self.rule
    }

    /// What was asked and what came, in the rule's own words.
    fn failure(&self) -> Failure {
        let mut failure = Failure::wrong().in_words(self.rule.wrong, format!("{} ({})", self.rule.why, self.section));
        if !self.sent.is_empty() {
            failure = failure.row("sent", shortened(&self.sent));
        }
        failure = match &self.came {
            Came::Head(head) => failure.row("came", &**head),
            Came::Octet(excerpt, note) => failure.marked("came", excerpt.clone(), note),
        };
        if !self.namely.is_empty() {
            failure = failure.row("namely", &*self.namely);
        }
        failure.row("rule", self.rule.id)
    }
}

impl Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(&self.failure(), f)
    }
}

impl std::error::Error for Violation {}

impl From<Violation> for Failure {
    fn from(violation: Violation) -> Self {
        violation.failure()
    }
}

/// A response as it came.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) content: Vec<u8>,
    pub(crate) octets: Vec<u8>,
}

/// Checks what a server sent on one connection, `received`, against what it was sent. `closed` says that the server has
/// closed the connection in order behind the last octet; without it, the last response may be incomplete.
///
/// ```
/// let answer = b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nlater";
/// assert!(harness::check_conversation(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", answer, false).is_ok());
/// let broken = harness::check_conversation(b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", answer, false);
/// assert_eq!(broken.unwrap_err().rule().id, "9110-9.3.2-no-content");
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
/// Tests that hold a [`Peer`](crate::Peer) need not do this themselves. This is for those that speak to a server in
/// another way, or to a library: say what is sent and received in the order in which it happens, then ask for the
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
    Requests(Requests),
}

/// How many octets in front of a wrong one are shown, where they are no head.
const TAPE: usize = 64;

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
    pub(crate) fn with_server_at(server: String, lengths: Lengths) -> Self {
        Self::of(Responses::new(Asked::default(), Some(SystemTime::now()), false).knowing(server, lengths))
    }

    /// The next response to a request of which only the method is known. It is kept, and what follows is not read.
    pub(crate) fn about_answer_to(method: &str) -> Self {
        Self::of(Responses::new(Asked::of(Request::with_method(method)), None, true))
    }

    /// A conversation with a client; its requests are checked.
    #[must_use]
    pub fn with_client() -> Self {
        Self::new(Side::Requests(Requests::new()))
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

    /// The program has closed the connection, in order, behind what was received.
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
    pub(crate) fn is_done(&self) -> bool {
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
    pub(crate) fn has_answer(&self) -> bool {
        let Side::Responses(responses) = &self.side else { return false };
        self.violation.is_some() || responses.answers.as_ref().is_some_and(|answers| !answers.is_empty())
    }

    /// The response, of a conversation about one.
    pub(crate) fn take_answer(&mut self) -> Option<Answer> {
        let Side::Responses(responses) = &mut self.side else { return None };
        responses.answers.as_mut()?.pop()
    }

    fn judge(&mut self, result: Checked, octets: &[u8]) {
        if let Err(fault) = result {
            let came = self.show(&fault, octets);
            let sent = self.shown().2.to_vec();
            let section = fault.section.unwrap_or(fault.rule.section);
            self.violation = Some(Box::new(Violation { rule: fault.rule, section, namely: fault.namely, sent, came }));
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

    /// The octets around the wrong one; where something is missing, the head.
    fn show(&self, fault: &Fault, octets: &[u8]) -> Came {
        let (head_at, head, _) = self.shown();
        let Some(at) = fault.at else { return Came::Head(shortened(head)) };
        // What stands in front of a head is shown when the head itself should not be there.
        let in_head = at < head_at + head.len() as u64 && (at > head_at || (at, head_at) == (0, 0));
        let (from, text) = if in_head {
            (head_at, head.to_vec())
        } else {
            (self.count - self.tape.len() as u64, [&*self.tape, octets].concat())
        };
        let offset = usize::try_from(at.saturating_sub(from)).unwrap_or(usize::MAX).min(text.len());
        let note = if offset == text.len() { " (the end)" } else { "" };
        Came::Octet(Excerpt::around(&text, offset, "here"), note)
    }
}
