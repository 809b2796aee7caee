//! The collected ABNF of RFC 9110, RFC 9112 and RFC 3986, as far as messages need it, read as a sender has to keep it:
//! no bad whitespace, no empty list members, no needless escapes, one SP where whitespace helps.

/// Octets of a value that are still to be read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Self {
        Self(text)
    }

    pub(crate) fn is_at_end(self) -> bool {
        self.0.is_empty()
    }

    /// Passes over `text` when it comes next.
    pub(crate) fn eat(&mut self, text: &[u8]) -> bool {
        match self.0.strip_prefix(text) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    /// The octets up to the first one that is not such.
    pub(crate) fn take_while(&mut self, such: impl Fn(u8) -> bool) -> &'a [u8] {
        let count = self.0.iter().take_while(|octet| such(**octet)).count();
        let (taken, rest) = self.0.split_at(count);
        self.0 = rest;
        taken
    }

    pub(crate) fn token(&mut self) -> Option<&'a [u8]> {
        Some(self.take_while(is_tchar)).filter(|token| !token.is_empty())
    }

    pub(crate) fn digits(&mut self) -> Option<&'a [u8]> {
        Some(self.take_while(|octet| octet.is_ascii_digit())).filter(|digits| !digits.is_empty())
    }

    /// A quoted-string whose only escapes are those of the double quote and the backslash; its text.
    pub(crate) fn quoted(&mut self) -> Option<Vec<u8>> {
        if !self.eat(b"\"") {
            return None;
        }
        let mut text = Vec::new();
        loop {
            let (&octet, rest) = self.0.split_first()?;
            self.0 = rest;
            match octet {
                b'"' => return Some(text),
                b'\\' => {
                    let (&escaped, rest) = self.0.split_first()?;
                    if !matches!(escaped, b'"' | b'\\') {
                        return None;
                    }
                    text.push(escaped);
                    self.0 = rest;
                }
                octet if is_text(octet) => text.push(octet),
                _ => return None,
            }
        }
    }

    /// A token, or a quoted-string in its place; its text.
    pub(crate) fn value(&mut self) -> Option<Vec<u8>> {
        if self.0.first() == Some(&b'"') { self.quoted() } else { self.token().map(<[u8]>::to_vec) }
    }

    /// `;name=value` any number of times, with at most one SP after each semicolon.
    pub(crate) fn parameters(&mut self) -> Option<Parameters> {
        let mut parameters = Vec::new();
        while self.eat(b";") {
            self.eat(b" ");
            let name = lower(self.token()?);
            if !self.eat(b"=") {
                return None;
            }
            parameters.push((name, self.value()?));
        }
        Some(parameters)
    }
}

/// Names in lower case, and values.
pub(crate) type Parameters = Vec<(String, Vec<u8>)>;

pub(crate) fn lower(text: &[u8]) -> String {
    String::from_utf8_lossy(text).to_ascii_lowercase()
}

pub(crate) fn is_tchar(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&octet)
}

/// What a field value or a reason phrase consists of.
pub(crate) fn is_text(octet: u8) -> bool {
    matches!(octet, b'\t' | b' '..=b'~' | 0x80..)
}

pub(crate) fn is_token(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(|octet| is_tchar(*octet))
}

