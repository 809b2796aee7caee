//! Graded tests of lesson 13: representations.
//!
//! A line `proves:` names a requirement of RFC 9110 or RFC 9112 that the test below it proves.

use std::fs::{self, File, FileTimes};
use std::io::Read as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

#[cfg(unix)]
use harness::common;
use harness::{Failure, Folder, Lesson, Listener, RefusingPort, Reply, Running, Server, Teach, Verdict, test};
use predicates::prelude::*;

const LESSON: Lesson = harness::lesson!();

harness::main!(LESSON);

const ALPHABET: &[u8] = b"abcdefghijklmnopqrstuvwxyz";

/// When the files of the tests were last modified, in the three formats of dates.
const MODIFIED: u64 = 784_111_777;
const MODIFIED_DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
const BEFORE: &str = "Sun, 06 Nov 1994 08:49:36 GMT";
const AFTER: &str = "Sun, 06 Nov 1994 08:49:38 GMT";

/// A field of a request.
type Sent<'a> = (&'a str, &'a str);

/// The request, for an answer that ends with its connection.
fn request(method: &str, path: &str, fields: &[Sent]) -> String {
    let lines: Vec<String> = fields.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{}\r\n", lines.concat())
}

/// Sends a request on a connection of its own and reads the one response.
fn ask(server: &Server, method: &str, path: &str, fields: &[Sent]) -> Verdict<Reply> {
    let mut client = server.connect()?;
    client.send(request(method, path, fields))?;
    client.reply_and_close(method)
}

fn get(server: &Server, path: &str, fields: &[Sent]) -> Verdict<Reply> {
    ask(server, "GET", path, fields)
}

/// The server with its own pages.
fn pages() -> Verdict<Server> {
    LESSON.server().listen()
}

/// The server with a folder.
fn serving(folder: &Folder) -> Verdict<Server> {
    LESSON.server().arg("--root").arg(folder.path()).listen()
}

/// A folder with `alphabet.txt`, of 1994.
fn folder() -> Verdict<Folder> {
    let folder = Folder::new()?;
    folder.write("alphabet.txt", ALPHABET)?;
    set_modified(&folder, "alphabet.txt", UNIX_EPOCH + Duration::from_secs(MODIFIED))?;
    Ok(folder)
}

fn set_modified(folder: &Folder, name: &str, time: SystemTime) -> Verdict {
    let file = File::options().write(true).open(folder.path().join(name));
    let set = file.and_then(|file| file.set_times(FileTimes::new().set_modified(time)));
    set.map_err(|error| Failure::broken("the time of a file could not be set", &error))
}

fn field<'r>(reply: &'r Reply, name: &str) -> Verdict<&'r str> {
    reply.expect(&format!("a field {name}"), reply.field(name).is_some())?;
    Ok(reply.field(name).unwrap_or_default())
}

fn expect_field(reply: &Reply, name: &str, value: &str) -> Verdict {
    let came = match reply.field(name) {
        Some(came) if means_the_same(name, came, value) => return Ok(()),
        Some(came) => format!("{name}: {came}"),
        None => format!("no field {name}"),
    };
    let came = format!("status {}, {came}", reply.status);
    Err(Failure::wrong().row("expected", format!("{name}: {value}")).row("came", came))
}

/// Whether two values of a field mean the same: lists may be in any order, and names in any letter case.
fn means_the_same(name: &str, one: &str, other: &str) -> bool {
    let members = |value: &str| {
        let mut members: Vec<String> = value.split(',').map(|member| member.trim().to_ascii_lowercase()).collect();
        members.sort_unstable();
        members
    };
    match name {
        "Allow" | "Vary" | "Accept-Ranges" | "Content-Encoding" => members(one) == members(other),
        "Content-Type" => media_type(one) == media_type(other),
        _ => one == other,
    }
}

/// A media type as all its spellings have it: no space around the semicolon, no needless quotes, small letters.
fn media_type(value: &str) -> String {
    value.replace([' ', '\t', '"'], "").to_ascii_lowercase()
}

fn expect_no_field(reply: &Reply, name: &str) -> Verdict {
    reply.expect(&format!("no field {name}"), reply.field(name).is_none())
}

fn expect_content(reply: &Reply, content: impl AsRef<[u8]>) -> Verdict {
    if reply.content == content.as_ref() { Ok(()) } else { Err(Failure::differ(content.as_ref(), &reply.content)) }
}

/// The entity tag of the answer to a plain GET.
fn tag_of(server: &Server, path: &str) -> Verdict<String> {
    let reply = get(server, path, &[])?;
    reply.expect_status(200)?;
    Ok(field(&reply, "ETag")?.to_owned())
}

/// The same, once it is strong: that of a file which was written a moment ago is weak at first.
fn strong_tag_of(server: &Server, path: &str) -> Verdict<String> {
    let begin = std::time::Instant::now();
    loop {
        let tag = tag_of(server, path)?;
        if tag.starts_with('"') {
            return Ok(tag);
        }
        if begin.elapsed() > harness::deadline() {
            return Err(Failure::wrong().row("expected", "a strong entity tag, sooner or later").row("came", tag));
        }
    }
}

/// Writes a file with a weak tag, and returns its path: its time lies ahead, and it is too long for a tag of its content.
fn write_ahead(folder: &Folder) -> Verdict<&'static str> {
    folder.write("ahead.bin", vec![b'.'; 1200 * 1024])?;
    set_modified(folder, "ahead.bin", SystemTime::now() + Duration::from_hours(24))?;
    Ok("/ahead.bin")
}

/// GET with these fields gets this status.
fn expect_all(server: &Server, path: &str, cases: &[(&[Sent], u16)]) -> Verdict {
    for (fields, status) in cases {
        get(server, path, fields)?.expect_status(*status)?;
    }
    Ok(())
}

fn gunzipped(reply: &Reply) -> Verdict<Vec<u8>> {
    let mut content = Vec::new();
    let read = flate2::read::MultiGzDecoder::new(reply.content.as_slice()).read_to_end(&mut content);
    reply.expect("content as gzip makes it", read.is_ok())?;
    Ok(content)
}

// ---------------------------------------------------------------------------------------------------------------------
// Pages and their fields

/// proves: 9110-8.3-content-type
/// proves: 9110-8.8.3.1-send-etag
/// proves: 9110-15.3.1-validators
/// proves: 9110-8.6-cl-when-known
/// proves: 9110-9.1-get-head
/// proves: 9110-8.7-no-semantics
#[test]
fn the_server_names_the_version_of_what_it_sends() -> Verdict {
    let teach = Teach {
        wrong: "GET /alphabet was not answered with the page, its length, its type and its entity tag, or a server that was started anew gave it another tag",
        why: "The ETag names the version: the same octets have the same tag, today and tomorrow, so a client can ask for changes only. (RFC 9110 section 8.8.3)",
        book: "Versions and their names",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        let reply = get(&server, "/alphabet", &[("Content-Location", "/numbers")])?;
        reply.expect_status(200)?;
        expect_content(&reply, ALPHABET)?;
        expect_field(&reply, "Content-Type", "text/plain; charset=utf-8")?;
        expect_field(&reply, "Content-Length", "26")?;
        expect_field(&reply, "Accept-Ranges", "bytes")?;
        let tag = field(&reply, "ETag")?;
        let is_tag = tag.len() > 2 && tag.starts_with('"') && tag.ends_with('"');
        reply.expect("a strong entity tag, in double quotes", is_tag)?;
        expect_field(&get(&server, "/alphabet", &[])?, "ETag", tag)?;
        reply.expect("another tag for another page", tag_of(&server, "/numbers")? != tag)?;
        expect_field(&get(&pages()?, "/alphabet", &[])?, "ETag", tag)?;
        server.expect_stdout_that(&predicate::str::starts_with("GET /alphabet 200\n"))
    })
}

/// proves: 9110-10.2.1-allow-in-405
/// proves: 9110-15.5-explain
/// proves: 9110-14.4-request-ignored
#[test]
fn the_server_lets_nobody_write() -> Verdict {
    let teach = Teach {
        wrong: "a method that is not GET or HEAD was not refused as it should be, or a field of what is written had an effect on what is read",
        why: "405 names in Allow what the resource does have; what is not there is 404 with any method, and a method that nobody knows is 501. (RFC 9110 section 10.2.1)",
        book: "Versions and their names",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        let server = serving(&folder)?;
        for method in ["POST", "PUT", "DELETE", "TRACE"] {
            let reply = ask(&server, method, "/alphabet.txt", &[("Content-Range", "bytes 0-0/26")])?;
            reply.expect_status(405)?;
            expect_field(&reply, "Allow", "GET, HEAD")?;
        }
        ask(&server, "BREW", "/alphabet.txt", &[])?.expect_status(501)?;
        ask(&server, "POST", "/nowhere", &[])?.expect_status(404)?;
        // Nor does a field of what is written make a difference to what is read.
        let whole = get(&server, "/alphabet.txt", &[("Content-Range", "bytes 0-0/26")])?;
        whole.expect_status(200)?;
        expect_content(&whole, ALPHABET)
    })
}

