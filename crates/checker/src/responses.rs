//! What a server sent, checked against what it was asked.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::asked::Asked;
use crate::fault::{Checked, Fault};
use crate::fields::{self, Sender};
use crate::grammar::{self, Cursor};
use crate::reader::{Body, Chunked, Input, Section};
use crate::response::{self, Received, Response};
use crate::rules::{self, Rule};

/// The length of content under a strong entity tag, by server, target and tag: the same in every response.
pub type Lengths = Arc<Mutex<HashMap<[String; 3], u64>>>;

/// How much content is kept to be looked at.
const KEPT: usize = 4 * 1024 * 1024;

/// One connection of a server, from the client's side.
#[derive(Debug)]
pub(crate) struct Responses {
    asked: Asked,
    state: State,
    /// Where the octets that come next stand in the stream.
    at: u64,
    last: Last,
    /// Why nothing may follow any more.
    over: Option<&'static Rule>,
    /// The head that came last, and where it stands; the beginning of the request that it answers.
    shown: (u64, Vec<u8>, Vec<u8>),
    /// Who the server is, and what is known of its content.
    server: String,
    lengths: Lengths,
    /// When the conversation began, where Date is to be compared with the clock.
    since: Option<SystemTime>,
    /// Where the caller wants the responses themselves.
    pub(crate) kept: Option<Vec<Received>>,
    /// The names of rules that may be broken.
    pub(crate) forgiven: Vec<&'static str>,
}

#[derive(Debug)]
enum State {
    Head(Section),
    Content(Box<Response>, Body),
    /// After a 101, or a 2xx to CONNECT, something else is spoken.
    Foreign,
}

/// What the octets after a message would be taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    Head,
    NoContentStatus,
    Other,
}

impl Responses {
    pub(crate) fn new(asked: Asked, since: Option<SystemTime>, keep: bool) -> Self {
        Self {
            asked,
            state: State::Head(Section::new(0)),
            at: 0,
            last: Last::Nothing,
            over: None,
            shown: (0, Vec::new(), Vec::new()),
            server: String::new(),
            lengths: Lengths::default(),
            since,
            kept: keep.then(Vec::new),
            forgiven: Vec::new(),
        }
    }

    /// What a check of a whole head or content has found, unless the rule may be broken.
    fn weigh(&self, found: Checked) -> Checked {
        found.or_else(|fault| if self.forgiven.contains(&fault.rule.name) { Ok(()) } else { Err(fault) })
    }

    /// The same, with what other connections to this server have shown.
    pub(crate) fn knowing(self, server: String, lengths: Lengths) -> Self {
        Self { server, lengths, ..self }
    }

    pub(crate) fn sent(&mut self, octets: &[u8]) {
        self.asked.read(octets);
    }

    /// Takes what the server sent; returns how many octets, fewer than all only when the responses are kept: then it stops
    /// after a final one.
    pub(crate) fn received(&mut self, octets: &[u8]) -> Checked<usize> {
        let mut input = Input { octets, at: self.at };
        let result = self.read(&mut input);
        self.at = input.at;
        result.map(|()| octets.len() - input.octets.len())
    }

    fn read(&mut self, input: &mut Input<'_>) -> Checked {
        while !input.octets.is_empty() {
            match &mut self.state {
                State::Foreign => drop(input.take(usize::MAX)),
                State::Head(section) => {
                    let complete = section.read(input, true);
                    // What is no response at all is told first.
                    self.check_beginning(false)?;
                    if complete? {
                        self.head()?;
                    }
                }
                State::Content(response, body) => {
                    let keep = self.kept.is_some() || response.status == 206;
                    let complete = body.read(input, &mut |content| {
                        response.count += content.len() as u64;
                        if keep && response.content.len() < KEPT {
                            response.content.extend_from_slice(content);
                        }
                    })?;
                    if complete {
                        self.complete()?;
                    }
                }
            }
            let stop = self.kept.as_ref().is_some_and(|kept| !kept.is_empty());
            if stop && !matches!(self.state, State::Content(..)) {
                break;
            }
        }
        Ok(())
    }

    fn is_between(&self) -> bool {
        matches!(&self.state, State::Head(section) if section.octets.is_empty())
    }

