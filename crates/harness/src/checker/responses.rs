//! What a server sent, checked against what it was asked.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use super::Answer;
use super::asked::{Asked, Request};
use super::fault::{Checked, Fault};
use super::fields::{self, Fields, Sender};
use super::grammar::{self, Cursor, Wanted};
use super::parts;
use super::reader::{Body, Chunked, Input, Section};
use super::rules::{self, Rule};

/// The length of content under a strong entity tag, by server, target and tag: the same in every response.
pub(crate) type Lengths = Arc<Mutex<HashMap<[String; 3], u64>>>;

/// How much content is kept to be looked at.
const KEPT: usize = 4 * 1024 * 1024;

/// One connection of a server, from the client's side.
#[derive(Debug)]
pub(super) struct Responses {
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
    pub(super) answers: Option<Vec<Answer>>,
}

#[derive(Debug)]
enum State {
    Head(Section),
    Content(Box<Response>, Body),
    /// Behind a 101, or a 2xx to CONNECT, something else is spoken.
    Foreign,
}

/// What the octets behind a message would be taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    Head,
    NoContentStatus,
    Other,
}

/// A response whose head has come.
#[derive(Debug)]
struct Response {
    head: Section,
    status: u16,
    fields: Fields,
    /// The request that it answers, as far as it is known.
    request: Option<Request>,
    content: Vec<u8>,
    /// How many octets of content have come.
    count: u64,
}

impl Response {
    fn is_interim(&self) -> bool {
        (100..200).contains(&self.status)
    }

    /// The status code says that there is no content.
    fn has_no_content(&self) -> bool {
        self.is_interim() || matches!(self.status, 204 | 304)
    }

    fn method(&self) -> Option<&str> {
        self.request.as_ref()?.method.as_deref()
    }

    fn says(&self, option: &str) -> bool {
        self.fields.lists("Connection", option)
    }

    /// A server that has no room for a connection says so and closes, without waiting for a request. As that could be
    /// HEAD, there is no content.
    fn turns_away(&self) -> bool {
        self.status == 503 && self.says("close") && self.fields.get("Content-Length") == Some(b"0")
    }

    fn fault_at(&self, rule: &'static Rule, name: &str) -> Fault {
        Fault::new(rule).at_field(&self.fields, name)
    }
}