/// proves: 9110-9.3.2-no-content
/// proves: 9110-9.3.2-same-fields
/// proves: 9110-8.6-head-cl-equal
#[test]
fn the_server_answers_head_with_the_fields_of_get() -> Verdict {
    let teach = Teach {
        wrong: "HEAD was not answered with the fields of GET and no content",
        why: "HEAD is GET without the content: same status, same Content-Length, same ETag, also when it is conditional or compressed. (RFC 9110 section 9.3.2)",
        book: "Versions and their names",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        let tag = tag_of(&server, "/numbers")?;
        let cases: [(&str, &[Sent]); 5] = [
            ("/numbers", &[]),
            ("/numbers", &[("Accept-Encoding", "gzip")]),
            ("/numbers", &[("If-None-Match", &tag)]),
            ("/numbers", &[("If-Match", "\"other\"")]),
            ("/nowhere", &[]),
        ];
        for (path, fields) in cases {
            let (get, head) = (get(&server, path, fields)?, ask(&server, "HEAD", path, fields)?);
            head.expect_status(get.status)?;
            for name in ["Content-Length", "Content-Type", "Content-Encoding", "ETag", "Vary", "Accept-Ranges"] {
                head.expect(&format!("the {name} of GET"), head.field(name) == get.field(name))?;
            }
        }
        Ok(())
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// Preconditions: entity tags

/// proves: 9110-13.1.2-get-304
/// proves: 9110-13.1.2-evaluate
/// proves: 9110-15.4.5-fields
/// proves: 9110-15.4.5-no-other-metadata
/// proves: 9110-8.6-304-cl-equal
#[test]
fn the_server_does_not_send_again_what_the_client_has() -> Verdict {
    let teach = Teach {
        wrong: "If-None-Match was not answered with 304 and the fields that belong to it for the present tag, and with the whole page for another",
        why: "304 says: what you have is still good. It repeats ETag and Vary, and has neither content nor Content-Type. (RFC 9110 section 15.4.5)",
        book: "Preconditions in order",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        let tag = tag_of(&server, "/numbers")?;
        for method in ["GET", "HEAD"] {
            let reply = ask(&server, method, "/numbers", &[("If-None-Match", &tag)])?;
            reply.expect_status(304)?;
            expect_field(&reply, "ETag", &tag)?;
            expect_field(&reply, "Vary", "Accept-Encoding")?;
            field(&reply, "Date")?;
            for name in ["Content-Type", "Content-Encoding", "Last-Modified", "Content-Length"] {
                expect_no_field(&reply, name)?;
            }
        }
        let reply = get(&server, "/numbers", &[("If-None-Match", "\"other\"")])?;
        reply.expect_status(200)?;
        reply.expect("the whole page", reply.content.len() == 3893)
    })
}

/// proves: 9110-13.1.2-weak
/// proves: 9110-8.8.3.2-compare
#[test]
fn the_server_compares_if_none_match_weakly() -> Verdict {
    let teach = Teach {
        wrong: "the present tag with W/ in front, in If-None-Match, was not taken for the same",
        why: "A cache wants something as good as what it has. So W/ makes no difference, on neither side. (RFC 9110 section 13.1.2)",
        book: "Two comparisons",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        let tag = tag_of(&server, "/alphabet")?;
        let weak = format!("W/{tag}");
        expect_all(&server, "/alphabet", &[(&[("If-None-Match", &weak)], 304)])?;
        // A file whose time lies ahead has a weak tag: nobody knows when it changes.
        let folder = folder()?;
        let ahead = write_ahead(&folder)?;
        let server = serving(&folder)?;
        let tag = tag_of(&server, ahead)?;
        let strong = tag.trim_start_matches("W/");
        expect_all(&server, ahead, &[(&[("If-None-Match", &tag)], 304), (&[("If-None-Match", strong)], 304)])
    })
}

/// proves: 9110-13.1.1-strong
/// proves: 9110-13.1.1-evaluate
/// proves: 9110-13.2.2-if-match-412
/// proves: 9110-15.5-explain
/// proves: 9110-8.8.3-weak-mark
#[test]
fn the_server_compares_if_match_strongly() -> Verdict {
    let teach = Teach {
        wrong: "If-Match did not do what it should: go on for the present strong tag or *, and else answer 412",
        why: "Who sends If-Match counts on every octet: only the same tag matches, with W/ on neither side. `*` matches whatever is there. (RFC 9110 section 13.1.1)",
        book: "Two comparisons",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        let tag = tag_of(&server, "/alphabet")?;
        let weak = format!("W/{tag}");
        expect_all(
            &server,
            "/alphabet",
            &[
                (&[("If-Match", &tag)], 200),
                (&[("If-Match", "*")], 200),
                (&[("If-Match", "\"other\"")], 412),
                (&[("If-Match", &weak)], 412),
                (&[("If-Match", &tag.to_uppercase())], 412),
                (&[("If-Match", tag.trim_matches('"'))], 412),
            ],
        )?;
        let folder = folder()?;
        let ahead = write_ahead(&folder)?;
        let server = serving(&folder)?;
        let tag = tag_of(&server, ahead)?;
        let strong = tag.trim_start_matches("W/");
        let cases: [(&[Sent], u16); 3] =
            [(&[("If-Match", &tag)], 412), (&[("If-Match", strong)], 412), (&[("If-Match", "*")], 200)];
        expect_all(&server, ahead, &cases)
    })
}

/// proves: 9110-13.1.2-evaluate
/// proves: 9110-13.1.1-evaluate
/// proves: 9110-5.2-combine
#[test]
fn the_server_finds_its_tag_in_a_list() -> Verdict {
    let teach = Teach {
        wrong: "the present tag was not found in a list, or was found where it is not",
        why: "If-Match and If-None-Match hold lists, in one line or several; a comma or backslash may stand within a tag, and a tag that is longer or shorter is another one. (RFC 9110 section 13.1.2)",
        book: "Preconditions in order",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        let tag = tag_of(&server, "/alphabet")?;
        let inner = tag.trim_matches('"');
        let lists = [
            format!("\"a\", {tag}"),
            format!("\"a\",{tag},\"b\""),
            format!(" ,, W/\"a\" ,\t{tag} ,"),
            format!("\"a,b\", {tag}"),
            format!("\"a\\\", {tag}"),
            format!("W/\"\", {tag}"),
        ];
        for list in &lists {
            expect_all(&server, "/alphabet", &[(&[("If-None-Match", list)], 304), (&[("If-Match", list)], 200)])?;
        }
        for lines in [["\"a\"", tag.as_str()], [tag.as_str(), "\"a\""]] {
            let [one, other] = lines;
            expect_all(
                &server,
                "/alphabet",
                &[
                    (&[("If-None-Match", one), ("if-none-match", other)], 304),
                    (&[("If-Match", one), ("if-match", other)], 200),
                ],
            )?;
        }
        let others = [
            format!("\"a,{inner}\""),
            format!("\"a\", \"{inner}x\""),
            format!("\"{inner}, \""),
            String::new(),
            format!("\"{}\"", &inner[..inner.len() / 2]),
            format!("\"{}\"", &inner[inner.len() / 2..]),
            "\"\"".to_owned(),
        ];
        for list in &others {
            expect_all(&server, "/alphabet", &[(&[("If-None-Match", list)], 200), (&[("If-Match", list)], 412)])?;
        }
        expect_all(&server, "/alphabet", &[(&[("If-None-Match", "*")], 304)])
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// Preconditions: dates

/// proves: 9110-13.1.3-evaluate
/// proves: 9110-13.1.3-304
/// proves: 9110-13.1.3-server-clock
/// proves: 9110-13.1.3-false-no-transfer
/// proves: 9110-5.6.7-accept-three-formats
/// proves: 9110-8.8.2.1-send-last-modified
#[test]
fn the_server_sends_what_was_modified_since() -> Verdict {
    let teach = Teach {
        wrong: "If-Modified-Since did not decide between 200 and 304 by the date of the last change",
        why: "304 when the last change is not later than the date: equal counts as the same version. Dates have three formats; two digits of a year mean the latest such year that is not more than 50 years ahead. (RFC 9110 sections 5.6.7 and 13.1.3)",
        book: "Preconditions in order",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        let server = serving(&folder)?;
        let reply = get(&server, "/alphabet.txt", &[])?;
        expect_field(&reply, "Last-Modified", MODIFIED_DATE)?;
        expect_all(
            &server,
            "/alphabet.txt",
            &[
                (&[("If-Modified-Since", BEFORE)], 200),
                (&[("If-Modified-Since", MODIFIED_DATE)], 304),
                (&[("If-Modified-Since", AFTER)], 304),
                (&[("If-Modified-Since", "Sat, 06 Nov 2094 08:49:37 GMT")], 304),
                (&[("If-Modified-Since", "Sunday, 06-Nov-94 08:49:37 GMT")], 304),
                (&[("If-Modified-Since", "Sun Nov  6 08:49:37 1994")], 304),
                (&[("If-Modified-Since", "Sunday, 06-Nov-94 08:49:36 GMT")], 200),
                // Two digits of a year: 2010 and 1980.
                (&[("If-Modified-Since", "Saturday, 06-Nov-10 08:49:37 GMT")], 304),
                (&[("If-Modified-Since", "Thursday, 06-Nov-80 08:49:37 GMT")], 200),
                // What the client's clock says makes no difference.
                (&[("If-Modified-Since", BEFORE), ("Date", "Thu, 06 Nov 1980 08:49:37 GMT")], 200),
                (&[("If-Modified-Since", AFTER), ("Date", "Sat, 06 Nov 2094 08:49:37 GMT")], 304),
            ],
        )?;
        ask(&server, "HEAD", "/alphabet.txt", &[("If-Modified-Since", AFTER)])?.expect_status(304)
    })
}

/// proves: 9110-13.1.4-evaluate
/// proves: 9110-13.1.4-server-clock
/// proves: 9110-13.2.2-unmodified-since-412
#[test]
fn the_server_refuses_what_was_modified_when_it_should_not_be() -> Verdict {
    let teach = Teach {
        wrong: "If-Unmodified-Since did not decide between 200 and 412 by the date of the last change",
        why: "412 when the last change is later than the date. Equal is unmodified. (RFC 9110 section 13.1.4)",
        book: "Preconditions in order",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        let server = serving(&folder)?;
        let cases: [(&[Sent], u16); 5] = [
            (&[("If-Unmodified-Since", BEFORE), ("Date", "Thu, 06 Nov 1980 08:49:37 GMT")], 412),
            (&[("If-Unmodified-Since", AFTER), ("Date", "Sat, 06 Nov 2094 08:49:37 GMT")], 200),
            (&[("If-Unmodified-Since", BEFORE)], 412),
            (&[("If-Unmodified-Since", MODIFIED_DATE)], 200),
            (&[("If-Unmodified-Since", AFTER)], 200),
        ];
        expect_all(&server, "/alphabet.txt", &cases)?;
        ask(&server, "HEAD", "/alphabet.txt", &[("If-Unmodified-Since", BEFORE)])?.expect_status(412)
    })
}