    /// Checks that what has begun is a response, and may come now; `closed`: no more will come.
    fn check_beginning(&self, closed: bool) -> Checked {
        const PROTOCOL: &[u8] = b"HTTP/";
        let State::Head(section) = &self.state else { return Ok(()) };
        let start = section.octets.get(..PROTOCOL.len()).unwrap_or(&section.octets);
        if PROTOCOL.starts_with(start) && start.len() < PROTOCOL.len() && !closed {
            return Ok(());
        }
        if start != PROTOCOL {
            let rule = match self.last {
                Last::Head => &rules::HEAD_CONTENT,
                Last::NoContentStatus => &rules::STATUS_CONTENT,
                Last::Other => &rules::TOO_LONG,
                Last::Nothing => &rules::STATUS_LINE,
            };
            return Err(Fault::new(rule).at(section.at));
        }
        if let Some(rule) = self.over {
            return Err(Fault::new(rule).at(section.at));
        }
        // Whether the first response may come without a request depends on what it says.
        if self.is_unasked() && self.last != Last::Nothing {
            return Err(Fault::new(&rules::UNASKED).at(section.at));
        }
        Ok(())
    }

    fn is_unasked(&self) -> bool {
        self.asked.oldest().is_none() && !self.asked.is_lost()
    }

    /// A head is complete.
    fn head(&mut self) -> Checked {
        let unasked = self.is_unasked();
        let State::Head(section) = std::mem::replace(&mut self.state, State::Foreign) else { return Ok(()) };
        let request = self.asked.oldest().cloned();
        self.shown.0 = section.at;
        self.shown.1.clone_from(&section.octets);
        self.shown.2 = request.as_ref().map(|request| request.octets.clone()).unwrap_or_default();
        self.weigh(response::check_version(&section))?;
        let status = response::status_of(&section)?;
        let fields = section.fields(1)?;
        let response = Response { head: section, status, fields, request, content: Vec::new(), count: 0 };
        if unasked && !response.turns_away() {
            return Err(Fault::new(&rules::UNASKED).at(response.head.at));
        }
        self.weigh(fields::check(&response.fields, Sender::Server))?;
        self.weigh(response::check_framing(&response))?;
        self.weigh(response::check_status(&response))?;
        self.weigh(self.check_dates(&response))?;
        self.weigh(response::check_choice(&response))?;
        self.weigh(response::check_product(&response))?;
        if response.is_interim() {
            self.interim(&response)?;
            if let Some(kept) = &mut self.kept {
                kept.push(response.into());
            }
            return Ok(());
        }
        if response.method() == Some("CONNECT") && (200..300).contains(&response.status) {
            return Ok(());
        }
        let ends_at_once = response.method() == Some("HEAD") || response.has_no_content();
        let length = response.fields.get("Content-Length").map(grammar::number);
        let chunked = response.fields.has("Transfer-Encoding");
        let body = match length {
            _ if ends_at_once => Body::Length(0),
            _ if chunked => Body::Chunked(Chunked::new()),
            Some(length) => Body::Length(length),
            None => Body::UntilClose,
        };
        let empty = matches!(body, Body::Length(0));
        self.state = State::Content(Box::new(response), body);
        if empty { self.complete() } else { Ok(()) }
    }

    fn interim(&mut self, response: &Response) -> Checked {
        self.last = Last::NoContentStatus;
        let found = self.check_interim(response);
        self.weigh(found)?;
        if response.status == 101 {
            return response::check_switch(response);
        }
        self.state = State::Head(Section::new(response.head.at + response.head.octets.len() as u64));
        Ok(())
    }

    /// Whether the request that is answered may get an interim response, and this one.
    fn check_interim(&mut self, response: &Response) -> Checked {
        let Some(request) = self.asked.oldest_mut() else { return Ok(()) };
        if request.http10 {
            return Err(Fault::new(&rules::INTERIM_HTTP10).at(response.head.at));
        }
        if response.status == 100 {
            request.continued += 1;
            if request.continued > 1 {
                return Err(Fault::new(&rules::CONTINUE_TWICE).at(response.head.at));
            }
            if request.fields.is_some() && !request.expects_continue() {
                return Err(Fault::new(&rules::CONTINUE_UNASKED).at(response.head.at));
            }
        }
        Ok(())
    }

    /// A final response is complete.
    fn complete(&mut self) -> Checked {
        let State::Content(response, body) = std::mem::replace(&mut self.state, State::Foreign) else { return Ok(()) };
        if let Body::Chunked(chunked) = &body {
            self.weigh(fields::check_trailers(&chunked.trailers, &response.fields, Sender::Server))?;
        }
        self.weigh(response::check_content(&response))?;
        self.weigh(self.check_length(&response))?;
        self.last = match response.method() {
            Some("HEAD") => Last::Head,
            _ if response.has_no_content() => Last::NoContentStatus,
            _ => Last::Other,
        };
        self.over = self.over.or_else(|| response::ends_connection(&response, &body));
        let (at, head) = (response.head.at, response.head.octets.len() as u64);
        self.state = State::Head(Section::new(self.at.max(at + head)));
        self.asked.answered();
        if let Some(kept) = &mut self.kept {
            kept.push((*response).into());
        }
        Ok(())
    }

