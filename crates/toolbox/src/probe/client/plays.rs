//! The plays, and what a client should make of each.

use super::play::{Act, Seen};
use crate::probe::check::Class::{self, Courtesy, Must, Should, Smuggling};
use crate::probe::check::{Judged, broken, broken_as, not_offered};
use Act::{Close, Drip, Fill, Keep, Pause, Send};

/// What was found out about the client before.
#[derive(Debug, Default, Clone, Copy)]
pub struct Habits {
    /// It prints the content.
    pub prints: bool,
    /// It follows redirects.
    pub follows: bool,
}

/// A play.
pub struct Play {
    pub id: &'static str,
    /// What holds of a client that does what it should.
    pub title: &'static str,
    pub requirement: &'static str,
    pub class: Class,
    pub path: &'static str,
    /// What is done for each request.
    pub acts: &'static [&'static [Act]],
    pub judge: fn(&Seen, Habits) -> Judged,
    /// Whether it is about redirects.
    pub redirects: bool,
}

/// What every whole content says, so that it is known again.
const WORDS: &[u8] = b"probe-4f1c9b-whole";

const fn play(
    id: &'static str,
    class: Class,
    requirement: &'static str,
    title: &'static str,
    acts: &'static [&'static [Act]],
    judge: fn(&Seen, Habits) -> Judged,
) -> Play {
    Play { id, title, requirement, class, path: "/", acts, judge, redirects: false }
}

const fn redirect(play: Play) -> Play {
    Play { redirects: true, ..play }
}

const PLAIN: &[u8] = b"HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: text/plain\r\nContent-Length: 18\r\n\r\nprobe-4f1c9b-whole";