/// proves: 9110-13.1.3-304
/// proves: 9110-13.1.4-evaluate
#[test]
fn the_server_compares_dates_in_whole_seconds() -> Verdict {
    let teach = Teach {
        wrong: "for a file whose time has a fraction of a second, the date that the server itself had sent was taken for another one",
        why: "Last-Modified has whole seconds. What is compared with a date must be cut to seconds as well, or who sends back the very date that it got is told of a change that there never was. (RFC 9110 section 8.8.2)",
        book: "Versions and their names",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        set_modified(&folder, "alphabet.txt", UNIX_EPOCH + Duration::from_millis(1000 * MODIFIED + 500))?;
        let server = serving(&folder)?;
        expect_field(&get(&server, "/alphabet.txt", &[])?, "Last-Modified", MODIFIED_DATE)?;
        let cases: [(&[Sent], u16); 4] = [
            (&[("If-Modified-Since", MODIFIED_DATE)], 304),
            (&[("If-Modified-Since", BEFORE)], 200),
            (&[("If-Unmodified-Since", MODIFIED_DATE)], 200),
            (&[("If-Unmodified-Since", BEFORE)], 412),
        ];
        expect_all(&server, "/alphabet.txt", &cases)
    })
}

/// proves: 9110-13.1.3-invalid-date
/// proves: 9110-13.1.4-invalid-date
/// proves: 9110-13.1.3-no-date-known
/// proves: 9110-13.1.4-no-date-known
#[test]
fn the_server_disregards_dates_that_are_none() -> Verdict {
    let teach = Teach {
        wrong: "a date that is none, or a page without a date, was not answered as if the field were absent",
        why: "A date that cannot be read, or cannot be compared with anything, has no effect: go on with the field that comes next. (RFC 9110 section 13.1.3)",
        book: "Preconditions in order",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        let server = serving(&folder)?;
        let two = format!("{AFTER}, {AFTER}");
        for date in ["yesterday", "0", "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 2094 08:49:37", &two, "\"a\""] {
            expect_all(&server, "/alphabet.txt", &[(&[("If-Modified-Since", date)], 200)])?;
            expect_all(&server, "/alphabet.txt", &[(&[("If-Unmodified-Since", date)], 200)])?;
        }
        let cases: [(&[Sent], u16); 4] = [
            (&[("If-Modified-Since", AFTER), ("If-Modified-Since", AFTER)], 200),
            (&[("If-Unmodified-Since", BEFORE), ("If-Unmodified-Since", BEFORE)], 200),
            (&[("If-Unmodified-Since", "yesterday"), ("If-Modified-Since", AFTER)], 304),
            (&[("If-Unmodified-Since", "yesterday"), ("If-None-Match", "*")], 304),
        ];
        expect_all(&server, "/alphabet.txt", &cases)?;
        let server = pages()?;
        expect_no_field(&get(&server, "/alphabet", &[])?, "Last-Modified")?;
        let cases: [(&[Sent], u16); 3] = [
            (&[("If-Modified-Since", AFTER)], 200),
            (&[("If-Unmodified-Since", BEFORE)], 200),
            (&[("If-Unmodified-Since", BEFORE), ("If-None-Match", "*")], 304),
        ];
        expect_all(&server, "/alphabet", &cases)
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// Preconditions: all together

/// proves: 9110-13.1.3-yields-to-inm
/// proves: 9110-13.1.4-yields-to-if-match
#[test]
fn the_server_prefers_tags_to_dates() -> Verdict {
    let teach = Teach {
        wrong: "a date decided although a tag was given",
        why: "A tag tells versions within one second apart, a date does not. Beside If-None-Match and If-Match the dates have no effect. (RFC 9110 section 13.2.2)",
        book: "Preconditions in order",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        let server = serving(&folder)?;
        let tag = strong_tag_of(&server, "/alphabet.txt")?;
        expect_all(
            &server,
            "/alphabet.txt",
            &[
                (&[("If-None-Match", "\"other\""), ("If-Modified-Since", AFTER)], 200),
                (&[("If-Modified-Since", AFTER), ("If-None-Match", "\"other\"")], 200),
                (&[("If-None-Match", &tag), ("If-Modified-Since", BEFORE)], 304),
                (&[("If-Match", &tag), ("If-Unmodified-Since", BEFORE)], 200),
                (&[("If-Match", "\"other\""), ("If-Unmodified-Since", AFTER)], 412),
                (&[("If-None-Match", ""), ("If-Modified-Since", AFTER)], 200),
            ],
        )
    })
}

/// proves: 9110-13.2.2-order
/// proves: 9110-13.1.1-false-no-action
/// proves: 9110-13.1.4-false-no-action
#[test]
fn the_server_tests_preconditions_in_their_order() -> Verdict {
    let teach = Teach {
        wrong: "several preconditions together did not come to what their order says",
        why: "If-Match or If-Unmodified-Since first, 412 when false; only then If-None-Match or If-Modified-Since, 304 when false. (RFC 9110 section 13.2.2)",
        book: "Preconditions in order",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        let server = serving(&folder)?;
        let tag = strong_tag_of(&server, "/alphabet.txt")?;
        expect_all(
            &server,
            "/alphabet.txt",
            &[
                (&[("If-None-Match", &tag), ("If-Match", "\"other\"")], 412),
                (&[("If-None-Match", &tag), ("If-Match", &tag)], 304),
                (&[("If-None-Match", "\"other\""), ("If-Match", &tag)], 200),
                (&[("If-Modified-Since", AFTER), ("If-Unmodified-Since", BEFORE)], 412),
                (&[("If-Modified-Since", AFTER), ("If-Unmodified-Since", AFTER)], 304),
                (&[("If-Modified-Since", BEFORE), ("If-Unmodified-Since", AFTER)], 200),
                (&[("If-Modified-Since", AFTER), ("If-Match", "\"other\"")], 412),
                (&[("If-Modified-Since", AFTER), ("If-Match", &tag)], 304),
                (&[("If-None-Match", &tag), ("If-Unmodified-Since", BEFORE)], 412),
                (&[("If-None-Match", &tag), ("If-Unmodified-Since", AFTER)], 304),
            ],
        )
    })
}