impl Responses {
    pub(super) fn new(asked: Asked, since: Option<SystemTime>, keep: bool) -> Self {
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
            answers: keep.then(Vec::new),
        }
    }

    /// The same, with what other connections to this server have shown.
    pub(super) fn knowing(self, server: String, lengths: Lengths) -> Self {
        Self { server, lengths, ..self }
    }

    pub(super) fn sent(&mut self, octets: &[u8]) {
        self.asked.read(octets);
    }

    /// Takes what the server sent; returns how many octets, fewer than all only when the answers are kept: then it stops
    /// behind a final one.
    pub(super) fn received(&mut self, octets: &[u8]) -> Checked<usize> {
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
                    let keep = self.answers.is_some() || response.status == 206;
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
            let stop = self.answers.as_ref().is_some_and(|answers| !answers.is_empty());
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
        let status = status_of(&section)?;
        let fields = section.fields(1)?;
        let response = Response { head: section, status, fields, request, content: Vec::new(), count: 0 };
        if unasked && !response.turns_away() {
            return Err(Fault::new(&rules::UNASKED).at(response.head.at));
        }
        fields::check(&response.fields, Sender::Server)?;
        check_framing(&response)?;
        check_status(&response)?;
        self.check_dates(&response)?;
        check_choice(&response)?;
        check_product(&response)?;
        if response.is_interim() {
            self.interim(&response)?;
            if let Some(answers) = &mut self.answers {
                answers.push(answer(response));
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
        if let Some(request) = self.asked.oldest_mut() {
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
        }
        if response.status == 101 {
            return check_switch(response);
        }
        self.state = State::Head(Section::new(response.head.at + response.head.octets.len() as u64));
        Ok(())
    }

    /// A final response is complete.
    fn complete(&mut self) -> Checked {
        let State::Content(response, body) = std::mem::replace(&mut self.state, State::Foreign) else { return Ok(()) };
        if let Body::Chunked(chunked) = &body {
            fields::check_trailers(&chunked.trailers, &response.fields, Sender::Server)?;
        }
        check_content(&response)?;
        self.check_length(&response)?;
        self.last = match response.method() {
            Some("HEAD") => Last::Head,
            _ if response.has_no_content() => Last::NoContentStatus,
            _ => Last::Other,
        };
        self.over = self.over.or_else(|| ends_connection(&response, &body));
        let (at, head) = (response.head.at, response.head.octets.len() as u64);
        self.state = State::Head(Section::new(self.at.max(at + head)));
        self.asked.answered();
        if let Some(answers) = &mut self.answers {
            answers.push(answer(*response));
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
            return Err(response.fault_at(&rules::MODIFIED_LATER, "Last-Modified"));
        }
        let seconds = |time: SystemTime| {
            time.duration_since(UNIX_EPOCH).map_or(0, |time| i64::try_from(time.as_secs()).unwrap_or(i64::MAX))
        };
        // A clock may be read some time before the response is sent, and is cut to whole seconds.
        let is_true = self.since.is_none_or(|since| {
            (seconds(since).saturating_sub(2)..=seconds(SystemTime::now()).saturating_add(1)).contains(&date)
        });
        if is_true { Ok(()) } else { Err(response.fault_at(&rules::DATE_FALSE, "Date")) }
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
                Err(response.fault_at(rule, "ETag").namely(namely))
            }
            _ => Ok(()),
        }
    }

    /// The server has closed the connection behind what was received, in order.
    pub(super) fn closed(&mut self) -> Checked {
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
    pub(super) fn is_done(&self) -> bool {
        self.over.is_none()
            && self.last != Last::Nothing
            && self.is_between()
            && self.asked.oldest().is_none()
            && !self.asked.is_lost()
    }

    /// Why the connection has to be closed now, where it has to.
    pub(super) fn must_close(&self) -> Option<Fault> {
        (self.over.is_some() && self.is_between()).then(|| Fault::new(&rules::STILL_OPEN))
    }

    /// The head that is being read or was read last, where it stands, and the beginning of the request it answers.
    pub(super) fn shown(&self) -> (u64, &[u8], &[u8]) {
        match &self.state {
            State::Head(section) if !section.octets.is_empty() => {
                let request = self.asked.oldest().map_or(&self.shown.2, |request| &request.octets);
                (section.at, &section.octets, request)
            }
            _ => (self.shown.0, &self.shown.1, &self.shown.2),
        }
    }
}

fn answer(response: Response) -> Answer {
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    let fields = response.fields.0.iter().map(|field| (field.name.clone(), text(&field.value))).collect();
    let octets = [&*response.head.octets, &*response.content].concat();
    Answer { status: response.status, fields, content: response.content, octets }
}

fn status_of(section: &Section) -> Checked<u16> {
    let line = section.start_line();
    let malformed = |offset: usize| Fault::new(&rules::STATUS_LINE).at(section.at + offset as u64);
    let version = line.get(..8).ok_or_else(|| malformed(0))?;
    match version {
        b"HTTP/1.1" => {}
        b"HTTP/1.0" => return Err(Fault::new(&rules::VERSION_LOW).at(section.at)),
        _ => return Err(Fault::new(&rules::VERSION_FOREIGN).at(section.at)),
    }
    let code = match line.get(8..12) {
        Some([b' ', code @ ..]) if code.iter().all(u8::is_ascii_digit) => code,
        _ => return Err(malformed(8)),
    };
    match line.get(12..) {
        None | Some([]) => return Err(Fault::new(&rules::STATUS_SPACE).at(section.at + 12)),
        Some([b' ', reason @ ..]) => {
            if let Some(wrong) = reason.iter().position(|octet| !grammar::is_text(*octet)) {
                return Err(Fault::new(&rules::FIELD_OCTETS).at(section.at + 13 + wrong as u64));
            }
        }
        Some(_) => return Err(malformed(12)),
    }
    let status = u16::try_from(grammar::number(code)).unwrap_or(u16::MAX);
    if (100..600).contains(&status) { Ok(status) } else { Err(Fault::new(&rules::STATUS_CODE).at(section.at + 9)) }
}

