//! Several ranges.

use harness::test;

use super::*;

/// One part of a multipart message: its type, its Content-Range, its octets.
type Part = (String, String, Vec<u8>);

/// Reads a multipart message.
fn parts_of(reply: &Reply) -> Verdict<Vec<Part>> {
    reply.expect_status(206)?;
    let kind = field(reply, "Content-Type")?;
    let boundary = boundary_of(kind);
    reply.expect("Content-Type: multipart/byteranges; boundary=…", boundary.is_some())?;
    expect_no_field(reply, "Content-Range")?;
    let delimiter = format!("\r\n--{}", boundary.unwrap_or_default());
    let content = [b"\r\n", reply.content.as_slice()].concat();
    let mut pieces = split(&content, delimiter.as_bytes()).into_iter();
    // More line ends may stand there (RFC 9110 section 14.6).
    let preamble = pieces.next().unwrap_or_default();
    reply.expect("nothing in front of the first boundary but line ends", preamble.trim_ascii().is_empty())?;
    let mut parts = Vec::new();
    for piece in pieces {
        if let Some(end) = piece.strip_prefix(b"--") {
            reply.expect("nothing after the last boundary but line ends", end.trim_ascii().is_empty())?;
            return Ok(parts);
        }
        // Behind the boundary, spaces and tabs may stand (RFC 2046 section 5.1.1).
        let padding = piece.iter().take_while(|octet| b" \t".contains(octet)).count();
        let piece = &piece[padding..];
        let head_and_octets = split(piece, b"\r\n\r\n");
        let head = String::from_utf8_lossy(head_and_octets.first().copied().unwrap_or_default()).into_owned();
        let value = |name: &str| {
            let fields = head.lines().filter_map(|line| line.split_once(':'));
            let mut values =
                fields.filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim());
            values.next().unwrap_or_default().to_owned()
        };
        reply.expect("lines of parts that end with CR LF", head.split("\r\n").all(|line| !line.contains('\n')))?;
        let octets = piece.get(head.len() + 4..).unwrap_or_default().to_vec();
        parts.push((media_type(&value("Content-Type")), value("Content-Range"), octets));
    }
    reply.expect("a last boundary with -- after it", false)?;
    Ok(parts)
}

/// The boundary in a Content-Type, which may stand in quotes.
fn boundary_of(kind: &str) -> Option<&str> {
    let mut parameters = kind.split(';').map(str::trim);
    let is_byteranges = parameters.next().is_some_and(|kind| kind.eq_ignore_ascii_case("multipart/byteranges"));
    let named = parameters.filter_map(|parameter| parameter.split_once('='));
    let boundary = named.filter(|(name, _)| name.eq_ignore_ascii_case("boundary")).map(|(_, value)| value).next()?;
    let quoted = boundary.strip_prefix('"').and_then(|boundary| boundary.strip_suffix('"'));
    is_byteranges.then_some(quoted.unwrap_or(boundary)).filter(|boundary| !boundary.is_empty())
}

/// proves: 9110-15.3.7.2-multipart
/// proves: 9110-15.3.7.2-no-top-content-range
/// proves: 9110-15.3.7.2-part-content-range
/// proves: 9110-15.3.7.2-part-content-type
/// proves: 9110-15.3.7.2-order
/// proves: 9110-8.3.3-crlf
#[test]
fn the_server_sends_several_ranges_in_one_message() -> Verdict {
    let teach = Teach {
        wrong: "several ranges were not answered with a multipart message of these parts, in the order of the request",
        why: "Each part has its own Content-Range and the type of the whole; CR LF stands in front of each boundary. (RFC 9110 section 15.3.7.2)",
        book: "Several ranges in one message",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        for (ranges, expected) in [
            ("0-1,24-25", [("bytes 0-1/26", "ab"), ("bytes 24-25/26", "yz")]),
            ("24-,0-1", [("bytes 24-25/26", "yz"), ("bytes 0-1/26", "ab")]),
            ("0-0 , -1", [("bytes 0-0/26", "a"), ("bytes 25-25/26", "z")]),
            ("0-1,100-,5-6", [("bytes 0-1/26", "ab"), ("bytes 5-6/26", "fg")]),
        ] {
            let reply = get(&server, "/alphabet", &[("Range", &format!("bytes={ranges}"))])?;
            let parts = parts_of(&reply)?;
            let expected: Vec<Part> = expected
                .iter()
                .map(|(range, octets)| ("text/plain;charset=utf-8".into(), (*range).into(), octets.as_bytes().into()))
                .collect();
            reply.expect(&format!("the parts {expected:?}"), parts == expected)?;
        }
        Ok(())
    })
}

