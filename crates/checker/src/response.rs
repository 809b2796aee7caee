//! One response: what its status code, its fields and its content have to be for the request that it answers.

use crate::asked::Request;
use crate::fault::{Checked, Fault};
use crate::fields::Fields;
use crate::grammar;
use crate::parts;
use crate::ranges;
use crate::reader::{Body, Section};
use crate::rules::{self, Rule};

/// A response whose head has come.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) head: Section,
    pub(crate) status: u16,
    pub(crate) fields: Fields,
    /// The request that it answers, as far as it is known.
    pub(crate) request: Option<Request>,
    pub(crate) content: Vec<u8>,
    /// How many octets of content have come.
    pub(crate) count: u64,
}

/// A response as it was received.
#[derive(Debug, Clone)]
pub struct Received {
    /// The status code.
    pub status: u16,
    /// Names and values of the field lines, in order.
    pub fields: Vec<(String, String)>,
    /// What follows the empty line, without the framing of chunks.
    pub content: Vec<u8>,
    /// The octets of the head, and the content.
    pub octets: Vec<u8>,
}

impl From<Response> for Received {
    fn from(response: Response) -> Self {
        let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
        let fields = response.fields.0.iter().map(|field| (field.name.clone(), text(&field.value))).collect();
        let octets = [&*response.head.octets, &*response.content].concat();
        Self { status: response.status, fields, content: response.content, octets }
    }
}

impl Response {
    pub(crate) fn is_interim(&self) -> bool {
        (100..200).contains(&self.status)
    }

    /// The status code says that there is no content.
    pub(crate) fn has_no_content(&self) -> bool {
        self.is_interim() || matches!(self.status, 204 | 304)
    }

    pub(crate) fn method(&self) -> Option<&str> {
        self.request.as_ref()?.method.as_deref()
    }

    pub(crate) fn says(&self, option: &str) -> bool {
        self.fields.lists("Connection", option)
    }

    /// A server that has no room for a connection says so and closes, without waiting for a request. As that could be
    /// HEAD, there is no content.
    pub(crate) fn turns_away(&self) -> bool {
        self.status == 503 && self.says("close") && self.fields.get("Content-Length") == Some(b"0")
    }

    pub(crate) fn fault(&self, rule: &'static Rule, name: &str) -> Fault {
        self.fields.fault(rule, name)
    }
}

/// The version of a server's responses is HTTP/1.1.
pub(crate) fn check_version(section: &Section) -> Checked {
    let version = section.start_line().get(..8).unwrap_or_default();
    match version {
        b"HTTP/1.0" => Err(Fault::new(&rules::VERSION_LOW).at(section.at)),
        // What is too short to have a version is no status line.
        b"HTTP/1.1" | b"" => Ok(()),
        _ => Err(Fault::new(&rules::VERSION_FOREIGN).at(section.at)),
    }
}

/// The status code, whatever the version is: see [`check_version`].
pub(crate) fn status_of(section: &Section) -> Checked<u16> {
    let line = section.start_line();
    let malformed = |offset: usize| Fault::new(&rules::STATUS_LINE).at(section.at + offset as u64);
    if line.len() < 8 {
        return Err(malformed(0));
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
pub(crate) fn check_framing(response: &Response) -> Checked {
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
        return Err(response.fault(rule, "Transfer-Encoding"));
    }
    if length && (nothing || tunnel) {
        let rule = if tunnel { &rules::LENGTH_CONNECT } else { &rules::LENGTH_FORBIDDEN };
        return Err(response.fault(rule, "Content-Length"));
    }
    let codings = fields.members("Transfer-Encoding");
    let rule = match codings.iter().filter(|coding| *coding == "chunked").count() {
        count if coded && (count == 0 || codings.len() != count) => &rules::CODING_OTHER,
        0 | 1 => return check_close(response, length || coded),
        _ => &rules::CODING_TWICE,
    };
    Err(response.fault(rule, "Transfer-Encoding"))
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
pub(crate) fn ends_connection(response: &Response, body: &Body) -> Option<&'static Rule> {
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
pub(crate) fn check_status(response: &Response) -> Checked {
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
            return ranges::check(response.status, &response.fields, known.and_then(|(_, fields)| fields.get("Range")));
        }
        _ if has("Content-Range") => return Err(response.fault(&rules::RANGE_STRAY, "Content-Range")),
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
        Some(name) => Err(response.fault(&rules::NOT_MODIFIED_FIELDS, name)),
        None => Ok(()),
    }
}

/// What the content is coded with, and whether it was wanted.
pub(crate) fn check_choice(response: &Response) -> Checked {
    let codings = response.fields.members("Content-Encoding");
    if codings.iter().any(|coding| coding == "identity") {
        return Err(response.fault(&rules::IDENTITY, "Content-Encoding"));
    }
    if codings.is_empty() || response.status != 200 {
        return Ok(());
    }
    let accepted = response.request.as_ref().and_then(|request| request.fields.as_ref());
    if let Some(request) = accepted.filter(|request| request.has("Accept-Encoding")) {
        let members = request.members("Accept-Encoding");
        if let Some(coding) = codings.iter().find(|coding| !accepts(&members, coding)) {
            let namely = format!("{coding}, and the request says Accept-Encoding: {}", members.join(", "));
            return Err(response.fault(&rules::CODING_UNWANTED, "Content-Encoding").namely(namely));
        }
        if !response.fields.lists("Vary", "accept-encoding") && !response.fields.lists("Vary", "*") {
            return Err(Fault::new(&rules::VARY_MISSING));
        }
    }
    Ok(())
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

/// A server says what it is, and not on what it runs.
pub(crate) fn check_product(response: &Response) -> Checked {
    const LONGEST: usize = 40;
    let is_short = |server: &[u8]| server.len() <= LONGEST && !server.contains(&b'(');
    let is_good = response.fields.get("Server").is_none_or(is_short);
    if is_good { Ok(()) } else { Err(response.fault(&rules::SERVER_DETAILED, "Server")) }
}

pub(crate) fn check_switch(response: &Response) -> Checked {
    let offers = response.request.as_ref().and_then(|request| request.fields.as_ref());
    let chosen = response.fields.members("Upgrade");
    if chosen.is_empty() {
        return Err(Fault::new(&rules::SWITCH_UNNAMED).at(response.head.at));
    }
    let offered = offers.is_none_or(|offers| chosen.iter().all(|protocol| offers.lists("Upgrade", protocol)));
    if offered { Ok(()) } else { Err(response.fault(&rules::SWITCH_UNASKED, "Upgrade")) }
}

/// The content of a complete response.
pub(crate) fn check_content(response: &Response) -> Checked {
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
            return Err(response.fault(&rules::RANGE_LENGTH, "Content-Range").namely(namely));
        }
    } else if ranges::is_multipart(&response.fields) && response.content.len() as u64 == response.count {
        let kind = response.fields.get("Content-Type").and_then(grammar::media_type);
        let boundary =
            kind.and_then(|(_, parameters)| Some(parameters.into_iter().find(|(name, _)| name == "boundary")?.1));
        let asked = response.request.as_ref().and_then(|request| request.fields.as_ref()?.get("Range"));
        let wanted = asked.and_then(grammar::ranges);
        return parts::check(&response.content, &boundary.unwrap_or_default(), wanted.as_deref());
    }
    Ok(())
}
