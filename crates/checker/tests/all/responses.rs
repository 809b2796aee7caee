//! The checker of responses, itself checked: each rule finds the conversation that breaks it, and nothing is found in
//! right conversations, wherever they break off and however they are cut.

use std::collections::BTreeSet;

use checker::{Conversation, Detail, RULES, Violation, check_conversation};

const GET: &str = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const HEAD: &str = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";
const OLD: &str = "GET / HTTP/1.0\r\n\r\n";
const OLD_KEEP: &str = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
const LAST: &str = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
const POST: &str = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";
const EXPECT: &str = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
const CONDITIONAL: &str = "GET / HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"a\"\r\n\r\n";
const GZIP: &str = "GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip, br;q=0\r\n\r\n";
const UPGRADE: &str = "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: chat\r\n\r\n";
const CONNECT: &str = "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n";
/// What no server takes for one clear request.
const GARBLED: &str = "GET / HTTP/1.1\r\nHost : a\r\n\r\n";

const DATE: &str = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";
const PLAIN: &str = "Content-Type: text/plain\r\n";

fn range(range: &str) -> String {
    format!("GET / HTTP/1.1\r\nHost: a\r\nRange: bytes={range}\r\n\r\n")
}

/// A response with Date.
fn response(status: u16, fields: &str, content: &str) -> String {
    format!("HTTP/1.1 {status} Words\r\n{DATE}{fields}\r\n{content}")
}

/// A response with Date and the right Content-Length.
fn sized(status: u16, fields: &str, content: &str) -> String {
    response(status, &format!("{fields}Content-Length: {}\r\n", content.len()), content)
}

fn ok(content: &str) -> String {
    sized(200, PLAIN, content)
}

fn chunked(fields: &str, content: &str) -> String {
    response(200, &format!("{fields}Transfer-Encoding: chunked\r\n"), content)
}

const PARTS: &str = "--b\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-1/10\r\n\r\nab\r\n\
    --b\r\nContent-Type: text/plain\r\nContent-Range: bytes 4-4/10\r\n\r\ne\r\n--b--\r\n";

fn parts(content: &str) -> String {
    sized(206, "Content-Type: multipart/byteranges; boundary=b\r\n", content)
}