/// proves: 9110-13.2.1-errors-first
/// proves: 9110-13.2.1-after-checks
/// proves: 9110-14.2-after-preconditions
#[test]
fn the_server_says_what_is_wrong_before_it_tests_preconditions() -> Verdict {
    let teach = Teach {
        wrong: "a request that fails anyway was answered by its preconditions or its ranges",
        why: "Preconditions count only where the answer would be 2xx; ranges only where it would be 200. (RFC 9110 section 13.2.1)",
        book: "Preconditions in order",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        folder.write("dir/index.html", "index")?;
        let server = serving(&folder)?;
        let all = [("If-Match", "\"no\""), ("If-None-Match", "*"), ("Range", "bytes=900-"), ("If-Range", "*")];
        get(&server, "/nowhere", &all)?.expect_status(404)?;
        get(&server, "/dir", &all)?.expect_status(301)?;
        ask(&server, "PUT", "/alphabet.txt", &all)?.expect_status(405)?;
        let server = pages()?;
        let tag = tag_of(&server, "/alphabet")?;
        let cases: [(&[Sent], u16); 3] = [
            (&[("If-None-Match", &tag), ("Range", "bytes=0-0")], 304),
            (&[("If-None-Match", &tag), ("Range", "bytes=900-")], 304),
            (&[("If-Match", "\"no\""), ("Range", "bytes=900-")], 412),
        ];
        expect_all(&server, "/alphabet", &cases)
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// Files

/// proves: 9110-8.3-content-type
#[test]
fn the_server_says_what_kind_of_data_a_file_holds() -> Verdict {
    let teach = Teach {
        wrong: "a file was sent with another media type than its name tells",
        why: "Browsers show, run or save by Content-Type. Text in UTF-8 says so, and no word overrules a page that is in another encoding. (RFC 9110 section 8.3)",
        book: "From a path to a file",
    };
    LESSON.check(teach, || {
        let types = [
            ("a.html", "text/html; charset=utf-8"),
            ("a.css", "text/css; charset=utf-8"),
            ("a.js", "text/javascript; charset=utf-8"),
            ("a.json", "application/json; charset=utf-8"),
            ("a.svg", "image/svg+xml; charset=utf-8"),
            ("A.PNG", "image/png"),
            ("a.mjs", "text/javascript; charset=utf-8"),
            ("a.wasm", "application/wasm"),
            ("a.avif", "image/avif"),
            ("a.woff", "font/woff"),
            ("a.woff2", "font/woff2"),
            ("a.otf", "font/otf"),
            ("a.tar.gz", "application/gzip"),
            ("README", "text/plain; charset=utf-8"),
            ("program", "application/octet-stream"),
            ("latin1.html", "text/html"),
            ("declared.html", "text/html"),
        ];
        let folder = Folder::new()?;
        for (name, _) in types {
            folder.write(name, "x")?;
        }
        folder.write("program", b"\x7fELF\0")?;
        folder.write("latin1.html", b"caf\xe9")?;
        folder.write("declared.html", "<meta charset=windows-1251>")?;
        let server = serving(&folder)?;
        for (name, kind) in types {
            expect_field(&get(&server, &format!("/{name}"), &[])?, "Content-Type", kind)?;
        }
        Ok(())
    })
}

/// proves: 9110-8.8.1-weak-change
#[test]
fn the_server_changes_the_tag_when_a_file_changes() -> Verdict {
    let teach = Teach {
        wrong: "a file was changed, and its entity tag stayed the same",
        why: "A client with the old tag would never see the new version. The length and the time of modification alone can stay the same. (RFC 9110 section 8.8.1)",
        book: "Versions and their names",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        let server = serving(&folder)?;
        let mut tags = vec![strong_tag_of(&server, "/alphabet.txt")?];
        folder.write("alphabet.txt", "alphabet")?;
        tags.push(strong_tag_of(&server, "/alphabet.txt")?);
        for content in ["ALPHABET", "abcdefgh"] {
            folder.write("alphabet.txt", content)?;
            set_modified(&folder, "alphabet.txt", UNIX_EPOCH + Duration::from_secs(MODIFIED))?;
            tags.push(strong_tag_of(&server, "/alphabet.txt")?);
        }
        let shown = format!("four different tags, not {tags:?}");
        let reply = get(&server, "/alphabet.txt", &[("If-None-Match", &tags[2])])?;
        reply.expect_status(200)?;
        tags.sort();
        tags.dedup();
        reply.expect(&shown, tags.len() == 4)
    })
}

/// proves: 9110-8.8.3-weak-mark
#[test]
fn the_server_calls_no_tag_strong_too_early() -> Verdict {
    let teach = Teach {
        wrong: "a file that was written a moment ago had a strong entity tag",
        why: "Until the clock moves on, the file may be written again and keep its times, and with them its tag: it has W/ in front until then. Only a tag that is made from the octets themselves is strong at once. (RFC 9110 section 8.8.1)",
        book: "Versions and their names",
    };
    LESSON.check(teach, || {
        const A_MOMENT: Duration = Duration::from_millis(50);
        let folder = Folder::new()?;
        let server = serving(&folder)?;
        for number in 0..20 {
            let name = format!("{number}.txt");
            let began = std::time::Instant::now();
            folder.write(&name, name.repeat(2))?;
            let fresh = get(&server, &format!("/{name}"), &[])?;
            // On a busy machine, more time may have passed.
            if began.elapsed() > A_MOMENT {
                continue;
            }
            folder.write("copy.txt", name.repeat(2))?;
            let opaque = |tag: &str| tag.trim_start_matches("W/").to_owned();
            let tag = field(&fresh, "ETag")?;
            let is_of_octets = opaque(tag) == opaque(&tag_of(&server, "/copy.txt")?);
            return fresh.expect("a weak entity tag, or one of the octets", tag.starts_with("W/") || is_of_octets);
        }
        Ok(())
    })
}

/// proves: 9110-8.8.2.1-not-after-date
/// proves: 9110-8.8.2.1-future
/// proves: 9110-6.6.1-date-accurate
#[test]
fn the_server_sends_no_date_of_the_future() -> Verdict {
    let teach = Teach {
        wrong: "Last-Modified is later than Date, or Date is not the time of the answer",
        why: "A file can have a time that lies ahead. A client would ask If-Modified-Since that time, and miss all changes until then. And Date is looked up for each answer. (RFC 9110 sections 6.6.1 and 8.8.2.1)",
        book: "Versions and their names",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        set_modified(&folder, "alphabet.txt", SystemTime::now() + Duration::from_hours(24 * 365))?;
        let server = serving(&folder)?;
        let reply = get(&server, "/alphabet.txt", &[])?;
        let date = httpdate::parse_http_date(field(&reply, "Date")?);
        let modified = httpdate::parse_http_date(field(&reply, "Last-Modified")?);
        let is_ordered = matches!((&modified, &date), (Ok(modified), Ok(date)) if modified <= date);
        reply.expect("Last-Modified no later than Date", is_ordered)?;
        let lag = date.ok().and_then(|date| SystemTime::now().duration_since(date).ok());
        reply.expect("a Date of now", lag.is_some_and(|lag| lag < Duration::from_secs(5)))?;
        server.wait_end(Duration::from_millis(1_100))?;
        let later = get(&server, "/alphabet.txt", &[])?;
        later.expect("another Date, more than a second later", later.field("Date") != reply.field("Date"))
    })
}

/// proves: 9110-15.4.2-location
#[test]
fn the_server_shows_the_index_of_a_directory() -> Verdict {
    let teach = Teach {
        wrong: "a directory was not answered with its index.html, or without the slash at the end not redirected to it, or something else was",
        why: "A relative link in /dir/ leads into the directory, in /dir beside it. The query goes along; the new path begins with one slash. (RFC 9110 section 15.4.2)",
        book: "From a path to a file",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        folder.write("index.html", "root")?;
        folder.write("a dir/index.html", "index")?;
        folder.write("evil.example/index.html", "index")?;
        let server = serving(&folder)?;
        expect_content(&get(&server, "/", &[])?, "root")?;
        expect_content(&get(&server, "/a%20dir/", &[])?, "index")?;
        let locations = [
            ("/a%20dir", "/a%20dir/"),
            ("/%61%20dir?b=c/?d", "/a%20dir/?b=c/?d"),
            ("/evil.example", "/evil.example/"),
            ("//evil.example", "/evil.example/"),
            ("/.//evil.example", "/evil.example/"),
        ];
        for (path, location) in locations {
            let reply = get(&server, path, &[])?;
            reply.expect_status(301)?;
            expect_field(&reply, "Location", location)?;
        }
        expect_content(&get(&server, "//evil.example/%2e%2e", &[])?, "root")?;
        for path in ["/%2fevil.example", "/%5cevil.example", "/alphabet.txt/"] {
            let reply = get(&server, path, &[])?;
            reply.expect_status(404)?;
            expect_no_field(&reply, "Location")?;
        }
        Ok(())
    })
}

/// proves: 9110-17.3-file-names
#[test]
fn the_server_lists_a_directory_without_an_index() -> Verdict {
    let teach = Teach {
        wrong: "a directory without index.html was not answered with a page that lists what is in it, and nothing hidden",
        why: "What can be asked for is listed, what gets 404 is not. A name is text in the page: a character that means something in HTML is escaped. (RFC 9110 section 17.3)",
        book: "From a path to a file",
    };
    LESSON.check(teach, || {
        let folder = Folder::new()?;
        for name in ["dir/a&b.txt", "dir/sub/c.txt", "dir/.hidden"] {
            folder.write(name, name)?;
        }
        let server = serving(&folder)?;
        let reply = get(&server, "/dir/", &[])?;
        reply.expect_status(200)?;
        let kind = media_type(field(&reply, "Content-Type")?);
        reply.expect("a page in HTML", kind.starts_with("text/html"))?;
        let holds = |part: &str| split(&reply.content, part.as_bytes()).len() > 1;
        for name in ["a&amp;b.txt", "sub"] {
            reply.expect(&format!("a page that holds {name}"), holds(name))?;
        }
        for name in ["a&b.txt", ".hidden"] {
            reply.expect(&format!("a page that does not hold {name}"), !holds(name))?;
        }
        expect_content(&get(&server, "/dir/a%26b.txt", &[])?, "dir/a&b.txt")?;
        get(&server, "/nowhere/", &[])?.expect_status(404)
    })
}

/// proves: 9110-17.3-file-names
/// proves: 9110-4.2.3-equivalent-uris
/// proves: 9110-15.5.4-hide-404
#[test]
fn the_server_shows_nothing_outside_of_its_folder() -> Verdict {
    let teach = Teach {
        wrong: "a path led out of the folder, or to a hidden file, or not to the file that it names",
        why: "In this order: remove dot segments, part the path at its slashes (several count as one), decode each segment once (a + is a +, for this is no form), and refuse what is no name or hidden: slashes, NUL, a period in front. (RFC 9110 section 17.3)",
        book: "From a path to a file",
    };
    LESSON.check(teach, || {
        let folder = Folder::new()?;
        folder.write("secret.txt", "secret")?;
        for name in [
            "root/a.txt",
            "root/sub/b.txt",
            "root/100%25.txt",
            "root/1+1.txt",
            "root/2 2.txt",
            "root/.hidden",
            "root/.git/config",
            "root/.well-known/a",
        ] {
            folder.write(name, name)?;
        }
        let server = LESSON.server().arg("--root").arg(folder.path().join("root")).listen()?;
        for (path, name) in [
            ("/a.txt", "root/a.txt"),
            ("/%61%2etxt", "root/a.txt"),
            ("/sub/b.txt?x=../../", "root/sub/b.txt"),
            ("/100%2525.txt", "root/100%25.txt"),
            // Only in forms is + a space.
            ("/1+1.txt", "root/1+1.txt"),
            ("/1%2B1.txt", "root/1+1.txt"),
            ("/2%202.txt", "root/2 2.txt"),
            ("/./a.txt", "root/a.txt"),
            ("/sub/../a.txt", "root/a.txt"),
            ("/../../a.txt", "root/a.txt"),
            ("/sub/%2e%2E/%2e/a.txt", "root/a.txt"),
            ("//a.txt", "root/a.txt"),
            ("/sub///b.txt", "root/sub/b.txt"),
            // `..` takes back the empty segment in front of it.
            ("/sub//../b.txt", "root/sub/b.txt"),
            ("/.well-known/a", "root/.well-known/a"),
        ] {
            expect_content(&get(&server, path, &[])?, name)?;
        }
        for path in [
            "/../secret.txt",
            "/sub/../../secret.txt",
            "/%2e%2e/secret.txt",
            "/%2E./secret.txt",
            "/..%2fsecret.txt",
            "/%252e%252e/secret.txt",
            "/%252e%252e%252fsecret.txt",
            "/..%5csecret.txt",
            "/%c0%ae%c0%ae/secret.txt",
            "/..%c0%afsecret.txt",
            "/a.txt%00",
            "/a.txt%00.html",
            "/sub%2fb.txt",
            "/sub/..%2f../secret.txt",
            "/.hidden",
            "/sub/../.hidden",
            "/sub/.well-known/a",
            "/%2ehidden",
            "/.git/config",
            "/100%25.txt",
            "/2+2.txt",
        ] {
            get(&server, path, &[])?.expect_status(404)?;
        }
        Ok(())
    })
}

