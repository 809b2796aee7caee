//! What a test sent to a server, read leniently: enough to know which response belongs to which request.
//!
//! Tests send malformed requests on purpose. Where this reader cannot be sure, it says so, and the rules that need the
//! request do not apply.

use std::collections::VecDeque;

use crate::fields::{Field, Fields};
use crate::grammar::{self, is_token};
use crate::reader::{Body, Chunked, Input};

/// A request as far as it is known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Request {
    /// Known as soon as the request line is complete.
    pub(crate) method: Option<String>,
    pub(crate) target: String,
    pub(crate) http10: bool,
    /// The fields, once the head is complete and well-formed.
    pub(crate) fields: Option<Fields>,
    /// The beginning of its octets.
    pub(crate) octets: Vec<u8>,
    /// Whether everything that belongs to it has been sent.
    complete: bool,
    answered: bool,
    /// How many 100 responses it has got.
    pub(crate) continued: u32,
}

impl Request {
    pub(crate) fn with_method(method: &str) -> Self {
        Self { method: Some(method.to_owned()), complete: true, ..Self::default() }
    }

    pub(crate) fn is(&self, method: &str) -> bool {
        self.method.as_deref() == Some(method)
    }

    fn list_has(&self, name: &str, member: &str) -> bool {
        self.fields.as_ref().is_some_and(|fields| fields.lists(name, member))
    }

    pub(crate) fn says_close(&self) -> bool {
        self.list_has("Connection", "close")
    }

    pub(crate) fn says_keep_alive(&self) -> bool {
        self.list_has("Connection", "keep-alive")
    }

    pub(crate) fn expects_continue(&self) -> bool {
        self.list_has("Expect", "100-continue")
    }
}

/// How much of a request is kept to be shown.
const SHOWN: usize = 1024;

/// The requests that a test has sent and that are not answered yet.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    open: VecDeque<Request>,
    state: State,
    /// How many octets have been sent.
    at: u64,
    /// The octets of the head that is being sent.
    head: Vec<u8>,
    /// What of empty lines stands in front of it.
    empty: Vec<u8>,
    /// The test has sent what can be read in more than one way; what follows may be requests, content or nothing.
    lost: bool,
}

#[derive(Debug, Default)]
enum State {
    /// Between requests, or in a head.
    #[default]
    Head,
    Content(Body),
}

impl Asked {
    pub(crate) fn of(request: Request) -> Self {
        Self { open: VecDeque::from([request]), ..Self::default() }
    }

    /// The oldest request without a final response.
    pub(crate) fn oldest(&self) -> Option<&Request> {
        self.open.iter().find(|request| !request.answered)
    }

    pub(crate) fn oldest_mut(&mut self) -> Option<&mut Request> {
        self.open.iter_mut().find(|request| !request.answered)
    }

    /// Whether responses may come without a request that is known.
    pub(crate) fn is_lost(&self) -> bool {
        self.lost || !b"\r\n".starts_with(&self.empty)
    }

    /// Whether the oldest request without a final response has been sent to its end, as far as this can be said.
    pub(crate) fn is_complete(&self) -> bool {
        !self.lost && self.oldest().is_some_and(|request| request.complete)
    }

    /// The oldest request has got its final response.
    pub(crate) fn answered(&mut self) {
        if let Some(request) = self.oldest_mut() {
            request.answered = true;
        }
        self.forget();
    }

    fn forget(&mut self) {
        while self.open.front().is_some_and(|request| request.answered && request.complete) {
            self.open.pop_front();
        }
    }

    /// The test has sent these octets.
    pub(crate) fn read(&mut self, octets: &[u8]) {
        let mut input = Input { octets, at: self.at };
        self.at += octets.len() as u64;
        while !self.lost && !input.octets.is_empty() {
            match &mut self.state {
                State::Head => self.read_head(&mut input),
                State::Content(body) => match body.read(&mut input, &mut |_| {}) {
                    Ok(true) => self.end(),
                    Ok(false) => {}
                    Err(_) => self.lost = true,
                },
            }
        }
    }

