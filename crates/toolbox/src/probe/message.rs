//! Responses as any server may send them, read as leniently as clients do.

/// How much of a response is read.
pub const MOST: usize = 4 << 20;

/// A final or an interim response.
#[derive(Debug, Clone, Default)]
pub struct Response {
    pub status: u16,
    /// Whether it says HTTP/1.0.
    pub http10: bool,
    pub fields: Vec<(String, Vec<u8>)>,
    pub content: Vec<u8>,
    /// Whether the content ended where it said, not with the connection.
    pub is_delimited: bool,
}

/// What has come of a response.
#[derive(Debug)]
pub enum Reading {
    /// All of it, in so many octets.
    Whole(Box<Response>, usize),
    /// Not yet all.
    Part,
    /// What cannot be read, and why.
    Foreign(String),
}

impl Response {
    /// The value of a field, where it is there.
    pub fn field(&self, name: &str) -> Option<&[u8]> {
        self.fields.iter().find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_slice())
    }

    /// The same as text, as far as it is any.
    pub fn text(&self, name: &str) -> Option<String> {
        self.field(name).map(|value| String::from_utf8_lossy(value).trim().to_owned())
    }

    /// Whether a list in a field has this member, in whatever case.
    pub fn lists(&self, name: &str, member: &str) -> bool {
        let lines = self.fields.iter().filter(|(field, _)| field.eq_ignore_ascii_case(name));
        lines
            .flat_map(|(_, value)| value.split(|octet| *octet == b','))
            .any(|found| found.trim_ascii().eq_ignore_ascii_case(member.as_bytes()))
    }

    pub fn is_interim(&self) -> bool {
        (100..200).contains(&self.status) && self.status != 101
    }

    pub fn is_good(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub fn is_refusal(&self) -> bool {
        (400..600).contains(&self.status)
    }
}

/// Reads the response at the beginning of `octets`. It answers HEAD where `is_head`, and nothing more will come where
/// `is_closed`.
pub fn read(octets: &[u8], is_head: bool, is_closed: bool) -> Reading {
    // Some servers send an empty line first; clients skip it.
    let skipped = octets.iter().take_while(|octet| b"\r\n".contains(octet)).count();
    let text = &octets[skipped..];
    let mut fields = [httparse::EMPTY_HEADER; 100];
    let mut head = httparse::Response::new(&mut fields);
    let mut lenient = httparse::ParserConfig::default();
    lenient
        .allow_obsolete_multiline_headers_in_responses(true)
        .allow_spaces_after_header_name_in_responses(true)
        .ignore_invalid_headers_in_responses(true);
    let length = match lenient.parse_response(&mut head, text) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) if is_closed => return Reading::Foreign("no whole head came".to_owned()),
        Ok(httparse::Status::Partial) => return Reading::Part,
        Err(error) => return Reading::Foreign(format!("what came is no response: {error}")),
    };
    let named = |field: &httparse::Header<'_>| (field.name.to_owned(), field.value.to_vec());
    let response = Response {
        status: head.code.unwrap_or_default(),
        http10: head.version == Some(0),
        fields: head.headers.iter().map(named).collect(),
        ..Response::default()
    };
    match content(&response, &text[length..], is_head, is_closed) {
        Content::Whole(content, count, is_delimited) => {
            Reading::Whole(Box::new(Response { content, is_delimited, ..response }), skipped + length + count)
        }
        Content::Part if is_closed => Reading::Foreign("the content breaks off".to_owned()),
        Content::Part if text.len() > MOST => Reading::Foreign(format!("more than {} MiB came", MOST >> 20)),
        Content::Part => Reading::Part,
        Content::Foreign(why) => Reading::Foreign(why.to_owned()),
    }
}

enum Content {
    Whole(Vec<u8>, usize, bool),
    Part,
    Foreign(&'static str),
}

fn content(response: &Response, octets: &[u8], is_head: bool, is_closed: bool) -> Content {
    let has_none = is_head || response.is_interim() || matches!(response.status, 101 | 204 | 304);
    if has_none {
        return Content::Whole(Vec::new(), 0, true);
    }
    if response.lists("Transfer-Encoding", "chunked") {
        return chunks(octets);
    }
    let Some(length) = response.text("Content-Length") else {
        let whole = Content::Whole(octets.to_vec(), octets.len(), false);
        return if is_closed { whole } else { Content::Part };
    };
    let Ok(length) = length.parse::<usize>() else { return Content::Foreign("Content-Length is no number") };
    match octets.get(..length) {
        Some(content) => Content::Whole(content.to_vec(), length, true),
        None => Content::Part,
    }
}

fn chunks(octets: &[u8]) -> Content {
    let (mut content, mut at) = (Vec::new(), 0);
    loop {
        let Some((line, after)) = line(octets, at) else { return Content::Part };
        let size = line.split(|octet| *octet == b';').next().unwrap_or_default().trim_ascii();
        let size = str::from_utf8(size).ok().and_then(|size| usize::from_str_radix(size, 16).ok());
        let Some(size) = size.filter(|size| *size <= MOST) else {
            return Content::Foreign("the size of a chunk is no number, or very large");
        };
        at = after;
        if size == 0 {
            return trailers(octets, at).map_or(Content::Part, |end| Content::Whole(content, end, true));
        }
        let Some(data) = octets.get(at..at + size + 2) else { return Content::Part };
        content.extend_from_slice(&data[..size]);
        at += size + 2;
    }
}

/// Where the trailer section ends that begins at `at`.
fn trailers(octets: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let (line, after) = line(octets, at)?;
        at = after;
        if line.is_empty() {
            return Some(at);
        }
    }
}

/// The line at `at` without its end, and where the next one begins.
fn line(octets: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let rest = octets.get(at..)?;
    let end = rest.iter().position(|octet| *octet == b'\n')?;
    let line = &rest[..end];
    Some((line.strip_suffix(b"\r").unwrap_or(line), at + end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(octets: &[u8], is_head: bool, is_closed: bool) -> Option<(Response, usize)> {
        match read(octets, is_head, is_closed) {
            Reading::Whole(response, count) => Some((*response, count)),
            _ => None,
        }
    }

    #[test]
    fn content_ends_as_the_response_says() {
        for (octets, content) in [
            (&b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi!"[..], &b"hi"[..]),
            (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\nhi\r\n0\r\nA: b\r\n\r\n!", b"hi"),
            (b"\r\nHTTP/1.1 204 None\r\n\r\n!", b""),
        ] {
            let (response, count) = whole(octets, false, false).expect("a whole response");
            assert_eq!((&*response.content, &octets[count..]), (content, &octets[octets.len() - 1..]));
            for end in 0..count {
                assert!(matches!(read(&octets[..end], false, false), Reading::Part), "{end}");
            }
        }
    }

    #[test]
    fn head_and_close_end_a_response() {
        let octets = b"HTTP/1.0 200 OK\r\nA: b, Close\r\n\r\nhi";
        assert!(whole(octets, false, false).is_none());
        let (response, _) = whole(octets, false, true).expect("a whole response");
        assert!(response.http10 && !response.is_delimited && response.lists("a", "close"));
        assert_eq!(response.content, b"hi");
        assert!(whole(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", true, false).is_some());
    }

    #[test]
    fn what_is_no_response_is_told() {
        for octets in [
            &b"<html>"[..],
            b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
        ] {
            assert!(matches!(read(octets, false, false), Reading::Foreign(_)), "{}", octets.escape_ascii());
        }
        assert!(matches!(read(b"HTTP/1.1 200", false, true), Reading::Foreign(_)));
    }
}