    fn check_dates(&self, response: &Response) -> Checked {
        let read = |name: &str| response.fields.get(name).and_then(grammar::date);
        let Some(date) = read("Date") else {
            let needed = matches!(response.status, 200..=499);
            return if needed { Err(Fault::new(&rules::DATE_MISSING)) } else { Ok(()) };
        };
        if read("Last-Modified").is_some_and(|modified| modified > date) {
            return Err(response.fault(&rules::MODIFIED_LATER, "Last-Modified"));
        }
        let seconds = |time: SystemTime| {
            time.duration_since(UNIX_EPOCH).map_or(0, |time| i64::try_from(time.as_secs()).unwrap_or(i64::MAX))
        };
        // A clock may be read some time before the response is sent, and is cut to whole seconds.
        let is_true = self.since.is_none_or(|since| {
            (seconds(since).saturating_sub(2)..=seconds(SystemTime::now()).saturating_add(1)).contains(&date)
        });
        if is_true { Ok(()) } else { Err(response.fault(&rules::DATE_FALSE, "Date")) }
    }

    /// Under one strong entity tag, the length of the content is always the same.
    fn check_length(&self, response: &Response) -> Checked {
        let Some(request) = response.request.as_ref().filter(|request| request.is("GET") || request.is("HEAD")) else {
            return Ok(());
        };
        let tag = response.fields.get("ETag").and_then(|tag| grammar::entity_tag(&mut Cursor::new(tag)));
        let Some((false, tag)) = tag else { return Ok(()) };
        let range = response.fields.get("Content-Range").and_then(grammar::content_range);
        let said = response.fields.get("Content-Length").map(grammar::number);
        let (length, rule) = match response.status {
            200 if request.is("HEAD") => (said, &rules::LENGTH_HEAD),
            200 => (Some(response.count), &rules::LENGTH_HEAD),
            206 => (range.and_then(|range| range.complete), &rules::LENGTH_RANGE),
            304 => (said, &rules::LENGTH_304),
            _ => return Ok(()),
        };
        let Some(length) = length else { return Ok(()) };
        let host = request.fields.as_ref().and_then(|fields| fields.get("Host")).unwrap_or_default();
        let target = format!("{} {}", grammar::lower(host), request.target);
        let key = [self.server.clone(), target, String::from_utf8_lossy(tag).into_owned()];
        match self.lengths.lock().unwrap_or_else(PoisonError::into_inner).insert(key, length) {
            Some(other) if other != length => {
                let namely = format!("{length} octets, and {other} under the same entity tag before");
                Err(response.fault(rule, "ETag").namely(namely))
            }
            _ => Ok(()),
        }
    }

    /// The server has closed the connection after what was received, in order.
    pub(crate) fn closed(&mut self) -> Checked {
        match &mut self.state {
            State::Foreign => Ok(()),
            State::Head(section) if section.octets.is_empty() => Ok(()),
            State::Head(section) => {
                let (at, end) = (section.at, section.octets.len());
                let cr = section.octets.last() == Some(&b'\r');
                self.check_beginning(true)?;
                let rule = if cr { &rules::BARE_CR } else { &rules::CUT_SHORT };
                Err(Fault::new(rule).at(at + end as u64 - u64::from(cr)))
            }
            State::Content(_, Body::UntilClose) => self.complete(),
            // A response to a request that breaks off, or becomes malformed, may do so too. And without the method of the
            // request, nobody knows whether content had to follow.
            State::Content(response, _) if !self.asked.is_complete() || response.method().is_none() => Ok(()),
            State::Content(response, body) => {
                let mut fault = Fault::new(&rules::CUT_SHORT).at(self.at);
                if let Body::Length(left) = body {
                    let whole = response.count.saturating_add(*left);
                    fault = fault.namely(format!("{} octets of content, and Content-Length: {whole}", response.count));
                }
                Err(fault)
            }
        }
    }

    /// Whether everything that was asked has been answered, on a connection that is kept.
    pub(crate) fn is_done(&self) -> bool {
        self.over.is_none()
            && self.last != Last::Nothing
            && self.is_between()
            && self.asked.oldest().is_none()
            && !self.asked.is_lost()
    }

    /// Why the connection has to be closed now, where it has to.
    pub(crate) fn must_close(&self) -> Option<Fault> {
        (self.over.is_some() && self.is_between()).then(|| Fault::new(&rules::STILL_OPEN))
    }

    /// The head that is being read or was read last, where it stands, and the beginning of the request it answers.
    pub(crate) fn shown(&self) -> (u64, &[u8], &[u8]) {
        match &self.state {
            State::Head(section) if !section.octets.is_empty() => {
                let request = self.asked.oldest().map_or(&self.shown.2, |request| &request.octets);
                (section.at, &section.octets, request)
            }
            _ => (self.shown.0, &self.shown.1, &self.shown.2),
        }
    }
}