    fn end(&mut self) {
        self.state = State::Head;
        if let Some(request) = self.open.back_mut() {
            request.complete = true;
        }
        self.forget();
    }

    fn read_head(&mut self, input: &mut Input<'_>) {
        if self.head.is_empty() {
            // A server skips empty lines in front of a request, and may refuse them when they are many or malformed.
            let empty = input.octets.iter().take_while(|octet| b"\r\n".contains(octet)).count();
            self.empty.extend_from_slice(input.take(empty));
            if input.octets.is_empty() {
                return;
            }
            if !b"\r\n\r\n".starts_with(&self.empty) || self.empty.len() % 2 == 1 {
                self.lost = true;
                return;
            }
            self.empty.clear();
            self.open.push_back(Request::default());
        }
        let Some(request) = self.open.back_mut() else { return };
        let mut whole = false;
        while !whole && !self.lost && !input.octets.is_empty() {
            self.head.extend_from_slice(input.take_through_lf());
            whole = self.head.ends_with(b"\r\n\r\n");
            if request.method.is_none() && self.head.ends_with(b"\n") {
                let line = self.head.strip_suffix(b"\r\n").unwrap_or(&self.head);
                self.lost = read_request_line(line, request).is_none();
            }
        }
        request.octets = self.head[..self.head.len().min(SHOWN)].to_vec();
        if !whole || self.lost {
            return;
        }
        let head = std::mem::take(&mut self.head);
        request.fields = read_fields(&head);
        match request.fields.as_ref().and_then(|fields| body(request, fields)) {
            Some(Body::Length(0)) => self.end(),
            Some(body) => self.state = State::Content(body),
            None => self.lost = true,
        }
    }
}

fn read_request_line(line: &[u8], request: &mut Request) -> Option<()> {
    let mut parts = line.split(|octet| *octet == b' ');
    let (method, target, version) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || !is_token(method) || target.is_empty() || line.contains(&b'\n') {
        return None;
    }
    request.http10 = match version {
        b"HTTP/1.0" => true,
        [b'H', b'T', b'T', b'P', b'/', b'1', b'.', minor] if minor.is_ascii_digit() => false,
        _ => return None,
    };
    request.method = Some(String::from_utf8_lossy(method).into_owned());
    request.target = String::from_utf8_lossy(target).into_owned();
    Some(())
}

/// The fields of a head; `None` where a server may read others.
fn read_fields(head: &[u8]) -> Option<Fields> {
    let text = head.strip_suffix(b"\r\n\r\n")?;
    let mut fields = Vec::new();
    for line in text.split(|octet| *octet == b'\n').skip(1) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let colon = line.iter().position(|octet| *octet == b':')?;
        let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
        if !is_token(name) || !value.iter().all(|octet| grammar::is_text(*octet)) {
            return None;
        }
        fields.push(Field { name: String::from_utf8_lossy(name).into_owned(), value: value.to_vec(), at: 0 });
    }
    // A line that ended in LF alone was split above like the others.
    let bare = text.windows(2).any(|pair| pair[1] == b'\n' && pair[0] != b'\r');
    (!bare).then_some(Fields(fields))
}

/// Where the content of a request ends; `None` when that can be read in more than one way.
fn body(request: &Request, fields: &Fields) -> Option<Body> {
    let lengths: Vec<&Field> = fields.all("Content-Length").collect();
    let codings = fields.members("Transfer-Encoding");
    match (&lengths[..], &codings[..]) {
        ([], []) if !fields.has("Transfer-Encoding") => Some(Body::Length(0)),
        ([], [coding]) if coding == "chunked" && !request.http10 => Some(Body::Chunked(Chunked::new())),
        ([length], []) if !length.value.is_empty() && length.value.iter().all(u8::is_ascii_digit) => {
            Some(Body::Length(grammar::number(&length.value)))
        }
        _ => None,
    }
}
