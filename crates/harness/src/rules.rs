//! The one checker: what must hold for every response of every server, whatever it answers.
//!
//! Each response that a test receives goes through here, so a rule about what is never sent is proved by all of them
//! together.

use crate::reply::Reply;

/// Fields whose value is a list, so that they may have several lines (RFC 9110 section 5.3).
const LISTS: [&str; 11] = [
    "Accept-Encoding",
    "Accept-Ranges",
    "Allow",
    "Cache-Control",
    "Connection",
    "Content-Encoding",
    "Content-Language",
    "Link",
    "Trailer",
    "Transfer-Encoding",
    "Vary",
];

/// Fields that only clients or proxies send.
const NOT_FOR_SERVERS: [&str; 17] = [
    "Accept",
    "Authorization",
    "Expect",
    "From",
    "Host",
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "If-Unmodified-Since",
    "Max-Forwards",
    "Proxy-Authenticate",
    "Range",
    "Referer",
    "TE",
    "User-Agent",
    "Via",
];

/// Fields for the next recipient alone, which Connection must name.
const FOR_ONE_HOP: [&str; 3] = ["Keep-Alive", "Proxy-Connection", "Upgrade"];

/// Fields for everybody, which Connection must not name.
const FOR_ALL: [&str; 6] = ["Allow", "Cache-Control", "Content-Length", "Content-Type", "Date", "Transfer-Encoding"];

/// What describes the content that a 304 response does not have; validators and Vary are no part of it.
const NOT_IN_304: [&str; 5] =
    ["Content-Type", "Content-Encoding", "Content-Language", "Content-Range", "Transfer-Encoding"];

/// The first rule that a response to a request with this method breaks, as what was expected.
pub(crate) fn broken(reply: &Reply, method: &str) -> Option<&'static str> {
    let has = |name| reply.field(name).is_some();
    let is = |value: Option<&str>, rule: fn(&str) -> bool| value.is_none_or(rule);
    let status = reply.status;
    let length = reply.field("Content-Length");
    let no_content = reply.has_no_content(method);
    let never_framed = matches!(status, 100..=199 | 204);
    let rules = [
        // The status
        ((100..=599).contains(&status), "a status code from 100 to 599"),
        (
            !matches!(status, 101 | 300 | 407 | 426),
            "no 101, 300, 407 or 426, for there is nothing to switch to or choose",
        ),
        (status != 401 || has("WWW-Authenticate"), "a WWW-Authenticate field in a 401 response"),
        (status != 405 || has("Allow"), "an Allow field in a 405 response"),
        (!matches!(status, 301 | 302 | 303 | 307 | 308) || has("Location"), "a Location field in this redirect"),
        // Where the message ends
        (!(has("Content-Length") && has("Transfer-Encoding")), "Content-Length or Transfer-Encoding, not both"),
        (!never_framed || length.is_none(), "no Content-Length in a 1xx or 204 response"),
        (!never_framed || !has("Transfer-Encoding"), "no Transfer-Encoding in a 1xx or 204 response"),
        (!no_content || reply.content.is_empty(), "no octet behind the empty line of this response"),
        (status != 205 || reply.content.is_empty(), "no content in a 205 response"),
        (is(length, |length| length.bytes().all(|octet| octet.is_ascii_digit())), "digits alone in Content-Length"),
        (
            no_content || length.is_none_or(|length| length == reply.content.len().to_string()),
            "as many octets of content as Content-Length says, and nothing behind them",
        ),
        // Dates
        (!matches!(status, 200..=499) || has("Date"), "a Date field in every 2xx, 3xx and 4xx response"),
        (is(reply.field("Date"), is_date), "a Date like Sun, 06 Nov 1994 08:49:37 GMT"),
        (is(reply.field("Last-Modified"), is_date), "a Last-Modified like Sun, 06 Nov 1994 08:49:37 GMT"),
        (
            reply
                .field("Last-Modified")
                .is_none_or(|modified| instant(modified) <= reply.field("Date").and_then(instant)),
            "a Last-Modified that is no later than Date",
        ),
        // What the content is
        (status < 300 || reply.content.is_empty() || has("Content-Type"), "a Content-Type for this content"),
        (status < 400 || method == "HEAD" || !reply.content.is_empty(), "content that explains the error"),
        (is(reply.field("Content-Encoding"), |coding| !coding.contains("identity")), "no Content-Encoding: identity"),
        (is(reply.field("ETag"), is_entity_tag), "an ETag like \"abc\" or W/\"abc\""),
        (status != 304 || !NOT_IN_304.iter().any(|name| has(name)), "nothing about the content in a 304 response"),
        (status != 206 || is_partial(reply), "the Content-Range of just this content, or parts, in a 206 response"),
        (status != 416 || is(reply.field("Content-Range"), is_unsatisfied), "Content-Range: bytes */LENGTH in 416"),
        (
            matches!(status, 206 | 416) || !has("Content-Range"),
            "no Content-Range in a response that is neither 206 nor 416",
        ),
        // Fields
        (names_are_single(reply), "each field once at most, unless its value is a list"),
        (
            reply.lists().all(|value| value.is_empty() || value.split(',').all(|member| !member.trim().is_empty())),
            "lists without empty members",
        ),
        (!NOT_FOR_SERVERS.iter().any(|name| has(name)), "no field that only clients or proxies send"),
        (FOR_ONE_HOP.iter().all(|name| !has(name) || reply.connection(name)), "Connection names this field"),
        (!FOR_ALL.iter().any(|name| reply.connection(name)), "no field for all recipients in Connection"),
        (is(reply.field("Location"), is_location), "a Location without white space and user information"),
        (is(reply.field("Server"), is_short_product), "a Server field with a product and its version"),
    ];
    rules.iter().find(|(holds, _)| !holds).map(|(_, rule)| *rule)
}

