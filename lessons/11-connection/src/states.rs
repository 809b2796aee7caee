//! Everything that the state of a connection consists of, and everything that changes it. The two sides decode, encode and
//! ask; what may come and go when is decided here.
//!
//! The server's side has two states: how far the present request has come, and how far its response has gone.
//!
//! | what happens | request | response |
//! |---|---|---|
//! | at first, and before each request | `Head` | `Nothing` |
//! | the head of a request has come: [`ServerState::ask`] | `Content` | `Due` |
//! | the last octet of its content has: [`ServerState::end_request`] | `Complete` | |
//! | the head of the response goes out: [`ServerState::respond`] | | `Content`, `Bare` or `Switching` |
//! | the last octet of it has: [`ServerState::end_response`] | | `Complete` or `Switched` |
//! | both are complete, and the connection goes on: [`ServerState::next_request`] | `Head` | `Nothing` |
//! | the connection does not go on | `Over` | `Complete` |
//! | what came is no request, or was late: [`ServerState::give_up`] | `Over` | `Due`, if no response has begun |
//! | more is to be thrown away than is worth it: [`ServerState::discard`] | `Over` | |
//!
//! The client's side has two as well: how far its request has gone, and how far the response has come.
//!
//! | what happens | request | response |
//! |---|---|---|
//! | at first | `Nothing` | `Nothing` |
//! | the head of a request goes out: [`ClientState::ask`] | `Content` | `Head` |
//! | the last octet of it has: [`ClientState::end_request`] | `Complete` | |
//! | the head of the final response has come: [`ClientState::begin_response`] | | `Content` |
//! | the last octet of its content has: [`ClientState::end_response`] | | `Nothing` or `Switched` |
//! | the server has closed, is late or is wrong: [`ClientState::close`] | | `Over` |

// Remove the next two lines when every gap of this file is filled.
#![allow(unused_imports, unused_variables, unused_mut, dead_code)]
#![allow(unreachable_code, clippy::all, clippy::pedantic)]

use body::{BodyDecoder, BodyEncoder, Framing};
use request::{Class, Fields, Method, RequestHead, Status, Version};
use response::{Lists, ResponseHead, members};

use crate::persistence::persists;
use crate::timeouts::{Wait, Waiting};

/// What a server is to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Hand over octets of the client, with [`ServerConnection::receive`](crate::ServerConnection::receive).
    Receive,
    /// Respond to a request, or to an error. The rest of the request may be received before that, or meanwhile.
    Respond,
    /// Send what is left to be sent, and then leave the transport to the new protocol: this connection is no longer HTTP.
    /// Octets that came after the request are the new protocol's, and were not taken.
    Switched,
    /// Send what is left to be sent, and then the end of our side. Go on receiving: what comes is thrown away, but if it
    /// stayed unread, the system would reset the connection, and a reset can overtake the last response.
    Linger,
    /// Close the connection.
    Close,
}

/// How far the present request has come.
#[derive(Debug)]
pub(crate) enum Incoming {
    /// Its head, or nothing of it.
    Head,
    /// Its content.
    Content(BodyDecoder),
    /// All of it.
    Complete,
    /// Nothing that comes is a request any more.
    Over,
}

/// How far its response has gone.
#[derive(Debug)]
pub(crate) enum Outgoing {
    /// There is nothing to respond to.
    Nothing,
    /// The application's turn: no head of a final response yet.
    Due,
    /// Its end, without any content: the response to HEAD, 204, 304.
    Bare,
    /// Its end, and after it another protocol: 101, and 2xx to CONNECT.
    Switching,
    /// Its content.
    Content(BodyEncoder),
    /// All of it.
    Complete,
    /// All of it. When the request has come whole, what follows is another protocol.
    Switched,
}