/// What says where the message ends.
fn check_framing(response: &Response) -> Checked {
    let fields = &response.fields;
    let (length, coded) = (fields.has("Content-Length"), fields.has("Transfer-Encoding"));
    let tunnel = response.method() == Some("CONNECT") && (200..300).contains(&response.status);
    let nothing = response.is_interim() || response.status == 204;
    let http10 = response.request.as_ref().is_some_and(|request| request.http10);
    let rules = [
        (length && coded, &rules::LENGTH_AND_CODING),
        (coded && nothing, &rules::CODING_FORBIDDEN),
        (coded && tunnel, &rules::CODING_CONNECT),
        (coded && http10, &rules::CODING_HTTP10),
    ];
    if let Some((_, rule)) = rules.iter().find(|(broken, _)| *broken) {
        return Err(response.fault_at(rule, "Transfer-Encoding"));
    }
    if length && (nothing || tunnel) {
        let rule = if tunnel { &rules::LENGTH_CONNECT } else { &rules::LENGTH_FORBIDDEN };
        return Err(response.fault_at(rule, "Content-Length"));
    }
    let codings = fields.members("Transfer-Encoding");
    let rule = match codings.iter().filter(|coding| *coding == "chunked").count() {
        count if coded && (count == 0 || codings.len() != count) => &rules::CODING_OTHER,
        0 | 1 => return check_close(response, length || coded),
        _ => &rules::CODING_TWICE,
    };
    Err(response.fault_at(rule, "Transfer-Encoding"))
}

/// What says whether the connection ends.
fn check_close(response: &Response, framed: bool) -> Checked {
    if response.is_interim() {
        return Ok(());
    }
    let known = response.request.as_ref().filter(|request| request.fields.is_some());
    let tunnel = response.method() == Some("CONNECT");
    if !framed && !response.has_no_content() && response.method() != Some("HEAD") && !tunnel {
        if !response.says("close") {
            return Err(Fault::new(&rules::CLOSE_UNSAID));
        }
        if known.is_some_and(|request| !request.http10) {
            return Err(Fault::new(&rules::CLOSE_DELIMITED));
        }
    }
    let echoes = response.says("close") || known.is_none_or(|request| !request.says_close());
    if echoes { Ok(()) } else { Err(Fault::new(&rules::ECHO_CLOSE)) }
}

/// Why nothing may follow a response.
fn ends_connection(response: &Response, body: &Body) -> Option<&'static Rule> {
    let known = response.request.as_ref().filter(|request| request.fields.is_some());
    if known.is_some_and(Request::says_close) {
        return Some(&rules::AFTER_REQUEST_CLOSE);
    }
    if response.says("close") || matches!(body, Body::UntilClose) {
        return Some(&rules::AFTER_CLOSE);
    }
    let kept = |request: &Request| request.says_keep_alive() && response.says("keep-alive");
    known.is_some_and(|request| request.http10 && !kept(request)).then_some(&rules::AFTER_HTTP10)
}

/// What a status code demands of the fields, and of the request.
fn check_status(response: &Response) -> Checked {
    let has = |name: &str| response.fields.has(name);
    let request = response.request.as_ref();
    let known = request.and_then(|request| request.fields.as_ref().map(|fields| (request, fields)));
    let missing = match response.status {
        405 if !has("Allow") => &rules::ALLOW_MISSING,
        401 if !has("WWW-Authenticate") => &rules::CHALLENGE_MISSING,
        426 if !has("Upgrade") => &rules::UPGRADE_MISSING,
        407 => &rules::ROLE,
        301 | 302 | 303 | 307 | 308 if !has("Location") => &rules::LOCATION_MISSING,
        304 => return check_not_modified(response),
        206 | 416 => {
            let fits = known.is_none_or(|(request, fields)| request.is("GET") && fields.has("Range"));
            if !fits {
                return Err(Fault::new(&rules::RANGE_UNASKED).at(response.head.at));
            }
            return check_range(response, known.and_then(|(_, fields)| fields.get("Range")));
        }
        _ if has("Content-Range") => return Err(response.fault_at(&rules::RANGE_STRAY, "Content-Range")),
        _ => return Ok(()),
    };
    Err(Fault::new(missing).at(response.head.at))
}