/// proves: 9110-17.3-file-names
#[cfg(unix)]
#[test]
fn the_server_follows_no_link_out_of_its_folder_and_opens_no_pipe() -> Verdict {
    use std::os::unix::fs::symlink;
    let teach = Teach {
        wrong: "a symbolic link led out of the folder, or the server opened what is no file",
        why: "A link is a path as well: where it leads is compared segment by segment, not letter by letter, for the folder beside may begin with the same letters. And whoever opens a pipe waits for its writer. (RFC 9110 section 17.3)",
        book: "From a path to a file",
    };
    LESSON.check(teach, || {
        let folder = Folder::new()?;
        folder.write("secret.txt", "secret")?;
        folder.write("root/sub/a.txt", "inside")?;
        let root = folder.path().join("root");
        // Its path begins with the letters of the root's.
        folder.write("root-too/secret.txt", "secret")?;
        let place = |name: &str| folder.path().join(name).display().to_string();
        let links = [
            ("inside", "sub/a.txt".to_owned()),
            ("inside-too", place("root/sub/a.txt")),
            ("outside", "../secret.txt".to_owned()),
            ("outside-too", place("root-too/secret.txt")),
            ("beside", "../root-too/secret.txt".to_owned()),
            ("next", "../root-too".to_owned()),
            ("back", place("root/../secret.txt")),
            ("up", "..".to_owned()),
            ("absolute", "/".to_owned()),
            ("loop", "loop".to_owned()),
        ];
        for (name, target) in links {
            symlink(target, root.join(name)).map_err(|error| Failure::broken("no symbolic link", &error))?;
        }
        let made = std::process::Command::new("mkfifo").arg(root.join("pipe.txt")).status();
        made.map_err(|error| Failure::broken("no pipe", &error))?;
        let server = LESSON.server().arg("--root").arg(&root).listen()?;
        expect_content(&get(&server, "/inside", &[])?, "inside")?;
        expect_content(&get(&server, "/inside-too", &[])?, "inside")?;
        for path in [
            "/outside",
            "/outside-too",
            "/beside",
            "/next/secret.txt",
            "/back",
            "/up/secret.txt",
            "/up/root/sub/a.txt",
            "/up/root-too/secret.txt",
            "/up/",
            "/absolute/etc/passwd",
            "/loop",
            "/pipe.txt",
            "/none/",
        ] {
            get(&server, path, &[])?.expect_status(404)?;
        }
        Ok(())
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// Ranges

/// GET /alphabet with this range gets these octets, and the Content-Range that says so.
fn expect_part(server: &Server, range: &str, content: &str, content_range: &str) -> Verdict {
    let reply = get(server, "/alphabet", &[("Range", range)])?;
    reply.expect_status(206)?;
    expect_content(&reply, content)?;
    expect_field(&reply, "Content-Range", content_range)?;
    expect_field(&reply, "Content-Length", &content.len().to_string())
}

/// proves: 9110-14.2-get-only
#[test]
fn the_server_ignores_ranges_of_head() -> Verdict {
    let teach = Teach {
        wrong: "HEAD with Range was not answered like HEAD without",
        why: "Ranges are defined for GET only. A HEAD says how long everything is. (RFC 9110 section 14.2)",
        book: "Ranges",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        for range in ["bytes=0-4", "bytes=900-"] {
            let reply = ask(&server, "HEAD", "/alphabet", &[("Range", range)])?;
            reply.expect_status(200)?;
            expect_field(&reply, "Content-Length", "26")?;
            expect_no_field(&reply, "Content-Range")?;
        }
        Ok(())
    })
}

/// proves: 9110-14.1.1-invalid-set
/// proves: 9110-14.2-unknown-unit
#[test]
fn the_server_disregards_ranges_that_it_cannot_read() -> Verdict {
    let teach = Teach {
        wrong: "a Range field with an error, or in another unit, was not disregarded",
        why: "Whoever gets 200 with everything is well served. One wrong range, a last position below the first too, spoils the field. A position is of the digits 0 to 9 alone: no sign, no space of any kind. (RFC 9110 section 14.1.1)",
        book: "Ranges",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        for range in [
            "bytes=",
            "bytes=-",
            "bytes=5",
            "bytes=5-2",
            "bytes=0-1,5-2",
            "bytes=a-b",
            "bytes=0-b",
            "bytes=+1-2",
            "bytes=1-+2",
            "bytes=--1",
            "bytes=1--2",
            "bytes=5--",
            "bytes=- 5",
            "bytes=5 -",
            "bytes=1-2-3",
            "bytes=1 - 2",
            "bytes=0x0-0x1",
            "bytes=0-1;2-3",
            "bytes=\u{a0}0-1",
            "bytes=0-1\u{a0}",
            "bytes=\u{660}-\u{661}",
            "bytes 0-1",
            "bytes",
            "lines=0-1",
            "0-1",
        ] {
            let reply = get(&server, "/alphabet", &[("Range", range)])?;
            reply.expect_status(200)?;
            expect_content(&reply, ALPHABET)?;
            expect_no_field(&reply, "Content-Range")?;
        }
        get(&server, "/alphabet", &[("Range", "bytes=0-1"), ("Range", "bytes=3-4")])?.expect_status(200)
    })
}

/// proves: 9110-14.2-empty
#[test]
fn the_server_sends_an_empty_file_whole() -> Verdict {
    let teach = Teach {
        wrong: "a range of an empty file was not answered with the empty file",
        why: "There is nothing to choose from, and a client that continues a download of nothing is done. (RFC 9110 section 14.2)",
        book: "Ranges",
    };
    LESSON.check(teach, || {
        let folder = Folder::new()?;
        folder.write("empty.txt", "")?;
        let server = serving(&folder)?;
        for range in ["bytes=0-", "bytes=-5", "bytes=5-9"] {
            let reply = get(&server, "/empty.txt", &[("Range", range)])?;
            reply.expect_status(200)?;
            expect_field(&reply, "Content-Length", "0")?;
        }
        Ok(())
    })
}

/// proves: 9110-14.2-416
/// proves: 9110-14.4-416-field
/// proves: 9110-14.1.2-unsatisfiable
/// proves: 9110-14.1.2-large
#[test]
fn the_server_refuses_ranges_without_a_single_octet() -> Verdict {
    let teach = Teach {
        wrong: "a range behind the end was not answered with 416 and the length in Content-Range",
        why: "The last octet of 26 is at position 25. A first position behind it, or a suffix of 0, asks for nothing: 416, and `Content-Range: bytes */26` says how much there is. (RFC 9110 section 15.5.17)",
        book: "Ranges",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        for range in [
            "26-",
            "26-30",
            "26-26",
            "100-200",
            "-0",
            "26-,30-",
            "26-,-0",
            "4294967296-",
            "4294967296-4294967300",
            "99999999999999999999999999-",
            "18446744073709551615-",
            "18446744073709551615-18446744073709551615",
        ] {
            let reply = get(&server, "/alphabet", &[("Range", &format!("bytes={range}"))])?;
            reply.expect_status(416)?;
            expect_field(&reply, "Content-Range", "bytes */26")?;
        }
        Ok(())
    })
}

/// proves: 9110-14.2-206
/// proves: 9110-14.1.2-positions
/// proves: 9110-15.3.7.1-content-range
/// proves: 9110-14.4-complete-length
#[test]
fn the_server_sends_the_octets_from_the_first_position_to_the_last() -> Verdict {
    let teach = Teach {
        wrong: "a range was not answered with its octets and a Content-Range that says which they are",
        why: "Positions count from 0, and both belong to the range: bytes=0-0 is one octet. Content-Range counts in the same way. (RFC 9110 section 14.1.2)",
        book: "Ranges",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        expect_part(&server, "bytes=0-4", "abcde", "bytes 0-4/26")?;
        expect_part(&server, "bytes=0-0", "a", "bytes 0-0/26")?;
        expect_part(&server, "bytes=25-25", "z", "bytes 25-25/26")?;
        expect_part(&server, "bytes=7-9", "hij", "bytes 7-9/26")?;
        expect_part(&server, "bytes=0-25", "abcdefghijklmnopqrstuvwxyz", "bytes 0-25/26")?;
        expect_part(&server, "Bytes=01-02", "bc", "bytes 1-2/26")
    })
}

/// proves: 9110-14.1.2-clamp
#[test]
fn the_server_sends_the_last_octets() -> Verdict {
    let teach = Teach {
        wrong: "a range without a last position, or without a first, was not answered with the end of the content",
        why: "bytes=23- goes from position 23 to the end. bytes=-3 is the last three octets, wherever they begin. (RFC 9110 section 14.1.2)",
        book: "Ranges",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        expect_part(&server, "bytes=23-", "xyz", "bytes 23-25/26")?;
        expect_part(&server, "bytes=-3", "xyz", "bytes 23-25/26")?;
        expect_part(&server, "bytes=-1", "z", "bytes 25-25/26")?;
        expect_part(&server, "bytes=0-", "abcdefghijklmnopqrstuvwxyz", "bytes 0-25/26")?;
        expect_part(&server, "bytes=-26", "abcdefghijklmnopqrstuvwxyz", "bytes 0-25/26")
    })
}