/// What is to be remembered about the present request.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) version: Version,
    /// Whether the connection may go on after the response, as far as is known.
    pub(crate) persists: bool,
    /// Whether the client waits for 100 (Continue) before it sends content.
    pub(crate) expects_continue: bool,
    /// Whether the application reads the content.
    pub(crate) content_wanted: bool,
    /// How much of the content is still to come, where its length is known.
    pub(crate) content_left: Option<u64>,
    /// How much of it was discarded.
    pub(crate) discarded: u64,
    /// The protocols that it offers to switch to.
    pub(crate) upgrade: Option<Vec<u8>>,
}

impl Request {
    /// What is assumed about a request of which nothing is known.
    fn nothing() -> Self {
        Self {
            method: Method::Get,
            version: Version::HTTP_10,
            persists: false,
            expects_continue: false,
            content_wanted: false,
            content_left: Some(0),
            discarded: 0,
            upgrade: None,
        }
    }
}

/// The state of the server's side.
#[derive(Debug)]
pub(crate) struct ServerState {
    pub(crate) incoming: Incoming,
    pub(crate) outgoing: Outgoing,
    pub(crate) request: Request,
    pub(crate) waiting: Waiting,
    /// The most content that is discarded to keep the connection.
    most_discarded: u64,
    /// Whether the client has closed its side.
    ended: bool,
    /// Whether it has said that the present request is its last.
    last: bool,
    /// Whether it may leave the content out after a final response, although it does not wait for 100: it expects something
    /// else, and nothing of the content has come.
    may_hold_back: bool,
}

impl ServerState {
    pub(crate) fn new(most_discarded: u64) -> Self {
        Self {
            incoming: Incoming::Head,
            outgoing: Outgoing::Nothing,
            request: Request::nothing(),
            waiting: Waiting::default(),
            most_discarded,
            ended: false,
            last: false,
            may_hold_back: false,
        }
    }

    pub(crate) fn next(&self) -> Next {
        match (&self.outgoing, &self.incoming) {
            (Outgoing::Due | Outgoing::Bare | Outgoing::Switching | Outgoing::Content(_), _) => Next::Respond,
            (Outgoing::Switched, Incoming::Complete) => Next::Switched,
            (_, Incoming::Over) if self.ended => Next::Close,
            (_, Incoming::Over) => Next::Linger,
            _ => Next::Receive,
        }
    }

    /// Whether a request waits for its response, and none has begun.
    pub(crate) fn is_due(&self) -> bool {
        matches!(self.outgoing, Outgoing::Due)
    }

    /// Whether the response has gone whole, so that nobody reads what still comes of the request.
    pub(crate) fn is_complete(&self) -> bool {
        matches!(self.outgoing, Outgoing::Complete)
    }

    /// Whether the client has said that the present request is its last, and all of it has come.
    pub(crate) fn has_last_request(&self) -> bool {
        self.last && self.request.content_left == Some(0)
    }

    /// What the client is waited for; `head_has_begun` tells whether octets of a head have come.
    pub(crate) fn wait(&self, head_has_begun: bool) -> Option<Wait> {
        match (&self.incoming, &self.outgoing) {
            (Incoming::Head, _) if head_has_begun => Some(Wait::Head),
            (Incoming::Head, _) => Some(Wait::Request),
            (Incoming::Content(_), _) => Some(Wait::Content),
            (Incoming::Over, Outgoing::Nothing | Outgoing::Complete | Outgoing::Switched) => Some(Wait::Close),
            _ => None,
        }
    }

    /// The head of a request has come: there is something to respond to.
    pub(crate) fn ask(&mut self, head: &RequestHead) {
        self.request = Request {
            method: head.method.clone(),
            version: head.version,
            persists: persists(head.version, &head.fields),
            upgrade: upgrade(head),
            ..Request::nothing()
        };
        self.last = !self.request.persists;
        // What comes after a tunnel that was refused may be meant for the tunnel.
        self.request.persists &= head.method != Method::Connect;
        self.may_hold_back = false;
        self.outgoing = Outgoing::Due;
    }

