//! Fields: which ones there are, whose they are, and what their values look like.

use crate::fault::{Checked, Fault};
use crate::grammar::{self, Cursor, UriFault};
use crate::rules::{self, Rule};

/// One field line.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) value: Vec<u8>,
    /// Where the line stands in the stream.
    pub(crate) at: u64,
}

/// The field lines of a head, or of a trailer section.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(pub(crate) Vec<Field>);

impl Fields {
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Field> {
        self.0.iter().filter(move |field| field.name.eq_ignore_ascii_case(name))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&[u8]> {
        self.0.iter().find(|field| field.name.eq_ignore_ascii_case(name)).map(|field| &*field.value)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The members of a list field, over all its lines, in lower case.
    pub(crate) fn members(&self, name: &str) -> Vec<String> {
        self.all(name).flat_map(|field| grammar::members(&field.value)).collect()
    }

    pub(crate) fn lists(&self, name: &str, member: &str) -> bool {
        self.members(name).iter().any(|other| other == member)
    }

    /// A rule that the first field of this name breaks.
    pub(crate) fn fault(&self, rule: &'static Rule, name: &str) -> Fault {
        let at = self.all(name).next().map(|field| field.at);
        Fault { at, ..Fault::new(rule) }
    }
}

/// Who sends a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sender {
    Client,
    Server,
}

/// Who may send a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Client,
    Server,
    Both,
    /// Proxies and caches only.
    Neither,
}

/// What a field's value has to be.
#[derive(Clone, Copy)]
enum Like {
    /// A value that `fn` accepts.
    This(fn(&[u8]) -> bool),
    /// The same, of a list: it may be empty, but an empty member is a fault of its own.
    List(fn(&[u8]) -> bool),
    Date,
    Uri,
}

struct Known {
    name: &'static str,
    by: By,
    /// Whether it may stand on several lines.
    repeats: bool,
    /// Whether it may be sent after the content.
    trails: bool,
    like: Like,
    section: &'static str,
}

const fn list(name: &'static str, by: By, like: fn(&[u8]) -> bool, section: &'static str) -> Known {
    Known { name, by, repeats: true, trails: false, like: Like::List(like), section }
}

const fn single(name: &'static str, by: By, like: fn(&[u8]) -> bool, section: &'static str) -> Known {
    Known { name, by, repeats: false, trails: false, like: Like::This(like), section }
}

const fn date(name: &'static str, by: By, section: &'static str) -> Known {
    Known { name, by, repeats: false, trails: false, like: Like::Date, section }
}

const fn uri(name: &'static str, by: By, section: &'static str) -> Known {
    Known { name, by, repeats: false, trails: false, like: Like::Uri, section }
}

fn any(_: &[u8]) -> bool {
    true
}

fn some(value: &[u8]) -> bool {
    !value.is_empty()
}

fn digits(value: &[u8]) -> bool {
    grammar::whole(value, |cursor| cursor.digits().map(|_| ()))
}

fn media_type(value: &[u8]) -> bool {
    grammar::media_type(value).is_some()
}

fn one_entity_tag(value: &[u8]) -> bool {
    grammar::whole(value, |cursor| grammar::entity_tag(cursor).map(|_| ()))
}

fn entity_tag_or_date(value: &[u8]) -> bool {
    one_entity_tag(value) || grammar::date(value).is_some()
}

fn seconds_or_date(value: &[u8]) -> bool {
    digits(value) || grammar::date(value).is_some()
}

fn content_range(value: &[u8]) -> bool {
    // A unit that is not bytes has a grammar of its own.
    if value.starts_with(b"bytes") { grammar::content_range(value).is_some() } else { some(value) }
}

fn host(value: &[u8]) -> bool {
    grammar::authority(value, !value.is_empty()).is_ok()
}

fn protocols(value: &[u8]) -> bool {
    let protocol = |cursor: &mut Cursor<'_>| {
        cursor.token()?;
        if cursor.eat(b"/") { cursor.token().map(|_| ()) } else { Some(()) }
    };
    grammar::list(value, protocol).is_some()
}

fn codings(value: &[u8]) -> bool {
    grammar::list(value, |cursor| cursor.token().and_then(|_| cursor.parameters())).is_some()
}