/// The name of a rule, and a conversation that breaks it: what was sent, what came. The server then closes.
#[allow(clippy::too_many_lines)]
fn wrong() -> Vec<(&'static str, String, String)> {
    let mut table = Vec::new();
    let mut breaks = |name: &'static str, sent: &str, received: String| {
        table.push((name, sent.to_owned(), received));
    };
    let with = |fields: &str| sized(200, fields, "hi");

    // Lines and fields.
    breaks("BARE_LF", GET, ok("hi").replace("\r\nDate", "\nDate"));
    breaks("BARE_LF", GET, ok("hi").replace("\r\n", "\n"));
    breaks("BARE_LF", GET, chunked("", "2\r\nhi\r\n0\r\n\n"));
    breaks("BARE_CR", GET, with("X: a\rb\r\n"));
    breaks("BARE_CR", GET, with("X: a\r\r\n"));
    breaks("BARE_CR", GET, format!("HTTP/1.1 200 OK\r\n{DATE}\r"));
    breaks("SPACE_FIRST", GET, ok("hi").replace("Date", " Date"));
    breaks("SPACE_FIRST", GET, ok("hi").replace("Date", "\tDate"));
    breaks("FOLD", GET, with("X: a\r\n b\r\n"));
    breaks("FOLD", GET, with("X: a\r\n \r\n"));
    breaks("FIELD_LINE", GET, with("no colon\r\n"));
    breaks("FIELD_LINE", GET, with(": no name\r\n"));
    breaks("FIELD_LINE", GET, with("two words: x\r\n"));
    breaks("SPACE_BEFORE_COLON", GET, with("X : a\r\n"));
    breaks("SPACE_BEFORE_COLON", GET, with("X\t: a\r\n"));
    breaks("FIELD_OCTETS", GET, with("X: a\0b\r\n"));
    breaks("FIELD_OCTETS", GET, with("X: \x7f\r\n"));
    breaks("FIELD_OCTETS", GET, ok("hi").replace("Words", "Wo\x01rds"));
    breaks("WHITE_SPACE", GET, with("X:a\r\n"));
    breaks("WHITE_SPACE", GET, with("X:  a\r\n"));
    breaks("WHITE_SPACE", GET, with("X:\ta\r\n"));
    breaks("TRAILING_SPACE", GET, with("X: a \r\n"));
    breaks("TRAILING_SPACE", GET, with("X: a\t\r\n"));
    let malformed = [
        "ETag: a\r\n",
        "ETag: w/\"a\"\r\n",
        "ETag: \"a b\"\r\n",
        "ETag: \"a\", \"b\"\r\n",
        "Content-Type: html\r\n",
        "Content-Type: text/html; charset = utf-8\r\n",
        "Content-Type: multipart/mixed; boundary=\"a \"\r\n",
        "Content-Type: multipart/byteranges\r\n",
        "Location: /a b\r\n",
        "Location: /caf\u{e9}\r\n",
        "Content-Location: /%zz\r\n",
        "Retry-After: soon\r\n",
        "Retry-After: -1\r\n",
        "Server: \r\n",
        "Server: a  b\r\n",
        "Server: a/\r\n",
        "Connection: a b\r\n",
        "Vary: a b\r\n",
        "Allow: GET HEAD\r\n",
        "Accept-Ranges: bytes=\r\n",
        "Cache-Control: max-age = 5\r\n",
        "Content-Range: bytes=0-1/5\r\n",
        "Trailer: a b\r\n",
        "Connection: upgrade\r\nUpgrade: a/\r\n",
        "WWW-Authenticate: \"x\"\r\n",
    ];
    for fields in malformed {
        breaks("FIELD_GRAMMAR", GET, with(fields));
    }
    for length in ["+2", "0x2", "2 ", " 2", "-2", "2, 2", "", "two"] {
        let name = match length {
            "2 " => "TRAILING_SPACE",
            " 2" => "WHITE_SPACE",
            _ => "FIELD_GRAMMAR",
        };
        breaks(name, GET, response(200, &format!("Content-Length: {length}\r\n"), "hi"));
    }
    for fields in ["Vary: a,, b\r\n", "Allow: , GET\r\n", "Connection: x,\r\n", "Cache-Control: no-cache, \t, a\r\n"] {
        breaks("EMPTY_MEMBER", GET, with(fields));
    }
    breaks("ESCAPE", GET, with("Content-Type: text/plain; a=\"\\b\"\r\n"));
    for name in ["Last-Modified", "Expires"] {
        breaks("DATE_FORM", GET, with(&format!("{name}: Sunday, 06-Nov-94 08:49:37 GMT\r\n")));
        breaks("DATE_FORM", GET, with(&format!("{name}: Mon, 06 Nov 1994 08:49:37 GMT\r\n")));
    }
    for date in ["Sun Nov  6 08:49:37 1994", "Sun, 6 Nov 1994 08:49:37 GMT", "0", "Sun, 06 Nov 1994 25:49:37 GMT"] {
        breaks("DATE_FORM", GET, ok("hi").replace(DATE, &format!("Date: {date}\r\n")));
    }
    breaks("REPEATED", GET, with("Content-Length: 2\r\n"));
    breaks("REPEATED", GET, with("ETag: \"a\"\r\netag: \"a\"\r\n"));
    breaks("REPEATED", GET, with("X: a\r\nx: b\r\n"));
    breaks("REPEATED", GET, ok("hi").replace(DATE, &DATE.repeat(2)));
    for fields in
        ["Host: a\r\n", "User-Agent: a\r\n", "Range: bytes=0-1\r\n", "Via: 1.1 a\r\n", "Age: 1\r\n", "TE: a\r\n"]
    {
        breaks("ROLE", GET, with(fields));
    }
    breaks("ROLE", GET, sized(407, PLAIN, "no"));
    breaks("HOP_UNLISTED", GET, with("Keep-Alive: timeout=5\r\n"));
    breaks("UPGRADE_UNLISTED", GET, with("Upgrade: chat\r\n"));
    breaks("END_TO_END", GET, with("Connection: Cache-Control\r\n"));
    breaks("USERINFO", GET, with("Location: http://me@a/\r\n"));
    breaks("EMPTY_HOST", GET, with("Location: http:///a\r\n"));
    breaks("IDENTITY", GET, with("Content-Encoding: identity\r\n"));

    // Where messages end.
    breaks("LENGTH_AND_CODING", GET, response(200, "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "hi"));
    breaks("CODING_TWICE", GET, response(200, "Transfer-Encoding: chunked, Chunked\r\n", ""));
    breaks("CODING_OTHER", GET, response(200, "Transfer-Encoding: gzip, chunked\r\n", ""));
    breaks("CODING_OTHER", GET, response(200, "Transfer-Encoding: identity\r\n", "hi"));
    for content in [
        "hi",
        "x\r\n",
        "-1\r\n",
        "0x2\r\nhi\r\n",
        "2\r\nhix",
        "2\nhi\r\n",
        "2\r\nhi\n",
        "\r\n",
        "2;\r\nhi\r\n",
        "11111111111111111\r\n",
    ] {
        let name = if content == "hi" { "CUT_SHORT" } else { "CHUNK" };
        breaks(name, GET, chunked("", content));
    }
    for content in ["2 \r\nhi\r\n", " 2\r\nhi\r\n", "2 ;a\r\nhi\r\n", "2;a = b\r\nhi\r\n"] {
        breaks("CHUNK_SPACE", GET, chunked("", content));
    }
    breaks("TRAILER_FIELD", GET, chunked("Trailer: Content-Length\r\n", "0\r\nContent-Length: 2\r\n\r\n"));
    breaks("TRAILER_FIELD", GET, chunked("Trailer: Set-Cookie\r\n", "0\r\nSet-Cookie: a=b\r\n\r\n"));
    breaks("TRAILER_UNANNOUNCED", GET, chunked("", "0\r\nX: y\r\n\r\n"));
    breaks("FIELD_LINE", GET, chunked("", "0\r\nno colon\r\n\r\n"));
    breaks("CUT_SHORT", GET, response(200, "Content-Length: 3\r\n", "hi"));
    breaks("CUT_SHORT", GET, response(200, "Content-Length: 99999999999999999999999\r\n", "hi"));
    breaks("CUT_SHORT", GET, chunked("", "2\r\nhi\r\n0\r\n"));
    breaks("CUT_SHORT", GET, "HTTP/1.1 200 OK\r\n".to_owned());
    breaks("TOO_LONG", GET, response(200, "Content-Length: 1\r\n", "hi"));
    breaks("TOO_LONG", &GET.repeat(2), response(200, "Content-Length: 1\r\n", "hi"));
    breaks("TOO_LONG", GET, chunked("", "0\r\n\r\n\r\n"));

    // Status lines.
    breaks("STATUS_LINE", GET, "hello".to_owned());
    breaks("STATUS_LINE", GET, "\r\nHTTP/1.1 200 OK\r\n\r\n".to_owned());
    breaks("STATUS_LINE", GET, "http/1.1 200 OK\r\n\r\n".to_owned());
    for line in ["HTTP/1.1", "HTTP/1.1 20x OK", "HTTP/1.1  200 OK", "HTTP/1.1 2000 OK", "HTTP/1.1 20 OK", "HTTP/"] {
        breaks("STATUS_LINE", GET, format!("{line}\r\n{DATE}\r\n"));
    }
    breaks("STATUS_SPACE", GET, format!("HTTP/1.1 200\r\n{DATE}Content-Length: 0\r\n\r\n"));
    breaks("VERSION_LOW", OLD, ok("hi").replace("HTTP/1.1", "HTTP/1.0"));
    breaks("VERSION_FOREIGN", GET, ok("hi").replace("HTTP/1.1", "HTTP/2.0"));
    breaks("VERSION_FOREIGN", &GET.replace("1.1", "1.9"), ok("hi").replace("HTTP/1.1", "HTTP/1.9"));
    breaks("STATUS_CODE", GET, ok("hi").replace("200", "099"));
    breaks("STATUS_CODE", GET, ok("hi").replace("200", "600"));

    // Framing by status and method.
    breaks("LENGTH_FORBIDDEN", GET, response(204, "Content-Length: 0\r\n", ""));
    breaks("LENGTH_FORBIDDEN", EXPECT, "HTTP/1.1 100 Continue\r\nContent-Length: 0\r\n\r\n".to_owned());
    breaks("CODING_FORBIDDEN", GET, response(204, "Transfer-Encoding: chunked\r\n", ""));
    breaks("CODING_FORBIDDEN", EXPECT, "HTTP/1.1 100 Continue\r\nTransfer-Encoding: chunked\r\n\r\n".to_owned());
    breaks("LENGTH_CONNECT", CONNECT, response(200, "Content-Length: 0\r\n", ""));
    breaks("CODING_CONNECT", CONNECT, response(200, "Transfer-Encoding: chunked\r\n", ""));
    breaks("CODING_HTTP10", OLD, chunked("", "2\r\nhi\r\n0\r\n\r\n"));
    breaks("HEAD_CONTENT", HEAD, ok("hi"));
    breaks("HEAD_CONTENT", HEAD, sized(404, PLAIN, "hi"));
    breaks("HEAD_CONTENT", HEAD, chunked("", "2\r\nhi\r\n0\r\n\r\n"));
    breaks("HEAD_CONTENT", &format!("{HEAD}{GET}"), ok("hi"));
    breaks(
        "HEAD_CONTENT",
        &HEAD.replace("Host", "Connection: close\r\nHost"),
        sized(200, "Connection: close\r\n", "hi"),
    );
    breaks("STATUS_CONTENT", GET, response(204, "", "hi"));
    breaks("STATUS_CONTENT", CONDITIONAL, response(304, "ETag: \"a\"\r\n", "hi"));
    breaks("STATUS_CONTENT", CONDITIONAL, response(304, "ETag: \"a\"\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"));
    breaks("STATUS_CONTENT", EXPECT, "HTTP/1.1 100 Continue\r\n\r\nhi".to_owned());
    breaks("RESET_CONTENT", GET, sized(205, "", "hi"));
    breaks("RESET_CONTENT", GET, response(205, "Transfer-Encoding: chunked\r\n", "1\r\na\r\n0\r\n\r\n"));
    breaks("CLOSE_UNSAID", OLD, response(200, "", "hi"));
    breaks("CLOSE_UNSAID", GET, response(200, "", "hi"));
    breaks("CLOSE_DELIMITED", GET, response(200, "Connection: close\r\n", "hi"));

    // Fields that a status demands.
    breaks("DATE_MISSING", GET, ok("hi").replace(DATE, ""));
    breaks("DATE_MISSING", GARBLED, sized(400, PLAIN, "no").replace(DATE, ""));
    breaks("DATE_MISSING", CONDITIONAL, "HTTP/1.1 304 Not Modified\r\n\r\n".to_owned());
    breaks("MODIFIED_LATER", GET, with("Last-Modified: Sun, 06 Nov 1994 08:49:38 GMT\r\n"));
    breaks("ALLOW_MISSING", GET, sized(405, PLAIN, "no"));
    breaks("CHALLENGE_MISSING", GET, sized(401, PLAIN, "no"));
    breaks("UPGRADE_MISSING", GET, sized(426, PLAIN, "no"));
    for status in [301, 302, 303, 307, 308] {
        breaks("LOCATION_MISSING", GET, sized(status, PLAIN, "go"));
    }

    // Ranges.
    breaks("LENGTH_UNSAID", &range("10-"), sized(416, PLAIN, "no"));
    breaks("LENGTH_UNSAID", &range("10-"), sized(416, "Content-Range: bytes 0-0/10\r\n", "no"));
    breaks("RANGE_SATISFIABLE", &range("0-5"), sized(416, "Content-Range: bytes */10\r\n", "no"));
    breaks("RANGE_MISSING", &range("0-1"), sized(206, PLAIN, "hi"));
    breaks("RANGE_MISSING", &range("0-1"), sized(206, "Content-Range: bytes */2\r\n", "hi"));
    for impossible in ["2-1/5", "0-1/1", "8-9/2"] {
        let fields = format!("Content-Range: bytes {impossible}\r\n");
        breaks("RANGE_IMPOSSIBLE", &range("0-1"), sized(206, &fields, "hi"));
    }
    breaks(
        "RANGE_TWICE",
        &range("0-1,4-4"),
        parts(PARTS).replace("Content-Length", "Content-Range: bytes 0-1/2\r\nContent-Length"),
    );
    breaks("RANGE_LENGTH", &range("0-1"), sized(206, "Content-Range: bytes 0-1/3\r\n", "h"));
    breaks("RANGE_LENGTH", &range("0-1"), sized(206, "Content-Range: bytes 0-1/3\r\n", "hi!"));
    breaks("RANGE_UNASKED", GET, sized(206, "Content-Range: bytes 0-1/3\r\n", "hi"));
    breaks("RANGE_UNASKED", GET, sized(416, "Content-Range: bytes */3\r\n", "no"));
    breaks("RANGE_UNASKED", &range("0-1").replace("GET", "HEAD"), response(206, "Content-Range: bytes 0-1/3\r\n", ""));
    breaks("RANGE_OTHER", &range("1-2"), sized(206, "Content-Range: bytes 0-1/3\r\n", "hi"));
    breaks("RANGE_OTHER", &range("-1"), sized(206, "Content-Range: bytes 1-2/3\r\n", "hi"));
    breaks("RANGE_OTHER", &range("1-"), sized(206, "Content-Range: bytes 1-1/3\r\n", "h"));
    breaks("PARTS_FOR_ONE", &range("0-1"), parts(PARTS));
    for content in [
        PARTS.replace("--b--", "--b-"),
        PARTS.replace("--b\r\n", "--c\r\n"),
        PARTS.replace("--b--\r\n", "--b--x"),
        PARTS.replacen("\r\n", "\n", 1),
        PARTS.replacen("Content-Type: ", "Content-Type:", 1),
        String::new(),
    ] {
        breaks("PARTS", &range("0-1,4-4"), parts(&content));
    }
    for content in [
        PARTS.replace("ab\r\n", "abc\r\n"),
        PARTS.replace("e\r\n--b--", "--b--"),
        PARTS.replace("0-1/10", "0-1/11"),
        PARTS.replace("Content-Range: bytes 0-1/10\r\n", ""),
        PARTS.replace("bytes 4-4/10", "bytes 6-6/10"),
    ] {
        breaks("PART_RANGE", &range("0-1,4-4"), parts(&content));
    }
    breaks("PART_TYPE", &range("0-1,4-4"), parts(&PARTS.replacen("Content-Type: text/plain\r\n", "", 1)));
    breaks("LENGTH_RANGE", &range("0-1").repeat(2), {
        let part = |whole: u32| sized(206, &format!("ETag: \"a\"\r\nContent-Range: bytes 0-1/{whole}\r\n"), "hi");
        part(8) + &part(9)
    });

    // Conditions and choices.
    breaks("NOT_MODIFIED_UNASKED", GET, response(304, "", ""));
    breaks("NOT_MODIFIED_UNASKED", &CONDITIONAL.replace("GET", "DELETE"), response(304, "", ""));
    breaks("NOT_MODIFIED_FIELDS", CONDITIONAL, response(304, PLAIN, ""));
    breaks(
        "NOT_MODIFIED_FIELDS",
        CONDITIONAL,
        response(304, &format!("ETag: \"a\"\r\n{}", DATE.replace("Date", "Last-Modified")), ""),
    );
    let tagged = sized(200, "ETag: \"a\"\r\n", "hi");
    breaks(
        "LENGTH_HEAD",
        &format!("{GET}{HEAD}"),
        tagged.clone() + &response(200, "ETag: \"a\"\r\nContent-Length: 3\r\n", ""),
    );
    breaks(
        "LENGTH_304",
        &format!("{GET}{CONDITIONAL}"),
        tagged + &response(304, "ETag: \"a\"\r\nContent-Length: 0\r\n", ""),
    );
    breaks("CODING_UNWANTED", GZIP, with("Content-Encoding: br\r\nVary: Accept-Encoding\r\n"));
    breaks("CODING_UNWANTED", GZIP, with("Content-Encoding: deflate\r\nVary: Accept-Encoding\r\n"));
    breaks("VARY_MISSING", GZIP, with("Content-Encoding: gzip\r\n"));
    breaks("UNEXPLAINED", GET, sized(404, "", ""));
    breaks("UNEXPLAINED", GET, sized(500, "", ""));
    breaks("UNTYPED", GET, sized(404, "", "no"));
    breaks("UNTYPED", GET, sized(303, "Location: /\r\n", "there"));
    breaks("SERVER_DETAILED", GET, with("Server: a/1 (b)\r\n"));
    breaks("SERVER_DETAILED", GET, with(&format!("Server: {}\r\n", "a/1 ".repeat(20).trim())));
    breaks("RANGE_STRAY", &range("0-1"), with("Content-Range: bytes 0-1/2\r\n"));

    // Interim responses.
    breaks("INTERIM_HTTP10", &EXPECT.replace("1.1", "1.0"), "HTTP/1.1 100 Continue\r\n\r\n".to_owned());
    breaks("INTERIM_HTTP10", OLD, "HTTP/1.1 103 Early Hints\r\n\r\n".to_owned());
    breaks("CONTINUE_UNASKED", POST, "HTTP/1.1 100 Continue\r\n\r\n".to_owned());
    breaks("CONTINUE_TWICE", EXPECT, "HTTP/1.1 100 Continue\r\n\r\n".repeat(2));
    breaks("SWITCH_UNASKED", GET, "HTTP/1.1 101 Words\r\nConnection: upgrade\r\nUpgrade: chat\r\n\r\n".to_owned());
    breaks("SWITCH_UNASKED", UPGRADE, "HTTP/1.1 101 Words\r\nConnection: upgrade\r\nUpgrade: talk\r\n\r\n".to_owned());
    breaks("SWITCH_UNNAMED", UPGRADE, "HTTP/1.1 101 Words\r\nConnection: upgrade\r\n\r\n".to_owned());

    // Which responses there are, and how the connection goes on.
    breaks("UNASKED", "", sized(408, PLAIN, "late"));
    breaks("UNASKED", "\r\n", sized(408, PLAIN, "late"));
    breaks("UNASKED", "", response(503, "Content-Length: 0\r\n", ""));
    breaks("UNASKED", "", sized(503, "Connection: close\r\n", "full"));
    breaks("UNASKED", GET, ok("hi") + &response(503, "Connection: close\r\nContent-Length: 0\r\n", ""));
    breaks("UNASKED", GET, ok("hi").repeat(2));
    breaks("UNASKED", POST, ok("hi").repeat(2));
    breaks("UNASKED", "GET / HT", sized(408, PLAIN, "late").repeat(2));
    breaks("UNASKED", &HEAD.repeat(2), ok("").repeat(3));
    breaks("AFTER_CLOSE", &GET.repeat(2), sized(200, "Connection: close\r\n", "hi").repeat(2));
    breaks("AFTER_REQUEST_CLOSE", &format!("{LAST}{GET}"), sized(200, "Connection: close\r\n", "hi") + &ok("hi"));
    breaks("ECHO_CLOSE", LAST, ok("hi"));
    breaks("AFTER_HTTP10", &OLD.repeat(2), ok("hi").repeat(2));
    breaks("AFTER_HTTP10", &OLD_KEEP.repeat(2), ok("hi").repeat(2));
    breaks("AFTER_HTTP10", &OLD.repeat(2), sized(200, "Connection: keep-alive\r\n", "hi").repeat(2));
    table
}

/// Right conversations: what is sent, what comes; the server then closes.
fn right() -> Vec<(String, String)> {
    let close = |content: &str| sized(200, "Connection: close\r\n", content);
    let unknown = sized(400, &format!("{PLAIN}Connection: close\r\n"), "no");
    vec![
        (GET.to_owned(), ok("hello")),
        (format!("\r\n{GET}"), ok("hello")),
        (GET.to_owned(), "HTTP/1.1 503 \r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nlater".to_owned()),
        (GET.repeat(3), ok("a") + &ok("") + &chunked("", "1\r\na\r\n0\r\n\r\n")),
        (format!("{HEAD}{POST}{GET}"), response(200, "Content-Length: 9\r\n", "") + &response(204, "", "") + &ok("b")),
        (LAST.to_owned(), close("bye")),
        (OLD.to_owned(), close("bye")),
        (OLD.to_owned(), ok("bye")),
        (OLD.to_owned(), response(200, "Connection: close\r\n", "until the end")),
        (OLD_KEEP.repeat(2), sized(200, "Connection: keep-alive\r\n", "hi").repeat(2)),
        (EXPECT.to_owned() + "hi", format!("HTTP/1.1 100 Continue\r\n\r\n{}", ok("thanks"))),
        (EXPECT.to_owned(), sized(405, &format!("Allow: GET\r\nConnection: close\r\n{PLAIN}"), "no")),
        (EXPECT.to_owned() + "hi" + GET, ok("thanks") + &ok("hi")),
        (
            CONDITIONAL.to_owned(),
            response(304, "ETag: \"a\"\r\nVary: Accept-Encoding\r\nCache-Control: no-cache\r\n", ""),
        ),
        (
            format!("{GET}{HEAD}{CONDITIONAL}{}", range("0-0")),
            sized(200, "ETag: \"a\"\r\n", "hi")
                + &response(200, "ETag: \"a\"\r\nContent-Length: 2\r\n", "")
                + &response(304, "ETag: \"a\"\r\nContent-Length: 2\r\n", "")
                + &sized(206, "ETag: \"a\"\r\nContent-Range: bytes 0-0/2\r\n", "h"),
        ),
        (GZIP.to_owned(), sized(200, "Content-Encoding: gzip\r\nVary: Accept-Encoding, Origin\r\n", "??")),
        (range("-2"), sized(206, "Content-Range: bytes 8-9/10\r\n", "ij")),
        (range("0-0,9-"), sized(206, "Content-Range: bytes 0-9/10\r\n", "abcdefghij")),
        (range("10-"), sized(416, &format!("{PLAIN}Content-Range: bytes */10\r\n"), "no")),
        (range("0-1,4-4"), parts(PARTS)),
        (range("0-1, 4-4"), parts(&format!("\r\n{PARTS}"))),
        (range("0-1,3-4"), parts(&PARTS.replace("4-4/10\r\n\r\ne", "3-4/10\r\n\r\nde"))),
        (
            GET.to_owned(),
            chunked(
                "Trailer: X-Sum, ETag\r\n",
                "5;a=b;c=\"d e\"\r\nhello\r\n0A\r\n0123456789\r\n000\r\nX-Sum: 1\r\nETag: \"a\"\r\n\r\n",
            ),
        ),
        (UPGRADE.to_owned(), "HTTP/1.1 101 Words\r\nConnection: upgrade\r\nUpgrade: chat\r\n\r\nanything\n".to_owned()),
        (UPGRADE.to_owned() + GET, ok("as if nothing had been said").repeat(2)),
        (CONNECT.to_owned(), response(200, "", "anything\n")),
        (CONNECT.to_owned(), sized(405, &format!("{PLAIN}Allow: GET\r\n"), "no")),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\nhi\r\n0\r\nX: y\r\n\r\n"
                .to_owned()
                + GET,
            ok("a").repeat(2),
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\nx\r\n".to_owned(),
            chunked("", "2\r\nhi\r\n"),
        ),
        (POST[..POST.len() - 1].to_owned(), chunked("", "1\r\nh\r\n")),
        (GARBLED.to_owned(), unknown.clone()),
        (GARBLED.to_owned() + GET, unknown.clone()),
        ("\n\nGET".to_owned(), unknown.clone()),
        ("HEAD / HTTP/1.1\nHost: a\n\n".to_owned(), unknown.clone()),
        (
            "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab".to_owned() + GET,
            unknown.clone(),
        ),
        ("\x16\x03\x01".to_owned(), unknown.clone()),
        ("GET /hel".to_owned(), unknown),
        (
            GET.to_owned(),
            sized(
                200,
                "Server: a/1 b\r\nLink: </a>\r\nLink: </b>\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\nX:\r\nY: caf\u{e9}\r\nAllow:\r\n",
                "hi",
            ),
        ),
        (
            GET.to_owned(),
            sized(201, "Location: ../a?b#c\r\nRetry-After: 120\r\nCache-Control: max-age=5, private=\"x\"\r\n", "hi"),
        ),
        (
            GET.to_owned(),
            sized(401, "WWW-Authenticate: Basic realm=\"a\"\r\nContent-Type: text/html; charset=\"utf-8\"\r\n", "who"),
        ),
        (GET.to_owned(), sized(308, "Location: http://[::1]:80/\r\n", "")),
        (GET.to_owned(), response(205, "Content-Length: 0\r\n", "")),
        (String::new(), response(503, "Connection: close\r\nContent-Length: 0\r\n", "")),
        (GET.to_owned(), response(503, "Connection: close\r\nContent-Length: 0\r\n", "")),
        (GET.to_owned(), String::new()),
        (String::new(), String::new()),
    ]
}