fn check_not_modified(response: &Response) -> Checked {
    let known = response.request.as_ref().and_then(|request| Some((request, request.fields.as_ref()?)));
    let asked = known.is_none_or(|(request, fields)| {
        let conditional = fields.has("If-None-Match") || fields.has("If-Modified-Since");
        conditional && (request.is("GET") || request.is("HEAD"))
    });
    if !asked {
        return Err(Fault::new(&rules::NOT_MODIFIED_UNASKED).at(response.head.at));
    }
    let names = ["Content-Type", "Content-Encoding", "Content-Language", "Content-Range"];
    let modified = response.fields.has("ETag").then_some("Last-Modified");
    match names.into_iter().chain(modified).find(|name| response.fields.has(name)) {
        Some(name) => Err(response.fault_at(&rules::NOT_MODIFIED_FIELDS, name)),
        None => Ok(()),
    }
}

/// A 206 or 416, against the Range field of the request where that is known.
fn check_range(response: &Response, asked: Option<&[u8]>) -> Checked {
    let range = response.fields.get("Content-Range");
    let wanted = asked.and_then(grammar::ranges);
    let single = wanted.as_deref().and_then(|wanted| if let [one] = wanted { Some(*one) } else { None });
    let said = range.and_then(grammar::content_range);
    if response.status == 416 {
        let Some(length) = said.filter(|said| said.range.is_none()).and_then(|said| said.complete) else {
            return Err(Fault::new(&rules::LENGTH_UNSAID));
        };
        return match single.and_then(|single| single.of(length)) {
            Some(_) => Err(response.fault_at(&rules::RANGE_SATISFIABLE, "Content-Range")),
            None => Ok(()),
        };
    }
    let multipart = is_multipart(response);
    match (range, multipart) {
        (None, false) => Err(Fault::new(&rules::RANGE_MISSING)),
        (Some(_), true) => Err(response.fault_at(&rules::RANGE_TWICE, "Content-Range")),
        (None, true) if single.is_some() => Err(response.fault_at(&rules::PARTS_FOR_ONE, "Content-Type")),
        (None, true) => Ok(()),
        (Some(_), false) => {
            // A unit that is not bytes has rules of its own.
            let Some(said) = said else { return Ok(()) };
            let Some(range) = said.range else {
                return Err(response.fault_at(&rules::RANGE_MISSING, "Content-Range"));
            };
            let is_asked = wanted.is_none_or(|wanted| is_asked(&wanted, range, said.complete));
            if is_asked { Ok(()) } else { Err(response.fault_at(&rules::RANGE_OTHER, "Content-Range")) }
        }
    }
}

/// Whether a range is one of those that were asked for: several may have become one.
pub(super) fn is_asked(wanted: &[Wanted], (first, last): (u64, u64), complete: Option<u64>) -> bool {
    let whole = complete.unwrap_or(u64::MAX);
    match wanted {
        [Wanted::Suffix(count)] if complete.is_none() => last - first < *count,
        [Wanted::From(from, to)] if complete.is_none() => *from == first && to.is_none_or(|to| last <= to),
        [one] => one.of(whole) == Some((first, last)),
        several => several
            .iter()
            .filter_map(|one| one.of(whole))
            .any(|(from, to)| complete.is_none() || (first <= from && to <= last)),
    }
}

fn is_multipart(response: &Response) -> bool {
    let kind = response.fields.get("Content-Type").and_then(grammar::media_type);
    kind.is_some_and(|(name, _)| name == "multipart/byteranges")
}