/// The fields of RFC 9110 and RFC 9112, and the commonest others.
static KNOWN: [Known; 54] = [
    list("Accept", By::Both, grammar::weighted, "RFC 9110 section 12.5.1"),
    list("Accept-Charset", By::Client, grammar::weighted, "RFC 9110 section 12.5.2"),
    list("Accept-Encoding", By::Both, grammar::weighted, "RFC 9110 section 12.5.3"),
    list("Accept-Language", By::Client, grammar::weighted, "RFC 9110 section 12.5.4"),
    Known {
        trails: true,
        like: Like::This(grammar::tokens),
        ..list("Accept-Ranges", By::Server, grammar::tokens, "RFC 9110 section 14.3")
    },
    single("Age", By::Neither, digits, "RFC 9111 section 5.1"),
    list("Allow", By::Server, grammar::tokens, "RFC 9110 section 10.2.1"),
    Known { trails: true, ..list("Authentication-Info", By::Server, any, "RFC 9110 section 11.6.3") },
    single("Authorization", By::Client, grammar::challenge, "RFC 9110 section 11.6.2"),
    list("Cache-Control", By::Both, grammar::directives, "RFC 9111 section 5.2"),
    list("Connection", By::Both, grammar::tokens, "RFC 9110 section 7.6.1"),
    list("Content-Encoding", By::Both, grammar::tokens, "RFC 9110 section 8.4"),
    list("Content-Language", By::Both, grammar::tokens, "RFC 9110 section 8.5"),
    single("Content-Length", By::Both, digits, "RFC 9110 section 8.6"),
    uri("Content-Location", By::Both, "RFC 9110 section 8.7"),
    single("Content-Range", By::Both, content_range, "RFC 9110 section 14.4"),
    single("Content-Type", By::Both, media_type, "RFC 9110 section 8.3"),
    single("Cookie", By::Client, some, "RFC 6265 section 4.2"),
    date("Date", By::Both, "RFC 9110 section 6.6.1"),
    Known { trails: true, ..single("ETag", By::Server, one_entity_tag, "RFC 9110 section 8.8.3") },
    list("Expect", By::Client, grammar::directives, "RFC 9110 section 10.1.1"),
    date("Expires", By::Server, "RFC 9111 section 5.3"),
    single("Forwarded", By::Neither, any, "RFC 7239 section 4"),
    single("From", By::Client, some, "RFC 9110 section 10.1.2"),
    single("Host", By::Client, host, "RFC 9110 section 7.2"),
    list("If-Match", By::Client, grammar::entity_tags, "RFC 9110 section 13.1.1"),
    date("If-Modified-Since", By::Client, "RFC 9110 section 13.1.3"),
    list("If-None-Match", By::Client, grammar::entity_tags, "RFC 9110 section 13.1.2"),
    single("If-Range", By::Client, entity_tag_or_date, "RFC 9110 section 13.1.5"),
    date("If-Unmodified-Since", By::Client, "RFC 9110 section 13.1.4"),
    list("Keep-Alive", By::Both, grammar::directives, "RFC 9112 section C.2.2"),
    date("Last-Modified", By::Server, "RFC 9110 section 8.8.2"),
    list("Link", By::Both, some, "RFC 8288 section 3"),
    uri("Location", By::Server, "RFC 9110 section 10.2.2"),
    single("Max-Forwards", By::Client, digits, "RFC 9110 section 7.6.2"),
    list("Proxy-Authenticate", By::Neither, any, "RFC 9110 section 11.7.1"),
    list("Proxy-Authentication-Info", By::Neither, any, "RFC 9110 section 11.7.3"),
    single("Proxy-Authorization", By::Neither, any, "RFC 9110 section 11.7.2"),
    single("Proxy-Connection", By::Neither, any, "RFC 9112 section C.2.2"),
    single("Range", By::Client, grammar::range, "RFC 9110 section 14.2"),
    uri("Referer", By::Client, "RFC 9110 section 10.1.3"),
    single("Retry-After", By::Server, seconds_or_date, "RFC 9110 section 10.2.3"),
    single("Server", By::Server, grammar::products, "RFC 9110 section 10.2.4"),
    Known { trails: false, ..list("Set-Cookie", By::Server, any, "RFC 6265 section 4.1") },
    list("TE", By::Client, grammar::weighted, "RFC 9110 section 10.1.4"),
    list("Trailer", By::Both, grammar::tokens, "RFC 9110 section 6.6.2"),
    list("Transfer-Encoding", By::Both, codings, "RFC 9112 section 6.1"),
    list("Upgrade", By::Both, protocols, "RFC 9110 section 7.8"),
    single("User-Agent", By::Client, grammar::products, "RFC 9110 section 10.1.5"),
    list("Vary", By::Server, grammar::tokens, "RFC 9110 section 12.5.5"),
    list("Via", By::Neither, any, "RFC 9110 section 7.6.3"),
    list("WWW-Authenticate", By::Server, grammar::challenge, "RFC 9110 section 11.6.1"),
    single("X-Forwarded-For", By::Neither, any, "RFC 7239 section 1"),
    single("X-Forwarded-Proto", By::Neither, any, "RFC 7239 section 1"),
];

/// Fields whose quoted strings are read everywhere alike.
const QUOTED: [&str; 5] = ["Authorization", "Cache-Control", "Content-Type", "Expect", "WWW-Authenticate"];

fn known(name: &str) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.name.eq_ignore_ascii_case(name))
}