fn judge(sent: &str, received: &str, closed: bool) -> Result<(), &'static str> {
    let result = check_conversation(sent.as_bytes(), received.as_bytes(), closed);
    result.map_err(|violation| {
        let told = violation.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(violation.rule.requirement) && told.contains(violation.rule.why), "{told}");
        violation.rule.name
    })
}

/// Octet by octet.
fn judge_slowly(sent: &str, received: &str) -> Result<(), &'static str> {
    let mut conversation = Conversation::with_server();
    for octet in sent.bytes() {
        conversation.sent(&[octet]);
    }
    for octet in received.bytes() {
        assert_eq!(conversation.received(&[octet]), 1);
    }
    conversation.closed();
    conversation.verdict().map_err(|violation| violation.rule.name)
}

#[test]
fn every_rule_finds_what_breaks_it() {
    for (name, sent, received) in wrong() {
        assert_eq!(judge(&sent, &received, true), Err(name), "{sent:?}\n{received:?}");
        assert_eq!(judge_slowly(&sent, &received), Err(name), "{sent:?}\n{received:?}");
    }
}

#[test]
fn right_conversations_are_right_wherever_they_break_off() {
    for (sent, received) in right() {
        assert_eq!(judge(&sent, &received, true), Ok(()), "{sent:?}\n{received:?}");
        assert_eq!(judge_slowly(&sent, &received), Ok(()), "{sent:?}\n{received:?}");
        for cut in (0..received.len()).filter(|cut| received.is_char_boundary(*cut)) {
            assert_eq!(judge(&sent, &received[..cut], false), Ok(()), "{sent:?}\n{:?}", &received[..cut]);
            let mut conversation = Conversation::with_server();
            conversation.sent(sent.as_bytes());
            conversation.received(&received.as_bytes()[..cut]);
            conversation.received(&received.as_bytes()[cut..]);
            conversation.closed();
            assert!(conversation.verdict().is_ok(), "{sent:?}\n{received:?} cut at {cut}");
        }
    }
}