impl Reply {
    fn lists(&self) -> impl Iterator<Item = &str> {
        let is_list = |name: &str| LISTS.iter().any(|list| list.eq_ignore_ascii_case(name));
        self.fields.iter().filter(move |(name, _)| is_list(name)).map(|(_, value)| value.as_str())
    }

    /// Whether Connection has this option.
    fn connection(&self, option: &str) -> bool {
        let lines = self.fields.iter().filter(|(name, _)| name.eq_ignore_ascii_case("Connection"));
        let mut options = lines.flat_map(|(_, value)| value.split(','));
        options.any(|other| other.trim().eq_ignore_ascii_case(option))
    }
}

fn names_are_single(reply: &Reply) -> bool {
    let may_repeat = |name: &str| LISTS.iter().chain(&["Set-Cookie"]).any(|list| list.eq_ignore_ascii_case(name));
    let count = |name: &str| reply.fields.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name)).count();
    reply.fields.iter().all(|(name, _)| may_repeat(name) || count(name) == 1)
}

const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn is_date(text: &str) -> bool {
    instant(text).is_some()
}

/// The seconds since 1970 of a date in exactly the form of RFC 9110 section 5.6.7 that is to be sent.
pub(crate) fn instant(text: &str) -> Option<u64> {
    let number = |text: &str| text.bytes().all(|octet| octet.is_ascii_digit()).then(|| text.parse::<u64>().ok())?;
    let form: String = text.bytes().map(|octet| if octet.is_ascii_digit() { '0' } else { char::from(octet) }).collect();
    let (day_name, month) = (form.get(..3)?, form.get(8..11)?);
    if form != format!("{day_name}, 00 {month} 0000 00:00:00 GMT") {
        return None;
    }
    let month = MONTHS.iter().position(|name| *name == month)?;
    let (day, year) = (number(&text[5..7])?, number(&text[12..16])?);
    let (hours, minutes, seconds) = (number(&text[17..19])?, number(&text[20..22])?, number(&text[23..25])?);
    let leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let lengths = [31, if leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let year_days: u64 = (1970..year).map(|year| if leap(year) { 366 } else { 365 }).sum();
    let days = year_days + lengths[..month].iter().sum::<u64>() + day.checked_sub(1)?;
    let is_right = year >= 1970 && day <= lengths[month] && hours < 24 && minutes < 60 && seconds <= 60;
    let name = DAYS[usize::try_from(days % 7).ok()?];
    (is_right && name == day_name).then_some(days * 86_400 + hours * 3600 + minutes * 60 + seconds)
}

fn is_entity_tag(text: &str) -> bool {
    let opaque = text.strip_prefix("W/").unwrap_or(text);
    let inner = opaque.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.is_some_and(|inner| inner.chars().all(|c| c == '!' || c > '"' && c != '\u{7f}'))
}

/// Whether a 206 response says which part it is, and is just that part.
fn is_partial(reply: &Reply) -> bool {
    let kind = reply.field("Content-Type").unwrap_or_default().to_ascii_lowercase();
    let Some(range) = reply.field("Content-Range") else {
        return kind.starts_with("multipart/byteranges;") && kind.contains("boundary=");
    };
    let part = || {
        let (range, all) = range.strip_prefix("bytes ")?.split_once('/')?;
        let (first, last) = range.split_once('-')?;
        let (first, last): (usize, usize) = (first.parse().ok()?, last.parse().ok()?);
        let within = all == "*" || all.parse::<usize>().is_ok_and(|all| last < all);
        (within && first <= last).then_some(last - first + 1)
    };
    !kind.starts_with("multipart/byteranges") && part() == Some(reply.content.len())
}

fn is_unsatisfied(range: &str) -> bool {
    range.strip_prefix("bytes */").is_some_and(|all| !all.is_empty() && all.bytes().all(|octet| octet.is_ascii_digit()))
}

fn is_location(uri: &str) -> bool {
    let authority = uri.split_once("//").map_or("", |(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or_default());
    !uri.is_empty() && uri.chars().all(|c| c.is_ascii_graphic()) && !authority.contains('@')
}

fn is_short_product(value: &str) -> bool {
    value.len() <= 40 && !value.contains(['(', '\t']) && !value.contains("  ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_their_one_form() {
        assert_eq!(instant("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        assert_eq!(instant("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
        assert_eq!(instant("Thu, 29 Feb 2024 23:59:59 GMT"), Some(1_709_251_199));
        for text in [
            "",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "Sun, 06 nov 1994 08:49:37 GMT",
            "Mon, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun,  6 Nov 1994 08:49:37 GMT",
            "Wed, 30 Feb 2000 00:00:00 GMT",
            "Sun, 06 Nov 1994 24:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 GMT ",
            "Sün, 06 Nov 1994 08:49:37 GM",
        ] {
            assert_eq!(instant(text), None, "{text}");
        }
    }

    /// What is expected in place of this response to a request with this method.
    fn rule(method: &str, response: &str) -> String {
        let date = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
        let response = response.replacen("\r\n", &format!("\r\n{date}"), 1);
        Reply::parse(response.as_bytes(), method).err().map(|failure| failure.to_string()).unwrap_or_default()
    }

    #[test]
    fn responses_that_keep_the_rules_pass() {
        for (method, response) in [
            ("GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nAllow: GET\r\nAllow: HEAD\r\n\r\nhi"),
            ("HEAD", "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nContent-Type: text/html\r\n\r\n"),
            ("GET", "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-1/9\r\nContent-Length: 2\r\n\r\nhi"),
            ("GET", "HTTP/1.1 206 Partial Content\r\nContent-Type: multipart/byteranges; boundary=a\r\n\r\n"),
            ("GET", "HTTP/1.1 304 Not Modified\r\nETag: W/\"a\"\r\nVary: Accept-Encoding\r\n\r\n"),
            ("GET", "HTTP/1.1 301 Moved Permanently\r\nLocation: /a/?u@v\r\nContent-Length: 0\r\n\r\n"),
            ("GET", "HTTP/1.1 200 OK\r\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\nServer: a/1\r\n\r\n"),
            ("GET", "HTTP/1.1 200 OK\r\nConnection: keep-alive, close\r\n\r\n"),
        ] {
            assert_eq!(rule(method, response), "", "{response}");
        }
    }

    #[test]
    fn each_rule_finds_what_breaks_it() {
        for (response, expected) in [
            ("HTTP/1.1 600 ?\r\nContent-Type: a/b\r\n\r\nx", "100 to 599"),
            ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: a\r\nConnection: upgrade\r\n\r\n", "no 101"),
            ("HTTP/1.1 401 Unauthorized\r\nContent-Type: a/b\r\n\r\nx", "WWW-Authenticate"),
            ("HTTP/1.1 405 Method Not Allowed\r\nContent-Type: a/b\r\n\r\nx", "Allow field"),
            ("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", "Location field"),
            ("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", "no Content-Length"),
            ("HTTP/1.1 103 Early Hints\r\nTransfer-Encoding: chunked\r\n\r\n", "no Transfer-Encoding"),
            ("HTTP/1.1 205 Reset Content\r\nContent-Length: 1\r\n\r\nx", "205"),
            ("HTTP/1.1 200 OK\r\nContent-Length: +0\r\n\r\n", "digits"),
            ("HTTP/1.1 200 OK\r\nLast-Modified: Sun, 6 Nov 1994 08:49:37 GMT\r\n\r\n", "Last-Modified like"),
            ("HTTP/1.1 200 OK\r\nLast-Modified: Sun, 06 Nov 1994 08:49:38 GMT\r\n\r\n", "no later than Date"),
            ("HTTP/1.1 404 Not Found\r\n\r\nx", "Content-Type"),
            ("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n", "explains"),
            ("HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\n\r\n", "identity"),
            ("HTTP/1.1 200 OK\r\nETag: abc\r\n\r\n", "an ETag like"),
            ("HTTP/1.1 200 OK\r\nETag: w/\"abc\"\r\n\r\n", "an ETag like"),
            ("HTTP/1.1 200 OK\r\nETag: \"a b\"\r\n\r\n", "an ETag like"),
            ("HTTP/1.1 304 Not Modified\r\nContent-Type: a/b\r\n\r\n", "304"),
            ("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-2/9\r\n\r\nhi", "206"),
            ("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 8-9/9\r\n\r\nhi", "206"),
            ("HTTP/1.1 206 Partial Content\r\n\r\nhi", "206"),
            (
                "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes 0-1/2\r\nContent-Type: a/b\r\n\r\nx",
                "in 416",
            ),
            ("HTTP/1.1 200 OK\r\nContent-Range: bytes 0-1/2\r\n\r\nhi", "neither 206"),
            ("HTTP/1.1 200 OK\r\nX: a\r\nx: b\r\n\r\n", "once at most"),
            ("HTTP/1.1 200 OK\r\nVary: a,, b\r\n\r\n", "empty members"),
            ("HTTP/1.1 200 OK\r\nAllow: GET,\r\n\r\n", "empty members"),
            ("HTTP/1.1 200 OK\r\nVia: 1.1 a\r\n\r\n", "clients or proxies"),
            ("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5\r\n\r\n", "Connection names"),
            ("HTTP/1.1 200 OK\r\nConnection: close, Date\r\n\r\n", "for all recipients"),
            ("HTTP/1.1 302 Found\r\nLocation: http://u:p@a/\r\nContent-Length: 0\r\n\r\n", "user information"),
            ("HTTP/1.1 200 OK\r\nServer: a/1 (Linux 6.1)\r\n\r\n", "a product and its version"),
        ] {
            let found = rule("GET", response);
            assert!(found.contains(expected), "{response}: {found}");
        }
    }
}