#[test]
fn the_server_parts_its_parts_by_what_no_content_holds() -> Verdict {
    let teach = Teach {
        wrong: "the boundary of a message with several parts stood in the content as well, so that nobody can tell the parts",
        why: "Whoever can guess the boundary can write it into a file. Make it anew for each response, of random octets, or look whether the content holds it. (RFC 2046 section 5.1.1)",
        book: "Several ranges in one message",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        let server = serving(&folder)?;
        let ranges = [("Range", "bytes=0-40,960-999")];
        let kind = |reply: &Reply| -> Verdict<String> {
            Ok(boundary_of(field(reply, "Content-Type")?).unwrap_or_default().to_owned())
        };
        folder.write("parts.txt", "-".repeat(1000))?;
        // Whoever has seen boundaries writes a file that holds them.
        let first = kind(&get(&server, "/parts.txt", &ranges)?)?;
        let second = kind(&get(&server, "/parts.txt", &ranges)?)?;
        let line = |boundary: &str| format!("\r\n--{boundary}\r\nContent-Range: bytes 0-1/2\r\n\r\n");
        let content = format!("{}{}{:400}", line(&first), line(&second), "");
        folder.write("parts.txt", &content)?;
        let last = content.len() - 1;
        let reply = get(&server, "/parts.txt", &[("Range", &format!("bytes=0-{},{last}-", last - 300))])?;
        let boundary = kind(&reply)?;
        let expected = format!("a boundary that does not stand in the content, as \"{boundary}\" does");
        // Whether it is a message with several parts at all is another test's matter.
        reply.expect(&expected, boundary.is_empty() || !content.contains(&format!("\r\n--{boundary}")))
    })
}

/// proves: 9110-15.3.7.2-coalesce
/// proves: 9110-15.3.7.2-single-range
#[test]
fn the_server_sends_one_part_without_multipart() -> Verdict {
    let teach = Teach {
        wrong: "ranges of which one part is left were not answered with that part alone",
        why: "One range never gets a multipart message. Ranges that overlap become one: nobody needs an octet twice. (RFC 9110 section 15.3.7.2)",
        book: "Several ranges in one message",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        expect_part(&server, "bytes=0-4,2-8", "abcdefghi", "bytes 0-8/26")?;
        expect_part(&server, "bytes=2-8,0-4,1-1", "abcdefghi", "bytes 0-8/26")?;
        expect_part(&server, "bytes=0-1,100-200", "ab", "bytes 0-1/26")?;
        expect_part(&server, "bytes=,3-3,", "d", "bytes 3-3/26")
    })
}

/// proves: 9110-14.2-abusive
#[test]
fn the_server_never_sends_more_for_more_ranges() -> Verdict {
    let teach = Teach {
        wrong: "a request with very many ranges was answered with much more than the content, or with more than 64 parts",
        why: "A short request must not cost the server a long answer: join what overlaps, and send the whole to whoever asks for more than 64 ranges. (RFC 9110 section 17.15)",
        book: "Several ranges in one message",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        for ranges in [vec!["0-"; 60], vec!["0-"; 1000], vec!["0-0,2-2,4-4,6-6"; 250], vec!["-1,0-0"; 600]] {
            let reply = get(&server, "/alphabet", &[("Range", &format!("bytes={}", ranges.join(",")))])?;
            reply.expect("200 or 206", matches!(reply.status, 200 | 206))?;
            reply.expect("less than 1000 octets of content", reply.content.len() < 1000)?;
        }
        // Every other octet, so that none of them touches another.
        let ranges: Vec<String> = (0..65).map(|number| format!("{0}-{0}", 2 * number)).collect();
        let reply = get(&server, "/numbers", &[("Range", &format!("bytes={}", ranges.join(",")))])?;
        reply.expect("a response with status 200, for 65 ranges are too many", reply.status == 200)?;
        Ok(())
    })
}