#[rustfmt::skip]
pub const PLAYS: &[Play] = &[
    play("plain", Must, "9110-2.4-semantics", "a plain response is taken", &[&[Send(PLAIN), Keep]], takes),
    play("host", Must, "9112-3.2-client-host-value", "Host is the host and the port of the URL", &[&[Send(PLAIN), Keep]], host),
    Play { path: "/a/b?c=d#fragment", ..play("target", Must, "9112-3.2.1-origin-form", "the target is the path and the query of the URL, without its fragment", &[&[Send(PLAIN), Keep]], target) },
    Play { path: "?c=d", ..play("target-empty-path", Must, "9112-3.2.1-empty-path", "the target of a URL without a path begins with a slash", &[&[Send(PLAIN), Keep]], empty_path) },
    play("keep-open", Must, "9112-6.3-short-body", "a client does not wait for the close of a response with a length", &[&[Send(PLAIN), Keep]], takes),
    play("no-content", Must, "9112-6.3-client-no-body", "a 204 ends with its head, whatever it says of a length", &[&[Send(b"HTTP/1.1 204 No Content\r\nContent-Length: 50\r\n\r\n"), Keep]], ends),
    play("until-close", Must, "9112-6.3-response-until-close", "content without a length goes on until the close", &[&[Send(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nprobe-4f1c9b"), Pause, Send(b"-whole"), Close]], takes),
    play("http10", Must, "9112-6.3-response-until-close", "a response in HTTP/1.0 is taken", &[&[Send(b"HTTP/1.0 200 OK\r\n\r\nprobe-4f1c9b-whole"), Close]], takes),
    play("version-1.9", Should, "9110-6.2-higher-minor", "a response in HTTP/1.9 is taken as one in HTTP/1.1", &[&[Send(b"HTTP/1.9 200 OK\r\nContent-Length: 18\r\n\r\nprobe-4f1c9b-whole"), Keep]], takes),
    play("chunks", Must, "9112-7.1-decode", "chunks are joined", &[&[Send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n00C\r\nprobe-4f1c9b\r\n6\r\n-whole\r\n0\r\n\r\n"), Keep]], takes),
    play("chunks-extensions", Must, "9112-7.1.1-ignore-ext", "chunk extensions are skipped", &[&[Send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nC;a=b\r\nprobe-4f1c9b\r\n6;c=\"d\"\r\n-whole\r\n0\r\n\r\n"), Keep]], takes),
    play("chunks-trailers", Must, "9112-7.1-decode", "trailer fields are read to their end", &[&[Send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-A\r\n\r\nC\r\nprobe-4f1c9b\r\n6\r\n-whole\r\n0\r\nX-A: b\r\n\r\n"), Keep]], takes),
    play("chunks-case", Must, "9112-7-coding-case", "the case of chunked does not matter", &[&[Send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\nC\r\nprobe-4f1c9b\r\n6\r\n-whole\r\n0\r\n\r\n"), Keep]], takes),
    play("pieces", Must, "9110-7.6-segmentation", "a response may come octet by octet", &[&[Drip(PLAIN), Keep]], takes),
    play("name-case", Must, "9110-5.1-name-case", "the case of field names does not matter", &[&[Send(b"HTTP/1.1 200 OK\r\ncONTENT-lENGTH: 18\r\n\r\nprobe-4f1c9b-whole"), Keep]], takes),
    play("unknown-field", Should, "9110-5.1-ignore-unknown", "fields that nobody knows change nothing", &[&[Send(b"HTTP/1.1 200 OK\r\nX-Nobody-Knows: \xe9\xff\r\nContent-Length: 18\r\n\r\nprobe-4f1c9b-whole"), Keep]], takes),
    play("no-reason", Should, "9112-4-ignore-reason", "a status line needs no reason", &[&[Send(b"HTTP/1.1 200 \r\nContent-Length: 18\r\n\r\nprobe-4f1c9b-whole"), Keep]], takes),
    play("fold", Must, "9112-5.2-client-fold", "a second line of a value is part of it", &[&[Send(b"HTTP/1.1 200 OK\r\nX-A: b\r\n c\r\nContent-Length: 18\r\n\r\nprobe-4f1c9b-whole"), Keep]], takes),
    play("100", Must, "9110-15.2-client-1xx", "a 100 that nobody expects is passed over", &[&[Send(b"HTTP/1.1 100 Continue\r\n\r\n"), Send(PLAIN), Keep]], takes),
    play("103", Must, "9110-15.2-client-1xx", "a 103, and 1xx codes that nobody knows, are passed over", &[&[Send(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 199 Words\r\n\r\n"), Send(PLAIN), Keep]], takes),
    play("status-299", Must, "9110-15-class", "a 299 is taken for a 200", &[&[Send(b"HTTP/1.1 299 Words\r\nContent-Length: 18\r\n\r\nprobe-4f1c9b-whole"), Keep]], takes),
    play("surplus", Must, "9112-6.3-no-extra-as-response", "octets after the end of the content are no part of it", &[&[Send(b"HTTP/1.1 200 OK\r\nContent-Length: 18\r\nConnection: close\r\n\r\nprobe-4f1c9b-whole-surplus"), Close]], surplus),
    play("coding-over-length", Smuggling, "9112-6.3-te-overrides-cl", "chunks count, not a length beside them", &[&[Send(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n12\r\nprobe-4f1c9b-whole\r\n0\r\n\r\n"), Close]], chunks_count),
    play("two-lengths", Smuggling, "9112-6.3-client-bad-cl", "a response with two different lengths is thrown away", &[&[Send(b"HTTP/1.1 200 OK\r\nContent-Length: 18\r\nContent-Length: 5\r\n\r\nprobe-4f1c9b-whole"), Close]], refuses),
    play("length-word", Must, "9112-6.3-client-bad-cl", "a response whose length is no number is thrown away", &[&[Send(b"HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\nprobe-4f1c9b-whole"), Close]], refuses),
    play("length-minus", Must, "9112-6.3-client-bad-cl", "a response whose length is negative is thrown away", &[&[Send(b"HTTP/1.1 200 OK\r\nContent-Length: -18\r\n\r\nprobe-4f1c9b-whole"), Close]], refuses),
    play("length-plus", Must, "9112-6.3-client-bad-cl", "a response whose length has a sign is thrown away", &[&[Send(b"HTTP/1.1 200 OK\r\nContent-Length: +18\r\n\r\nprobe-4f1c9b-whole"), Close]], refuses),
    play("length-huge", Must, "9110-8.6-large-cl", "a length of 2^64 + 18 is not taken for 18", &[&[Send(b"HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551634\r\n\r\nprobe-4f1c9b-whole-surplus"), Close]], huge),
    play("cut-short", Must, "9112-8-record-incomplete", "content that breaks off before its length is not taken for whole", &[&[Send(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nprobe-4f1c9b-whole"), Close]], refuses),
    play("chunks-cut-short", Must, "9112-8-record-incomplete", "chunks without the last one are not taken for whole", &[&[Send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n12\r\nprobe-4f1c9b-whole\r\n"), Close]], refuses),
    play("chunk-cut-short", Must, "9112-8-record-incomplete", "a chunk that breaks off is not taken for whole", &[&[Send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\nprobe-4f1c9b-whole"), Close]], refuses),
    play("chunk-word", Must, "9112-7.1-bad-framing", "a chunk size that is no number is an error", &[&[Send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nprobe-4f1c9b-whole\r\n0\r\n\r\n"), Close]], refuses),
    play("chunk-huge", Must, "9112-7.1-large-size", "a chunk size of 2^64 + 18 is not taken for 18", &[&[Send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10000000000000012\r\nprobe-4f1c9b-whole\r\n0\r\n\r\n"), Close]], refuses),
    play("chunk-end", Must, "9112-7.1-bad-framing", "other octets than CR LF after a chunk are an error", &[&[Send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n12\r\nprobe-4f1c9b-wholeXX0\r\n\r\n"), Close]], refuses),
    play("head-cut-short", Courtesy, "9112-8-record-incomplete", "a head that breaks off is an error", &[&[Send(b"HTTP/1.1 200 OK\r\nContent-Le"), Close]], refuses),
    play("no-response", Must, "9112-8-record-incomplete", "a close without a response is an error", &[&[Close]], refuses),
    play("no-http", Should, "9110-2.3-defensive", "what is no HTTP is an error", &[&[Send(b"220 mail.example ESMTP\r\n"), Close]], refuses),
    play("noise", Should, "9110-2.3-defensive", "octets of any kind do no harm", &[&[Send(b"\x00\xff\x16\x03\x01\r\n\r\n\x80"), Close]], ends),
    play("huge-head", Should, "9110-2.3-defensive", "a field of a megabyte is taken or refused", &[&[Send(b"HTTP/1.1 200 OK\r\nX-A: "), Fill(b'a', 1 << 20), Send(b"\r\nContent-Length: 18\r\n\r\nprobe-4f1c9b-whole"), Close]], ends),
    play("endless-head", Should, "9110-2.3-defensive", "a head of many megabytes is given up", &[&[Send(b"HTTP/1.1 200 OK\r\nX-A: "), Fill(b'a', 32 << 20), Close]], refuses),
    play("404", Should, "9110-15.5-client-display", "the content of a 404 is shown, or its status is told", &[&[Send(b"HTTP/1.1 404 Not Found\r\nContent-Length: 18\r\n\r\nprobe-4f1c9b-whole"), Keep]], tells_error),
    redirect(play("redirect", Should, "9110-15.4-target", "a Location without a host is resolved against the URL", &[&[Send(b"HTTP/1.1 302 Found\r\nLocation: /there?a=b\r\nContent-Length: 0\r\n\r\n"), Keep], &[Send(PLAIN), Keep]], relative)),
    redirect(play("redirect-absolute", Should, "9110-15.4-target", "a Location with a host is followed there", &[&[Send(b"HTTP/1.1 301 Moved Permanently\r\nLocation: http://{addr}/there\r\nContent-Length: 0\r\n\r\n"), Keep], &[Send(PLAIN), Keep]], there)),
    redirect(play("redirect-close", Must, "9112-9.6-client-got-close", "a redirect that closes its connection is followed on another one", &[&[Send(b"HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), Close], &[Send(PLAIN), Keep]], there)),
    redirect(play("redirect-fragment", Must, "9112-3.2.1-origin-form", "the fragment of a Location is not sent", &[&[Send(b"HTTP/1.1 302 Found\r\nLocation: /there#part\r\nContent-Length: 0\r\n\r\n"), Keep], &[Send(PLAIN), Keep]], there)),
    redirect(play("redirect-loop", Should, "9110-15.4-loops", "redirects in a circle come to an end", &[&[Send(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"), Keep]], refuses)),
    redirect(play("reuse", Courtesy, "9112-9.3-persistence", "a connection that is kept is used again", &[&[Send(b"HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 5\r\n\r\nthere"), Keep], &[Send(PLAIN), Keep]], reuses)),
];

/// The client takes the response for what it is.
pub fn takes(seen: &Seen, habits: Habits) -> Judged {
    ends(seen, habits)?;
    if !seen.is_content() {
        return broken(format!("{}; the response is good", status(seen)));
    }
    if habits.prints && seen.printed != WORDS && !is_content_of(&seen.printed) {
        return broken("it prints something else than the content");
    }
    Ok(())
}

/// What a client prints may have a line end more, or the head in front of it, but nothing of the framing within.
fn is_content_of(printed: &[u8]) -> bool {
    printed.windows(WORDS.len()).any(|window| window == WORDS)
}

/// Whoever asks again and again has not hung.
fn ends(seen: &Seen, _: Habits) -> Judged {
    if seen.hung && seen.heads().len() < 2 { broken("it does not come to an end") } else { Ok(()) }
}

fn huge(seen: &Seen, habits: Habits) -> Judged {
    ends(seen, habits)?;
    match seen.is_content() {
        true if habits.prints && !seen.has_printed(b"-surplus") => broken("it is taken for 18"),
        true => broken_as(Should, "it is disregarded: content that breaks off is taken for whole"),
        false => Ok(()),
    }
}

/// The client must not take the response for a good one.
fn refuses(seen: &Seen, habits: Habits) -> Judged {
    ends(seen, habits)?;
    if seen.is_content() { broken("its exit status is 0, as if all were well") } else { Ok(()) }
}

fn status(seen: &Seen) -> String {
    match seen.status {
        None if seen.hung => "it asks again and again".to_owned(),
        Some(status) => format!("its exit status is {status}"),
        None => "it was ended by a signal".to_owned(),
    }
}

fn first_line(seen: &Seen) -> Judged<String> {
    let line = seen.heads().first().and_then(|head| head.lines().next().map(str::to_owned));
    line.map_or_else(|| broken("no request came"), Ok)
}

fn host(seen: &Seen, _: Habits) -> Judged {
    let heads = seen.heads();
    let lines =
        heads.first().map(|head| head.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()).unwrap_or_default();
    let value = lines.iter().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("host").then(|| value.trim().to_owned())
    });
    match value {
        None => broken("there is no Host"),
        Some(value) if value == seen.addr.to_string() => Ok(()),
        Some(value) => broken(format!("Host is {value}, and the URL names {}", seen.addr)),
    }
}

fn target(seen: &Seen, _: Habits) -> Judged {
    let line = first_line(seen)?;
    if line.contains(" /a/b?c=d ") { Ok(()) } else { broken(format!("the request line is {line}")) }
}

fn empty_path(seen: &Seen, _: Habits) -> Judged {
    let line = first_line(seen)?;
    if line.contains(" /?c=d ") { Ok(()) } else { broken(format!("the request line is {line}")) }
}

fn surplus(seen: &Seen, habits: Habits) -> Judged {
    ends(seen, habits)?;
    if seen.has_printed(b"-surplus") { broken("it prints them") } else { Ok(()) }
}

/// Whoever refuses both lengths at once is right too.
fn chunks_count(seen: &Seen, habits: Habits) -> Judged {
    ends(seen, habits)?;
    if !seen.is_content() || !habits.prints {
        return Ok(());
    }
    if seen.has_printed(WORDS) && !seen.has_printed(b"12\r\n") { Ok(()) } else { broken("it goes by the length") }
}

fn tells_error(seen: &Seen, habits: Habits) -> Judged {
    ends(seen, habits)?;
    let is_told =
        !seen.is_content() || seen.has_printed(WORDS) || seen.complained.windows(3).any(|window| window == b"404");
    if is_told { Ok(()) } else { broken("nothing tells the user that it is an error") }
}

fn relative(seen: &Seen, habits: Habits) -> Judged {
    followed_to(seen, habits, "/there?a=b")
}

fn there(seen: &Seen, habits: Habits) -> Judged {
    followed_to(seen, habits, "/there")
}

fn followed_to(seen: &Seen, habits: Habits, wanted: &str) -> Judged {
    let heads = seen.heads();
    let Some(line) = heads.get(1).and_then(|head| head.trim_start().lines().next()) else {
        return broken("it is not followed");
    };
    if !line.contains(&format!(" {wanted} ")) {
        return broken(format!("the second request line is {line}"));
    }
    takes(seen, habits)
}

fn reuses(seen: &Seen, _: Habits) -> Judged {
    let used = seen.connections.iter().filter(|connection| !connection.events.is_empty()).count();
    match seen.heads().len() {
        0 | 1 => not_offered("it asks once only"),
        _ if used == 1 => Ok(()),
        _ => broken_as(Courtesy, format!("it opens {used} connections")),
    }
}