    /// Its content is what comes next. `expects_continue`, if the client waits for 100 (Continue) before it sends any;
    /// `expects`, if it expects whatever.
    pub(crate) fn begin_content(&mut self, decoder: BodyDecoder, length: Option<u64>, waits: bool, expects: bool) {
        self.request.expects_continue = waits;
        self.may_hold_back = length != Some(0) && !waits && expects;
        self.request.content_left = length;
        self.incoming = Incoming::Content(decoder);
    }

    /// So many octets of content have come, those of its framing among them.
    pub(crate) fn receive_content(&mut self, octets: u64) {
        // GAP 3 of 7: unread (place 2 of 3)
        // So many octets of content have come; none is possible. In the starter only the wait counts them.
        // If there are any, then the client, which sends, waits for no 100 (`request.expects_continue`) and
        // holds nothing back (`may_hold_back`), and for now the content is one that somebody reads
        // (`request.content_wanted`; an application that does not takes that back). What `request.content_left`
        // says, if it is known, is less by them.
        self.waiting.count(octets);
    }

    /// The request has come whole.
    pub(crate) fn end_request(&mut self) {
        self.request.content_left = Some(0);
        self.incoming = Incoming::Complete;
    }

    /// Content of so many octets was thrown away, for nobody reads it. That has a bound.
    pub(crate) fn discard(&mut self, octets: usize) {
        // GAP 3 of 7: unread (place 3 of 3)
        // So many octets of content were thrown away. Count them in `request.discarded`; above
        // `self.most_discarded`, nothing that comes is a request any more.
        todo!("gap 3: unread")
    }

    /// The client has closed its side.
    pub(crate) fn end_input(&mut self) {
        self.ended = true;
    }

    /// Nothing that comes is a request any more.
    pub(crate) fn end_requests(&mut self) {
        self.incoming = Incoming::Over;
    }

    /// Nothing that comes can be trusted any more. What came was for the method HEAD, or not; if no response has begun, one
    /// is due.
    pub(crate) fn give_up(&mut self, about_head: bool) {
        if matches!(self.outgoing, Outgoing::Nothing) {
            let method = if about_head { Method::Head } else { Method::Get };
            self.request = Request { method, ..Request::nothing() };
            self.outgoing = Outgoing::Due;
        }
        self.request.persists = false;
        self.request.expects_continue = false;
        self.incoming = Incoming::Over;
    }

    /// The application reads the content.
    pub(crate) fn want_content(&mut self) {
        self.request.content_wanted = true;
    }

    /// The application reads no more of the content.
    pub(crate) fn leave_content(&mut self) {
        self.request.content_wanted = false;
    }

    /// The client was told to send its content: it waits no more.
    pub(crate) fn say_continue(&mut self) {
        self.request.expects_continue = false;
    }

    /// Whether this response ends HTTP on the connection: 101 (RFC 9110 section 7.8), and 2xx to CONNECT (section 9.3.6).
    pub(crate) fn switches(&self, status: Status) -> bool {
        let tunnel = self.request.method == Method::Connect && status.class() == Class::Successful;
        tunnel || status == Status::SWITCHING_PROTOCOLS
    }

    /// Whether all protocols that a response switches to were offered by the request.
    pub(crate) fn was_offered(&self, fields: &Fields) -> bool {
        self.request.upgrade.as_deref().is_some_and(|offered| is_offered(fields, offered))
    }

    /// The head of the response goes out, and its content is framed like this.
    pub(crate) fn respond(&mut self, head: &ResponseHead, framing: Framing) {
        let bare =
            self.request.method == Method::Head || framing == Framing::Empty || head.status == Status::RESET_CONTENT;
        // After a final response such a client may go on with its content or with another request, and nobody could tell
        // which (RFC 9110 section 10.1.1).
        self.request.persists = !self.may_hold_back && self.keeps(head, framing);
        self.outgoing = match bare {
            _ if self.switches(head.status) => Outgoing::Switching,
            true => Outgoing::Bare,
            false => Outgoing::Content(BodyEncoder::new(framing)),
        };
    }