/// proves: 9110-14.1.2-clamp
/// proves: 9110-14.1.2-large
#[test]
fn the_server_ends_a_range_at_the_end_of_the_content() -> Verdict {
    let teach = Teach {
        wrong: "a range that reaches behind the end was not answered with what there is of it",
        why: "A client need not know the length. Numbers may also be too large for 64 bits: they lie behind the end as well. (RFC 9110 section 14.1.2)",
        book: "Ranges",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        expect_part(&server, "bytes=20-100", "uvwxyz", "bytes 20-25/26")?;
        expect_part(&server, "bytes=20-26", "uvwxyz", "bytes 20-25/26")?;
        expect_part(&server, "bytes=-100", "abcdefghijklmnopqrstuvwxyz", "bytes 0-25/26")?;
        expect_part(&server, "bytes=25-18446744073709551615", "z", "bytes 25-25/26")?;
        expect_part(&server, "bytes=25-99999999999999999999999999", "z", "bytes 25-25/26")?;
        expect_part(&server, "bytes=-99999999999999999999999999", "abcdefghijklmnopqrstuvwxyz", "bytes 0-25/26")?;
        expect_part(&server, "bytes=24-4294967296", "yz", "bytes 24-25/26")?;
        expect_part(&server, "bytes=-4294967297", "abcdefghijklmnopqrstuvwxyz", "bytes 0-25/26")
    })
}

/// proves: 9110-13.1.5-evaluate
/// proves: 9110-13.1.5-false-full
/// proves: 9110-13.1.5-true-partial
/// proves: 9110-13.1.5-without-range
/// proves: 9110-15.3.7-if-range-fewer
#[test]
fn the_server_sends_parts_of_the_same_version_only() -> Verdict {
    let teach = Teach {
        wrong: "If-Range did not decide between the part and the whole",
        why: "The client will join the part to what it has. So only a strong tag or the exact date may match; all else gets the whole. (RFC 9110 section 13.1.5)",
        book: "Ranges",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        let server = serving(&folder)?;
        let tag = strong_tag_of(&server, "/alphabet.txt")?;
        let (weak, list) = (format!("W/{tag}"), format!("{tag}, \"other\""));
        for (value, status) in [
            (tag.as_str(), 206),
            ("\"other\"", 200),
            (&weak, 200),
            (&list, 200),
            ("*", 200),
            (BEFORE, 200),
            (MODIFIED_DATE, 206),
            (AFTER, 200),
            ("yesterday", 200),
        ] {
            let reply = get(&server, "/alphabet.txt", &[("Range", "bytes=0-4"), ("If-Range", value)])?;
            reply.expect_status(status)?;
            expect_content(&reply, if status == 206 { b"abcde" } else { ALPHABET })?;
            expect_field(&reply, "ETag", &tag)?;
            if status == 206 {
                expect_no_field(&reply, "Last-Modified")?;
            }
        }
        let cases: [(&[Sent], u16); 2] =
            [(&[("If-Range", "\"other\"")], 200), (&[("If-Range", "\"other\""), ("Range", "bytes=900-")], 200)];
        expect_all(&server, "/alphabet.txt", &cases)?;
        let ahead = write_ahead(&folder)?;
        let weak = tag_of(&server, ahead)?;
        let fields = [("Range", "bytes=0-4"), ("If-Range", weak.as_str())];
        get(&server, ahead, &fields)?.expect_status(200)
    })
}

/// proves: 9110-15.3.7-fields
/// proves: 9110-15.3.7-all-fields
#[test]
fn the_server_sends_parts_with_the_fields_of_the_whole() -> Verdict {
    let teach = Teach {
        wrong: "a 206 lacks a field that the 200 has",
        why: "The part may be all that the client has; it must know of what. (RFC 9110 section 15.3.7)",
        book: "Ranges",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        let server = serving(&folder)?;
        strong_tag_of(&server, "/alphabet.txt")?;
        let whole = get(&server, "/alphabet.txt", &[])?;
        let part = get(&server, "/alphabet.txt", &[("Range", "bytes=0-4")])?;
        part.expect_status(206)?;
        for name in ["ETag", "Last-Modified", "Content-Type", "Vary"] {
            expect_field(&part, name, field(&whole, name)?)?;
        }
        Ok(())
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// Several ranges

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
            reply.expect("nothing behind the last boundary but line ends", end.trim_ascii().is_empty())?;
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
    reply.expect("a last boundary with -- behind it", false)?;
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

fn split<'a>(mut text: &'a [u8], separator: &[u8]) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    while let Some(at) = text.windows(separator.len()).position(|window| window == separator) {
        pieces.push(&text[..at]);
        text = &text[at + separator.len()..];
    }
    pieces.push(text);
    pieces
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

// ---------------------------------------------------------------------------------------------------------------------
// Content codings

/// proves: 9110-8.4-list-codings
/// proves: 9110-8.4-no-identity
/// proves: 9110-8.8.3.3-coded-tag
/// proves: 9110-12.5.5-vary
#[test]
fn the_server_compresses_for_those_who_can_read_it() -> Verdict {
    let teach = Teach {
        wrong: "the answer with gzip or the one without is not as it should be: content, ETag, Vary, Content-Encoding",
        why: "Two codings are two representations with other octets, so with other tags. Vary tells caches who decided. (RFC 9110 section 8.8.3.3)",
        book: "Content codings",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        let plain = get(&server, "/numbers", &[])?;
        let coded = get(&server, "/numbers", &[("Accept-Encoding", "gzip")])?;
        expect_no_field(&plain, "Content-Encoding")?;
        expect_field(&coded, "Content-Encoding", "gzip")?;
        coded.expect("less content than without gzip", coded.content.len() < plain.content.len())?;
        expect_content(&plain, gunzipped(&coded)?)?;
        expect_field(&coded, "Content-Type", "text/plain; charset=utf-8")?;
        for reply in [&plain, &coded] {
            expect_field(reply, "Vary", "Accept-Encoding")?;
        }
        let (tag, coded_tag) = (field(&plain, "ETag")?, field(&coded, "ETag")?);
        coded.expect("another ETag than without gzip", tag != coded_tag)?;
        for (fields, status, etag) in [
            ([("If-None-Match", tag), ("Accept-Encoding", "gzip")], 200, coded_tag),
            ([("If-None-Match", coded_tag), ("Accept-Encoding", "gzip")], 304, coded_tag),
            ([("If-None-Match", coded_tag), ("Accept-Encoding", "br")], 200, tag),
            ([("If-None-Match", tag), ("Accept-Encoding", "br")], 304, tag),
        ] {
            let reply = get(&server, "/numbers", &fields)?;
            reply.expect_status(status)?;
            expect_field(&reply, "ETag", etag)?;
            expect_field(&reply, "Vary", "Accept-Encoding")?;
        }
        Ok(())
    })
}

/// proves: 9110-12.4.2-weights
/// proves: 9110-12.5.3-acceptable
/// proves: 9110-12.5.3-fallback-plain
/// proves: 9110-8.4.1-coding-case
/// proves: 9110-8.4.1.3-x-gzip
/// proves: 9110-8.4.1.1-x-compress
#[test]
fn the_server_follows_the_weights_of_accept_encoding() -> Verdict {
    let teach = Teach {
        wrong: "the coding is not the one that Accept-Encoding asks for",
        why: "q=0 rules a coding out, a higher q is preferred, * stands for all that are not named. Without the field nothing is coded here. (RFC 9110 section 12.5.3)",
        book: "Content codings",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        for (value, coding) in [
            ("gzip", Some("gzip")),
            ("GZIP", Some("gzip")),
            ("x-gzip", Some("gzip")),
            ("deflate, gzip, br", Some("gzip")),
            ("*", Some("gzip")),
            ("gzip;q=0.5", Some("gzip")),
            ("gzip;q=0.001, br;q=1", Some("gzip")),
            ("gzip, identity", Some("gzip")),
            ("gzip;q=0.5, identity;q=0.5", Some("gzip")),
            ("gzip;q=0.9, identity;q=0.8", Some("gzip")),
            ("identity;q=0, gzip;q=0.1", Some("gzip")),
            ("*;q=0, gzip", Some("gzip")),
            ("", None),
            ("br", None),
            ("compress", None),
            ("x-compress", None),
            ("gzip;q=0", None),
            ("gzip;q=0.000", None),
            ("gzip; Q=0.0", None),
            ("gzip;q=0, *", None),
            ("gzip;q=0.5, identity", None),
            ("gzip;q=0.5, identity;q=0.6", None),
            ("*;q=0, identity", None),
        ] {
            let reply = get(&server, "/numbers", &[("Accept-Encoding", value)])?;
            reply.expect_status(200)?;
            let expected =
                coding.map_or("no Content-Encoding".to_owned(), |coding| format!("Content-Encoding: {coding}"));
            reply.expect(&expected, reply.field("Content-Encoding") == coding)?;
        }
        Ok(())
    })
}

/// proves: 9110-12.4.1-none-acceptable
/// proves: 9110-15.5.7-list
#[test]
fn the_server_says_when_it_has_nothing_acceptable() -> Verdict {
    let teach = Teach {
        wrong: "a client that rules out everything that there is was not answered with 406",
        why: "What is not coded is acceptable unless identity;q=0 or *;q=0 says otherwise. Then only gzip is left, if it is acceptable. (RFC 9110 section 12.5.3)",
        book: "Content codings",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        for value in ["identity;q=0", "*;q=0", "identity;q=0, gzip;q=0", "br, *;q=0", "br, identity;q=0.000"] {
            let reply = get(&server, "/numbers", &[("Accept-Encoding", value)])?;
            reply.expect_status(406)?;
            expect_field(&reply, "Vary", "Accept-Encoding")?;
            reply.expect("a page that names what there is", split(&reply.content, b"gzip").len() > 1)?;
        }
        Ok(())
    })
}