/// What the content is coded with, and whether it was wanted.
fn check_choice(response: &Response) -> Checked {
    let codings = response.fields.members("Content-Encoding");
    if codings.iter().any(|coding| coding == "identity") {
        return Err(response.fault_at(&rules::IDENTITY, "Content-Encoding"));
    }
    if codings.is_empty() || response.status != 200 {
        return Ok(());
    }
    let accepted = response.request.as_ref().and_then(|request| request.fields.as_ref());
    if let Some(request) = accepted.filter(|request| request.has("Accept-Encoding")) {
        let members = request.members("Accept-Encoding");
        if let Some(coding) = codings.iter().find(|coding| !accepts(&members, coding)) {
            let namely = format!("{coding}, and the request says Accept-Encoding: {}", members.join(", "));
            return Err(response.fault_at(&rules::CODING_UNWANTED, "Content-Encoding").namely(namely));
        }
        if !response.fields.lists("Vary", "accept-encoding") && !response.fields.lists("Vary", "*") {
            return Err(Fault::new(&rules::VARY_MISSING));
        }
    }
    Ok(())
}

/// A server says what it is, and not on what it runs.
fn check_product(response: &Response) -> Checked {
    const LONGEST: usize = 40;
    let is_short = |server: &[u8]| server.len() <= LONGEST && !server.contains(&b'(');
    let is_good = response.fields.get("Server").is_none_or(is_short);
    if is_good { Ok(()) } else { Err(response.fault_at(&rules::SERVER_DETAILED, "Server")) }
}

fn accepts(members: &[String], coding: &str) -> bool {
    let weight = |name: &str| {
        let member = members.iter().find(|member| {
            let listed = member.split(';').next().unwrap_or_default().trim();
            listed == name || listed.strip_prefix("x-") == Some(name)
        })?;
        let weight = member.split(';').skip(1).find_map(|parameter| parameter.trim().strip_prefix("q="));
        Some(weight.is_none_or(|weight| weight.contains(|c: char| matches!(c, '1'..='9'))))
    };
    weight(coding).or_else(|| weight("*")).unwrap_or(false)
}

fn check_switch(response: &Response) -> Checked {
    let offers = response.request.as_ref().and_then(|request| request.fields.as_ref());
    let chosen = response.fields.members("Upgrade");
    if chosen.is_empty() {
        return Err(Fault::new(&rules::SWITCH_UNNAMED).at(response.head.at));
    }
    let offered = offers.is_none_or(|offers| chosen.iter().all(|protocol| offers.lists("Upgrade", protocol)));
    if offered { Ok(()) } else { Err(response.fault_at(&rules::SWITCH_UNASKED, "Upgrade")) }
}

/// The content of a complete response.
fn check_content(response: &Response) -> Checked {
    let has_content = response.method() != Some("HEAD") && !response.has_no_content();
    if response.status == 205 {
        let framed = response.fields.has("Content-Length") || response.fields.has("Transfer-Encoding");
        let empty = response.count == 0 && response.fields.get("Content-Length").is_none_or(|length| length == b"0");
        return if framed && empty { Ok(()) } else { Err(Fault::new(&rules::RESET_CONTENT)) };
    }
    if response.status >= 400
        && response.method().is_some()
        && has_content
        && response.count == 0
        && !response.turns_away()
    {
        return Err(Fault::new(&rules::UNEXPLAINED));
    }
    if response.status >= 300 && response.count > 0 && !response.fields.has("Content-Type") {
        return Err(Fault::new(&rules::UNTYPED));
    }
    if response.status != 206 || !has_content {
        return Ok(());
    }
    let range = response.fields.get("Content-Range").and_then(grammar::content_range).and_then(|said| said.range);
    if let Some((first, last)) = range {
        if response.count != last - first + 1 {
            let namely = format!("{} octets of content", response.count);
            return Err(response.fault_at(&rules::RANGE_LENGTH, "Content-Range").namely(namely));
        }
    } else if is_multipart(response) && response.content.len() as u64 == response.count {
        let kind = response.fields.get("Content-Type").and_then(grammar::media_type);
        let boundary =
            kind.and_then(|(_, parameters)| Some(parameters.into_iter().find(|(name, _)| name == "boundary")?.1));
        let asked = response.request.as_ref().and_then(|request| request.fields.as_ref()?.get("Range"));
        let wanted = asked.and_then(grammar::ranges);
        return parts::check(&response.content, &boundary.unwrap_or_default(), wanted.as_deref());
    }
    Ok(())
}
