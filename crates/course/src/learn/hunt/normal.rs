//! What is not compared because it is never the same twice. All of it stands here:
//!
//! - the time in a `Date` field, if it is one;
//! - the addresses that this tool and the programs chose, as `127.0.0.1:PORT`;
//! - the words between the parts of a multipart message;
//! - the entity tags of files, which are made of what the file system says: each program serves files of its own;
//! - into how many chunks a content was parted: reads decide that, and the network.

/// What stands in place of a time.
const DATE: &[u8] = b"<date>";
/// What stands in place of the words between two parts.
const BOUNDARY: &[u8] = b"<boundary>";

/// What came, without what is never the same twice. `ports` are those that were chosen for this run.
pub fn normal(octets: &[u8], ports: &[u16]) -> Vec<u8> {
    let octets = without_ports(octets, ports);
    let octets = without_boundaries(&octets);
    let octets = without_dates(&octets);
    joined_chunks(&octets)
}

fn without_ports(octets: &[u8], ports: &[u16]) -> Vec<u8> {
    ports.iter().fold(octets.to_vec(), |octets, port| {
        let name = |port: &str| ["127.0.0.1:", "localhost:"].map(|host| format!("{host}{port}"));
        let pairs = name(&port.to_string()).into_iter().zip(name("<port>"));
        pairs.fold(octets, |octets, (from, to)| replaced(&octets, from.as_bytes(), to.as_bytes()))
    })
}

/// The times of `Date` fields, wherever a line begins.
fn without_dates(octets: &[u8]) -> Vec<u8> {
    let mut normal = Vec::with_capacity(octets.len());
    let mut rest = octets;
    while let Some(first) = rest.first() {
        let begins = normal.last().is_none_or(|last| matches!(last, b'\r' | b'\n'));
        let name = rest.get(..6).filter(|name| begins && name.eq_ignore_ascii_case(b"date: "));
        if let Some(name) = name
            && rest.get(6..6 + TIME.len()).is_some_and(is_time)
        {
            normal.extend_from_slice(name);
            normal.extend_from_slice(DATE);
            rest = &rest[6 + TIME.len()..];
        } else {
            normal.push(*first);
            rest = &rest[1..];
        }
    }
    normal
}

/// The values of `ETag` fields, up to the end of their lines.
pub fn without_tags(octets: &[u8]) -> Vec<u8> {
    let mut normal = Vec::with_capacity(octets.len());
    for line in octets.split_inclusive(|octet| *octet == b'\n') {
        match line.get(..6).filter(|name| name.eq_ignore_ascii_case(b"etag: ")) {
            Some(name) => normal.extend([name, &b"<tag>\r\n"[..]].concat()),
            None => normal.extend_from_slice(line),
        }
    }
    normal
}

/// The form of a time (IMF-fixdate, RFC 9110 section 5.6.7): letters, digits, and what stands between them.
const TIME: &[u8] = b"Aaa, 00 Aaa 0000 00:00:00 GMT";

fn is_time(octets: &[u8]) -> bool {
    octets.iter().zip(TIME).all(|(octet, form)| match form {
        b'0' => octet.is_ascii_digit(),
        b'A' | b'a' => octet.is_ascii_alphabetic(),
        other => octet == other,
    })
}

fn without_boundaries(octets: &[u8]) -> Vec<u8> {
    const NAME: &[u8] = b"boundary=";
    let mut boundaries = Vec::new();
    let mut rest = octets;
    while let Some(at) = find(rest, NAME) {
        rest = &rest[at + NAME.len()..];
        let value = rest.strip_prefix(b"\"").unwrap_or(rest);
        let end =
            value.iter().position(|octet| matches!(octet, b'"' | b'\r' | b'\n' | b';' | b' ')).unwrap_or(value.len());
        // Shorter words stand in content too.
        if end >= 8 {
            boundaries.push(value[..end].to_vec());
        }
    }
    boundaries.iter().fold(octets.to_vec(), |octets, boundary| replaced(&octets, boundary, BOUNDARY))
}

/// The chunks of each content joined to one, up to what is no chunk.
fn joined_chunks(octets: &[u8]) -> Vec<u8> {
    const CODING: &[u8] = b"\r\ntransfer-encoding: chunked\r\n";
    const END: &[u8] = b"\r\n\r\n";
    let lower = octets.to_ascii_lowercase();
    let mut normal = Vec::with_capacity(octets.len());
    let mut at = 0;
    while let Some(coding) = find(&lower[at..], CODING) {
        let Some(end) = find(&octets[at + coding..], END) else { break };
        let content = at + coding + end + END.len();
        normal.extend_from_slice(&octets[at..content]);
        let (data, length) = chunks(&octets[content..]);
        if !data.is_empty() {
            normal.extend_from_slice(format!("{:x}\r\n", data.len()).as_bytes());
            normal.extend_from_slice(&data);
            normal.extend_from_slice(b"\r\n");
        }
        at = content + length;
    }
    normal.extend_from_slice(&octets[at..]);
    normal
}