/// proves: 9110-8.8.3.3-coded-tag
/// proves: 9110-14.2-206
#[test]
fn the_server_counts_ranges_in_the_coded_octets() -> Verdict {
    let teach = Teach {
        wrong: "a range of a compressed answer is not a part of the octets that the whole answer has",
        why: "Ranges count in the representation that is selected, coding and all. Parts of two codings cannot be joined. (RFC 9110 section 14.1.2)",
        book: "Content codings",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        let whole = get(&server, "/numbers", &[("Accept-Encoding", "gzip")])?;
        let tag = field(&whole, "ETag")?;
        let fields = [("Accept-Encoding", "gzip"), ("Range", "bytes=100-199"), ("If-Range", tag)];
        let part = get(&server, "/numbers", &fields)?;
        part.expect_status(206)?;
        expect_field(&part, "Content-Encoding", "gzip")?;
        expect_field(&part, "Content-Range", &format!("bytes 100-199/{}", whole.content.len()))?;
        expect_content(&part, &whole.content[100..200])?;
        let fields = [("Range", "bytes=100-199"), ("If-Range", tag)];
        get(&server, "/numbers", &fields)?.expect_status(200)
    })
}

/// proves: 9110-12.5.5-vary
#[test]
fn the_server_prefers_what_was_compressed_before() -> Verdict {
    let teach = Teach {
        wrong: "a file with a compressed one beside it was not sent as that, or it was although it is an image or has changed since",
        why: "x.txt.gz beside x.txt saves compressing; it is x.txt in another coding, as long as it is not older. What is compressed already gains nothing. (RFC 9110 section 8.4)",
        book: "Content codings",
    };
    LESSON.check(teach, || {
        let folder = Folder::new()?;
        for name in ["x.txt", "x.png"] {
            folder.write(name, "x".repeat(300))?;
            folder.write(&format!("{name}.gz"), "not really compressed")?;
        }
        let server = serving(&folder)?;
        let gzip = [("Accept-Encoding", "gzip")];
        let coded = get(&server, "/x.txt", &gzip)?;
        expect_content(&coded, "not really compressed")?;
        expect_field(&coded, "Content-Encoding", "gzip")?;
        expect_field(&coded, "Content-Type", "text/plain; charset=utf-8")?;
        coded.expect("another ETag than without gzip", coded.field("ETag") != Some(&tag_of(&server, "/x.txt")?))?;
        // Since it was compressed, this one was changed.
        for (name, modified) in [("changed.txt", MODIFIED + 1), ("changed.txt.gz", MODIFIED)] {
            folder.write(name, name.repeat(30))?;
            set_modified(&folder, name, UNIX_EPOCH + Duration::from_secs(modified))?;
        }
        let changed = get(&server, "/changed.txt", &gzip)?;
        let is_older = changed.content.starts_with(b"changed.txt.gz");
        changed.expect("the file as it is, and not the compressed one, which is older", !is_older)?;
        expect_field(&changed, "Content-Encoding", "gzip")?;
        expect_content(&get(&server, "/changed.txt", &[])?, gunzipped(&changed)?)?;
        let image = get(&server, "/x.png", &gzip)?;
        expect_no_field(&image, "Content-Encoding")?;
        expect_no_field(&image, "Vary")?;
        expect_content(&image, "x".repeat(300))
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// Sending

#[test]
fn the_server_breaks_off_when_a_file_becomes_shorter() -> Verdict {
    let teach = Teach {
        wrong: "a file became shorter while it was sent, and the client could not know",
        why: "The length was announced before. When octets are missing, close the connection: then the client sees that they are. (RFC 9112 section 8)",
        book: "While files change",
    };
    LESSON.check(teach, || {
        const LENGTH: u64 = 64 * 1024 * 1024;
        let folder = Folder::new()?;
        folder.write("long.bin", "")?;
        let set_length = |length| {
            let file = File::options().write(true).open(folder.path().join("long.bin"));
            file.and_then(|file| file.set_len(length)).map_err(|error| Failure::broken("no room for a file", &error))
        };
        set_length(LENGTH)?;
        let server = serving(&folder)?;
        let mut client = server.connect_with_buffer(64 * 1024)?;
        client.may_break_off();
        client.send("GET /long.bin HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")?;
        let head = client.read_while("a head", 64 * 1024, |came| split(came, b"\r\n\r\n").len() > 1)?;
        set_length(1000)?;
        // The connection stayed open if nobody had said `close`: that it ends is the sign.
        // More may be on its way already than a peer keeps.
        let mut rest = Vec::new();
        client.stream().take(LENGTH + 1024).read_to_end(&mut rest).map_err(|error| {
            let expected = "the connection closes, in order";
            Failure::wrong().row("expected", expected).row("came", format!("{} octets, then: {error}", rest.len()))
        })?;
        if (head.len() + rest.len()) as u64 >= LENGTH {
            return Err(Failure::wrong().row("expected", "fewer octets than were announced").row("came", "as many"));
        }
        if split(&rest, b"HTTP/1.1 ").len() > 1 {
            let came = "the next answer in the middle of the content";
            return Err(Failure::wrong().row("expected", "the connection closes").row("came", came));
        }
        get(&server, "/long.bin", &[])?.expect_status(200)
    })
}

/// proves: 9110-2.3-defensive
#[test]
fn the_server_sends_a_long_file_in_little_memory() -> Verdict {
    let teach = Teach {
        wrong: "a file of 64 MiB took too much memory, or did not come whole",
        why: "Read a piece, send it, read the next one. Whoever reads the whole file first needs as much memory as all its clients' files together.",
        book: "While files change",
    };
    LESSON.check(teach, || {
        const LENGTH: usize = 64 * 1024 * 1024;
        let folder = Folder::new()?;
        folder.write("long.bin", "begin")?;
        let file = File::options().write(true).open(folder.path().join("long.bin"));
        let set = file.and_then(|file| file.set_len(LENGTH as u64));
        set.map_err(|error| Failure::broken("no room for a file", &error))?;
        let server = serving(&folder)?;
        let mut client = server.connect()?;
        client.send(request("GET", "/long.bin", &[]))?;
        let mut stream = client.stream();
        let copied = std::io::copy(&mut stream, &mut std::io::sink());
        let copied = copied.map_err(|error| Failure::broken("the answer did not come whole", &error))?;
        if copied < LENGTH as u64 {
            return Err(Failure::wrong().row("expected", "64 MiB").row("came", format!("{copied} octets")));
        }
        let reply = get(&server, "/long.bin", &[("Range", "bytes=67108860-")])?;
        expect_content(&reply, [0; 4])?;
        match server.peak_memory() {
            Some(memory) if memory > 24 * 1024 * 1024 => {
                let came = format!("{} MiB", memory / 1024 / 1024);
                Err(Failure::wrong().row("expected", "at most 24 MiB of memory").row("came", came))
            }
            _ => Ok(()),
        }
    })
}

/// proves: 9110-14.1.2-positions
#[cfg(unix)]
#[test]
fn the_server_sends_parts_of_what_is_longer_than_4_gib() -> Verdict {
    let teach = Teach {
        wrong: "a part of a file of 5 GiB was not answered with its octets and where they stand",
        why: "Positions and lengths need 64 bits. With 32 of them, what lies behind 4 GiB begins at 0 again, and a download joins the wrong octets.",
        book: "Ranges",
    };
    LESSON.check(teach, || {
        const LENGTH: u64 = 5 * 1024 * 1024 * 1024;
        let folder = Folder::new()?;
        folder.write("long.bin", "")?;
        let path = folder.path().join("long.bin");
        // Only what is written takes room.
        let made = File::options().write(true).open(&path).and_then(|file| {
            file.set_len(LENGTH)?;
            std::os::unix::fs::FileExt::write_all_at(&file, b"abcdefgh", LENGTH - 8)
        });
        made.map_err(|error| Failure::broken("no room for a file", &error))?;
        let server = serving(&folder)?;
        for (range, content, content_range) in [
            ("5368709112-5368709114", "abc", "bytes 5368709112-5368709114/5368709120"),
            ("5368709118-", "gh", "bytes 5368709118-5368709119/5368709120"),
            ("-3", "fgh", "bytes 5368709117-5368709119/5368709120"),
            ("4294967296-4294967297", "\0\0", "bytes 4294967296-4294967297/5368709120"),
            ("0-1", "\0\0", "bytes 0-1/5368709120"),
        ] {
            let reply = get(&server, "/long.bin", &[("Range", &format!("bytes={range}"))])?;
            reply.expect_status(206)?;
            expect_content(&reply, content)?;
            expect_field(&reply, "Content-Range", content_range)?;
        }
        let reply = get(&server, "/long.bin", &[("Range", "bytes=5368709120-")])?;
        reply.expect_status(416)?;
        expect_field(&reply, "Content-Range", "bytes */5368709120")
    })
}

/// proves: 9112-9.3-persistence
/// proves: 9112-9.3.2-in-order
/// proves: 9110-7.6-segmentation
/// proves: 9110-15-one-final
#[test]
fn the_server_goes_on_after_every_kind_of_answer() -> Verdict {
    let teach = Teach {
        wrong: "several requests on one connection were not answered one after the other",
        why: "Every answer must end where its head says: 304 without content, 206 and 416 with their own length. (RFC 9112 section 6.3)",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        let tag = tag_of(&server, "/alphabet")?;
        let one = |method: &str, fields: &str| format!("{method} /alphabet HTTP/1.1\r\nHost: a\r\n{fields}\r\n");
        let requests = [
            one("GET", ""),
            one("HEAD", ""),
            one("GET", &format!("If-None-Match: {tag}\r\n")),
            one("GET", "Range: bytes=0-1\r\n"),
            one("GET", "Range: bytes=99-\r\n"),
            one("GET", "Range: bytes=0-0,-1\r\n"),
            one("GET", "If-Match: \"no\"\r\n"),
            one("GET", "Range: bytes=-3\r\nConnection: close\r\n"),
        ]
        .concat();
        let mut client = server.connect()?;
        client.send(&requests)?;
        let whole = client.read_to_end()?;
        let statuses = |came: &[u8]| -> Vec<String> {
            split(came, b"HTTP/1.1 ")
                .iter()
                .skip(1)
                .map(|text| String::from_utf8_lossy(&text[..3]).into_owned())
                .collect()
        };
        let expected = ["200", "200", "304", "206", "416", "206", "412", "206"];
        if statuses(&whole) != expected || !whole.ends_with(b"\r\n\r\nxyz") {
            return Err(Failure::wrong()
                .row("expected", format!("the statuses {expected:?}, and xyz at the end"))
                .row("came", format!("{:?}", statuses(&whole))));
        }
        let mut client = server.connect()?;
        client.send_split(requests.as_bytes().chunks(150))?;
        let pieces = client.read_to_end()?;
        if statuses(&pieces) == expected {
            return Ok(());
        }
        Err(Failure::wrong().row("expected", "the same answers to the same requests in pieces"))
    })
}

/// proves: 9110-2.3-defensive
#[test]
fn the_server_outlives_any_field_values() -> Verdict {
    let teach = Teach {
        wrong: "an odd field value was not answered, or ended the server",
        why: "Whatever stands in a field, it either means something or has no effect. (RFC 9110 section 2.3)",
        book: "Ranges",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        let names = ["Range", "If-Range", "If-Match", "If-None-Match", "If-Modified-Since", "Accept-Encoding"];
        let values: [&[u8]; 9] =
            [b"", b"\xff\xfe", b"bytes=\xff-\xfe", b"\"", b"W/", b"bytes=-", b",;,=q=", b"\"\\", b"*;q=;,-,9-"];
        for name in names {
            for value in values {
                let mut client = server.connect()?;
                let line = [name.as_bytes(), b": ", value, b"\r\nRange: bytes=0-0\r\n\r\n"].concat();
                client.send([b"GET /numbers HTTP/1.1\r\nHost: a\r\nConnection: close\r\n", &line[..]].concat())?;
                let reply = client.reply_and_close("GET")?;
                reply.expect("an answer below 500", reply.status < 500)?;
            }
        }
        Ok(())
    })
}

#[test]
fn the_server_says_when_it_cannot_begin() -> Verdict {
    let teach = Teach {
        wrong: "a folder that is none, or a port in use, did not end the server with an error that says so",
        why: "Whoever starts a server and hears nothing believes that it runs.",
        book: "Run",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        for root in ["nowhere", "alphabet.txt"] {
            let path = folder.path().join(root);
            let server = LESSON.server().arg("--addr").arg("127.0.0.1:0").arg("--root").arg(&path).start()?;
            server.expect_error_line(&[root])?;
            server.expect_end(1)?;
        }
        let taken = Listener::bind()?;
        let server = LESSON.server().args(["--addr", &taken.addr()]).start()?;
        server.expect_error_line(&[&taken.addr()])?;
        server.expect_end(1).map(drop)
    })
}