/// `value` to its end, as `read` reads it.
pub(crate) fn whole(value: &[u8], read: impl FnOnce(&mut Cursor<'_>) -> Option<()>) -> bool {
    let mut cursor = Cursor::new(value);
    read(&mut cursor).is_some() && cursor.is_at_end()
}

/// A list with commas, at most one SP after each, and no empty member; `None` when it is none.
pub(crate) fn list<'a, T>(value: &'a [u8], mut member: impl FnMut(&mut Cursor<'a>) -> Option<T>) -> Option<Vec<T>> {
    let mut cursor = Cursor::new(value);
    let mut members = vec![member(&mut cursor)?];
    while !cursor.is_at_end() {
        if !cursor.eat(b",") {
            return None;
        }
        cursor.eat(b" ");
        members.push(member(&mut cursor)?);
    }
    Some(members)
}

/// The members of a list as a recipient reads them: leniently, in lower case.
pub(crate) fn members(value: &[u8]) -> Vec<String> {
    let mut members = Vec::new();
    let (mut member, mut quoted, mut escaped) = (Vec::new(), false, false);
    for &octet in value {
        match octet {
            b',' if !quoted => members.push(lower(std::mem::take(&mut member).trim_ascii())),
            octet => {
                quoted ^= octet == b'"' && !escaped;
                escaped = quoted && octet == b'\\' && !escaped;
                member.push(octet);
            }
        }
    }
    members.push(lower(member.trim_ascii()));
    members.retain(|member| !member.is_empty());
    members
}

pub(crate) fn tokens(value: &[u8]) -> bool {
    list(value, Cursor::token).is_some()
}

/// `gzip;q=0.5, *;q=0`, also with other parameters; of a weight at most three decimals.
pub(crate) fn weighted(value: &[u8]) -> bool {
    let member = |cursor: &mut Cursor<'_>| {
        let name = cursor.take_while(|octet| is_tchar(octet) || octet == b'/');
        let parameters = cursor.parameters()?;
        let weights = parameters.iter().filter(|(name, _)| name == "q").all(|(_, weight)| is_weight(weight));
        (!name.is_empty() && weights).then_some(())
    };
    list(value, member).is_some()
}

fn is_weight(weight: &[u8]) -> bool {
    let (one, decimals) = match weight {
        [b'0', b'.', decimals @ ..] => (false, decimals),
        [b'1', b'.', decimals @ ..] => (true, decimals),
        [b'0' | b'1'] => return true,
        _ => return false,
    };
    decimals.len() <= 3 && decimals.iter().all(|digit| digit.is_ascii_digit() && (!one || *digit == b'0'))
}

/// `text/html; charset=utf-8`: type, subtype and parameters.
pub(crate) fn media_type(value: &[u8]) -> Option<(String, Parameters)> {
    let mut cursor = Cursor::new(value);
    let kind = cursor.token()?;
    let subtype = if cursor.eat(b"/") { cursor.token()? } else { return None };
    let parameters = cursor.parameters()?;
    let name = format!("{}/{}", lower(kind), lower(subtype));
    let boundary_is_good =
        parameters.iter().filter(|(name, _)| name == "boundary").all(|(_, boundary)| is_boundary(boundary));
    let boundary_is_there = !name.starts_with("multipart/") || parameters.iter().any(|(name, _)| name == "boundary");
    (cursor.is_at_end() && boundary_is_good && boundary_is_there).then_some((name, parameters))
}

/// The delimiter of multipart content (RFC 2046 section 5.1.1).
fn is_boundary(boundary: &[u8]) -> bool {
    let is_allowed = |octet: &u8| octet.is_ascii_alphanumeric() || b"'()+_,-./:=? ".contains(octet);
    (1..=70).contains(&boundary.len()) && boundary.iter().all(is_allowed) && !boundary.ends_with(b" ")
}

/// An entity tag: whether it is weak, and the octets between the quotes.
pub(crate) fn entity_tag<'a>(cursor: &mut Cursor<'a>) -> Option<(bool, &'a [u8])> {
    let weak = cursor.eat(b"W/");
    if !cursor.eat(b"\"") {
        return None;
    }
    let tag = cursor.take_while(|octet| matches!(octet, 0x21 | 0x23..=0x7e | 0x80..));
    cursor.eat(b"\"").then_some((weak, tag))
}

pub(crate) fn entity_tags(value: &[u8]) -> bool {
    value == b"*" || list(value, entity_tag).is_some()
}

/// `name/version (comment) name`, one SP between: User-Agent and Server.
pub(crate) fn products(value: &[u8]) -> bool {
    whole(value, |cursor| {
        product(cursor)?;
        while cursor.eat(b" ") {
            if cursor.0.first() == Some(&b'(') { comment(cursor)? } else { product(cursor)? }
        }
        Some(())
    })
}

fn product(cursor: &mut Cursor<'_>) -> Option<()> {
    cursor.token()?;
    if cursor.eat(b"/") { cursor.token().map(|_| ()) } else { Some(()) }
}

