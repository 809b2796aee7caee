//! What a client sent to the test's own server.

use crate::fault::{Checked, Fault};
use crate::fields::{self, Fields, Sender};
use crate::grammar;
use crate::reader::{Body, Chunked, Input, Section};
use crate::rules::{self, Rule};

/// One connection of a client, from the server's side.
#[derive(Debug)]
pub(crate) struct Requests {
    state: State,
    at: u64,
    /// Why nothing may follow any more.
    over: Option<&'static Rule>,
    /// The end of what the test has sent; empty when it has sent nothing.
    answered: Vec<u8>,
    /// The head that came last, and where it stands.
    shown: (u64, Vec<u8>),
    /// The names of rules that may be broken.
    pub(crate) forgiven: Vec<&'static str>,
}

#[derive(Debug)]
enum State {
    Head(Section),
    Content(Fields, Body),
    /// After CONNECT, or a request with Upgrade, something else may be spoken.
    Foreign,
}

/// What announces that a response was the last.
const CLOSE: &[u8] = b"\r\nconnection: close\r\n";

impl Requests {
    pub(crate) fn new() -> Self {
        let state = State::Head(Section::new(0));
        Self { state, at: 0, over: None, answered: Vec::new(), shown: (0, Vec::new()), forgiven: Vec::new() }
    }

    /// What a check of a whole head has found, unless the rule may be broken.
    fn weigh(&self, found: Checked) -> Checked {
        found.or_else(|fault| if self.forgiven.contains(&fault.rule.name) { Ok(()) } else { Err(fault) })
    }

    /// The test has sent these octets of a response, which may be malformed on purpose.
    pub(crate) fn sent(&mut self, octets: &[u8]) {
        self.answered.extend_from_slice(octets);
        // Tests send many megabytes of content without a line end; to look at each octet takes a debug build seconds.
        let has_line = self.answered.contains(&CLOSE[0]);
        let said = has_line && self.answered.windows(CLOSE.len()).any(|window| window.eq_ignore_ascii_case(CLOSE));
        // What comes before any request answers none.
        if said && self.over.is_none() && !self.shown.1.is_empty() {
            self.over = Some(&rules::AFTER_RESPONSE_CLOSE);
        }
        self.answered.drain(..self.answered.len().saturating_sub(CLOSE.len()));
    }

    pub(crate) fn received(&mut self, octets: &[u8]) -> Checked {
        let mut input = Input { octets, at: self.at };
        let result = self.read(&mut input);
        self.at = input.at;
        result
    }

    fn read(&mut self, input: &mut Input<'_>) -> Checked {
        while !input.octets.is_empty() {
            match &mut self.state {
                State::Foreign => drop(input.take(usize::MAX)),
                State::Head(section) => {
                    if let Some(rule) = self.over.filter(|_| section.octets.is_empty()) {
                        return Err(Fault::new(rule).at(input.at));
                    }
                    let complete = section.read(input, true);
                    if section.octets.starts_with(b"\r") || section.octets.starts_with(b"\n") {
                        return Err(Fault::new(&rules::EXTRA_LINE).at(section.at));
                    }
                    if complete? {
                        self.head()?;
                    }
                }
                State::Content(head, body) => {
                    if body.read(input, &mut |_| {})? {
                        if let Body::Chunked(chunked) = body {
                            fields::check_trailers(&chunked.trailers, head, Sender::Client)?;
                        }
                        self.state = State::Head(Section::new(input.at));
                    }
                }
            }
        }
        Ok(())
    }

    /// A head is complete.
    fn head(&mut self) -> Checked {
        let State::Head(section) = std::mem::replace(&mut self.state, State::Foreign) else { return Ok(()) };
        self.shown.0 = section.at;
        self.shown.1.clone_from(&section.octets);
        let fields = section.fields(1)?;
        let line = RequestLine::read(section.start_line(), section.at)?;
        self.weigh(fields::check(&fields, Sender::Client))?;
        self.weigh(check_lengths(&line, &fields))?;
        let body = framing(&line, &fields)?;
        self.weigh(check_host(&fields))?;
        self.weigh(check_target(&line, section.at))?;
        self.weigh(check_fields(&line, &fields, body.is_some()))?;
        if line.version != b"HTTP/1.1" {
            self.weigh(Err(Fault::new(&rules::REQUEST_VERSION).at(line.version_at)))?;
        }
        if fields.lists("Connection", "close") {
            self.over = Some(&rules::AFTER_LAST_REQUEST);
        }
        self.state = match body {
            Some(body) => State::Content(fields, body),
            None if line.method == b"CONNECT" || fields.has("Upgrade") => State::Foreign,
            None => State::Head(Section::new(section.at + section.octets.len() as u64)),
        };
        Ok(())
    }

    /// The client has closed its side.
    pub(crate) fn closed(&mut self) -> Checked {
        let complete = match &self.state {
            State::Foreign => true,
            State::Head(section) => section.octets.is_empty(),
            State::Content(..) => false,
        };
        // An early response may be a reason to break off.
        if complete || !self.answered.is_empty() { Ok(()) } else { Err(Fault::new(&rules::CUT_SHORT).at(self.at)) }
    }

    /// The head that is being read or was read last, and where it stands.
    pub(crate) fn shown(&self) -> (u64, &[u8]) {
        match &self.state {
            State::Head(section) if !section.octets.is_empty() => (section.at, &section.octets),
            _ => (self.shown.0, &self.shown.1),
        }
    }
}