/// The data of the chunks with data that come first, and how many octets those chunks have.
fn chunks(octets: &[u8]) -> (Vec<u8>, usize) {
    let mut data = Vec::new();
    let mut at = 0;
    while let Some((content, length)) = chunk(&octets[at..]) {
        data.extend_from_slice(content);
        at += length;
    }
    (data, at)
}

fn chunk(octets: &[u8]) -> Option<(&[u8], usize)> {
    let line = find(octets, b"\r\n")?;
    let digits = std::str::from_utf8(&octets[..line]).ok()?;
    let size = Some(digits).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
    let size = usize::from_str_radix(size, 16).ok().filter(|size| *size > 0)?;
    let end = (line + 2).checked_add(size)?;
    let data = octets.get(line + 2..end)?;
    (octets.get(end..end + 2)? == b"\r\n").then_some((data, end + 2))
}

fn find(octets: &[u8], wanted: &[u8]) -> Option<usize> {
    octets.windows(wanted.len()).position(|window| window == wanted)
}

fn replaced(octets: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut result = Vec::with_capacity(octets.len());
    let mut rest = octets;
    while let Some(at) = find(rest, from) {
        result.extend_from_slice(&rest[..at]);
        result.extend_from_slice(to);
        rest = &rest[at + from.len()..];
    }
    result.extend_from_slice(rest);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, ports: &[u16]) -> String {
        String::from_utf8(normal(text.as_bytes(), ports)).unwrap()
    }

    #[test]
    fn times_are_not_compared_but_what_is_no_time_is() {
        let text =
            "HTTP/1.1 200 OK\r\ndate: Mon, 30 Nov 2026 13:00:00 GMT\r\nX-Date: Mon, 30 Nov 2026 13:00:00 GMT\r\n";
        let normal = "HTTP/1.1 200 OK\r\ndate: <date>\r\nX-Date: Mon, 30 Nov 2026 13:00:00 GMT\r\n";
        assert_eq!(said(text, &[]), normal);
        for text in ["Date: now\r\n", "Date: Mon, 30 Nov 2026 13:00:00 UTC\r\n", "Date: Mon, 30"] {
            assert_eq!(said(text, &[]), text);
        }
    }

    #[test]
    fn tags_of_files_are_not_compared() {
        let text = "ETag: W/\"a\"\r\nX-ETag: \"a\"\r\netag: \"b";
        assert_eq!(without_tags(text.as_bytes()), b"ETag: <tag>\r\nX-ETag: \"a\"\r\netag: <tag>\r\n");
    }

    #[test]
    fn ports_that_were_chosen_are_not_compared() {
        let text = "Host: 127.0.0.1:40123, localhost:40123, 127.0.0.1:80, 40123";
        assert_eq!(said(text, &[40123]), "Host: 127.0.0.1:<port>, localhost:<port>, 127.0.0.1:80, 40123");
    }

    #[test]
    fn the_words_between_parts_are_not_compared() {
        let text =
            "Content-Type: multipart/byteranges; boundary=0123456789\r\n\r\n--0123456789\r\na\r\n--0123456789--\r\n";
        let normal =
            "Content-Type: multipart/byteranges; boundary=<boundary>\r\n\r\n--<boundary>\r\na\r\n--<boundary>--\r\n";
        assert_eq!(said(text, &[]), normal);
        assert_eq!(said("boundary=", &[]), "boundary=");
    }

    #[test]
    fn it_does_not_matter_how_content_was_parted_into_chunks() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        let parted = format!("{head}2\r\nab\r\n1\r\nc\r\n0\r\n\r\n{head}3\r\nabc\r\nzz");
        assert_eq!(said(&parted, &[]), format!("{head}3\r\nabc\r\n0\r\n\r\n{head}3\r\nabc\r\nzz"));
        for broken in ["2\r\nabc\r\n", "ffffffffffffffff\r\na", "-1\r\na\r\n", "+1\r\na\r\n", "\r\n", "2\r\na"] {
            assert_eq!(said(&format!("{head}{broken}"), &[]), format!("{head}{broken}"));
        }
    }
}