/// A comment, which may hold comments.
fn comment(cursor: &mut Cursor<'_>) -> Option<()> {
    let mut depth = 0_usize;
    loop {
        if cursor.eat(b"(") {
            depth += 1;
        } else if cursor.eat(b")") {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(());
            }
        } else if cursor.eat(b"\\") {
            if !(cursor.eat(b"(") || cursor.eat(b")") || cursor.eat(b"\\")) {
                return None;
            }
        } else if cursor.take_while(|octet| is_text(octet) && !b"()\\".contains(&octet)).is_empty() {
            return None;
        }
    }
}

/// Challenges or credentials, as far as they are alike everywhere: a scheme, then nothing, a token68 or parameters.
pub(crate) fn challenge(value: &[u8]) -> bool {
    let member = |cursor: &mut Cursor<'_>| {
        cursor.token()?;
        if cursor.eat(b"=") {
            return cursor.value().map(|_| ());
        }
        if cursor.eat(b" ") {
            let before = *cursor;
            if cursor.token().is_some() && cursor.eat(b"=") && cursor.value().is_some() {
                return Some(());
            }
            *cursor = before;
            let text = cursor.take_while(|octet| octet.is_ascii_alphanumeric() || b"-._~+/".contains(&octet));
            cursor.take_while(|octet| octet == b'=');
            return (!text.is_empty()).then_some(());
        }
        Some(())
    };
    list(value, member).is_some()
}

/// `name`, `name=token` or `name="text"`, in a list: Cache-Control, Keep-Alive, Expect.
pub(crate) fn directives(value: &[u8]) -> bool {
    let member = |cursor: &mut Cursor<'_>| {
        cursor.token()?;
        if cursor.eat(b"=") { cursor.value().map(|_| ()) } else { Some(()) }
    };
    list(value, member).is_some()
}

/// `bytes=0-1, -5`.
pub(crate) fn range(value: &[u8]) -> bool {
    let Some(at) = value.iter().position(|octet| *octet == b'=') else { return false };
    let (unit, set) = (&value[..at], &value[at + 1..]);
    let bytes = unit.eq_ignore_ascii_case(b"bytes");
    is_token(unit) && if bytes { ranges(value).is_some() } else { !set.is_empty() }
}

/// One member of a byte range set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    From(u64, Option<u64>),
    Suffix(u64),
}

/// The ranges of a Range field in bytes; `None` when it is not valid.
pub(crate) fn ranges(value: &[u8]) -> Option<Vec<Wanted>> {
    let (unit, set) = value.split_at_checked(6)?;
    if !unit.eq_ignore_ascii_case(b"bytes=") {
        return None;
    }
    list(set, |cursor| {
        let first = cursor.digits().map(number);
        if !cursor.eat(b"-") {
            return None;
        }
        let last = cursor.digits().map(number);
        match (first, last) {
            (Some(first), last) if last.is_none_or(|last| first <= last) => Some(Wanted::From(first, last)),
            (None, Some(suffix)) => Some(Wanted::Suffix(suffix)),
            _ => None,
        }
    })
}

impl Wanted {
    /// The first and the last octet of this range of a content of `len` octets; `None` when there is none.
    pub(crate) fn of(self, len: u64) -> Option<(u64, u64)> {
        match self {
            Self::From(first, last) if first < len => Some((first, last.unwrap_or(u64::MAX).min(len - 1))),
            Self::Suffix(count @ 1..) if len > 0 => Some((len.saturating_sub(count), len - 1)),
            _ => None,
        }
    }
}

/// A number of any length; what does not fit is as large as it can be.
pub(crate) fn number(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |sum: u64, digit| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
}

/// What a Content-Range in bytes says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ContentRange {
    /// First and last octet; `None` in the response to a range that cannot be satisfied.
    pub(crate) range: Option<(u64, u64)>,
    /// The length of the whole, where it is known.
    pub(crate) complete: Option<u64>,
}

/// Reads `bytes 0-1/2`, `bytes 0-1/*` or `bytes */2`, with numbers that are possible together.
pub(crate) fn content_range(value: &[u8]) -> Option<ContentRange> {
    content_range_numbers(value).filter(|said| match said.range {
        Some((first, last)) => first <= last && said.complete.is_none_or(|complete| last < complete),
        None => true,
    })
}