    /// Whether the connection goes on after this response.
    fn keeps(&self, head: &ResponseHead, framing: Framing) -> bool {
        // GAP 2 of 7: persists (place 2 of 4)
        // Does the connection go on after this response? In the starter: never. Only if the request lets it
        // (`request.persists`), `head` does not say close, the content does not last until the close
        // (`framing`), no client waits for a 100 that was not sent (`request.expects_continue`), and
        // `unread_is_short`.
        false
    }

    /// Whether no more content is still to come than is worth reading, as far as is known; content that the application
    /// reads is not left over.
    fn unread_is_short(&self) -> bool {
        // GAP 3 of 7: unread (place 1 of 3)
        // May the connection go on although content of this request is still to come? In the starter: only if
        // there is none. It may if the application reads the content (`request.content_wanted`), and otherwise if no
        // more is left than `self.most_discarded`. Of content whose length is not known (`content_left` is
        // None) there may be little: then it may, and `discard` counts.
        self.request.content_left == Some(0)
    }

    /// The last octet of the response is written.
    pub(crate) fn end_response(&mut self) {
        if matches!(self.outgoing, Outgoing::Switching) {
            self.outgoing = Outgoing::Switched;
        } else {
            self.complete();
        }
    }

    /// The response is complete, and the connection is still HTTP: what now?
    fn complete(&mut self) {
        // GAP 2 of 7: persists (place 4 of 4)
        // The response is complete: say so in `self.outgoing`. In the starter the connection is over with it; it
        // is over only if it does not go on (`self.request.persists`): then nothing that comes is a request any
        // more. Otherwise, if the request has come whole, the next one may come (`next_request`); if not, the
        // rest of its content comes first, and `receive` sees to that.
        self.outgoing = Outgoing::Complete;
        self.incoming = Incoming::Over;
    }

    /// Takes a response back of which nothing was sent: another one is due, and the connection closes after it.
    pub(crate) fn retract(&mut self) {
        if matches!(self.outgoing, Outgoing::Bare | Outgoing::Switching | Outgoing::Content(_)) {
            self.outgoing = Outgoing::Due;
            self.request.persists = false;
        }
    }

    /// Breaks the response off: the connection ends.
    pub(crate) fn abort(&mut self) {
        self.outgoing = Outgoing::Complete;
        self.incoming = Incoming::Over;
    }

    /// Request and response are complete: the next request may come.
    pub(crate) fn next_request(&mut self) {
        self.incoming = Incoming::Head;
        self.outgoing = Outgoing::Nothing;
        self.waiting.forget();
    }
}

/// How far the client's present request has gone.
#[derive(Debug)]
pub(crate) enum Sent {
    /// There is none.
    Nothing,
    /// Its head, and some of its content.
    Content(BodyEncoder),
    /// All of it.
    Complete,
}

/// How far its response has come.
#[derive(Debug)]
pub(crate) enum Awaited {
    /// Nobody has asked.
    Nothing,
    /// Its head, or nothing of it.
    Head,
    /// Its content.
    Content(BodyDecoder),
    /// All of it, and what follows is another protocol.
    Switched,
    /// Nothing more is taken from this connection.
    Over,
}

/// The state of the client's side.
#[derive(Debug)]
pub(crate) struct ClientState {
    pub(crate) sent: Sent,
    pub(crate) awaited: Awaited,
    pub(crate) method: Method,
    pub(crate) waiting: Waiting,
    /// The protocols that the request offers to switch to.
    upgrade: Option<Vec<u8>>,
    /// Whether nobody has said `close` so far.
    persists: bool,
    /// Whether the server wants no more of the request: it has responded with an error, and closes.
    refused: bool,
    /// Whether the response that comes ends HTTP on this connection.
    switches: bool,
}

impl ClientState {
    pub(crate) fn new() -> Self {
        Self {
            sent: Sent::Nothing,
            awaited: Awaited::Nothing,
            method: Method::Get,
            waiting: Waiting::default(),
            upgrade: None,
            persists: true,
            refused: false,
            switches: false,
        }
    }

