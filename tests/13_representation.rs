//! Graded tests of lesson 13: representations.
//!
//! A line `proves:` names a requirement of RFC 9110 or RFC 9112 that the test below it proves.

use std::fs::{self, File, FileTimes};
use std::io::Read as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

#[cfg(unix)]
use harness::common;
use harness::{Failure, Folder, Lesson, Listener, RefusingPort, Reply, Running, Server, Teach, Verdict};
use predicates::prelude::*;

#[path = "13_representation/client.rs"]
mod client;
#[path = "13_representation/codings.rs"]
mod codings;
#[path = "13_representation/dates.rs"]
mod dates;
#[path = "13_representation/files.rs"]
mod files;
#[path = "13_representation/pages.rs"]
mod pages;
#[path = "13_representation/preconditions.rs"]
mod preconditions;
#[path = "13_representation/ranges.rs"]
mod ranges;
#[path = "13_representation/sending.rs"]
mod sending;
#[path = "13_representation/several_ranges.rs"]
mod several_ranges;
#[path = "13_representation/tags.rs"]
mod tags;

const LESSON: Lesson = harness::lesson!();

harness::main!(LESSON, [pages, dates, tags, preconditions, ranges, several_ranges, codings, files, sending, client]);

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

fn split<'a>(mut text: &'a [u8], separator: &[u8]) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    while let Some(at) = text.windows(separator.len()).position(|window| window == separator) {
        pieces.push(&text[..at]);
        text = &text[at + separator.len()..];
    }
    pieces.push(text);
    pieces
}

/// GET /alphabet with this range gets these octets, and the Content-Range that says so.
fn expect_part(server: &Server, range: &str, content: &str, content_range: &str) -> Verdict {
    let reply = get(server, "/alphabet", &[("Range", range)])?;
    reply.expect_status(206)?;
    expect_content(&reply, content)?;
    expect_field(&reply, "Content-Range", content_range)?;
    expect_field(&reply, "Content-Length", &content.len().to_string())
}