/// The same with any numbers.
pub(crate) fn content_range_numbers(value: &[u8]) -> Option<ContentRange> {
    let mut cursor = Cursor::new(value);
    if !cursor.eat(b"bytes ") {
        return None;
    }
    if cursor.eat(b"*/") {
        let complete = cursor.digits().map(number)?;
        return cursor.is_at_end().then_some(ContentRange { range: None, complete: Some(complete) });
    }
    let first = number(cursor.digits()?);
    let last = if cursor.eat(b"-") { number(cursor.digits()?) } else { return None };
    if !cursor.eat(b"/") {
        return None;
    }
    let complete = if cursor.eat(b"*") { None } else { Some(number(cursor.digits()?)) };
    cursor.is_at_end().then_some(ContentRange { range: Some((first, last)), complete })
}

/// An IMF-fixdate, as the seconds since 1970; `None` when it is none, or such a day or time never was.
pub(crate) fn date(value: &[u8]) -> Option<i64> {
    const DAYS: [&[u8]; 7] = [b"Thu", b"Fri", b"Sat", b"Sun", b"Mon", b"Tue", b"Wed"];
    const MONTHS: [&[u8]; 12] =
        [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
    const LENGTHS: [i64; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let value: &[u8; 29] = value.try_into().ok()?;
    let text = |from: usize, to: usize| value.get(from..to).unwrap_or_default();
    let count = |from: usize, to: usize| {
        let digits = text(from, to);
        digits.iter().all(u8::is_ascii_digit).then(|| i64::try_from(number(digits)).unwrap_or_default())
    };
    let separators = [(3, b","), (4, b" "), (7, b" "), (11, b" "), (16, b" "), (19, b":"), (22, b":")];
    if separators.iter().any(|(at, separator)| value[*at] != separator[0]) || text(25, 29) != b" GMT" {
        return None;
    }
    let month = MONTHS.iter().position(|month| *month == text(8, 11))?;
    let (day, year, hour, minute, second) =
        (count(5, 7)?, count(12, 16)?, count(17, 19)?, count(20, 22)?, count(23, 25)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = if month == 1 && !leap { 28 } else { LENGTHS[month] };
    if !(1..=length).contains(&day) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let days = days_before(year, month) + day - 1;
    let name = DAYS[usize::try_from(days.rem_euclid(7)).unwrap_or_default()];
    (name == text(0, 3)).then_some(((days * 24 + hour) * 60 + minute) * 60 + second)
}

/// The days from 1970 to the first of a month; `month` counts from zero.
fn days_before(year: i64, month: usize) -> i64 {
    const BEFORE: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let leap_days = |year: i64| year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // The year's own leap day counts from March on.
    let through = if month >= 2 { year } else { year - 1 };
    (year - 1970) * 365 + leap_days(through) - leap_days(1969) + BEFORE[month]
}

/// What is wrong with a URI or a relative reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UriFault {
    Malformed,
    Userinfo,
    EmptyHost,
}

/// Checks a URI or a relative reference (RFC 3986 section 4.1).
pub(crate) fn uri_reference(value: &[u8]) -> Result<(), UriFault> {
    let mut rest = value;
    let mut scheme = String::new();
    let head = rest.iter().take_while(|octet| !b"/?#".contains(octet));
    if let Some(colon) = head.clone().position(|octet| *octet == b':') {
        let (name, after) = (&rest[..colon], &rest[colon + 1..]);
        let is_scheme = name.first().is_some_and(u8::is_ascii_alphabetic)
            && name.iter().all(|octet| octet.is_ascii_alphanumeric() || b"+-.".contains(octet));
        if !is_scheme {
            return Err(UriFault::Malformed);
        }
        scheme = lower(name);
        rest = after;
    }
    let is_http = scheme == "http" || scheme == "https";
    if let Some(after) = rest.strip_prefix(b"//") {
        let end = after.iter().position(|octet| b"/?#".contains(octet)).unwrap_or(after.len());
        authority(&after[..end], is_http || scheme.is_empty())?;
        rest = &after[end..];
    } else if is_http {
        return Err(UriFault::EmptyHost);
    }
    let has_one_fragment = rest.splitn(3, |octet| *octet == b'#').count() <= 2;
    let is_good = has_one_fragment && is_uri_text(rest, |octet| is_pchar(octet) || b"/?#".contains(&octet));
    if is_good { Ok(()) } else { Err(UriFault::Malformed) }
}

/// Checks `host`, `host:port` or `[address]:port`; with `http`, what the http scheme demands besides.
pub(crate) fn authority(value: &[u8], http: bool) -> Result<(), UriFault> {
    let (userinfo, host_port) = match value.iter().rposition(|octet| *octet == b'@') {
        Some(at) => (Some(&value[..at]), &value[at + 1..]),
        None => (None, value),
    };
    if userinfo.is_some() && http {
        return Err(UriFault::Userinfo);
    }
    let (host, port) = if let Some(rest) = host_port.strip_prefix(b"[") {
        let end = rest.iter().position(|octet| *octet == b']').ok_or(UriFault::Malformed)?;
        let literal = &rest[..end];
        let is_address = std::str::from_utf8(literal).is_ok_and(|text| text.parse::<std::net::Ipv6Addr>().is_ok());
        let is_future = literal.first().is_some_and(|octet| octet.eq_ignore_ascii_case(&b'v'));
        if !is_address && !is_future {
            return Err(UriFault::Malformed);
        }
        (literal, &rest[end + 1..])
    } else {
        let end = host_port.iter().position(|octet| *octet == b':').unwrap_or(host_port.len());
        let host = &host_port[..end];
        if !is_uri_text(host, |octet| is_pchar(octet) && !b":@".contains(&octet)) {
            return Err(UriFault::Malformed);
        }
        (host, &host_port[end..])
    };
    let port_is_good = match port {
        [] | [b':'] => true,
        [b':', digits @ ..] => digits.iter().all(u8::is_ascii_digit) && number(digits) <= 65535,
        _ => false,
    };
    match (port_is_good, host.is_empty() && http) {
        (false, _) => Err(UriFault::Malformed),
        (true, true) => Err(UriFault::EmptyHost),
        (true, false) => Ok(()),
    }
}

/// Whether `text` is an absolute path with an optional query, and no fragment.
pub(crate) fn origin_form(text: &[u8]) -> bool {
    text.starts_with(b"/") && is_uri_text(text, |octet| is_pchar(octet) || b"/?".contains(&octet))
}

fn is_pchar(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&octet)
}

/// Such octets, and percent-encoded ones.
fn is_uri_text(text: &[u8], such: impl Fn(u8) -> bool) -> bool {
    let mut cursor = Cursor::new(text);
    while !cursor.is_at_end() {
        if cursor.eat(b"%") {
            if !matches!(cursor.0, [a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit()) {
                return false;
            }
            cursor.0 = &cursor.0[2..];
        } else if cursor.take_while(&such).is_empty() {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read() {
        assert_eq!(date(b"Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
        assert_eq!(date(b"Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        assert_eq!(date(b"Tue, 29 Feb 2000 23:59:59 GMT"), Some(951_868_799));
        assert_eq!(date(b"Fri, 01 Mar 2024 00:00:00 GMT"), Some(1_709_251_200));
        let wrong: [&[u8]; 12] = [
            b"",
            b"Mon, 06 Nov 1994 08:49:37 GMT",
            b"Sun, 06 Nov 1994 24:49:37 GMT",
            b"Sun, 06 Nov 1994 08:49:37 UTC",
            b"Sun, 06 nov 1994 08:49:37 GMT",
            b"Sun, 6 Nov 1994 08:49:37 GMT",
            b"Sun,  06 Nov 1994 8:49:37 GMT",
            b"Sunday, 06-Nov-94 08:49:37 GMT",
            b"Sun Nov  6 08:49:37 1994",
            b"Thu, 29 Feb 2001 00:00:00 GMT",
            b"Sat, 00 Jan 2000 00:00:00 GMT",
            b"Sun, 06 Nov 1994 08:49:37 GMT ",
        ];
        for wrong in wrong {
            assert_eq!(date(wrong), None, "{}", String::from_utf8_lossy(wrong));
        }
    }

    #[test]
    fn uri_references_are_read() {
        for good in [
            "",
            "/",
            "a/b?c#d",
            "http://a/",
            "http://a:80?q",
            "//h/p",
            "../x",
            "mailto:a@b",
            "/a%2Fb",
            "http://[::1]:1/",
            "/a:b",
            "?q",
            "#f",
        ] {
            assert_eq!(uri_reference(good.as_bytes()), Ok(()), "{good}");
        }
        for bad in [
            "/a b",
            "/é",
            "/%",
            "/%g0",
            "/<a>",
            "1:x",
            "/a#b#c",
            "http://a:b/",
            "http://[::1/",
            "/a\"b",
            "http://a:70000/",
        ] {
            assert_eq!(uri_reference(bad.as_bytes()), Err(UriFault::Malformed), "{bad}");
        }
        for none in ["http:///x", "http://:80/", "https:/x", "http:"] {
            assert_eq!(uri_reference(none.as_bytes()), Err(UriFault::EmptyHost), "{none}");
        }
        assert_eq!(uri_reference(b"http://u:p@h/"), Err(UriFault::Userinfo));
        assert_eq!(uri_reference(b"//u@h/"), Err(UriFault::Userinfo));
    }

    #[test]
    fn ranges_are_read() {
        assert_eq!(
            ranges(b"bytes=0-0, 5-, -3"),
            Some(vec![Wanted::From(0, Some(0)), Wanted::From(5, None), Wanted::Suffix(3)])
        );
        for bad in ["bytes=", "bytes=-", "bytes=2-1", "bytes=a-b", "bytes 0-1", "lines=1-2", "bytes=1-2,,3-4"] {
            assert_eq!(ranges(bad.as_bytes()), None, "{bad}");
        }
        assert_eq!(Wanted::From(1, None).of(3), Some((1, 2)));
        assert_eq!(Wanted::From(3, None).of(3), None);
        assert_eq!(Wanted::Suffix(5).of(3), Some((0, 2)));
        assert_eq!(Wanted::Suffix(0).of(3), None);
        assert_eq!(content_range(b"bytes 0-1/2"), Some(ContentRange { range: Some((0, 1)), complete: Some(2) }));
        for bad in ["bytes 0-2/2", "bytes 1-0/2", "bytes=0-1/2", "bytes 0-1", "bytes */*", "bytes 0-1/2 "] {
            assert_eq!(content_range(bad.as_bytes()), None, "{bad}");
        }
    }

    #[test]
    fn values_are_judged() {
        for good in ["a", "a/1.0", "a/1 b/2 (c (d) \\( e)", "curl/7.88.1"] {
            assert!(products(good.as_bytes()), "{good}");
        }
        for bad in ["", "a/", "a  b", "(a)", "a (b", "a/1/2", " a", "a (\\b)"] {
            assert!(!products(bad.as_bytes()), "{bad}");
        }
        for good in
            ["text/html", "text/html; charset=utf-8", "text/html;charset=\"utf-8\"", "multipart/x; boundary=\"a b\""]
        {
            assert!(media_type(good.as_bytes()).is_some(), "{good}");
        }
        for bad in [
            "text",
            "text/",
            "text/html;",
            "text/html; charset",
            "text/html; a = b",
            "multipart/x",
            "multipart/x; boundary=\"a \"",
            "text/html; a=\"\\b\"",
            "text/html ; a=b",
        ] {
            assert!(media_type(bad.as_bytes()).is_none(), "{bad}");
        }
        for good in ["gzip", "gzip;q=0.5, *;q=0", "text/*; q=1.000"] {
            assert!(weighted(good.as_bytes()), "{good}");
        }
        for bad in ["gzip;q=0.1234", "gzip;q=2", "gzip;q=1.1", "a,,b", ";q=1"] {
            assert!(!weighted(bad.as_bytes()), "{bad}");
        }
        for good in ["Basic realm=\"a\"", "Basic", "Digest a=b, c=d", "Negotiate YWJj=="] {
            assert!(challenge(good.as_bytes()), "{good}");
        }
        for bad in ["", "Basic  a=b", "Basic \"a\""] {
            assert!(!challenge(bad.as_bytes()), "{bad}");
        }
        assert!(entity_tags(b"\"a\", W/\"b\"") && entity_tags(b"*") && !entity_tags(b"a") && !entity_tags(b"w/\"a\""));
    }
}