struct RequestLine<'a> {
    method: &'a [u8],
    target: &'a [u8],
    target_at: u64,
    version: &'a [u8],
    version_at: u64,
}

impl<'a> RequestLine<'a> {
    fn read(line: &'a [u8], at: u64) -> Checked<Self> {
        let malformed = || Fault::new(&rules::REQUEST_LINE).at(at);
        let parts: Vec<&[u8]> = line.split(|octet| *octet == b' ').collect();
        let [method, target, version] = parts[..] else { return Err(malformed()) };
        let is_version = matches!(version, [b'H', b'T', b'T', b'P', b'/', major, b'.', minor]
            if major.is_ascii_digit() && minor.is_ascii_digit());
        if !grammar::is_token(method) || target.is_empty() || !is_version {
            return Err(malformed());
        }
        let target_at = at + method.len() as u64 + 1;
        Ok(Self { method, target, target_at, version, version_at: target_at + target.len() as u64 + 1 })
    }
}

/// Whether a request without transfer coding has a length where its method expects one, and none where it does not.
fn check_lengths(line: &RequestLine<'_>, fields: &Fields) -> Checked {
    let length = fields.get("Content-Length").map(grammar::number);
    match (length, line.method) {
        _ if fields.has("Transfer-Encoding") => Ok(()),
        (Some(0), b"GET" | b"HEAD" | b"DELETE" | b"TRACE" | b"CONNECT") => {
            Err(fields.fault(&rules::LENGTH_NEEDLESS, "Content-Length"))
        }
        (None, b"POST" | b"PUT") => Err(Fault::new(&rules::LENGTH_MISSING)),
        _ => Ok(()),
    }
}

/// Where the content of a request ends; `None` when it has none.
fn framing(line: &RequestLine<'_>, fields: &Fields) -> Checked<Option<Body>> {
    let fault = |rule: &'static Rule, name: &str| Err(fields.fault(rule, name));
    let length = fields.get("Content-Length").map(grammar::number);
    if fields.has("Transfer-Encoding") {
        let codings = fields.members("Transfer-Encoding");
        let chunked = codings.iter().filter(|coding| *coding == "chunked").count();
        let rule = match (length, chunked) {
            (Some(_), _) => &rules::LENGTH_AND_CODING,
            _ if line.version == b"HTTP/1.0" => &rules::CODING_IN_HTTP10,
            (None, 2..) => &rules::CODING_TWICE,
            (None, 1) if codings.last().is_some_and(|last| last == "chunked") => {
                return Ok(Some(Body::Chunked(Chunked::new())));
            }
            (None, _) => &rules::CODING_NOT_CHUNKED,
        };
        return fault(rule, "Transfer-Encoding");
    }
    Ok(length.filter(|length| *length > 0).map(Body::Length))
}

fn check_host(fields: &Fields) -> Checked {
    if !fields.has("Host") {
        return Err(Fault::new(&rules::HOST_MISSING));
    }
    let is_first = fields.0.first().is_some_and(|field| field.name.eq_ignore_ascii_case("Host"));
    if is_first { Ok(()) } else { Err(fields.fault(&rules::HOST_LATE, "Host")) }
}

fn check_target(line: &RequestLine<'_>, at: u64) -> Checked {
    let target = line.target;
    let is_authority = grammar::authority(target, true).is_ok() && !target.starts_with(b"/");
    let has_port = target
        .rsplit(|octet| *octet == b':')
        .next()
        .is_some_and(|port| port.len() < target.len() && !port.is_empty() && port.iter().all(u8::is_ascii_digit));
    match (line.method, target) {
        (b"CONNECT", _) if is_authority && has_port => Ok(()),
        (b"OPTIONS", b"*") => Ok(()),
        (b"CONNECT", _) | (_, b"*") => Err(Fault::new(&rules::TARGET_SPECIAL).at(line.target_at)),
        _ if grammar::origin_form(target) => Ok(()),
        _ if is_authority && has_port => Err(Fault::new(&rules::TARGET_SPECIAL).at(line.target_at)),
        _ => Err(Fault::new(&rules::TARGET_FORM).at(line.target_at.max(at))),
    }
}

fn check_fields(line: &RequestLine<'_>, fields: &Fields, has_content: bool) -> Checked {
    let fault = |rule: &'static Rule, name: &str| Err(fields.fault(rule, name));
    if !fields.has("User-Agent") {
        return Err(Fault::new(&rules::AGENT_MISSING));
    }
    if fields.lists("Expect", "100-continue") && !has_content {
        return fault(&rules::EXPECT_EMPTY, "Expect");
    }
    if fields.members("TE").iter().any(|coding| coding.split(';').next() == Some("chunked")) {
        return fault(&rules::TE_CHUNKED, "TE");
    }
    if let Some(condition) = fields.get("If-Range") {
        if !fields.has("Range") {
            return fault(&rules::IF_RANGE_ALONE, "If-Range");
        }
        if condition.starts_with(b"W/") {
            return fault(&rules::IF_RANGE_WEAK, "If-Range");
        }
    }
    if fields.get("Referer").is_some_and(|uri| uri.contains(&b'#')) {
        return fault(&rules::REFERER, "Referer");
    }
    match line.method {
        b"TRACE" if has_content => Err(Fault::new(&rules::TRACE_CONTENT)),
        b"OPTIONS" if has_content && !fields.has("Content-Type") => Err(Fault::new(&rules::OPTIONS_TYPE)),
        _ => Ok(()),
    }
}