#[test]
fn the_table_is_complete() {
    let mut broken: BTreeSet<&str> = wrong().into_iter().map(|(name, _, _)| name).collect();
    // These have tests of their own.
    broken.extend(["DATE_FALSE", "STILL_OPEN"]);
    let requests = RULES.iter().position(|rule| rule.name == "REQUEST_LINE").expect("the rules for requests come last");
    let missing: Vec<&str> =
        RULES[..requests].iter().map(|rule| rule.name).filter(|name| !broken.contains(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_rule_proves_a_requirement() {
    let table = include_str!("../../../../tests/requirements/table.tsv");
    let ids: BTreeSet<&str> = table.lines().filter_map(|row| row.split('\t').next()).collect();
    let unknown: Vec<&str> = RULES.iter().map(|rule| rule.requirement).filter(|id| !ids.contains(id)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn a_connection_has_to_be_closed_when_that_was_said() {
    for (sent, received, must_close) in [
        (GET, sized(200, "Connection: close\r\n", "hi"), true),
        (OLD, ok("hi"), true),
        (OLD, sized(200, "Connection: keep-alive\r\n", "hi"), true),
        (OLD_KEEP, sized(200, "Connection: keep-alive\r\n", "hi"), false),
        (GET, ok("hi"), false),
        (GET, sized(200, "Connection: close\r\n", "hi").replace(": 2", ": 3"), false),
    ] {
        let mut conversation = Conversation::with_server();
        conversation.sent(sent.as_bytes());
        conversation.received(received.as_bytes());
        assert_eq!(conversation.must_close(), must_close, "{sent:?}\n{received:?}");
        conversation.still_open();
        let name = conversation.verdict().err().map(|violation| violation.rule.name);
        assert_eq!(name, must_close.then_some("STILL_OPEN"));
    }
}

#[test]
fn a_live_server_sends_the_present_date() {
    let mut conversation = Conversation::with_live_server();
    conversation.sent(GET.as_bytes());
    conversation.received(ok("hi").as_bytes());
    assert_eq!(conversation.verdict().err().map(|violation| violation.rule.name), Some("DATE_FALSE"));
}

fn broken(sent: &str, received: &str) -> Violation {
    *check_conversation(sent.as_bytes(), received.as_bytes(), true).expect_err("it is wrong")
}

#[test]
fn a_violation_names_the_octet() {
    let head = broken(HEAD, &ok("hi"));
    let at = ok("").len() as u64;
    assert_eq!((head.rule.name, head.section, head.at), ("HEAD_CONTENT", "RFC 9110 section 9.3.2", Some(at)));
    assert_eq!(head.wrong.map(|wrong| &head.octets[wrong..]), Some(&b"hi"[..]));
    assert!(head.octets.ends_with(b"Content-Length: 2\r\n\r\nhi") && head.request == HEAD.as_bytes());
    let field = broken(GET, &sized(200, "ETag: a\r\n", "hi"));
    assert_eq!((field.rule.name, field.section), ("FIELD_GRAMMAR", "RFC 9110 section 8.8.3"));
    assert!(field.wrong.is_some_and(|wrong| field.octets[wrong..].starts_with(b"a\r\n")));
    assert!(field.to_string().contains("ETag:  -->a\\r\\n"), "{field}");
}

#[test]
fn a_violation_has_the_head_where_something_is_missing() {
    let missing = broken(GET, &ok("hi").replace(DATE, ""));
    assert_eq!((missing.rule.name, missing.wrong, missing.at), ("DATE_MISSING", None, None));
    assert!(missing.octets.starts_with(b"HTTP/1.1 200 Words\r\n") && missing.octets.ends_with(b"\r\n\r\n"));
}

#[test]
fn a_violation_says_what_the_rule_alone_does_not() {
    let short = broken(GET, &response(200, "Content-Length: 3\r\n", "hi"));
    let words = "2 octets of content, and Content-Length: 3".to_owned();
    assert_eq!(short.detail, Some(Detail { words, octets: None }));
    assert_eq!(short.wrong, Some(short.octets.len()), "the end came too early");
    let parts = broken(&range("0-1,4-4"), &parts("no part at all"));
    let octets = Some(b"no part at all".to_vec());
    assert_eq!(parts.detail, Some(Detail { words: "no part".to_owned(), octets }));
}

#[test]
fn of_a_long_text_no_more_is_kept_than_is_around_the_wrong_octet() {
    let text = "x".repeat(100_000);
    let long = broken(GET, &(ok("hi") + &text));
    assert_eq!(long.rule.name, "TOO_LONG");
    assert!(long.octets.len() < 2000, "{}", long.octets.len());
}

#[test]
fn arbitrary_octets_never_make_the_checker_panic() {
    let pieces: Vec<Vec<u8>> = wrong()
        .into_iter()
        .flat_map(|(_, sent, received)| [sent.into_bytes(), received.into_bytes()])
        .chain(right().into_iter().flat_map(|(sent, received)| [sent.into_bytes(), received.into_bytes()]))
        .collect();
    arbtest::arbtest(|input| {
        let mut conversation = Conversation::with_server();
        for _ in 0..input.int_in_range(1..=8)? {
            let piece: Vec<u8> = if input.ratio(1, 4)? {
                input.arbitrary()?
            } else {
                let mut piece = input.choose(&pieces)?.clone();
                if !piece.is_empty() && input.ratio(1, 2)? {
                    let at = input.choose_index(piece.len())?;
                    piece[at] = input.arbitrary()?;
                    piece.truncate(input.int_in_range(at..=piece.len())?);
                }
                piece
            };
            if input.arbitrary()? {
                conversation.sent(&piece);
            } else {
                let _ = conversation.received(&piece);
            }
        }
        conversation.closed();
        conversation.still_open();
        if let Err(violation) = conversation.verdict() {
            assert!(!violation.to_string().is_empty());
        }
        Ok(())
    })
    .budget_ms(500);
}

#[test]
fn what_may_be_broken_does_not_hide_what_follows() {
    let text = "HTTP/1.0 200 OK\r\nServer: a (b)\r\nContent-Length: 2\r\n\r\nhiHTTP/1.0 404 Not Found\r\n\r\n";
    let mut forgiven = Vec::new();
    for expected in ["VERSION_LOW", "DATE_MISSING", "SERVER_DETAILED", "CLOSE_UNSAID", "UNEXPLAINED"] {
        let mut conversation = Conversation::with_server().forgiving(&forgiven);
        conversation.sent(GET.repeat(2).as_bytes());
        conversation.received(text.as_bytes());
        conversation.closed();
        let found = conversation.verdict().expect_err(expected).rule.name;
        assert_eq!(found, expected);
        forgiven.push(found);
    }
}