/// Checks the fields of a head, each for itself and against the others.
pub(crate) fn check(fields: &Fields, sender: Sender) -> Checked {
    for (number, field) in fields.0.iter().enumerate() {
        let repeated = || fields.0[..number].iter().any(|other| other.name.eq_ignore_ascii_case(&field.name));
        let Some(known) = known(&field.name) else {
            // A field that is not known may be one of the user's, who knows whether it is a list.
            if sender == Sender::Server && repeated() {
                return Err(Fault::new(&rules::REPEATED).at(field.at));
            }
            continue;
        };
        let is_own = match known.by {
            By::Both => true,
            By::Client => sender == Sender::Client,
            By::Server => sender == Sender::Server,
            By::Neither => false,
        };
        if !is_own {
            return Err(Fault::new(&rules::ROLE).at(field.at).in_section(known.section));
        }
        if !known.repeats && repeated() {
            return Err(Fault::new(&rules::REPEATED).at(field.at));
        }
        check_value(field, known)?;
    }
    check_connection(fields)
}

fn check_value(field: &Field, known: &Known) -> Checked {
    // One space stands after the colon, where there is a value at all.
    let at = field.at + field.name.len() as u64 + 2;
    let value = &*field.value;
    let malformed = || Fault::new(&rules::FIELD_GRAMMAR).at(at).in_section(known.section);
    match known.like {
        Like::Date => grammar::date(value).map(|_| ()).ok_or_else(|| Fault::new(&rules::DATE_FORM).at(at)),
        Like::Uri => grammar::uri_reference(value).map_err(|fault| match fault {
            UriFault::Malformed => malformed(),
            UriFault::Userinfo if known.name == "Referer" => Fault::new(&rules::REFERER).at(at),
            UriFault::Userinfo => Fault::new(&rules::USERINFO).at(at),
            UriFault::EmptyHost => Fault::new(&rules::EMPTY_HOST).at(at),
        }),
        Like::List(_) if value.is_empty() => Ok(()),
        Like::This(is_good) | Like::List(is_good) if is_good(value) => Ok(()),
        Like::This(_) | Like::List(_) if QUOTED.contains(&known.name) && has_needless_escape(value) => {
            Err(Fault::new(&rules::ESCAPE).at(at))
        }
        Like::This(_) if known.name == "Content-Range" && grammar::content_range_numbers(value).is_some() => {
            Err(Fault::new(&rules::RANGE_IMPOSSIBLE).at(at))
        }
        Like::List(_) if has_empty_member(value) => Err(Fault::new(&rules::EMPTY_MEMBER).at(at)),
        Like::This(_) | Like::List(_) => Err(malformed()),
    }
}

fn has_needless_escape(value: &[u8]) -> bool {
    let mut quoted = false;
    let mut octets = value.iter();
    while let Some(octet) = octets.next() {
        match octet {
            b'"' => quoted = !quoted,
            b'\\' if quoted && !matches!(octets.next(), None | Some(b'"' | b'\\')) => return true,
            _ => {}
        }
    }
    false
}

fn has_empty_member(value: &[u8]) -> bool {
    value.split(|octet| *octet == b',').any(|member| member.trim_ascii().is_empty())
}

/// What Connection names, and what it has to name.
fn check_connection(fields: &Fields) -> Checked {
    const END_TO_END: [&str; 9] = [
        "cache-control",
        "content-encoding",
        "content-length",
        "content-range",
        "content-type",
        "date",
        "etag",
        "host",
        "last-modified",
    ];
    let options = fields.members("Connection");
    if options.iter().any(|option| END_TO_END.contains(&option.as_str())) {
        return Err(fields.fault(&rules::END_TO_END, "Connection"));
    }
    let hops = [
        ("Upgrade", "upgrade", &rules::UPGRADE_UNLISTED),
        ("TE", "te", &rules::TE_UNLISTED),
        ("Keep-Alive", "keep-alive", &rules::HOP_UNLISTED),
    ];
    for (name, option, rule) in hops {
        if fields.has(name) && !options.iter().any(|other| other == option) {
            return Err(fields.fault(rule, name));
        }
    }
    Ok(())
}

/// Checks a trailer section against the head in front of it.
pub(crate) fn check_trailers(trailers: &Fields, head: &Fields, sender: Sender) -> Checked {
    check(trailers, sender)?;
    let announced = head.members("Trailer");
    for field in &trailers.0 {
        if known(&field.name).is_some_and(|known| !known.trails) {
            return Err(Fault::new(&rules::TRAILER_FIELD).at(field.at));
        }
        if !announced.iter().any(|name| name.eq_ignore_ascii_case(&field.name)) {
            return Err(Fault::new(&rules::TRAILER_UNANNOUNCED).at(field.at));
        }
        if head.has(&field.name) && !known(&field.name).is_some_and(|known| known.repeats) {
            return Err(Fault::new(&rules::REPEATED).at(field.at));
        }
    }
    Ok(())
}