    /// Whether another request may be sent.
    pub(crate) fn is_reusable(&self) -> bool {
        self.persists && matches!(self.awaited, Awaited::Nothing) && matches!(self.sent, Sent::Nothing | Sent::Complete)
    }

    /// Whether the response is complete, or there is none to wait for.
    pub(crate) fn is_complete(&self) -> bool {
        matches!(self.awaited, Awaited::Nothing | Awaited::Switched)
    }

    /// Whether request and response are complete, and another protocol follows.
    pub(crate) fn has_switched(&self) -> bool {
        matches!((&self.awaited, &self.sent), (Awaited::Switched, Sent::Complete))
    }

    /// Whether more of the request is to be sent.
    pub(crate) fn sends_content(&self) -> bool {
        matches!(self.sent, Sent::Content(_)) && !self.refused
    }

    /// What the server is waited for.
    pub(crate) fn wait(&self) -> Option<Wait> {
        match &self.awaited {
            Awaited::Head => Some(Wait::Head),
            Awaited::Content(_) => Some(Wait::Content),
            Awaited::Nothing | Awaited::Switched | Awaited::Over => None,
        }
    }

    /// The head of a request goes out.
    pub(crate) fn ask(&mut self, head: RequestHead, framing: Framing) {
        self.persists = persists(Version::HTTP_11, &head.fields);
        self.upgrade = upgrade(&head);
        self.method = head.method;
        self.sent = Sent::Content(BodyEncoder::new(framing));
        self.awaited = Awaited::Head;
        self.waiting.forget();
    }

    /// The last octet of the request is written. The time for the response counts from here on, however long it took.
    pub(crate) fn end_request(&mut self) {
        self.sent = Sent::Complete;
        self.waiting.forget();
    }

    /// Whether the request offered all protocols that this response switches to.
    pub(crate) fn was_offered(&self, fields: &Fields) -> bool {
        self.upgrade.as_deref().is_some_and(|offered| is_offered(fields, offered))
    }

    /// The head of the final response has come, and its content is framed like this.
    pub(crate) fn begin_response(&mut self, head: &ResponseHead, framing: Framing, decoder: BodyDecoder) {
        // GAP 6 of 7: receive_response (place 3 of 3)
        // The final response has begun; its content is awaited, by this decoder. It switches (`self.switches`)
        // with 101, and with 2xx to CONNECT. It closes if it does not persist (`persists`). If it closes and
        // its status is an error (4xx, 5xx), the server wants no more of the request (`self.refused`). The
        // connection persists no longer when it closes, when the content lasts until the close, or when it
        // switches.
        todo!("gap 6: receive_response")
    }

    /// The response has come whole.
    pub(crate) fn end_response(&mut self) {
        self.awaited = if self.switches { Awaited::Switched } else { Awaited::Nothing };
    }

    /// The server has closed its side, in order: nothing is awaited any more.
    pub(crate) fn end_input(&mut self) {
        self.close();
        self.awaited = Awaited::Nothing;
    }

    /// The connection is of no use any more.
    pub(crate) fn close(&mut self) {
        (self.persists, self.refused) = (false, true);
        self.awaited = Awaited::Over;
    }
}

/// The protocols that a request offers to switch to. A server ignores them in HTTP/1.0, and where they are not said to be
/// about this connection (RFC 9110 section 7.8).
fn upgrade(head: &RequestHead) -> Option<Vec<u8>> {
    // Most requests offer nothing.
    let offered = head.fields.combined("Upgrade")?;
    let is_heard = head.version >= Version::HTTP_11 && head.fields.lists("Connection", "upgrade");
    is_heard.then(|| offered.to_vec())
}

/// Whether a response names protocols to switch to, and the request has offered all of them.
fn is_offered(response: &Fields, offered: &[u8]) -> bool {
    let Some(chosen) = response.combined("Upgrade") else { return false };
    let is_offered = |protocol: &[u8]| members(offered).any(|offer| offer.eq_ignore_ascii_case(protocol));
    members(&chosen).next().is_some() && members(&chosen).all(is_offered)
}