#[test]
fn the_server_minds_neither_silence_nor_a_reset() -> Verdict {
    let teach = Teach {
        wrong: "after silent, closed and reset connections, a client was not answered",
        why: "Browsers open connections that they do not use. None of them may stand in the way of others.",
        book: "Run",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        let _silent = server.connect()?;
        for sent in ["", "GET /alpha", "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n"] {
            let mut client = server.connect()?;
            client.send(sent)?;
            client.reset()?;
        }
        drop(server.connect()?);
        get(&server, "/nowhere", &[])?.expect_status(404)
    })
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_server() -> Verdict {
    common::ctrl_c_ends_the_server(LESSON, "Run", &[&[]], |server| get(server, "/nowhere", &[])?.expect_status(404))
}

// ---------------------------------------------------------------------------------------------------------------------
// The client

/// The client, its URL behind these arguments, gets this response: what it sent, and what it printed in the end.
fn client_gets(args: &[&str], response: &[u8], status: i32) -> Verdict<(String, Running)> {
    let listener = Listener::bind()?;
    let client = LESSON.client().args(args).arg(format!("http://{}/x", listener.addr())).start()?;
    let mut server = listener.accept()?;
    let request = server.read_while("a request", 64 * 1024, |came| came.ends_with(b"\r\n\r\n"))?;
    server.send(response)?;
    server.finish()?;
    client.expect_end(status)?;
    Ok((String::from_utf8_lossy(&request).into_owned(), client))
}

/// proves: 9110-13.1.5-client-needs-range
/// proves: 9110-10.1.5-user-agent
#[test]
fn the_client_asks_with_the_fields_of_its_arguments() -> Verdict {
    let teach = Teach {
        wrong: "the request of the client lacks a field that its arguments ask for",
        why: "Preconditions, ranges and codings are asked for in fields of the request. (RFC 9110 section 13.1)",
        book: "Run",
    };
    LESSON.check(teach, || {
        let response = b"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-4/26\r\nContent-Length: 5\r\n\r\nabcde";
        let since = format!("If-Modified-Since: {MODIFIED_DATE}");
        let cases: [(&[&str], &str); 7] = [
            (&["--if-modified-since", MODIFIED_DATE], &since),
            (&["--range", "0-4"], "Range: bytes=0-4"),
            (&["--range", "-5"], "Range: bytes=-5"),
            (&["--range", "0-4", "--if-range", "\"a\""], "If-Range: \"a\""),
            (&["--if-none-match", "\"a\""], "If-None-Match: \"a\""),
            (&["--if-match", "*"], "If-Match: *"),
            (&["--compressed"], "Accept-Encoding: gzip"),
        ];
        for (args, line) in cases {
            let (request, client) = client_gets(args, response, 0)?;
            if !request.lines().any(|other| other == line) {
                return Err(Failure::wrong().row("expected", line).row("came", request));
            }
            client.expect_stdout_that(&predicate::str::ends_with("\n\nabcde"))?;
        }
        Ok(())
    })
}

/// proves: 9110-8.4.1.3-x-gzip
#[test]
fn the_client_shows_what_compressed_content_was_before() -> Verdict {
    let teach = Teach {
        wrong: "the client did not show compressed content as it was before, or took broken content for good",
        why: "Content-Encoding says what was done to the content, and so what is to be undone. (RFC 9110 section 8.4)",
        book: "Content codings",
    };
    LESSON.check(teach, || {
        use std::io::Write as _;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        let compressed = encoder.write_all(b"abcde").and_then(|()| encoder.finish());
        let compressed = compressed.map_err(|error| Failure::broken("gzip fails", &error))?;
        let response = |coding: &str, content: &[u8]| {
            let head =
                format!("HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\nContent-Length: {}\r\n\r\n", content.len());
            [head.as_bytes(), content].concat()
        };
        for coding in ["gzip", "GZIP", "x-gzip"] {
            let (_, client) = client_gets(&["--compressed"], &response(coding, &compressed), 0)?;
            client.expect_stdout_that(&predicate::str::ends_with("\n\nabcde"))?;
        }
        for broken in [&compressed[..compressed.len() - 4], b"abcde"] {
            client_gets(&["--compressed"], &response("gzip", broken), 1)?;
        }
        Ok(())
    })
}

/// proves: 9112-8-record-incomplete
#[test]
fn the_client_fails_when_octets_are_missing() -> Verdict {
    let teach = Teach {
        wrong: "an answer that broke off was taken for a whole one",
        why: "Fewer octets than Content-Length says: something went wrong on the server's side. (RFC 9112 section 8)",
        book: "While files change",
    };
    LESSON.check(teach, || {
        let (_, client) = client_gets(&[], b"HTTP/1.1 200 OK\r\nContent-Length: 26\r\n\r\nabcde", 1)?;
        client.expect_error_line(&[])?;
        let port = RefusingPort::bind()?;
        let client = LESSON.client().arg(format!("http://{}/", port.addr()?)).start()?;
        client.expect_error_line(&[])?;
        client.expect_end(1).map(drop)
    })
}

#[test]
fn the_server_notices_that_a_file_is_gone() -> Verdict {
    let teach = Teach {
        wrong: "what was removed is still shown, or what took its place is not",
        why: "Every request opens the folder and looks at it as it is then: also when somebody builds it anew.",
        book: "From a path to a file",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        let server = serving(&folder)?;
        get(&server, "/alphabet.txt", &[])?.expect_status(200)?;
        let removed = fs::remove_file(folder.path().join("alphabet.txt"));
        removed.map_err(|error| Failure::broken("the file could not be removed", &error))?;
        get(&server, "/alphabet.txt", &[])?.expect_status(404)?;
        // What is compressed is compressed anew.
        for content in ["a".repeat(300), "b".repeat(300)] {
            folder.write("text.txt", &content)?;
            expect_content(&get(&server, "/text.txt", &[])?, &content)?;
            let coded = get(&server, "/text.txt", &[("Accept-Encoding", "gzip")])?;
            if coded.field("Content-Encoding").is_some() {
                coded.expect("the present content, compressed", gunzipped(&coded)? == content.as_bytes())?;
            }
        }
        // The whole folder is removed and built again.
        folder.write("site/a.txt", "old")?;
        let site = folder.path().join("site");
        let server = LESSON.server().arg("--root").arg(&site).listen()?;
        expect_content(&get(&server, "/a.txt", &[])?, "old")?;
        let moved = fs::rename(&site, folder.path().join("before"));
        moved.map_err(|error| Failure::broken("the folder could not be moved", &error))?;
        folder.write("site/a.txt", "new")?;
        expect_content(&get(&server, "/a.txt", &[])?, "new")
    })
}

#[cfg(not(unix))]
harness::tests_left_out! {
    the_server_follows_no_link_out_of_its_folder_and_opens_no_pipe: "not everybody may make links on this system, and no pipe has a path",
    the_server_sends_parts_of_what_is_longer_than_4_gib: "a file of 5 GiB takes 5 GiB on this system",
    ctrl_c_ends_the_server: "a test cannot send Ctrl-C on this system",
}
