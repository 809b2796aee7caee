//! Graded tests of lesson 06: the article's page, and its repair, one defect at a time.

use std::io::{ErrorKind, Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

use harness::{Failure, Lesson, Listener, Peer, Server, Teach, Verdict, common, deadline, test, visible};
#[cfg(unix)]
use predicates::prelude::*;

const LESSON: Lesson = harness::lesson!();

harness::main!(LESSON);

const NAIVE: &str = "\nHTTP/1.1\nContent-Type: text/html\n\n<html>\n<body>\n<b>Hello World</b>\n</body>\n</html>\n\n";
const REQUEST: &str = "GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: harness\r\nAccept: */*\r\n\r\n";

/// How far the clocks of a reply and of a test may be apart.
const CLOCK: Duration = Duration::from_mins(1);

/// A reply, taken apart so leniently that one defect does not hide another.
struct Reply {
    all: Vec<u8>,
    /// Where the page begins.
    page: usize,
}

impl Reply {
    /// What the repaired server replies to a request, when its page says `text`.
    fn to_request(text: &str) -> Verdict<Self> {
        let server = LESSON.server().args(["--repaired", "--text", text]).listen()?;
        Self::from(&mut ask(&server)?)
    }

    /// Everything that comes until the server closes the connection in order.
    fn from(peer: &mut Peer) -> Verdict<Self> {
        let all = peer.read_to_end().map_err(|failure| {
            failure.row("note", "the request is complete: its empty line has come, ␍␊␍␊, in whatever pieces")
        })?;
        let page = all.windows(6).position(|window| window == b"<html>");
        let page = page.ok_or_else(|| wrong("a reply with the page, which begins with <html>", &all))?;
        Ok(Self { all, page })
    }

    /// Everything in front of the page.
    fn head(&self) -> &[u8] {
        &self.all[..self.page]
    }

    fn body(&self) -> &[u8] {
        &self.all[self.page..]
    }

    /// The lines of the head that are not empty, without their ends.
    fn lines(&self) -> impl Iterator<Item = &[u8]> {
        let lines = self.head().split(|byte| *byte == b'\n');
        let stripped = lines.map(|line| line.strip_prefix(b"\r").unwrap_or(line));
        stripped.map(|line| line.strip_suffix(b"\r").unwrap_or(line)).filter(|line| !line.is_empty())
    }

    fn status_line(&self) -> &[u8] {
        self.lines().next().unwrap_or_default()
    }

    /// The values of the fields of that name.
    fn values(&self, name: &str) -> Vec<String> {
        let fields = self.lines().skip(1).map(|line| String::from_utf8_lossy(line).into_owned());
        let named = fields.filter_map(|field| {
            let (found, value) = field.split_once(':')?;
            found.trim().eq_ignore_ascii_case(name).then(|| value.trim_matches([' ', '\t']).to_owned())
        });
        named.collect()
    }

    /// The value of the first field of that name.
    fn value(&self, name: &str) -> Verdict<String> {
        let found = self.values(name).into_iter().next();
        found.ok_or_else(|| wrong(&format!("a field {name}"), self.head()))
    }

    fn expect_page(&self, text: &str) -> Verdict {
        let expected = format!("<html>\n<body>\n<b>{text}</b>\n</body>\n</html>");
        if self.body().trim_ascii() == expected.as_bytes() {
            return Ok(());
        }
        Err(Failure::differ(expected.as_bytes(), self.body().trim_ascii()))
    }
}

fn wrong(expected: &str, came: &[u8]) -> Failure {
    let came = if came.is_empty() { "nothing".to_owned() } else { visible(came) };
    Failure::wrong().row("expected", expected).row("came", came)
}

/// Connects and sends a request.
fn ask(server: &Server) -> Verdict<Peer> {
    let mut client = server.connect()?;
    client.send(REQUEST)?;
    Ok(client)
}

const UNANSWERED: Teach = Teach {
    wrong: "the request has come whole, and not a byte of a reply",
    why: "The server probably still waits for the empty line that ends a request. That line is not empty, it is CR LF: what cuts at \
          the LF, as `split(b'\\n')` does, leaves the CR, and `is_empty()` is then never true. Look for a line that is CR alone. \
          (RFC 9112 sections 2.1 and 2.2)",
    book: "Reading the request",
};

/// Checks something about the reply to a request. Where there is none at all, that is told instead of what the reply lacks.
fn check_reply(teach: Teach, body: impl FnOnce() -> Verdict + Send + 'static) -> Verdict {
    let Err(failure) = LESSON.check(teach, body) else { return Ok(()) };
    let is_silent = Arc::new(AtomicBool::new(false));
    let found = Arc::clone(&is_silent);
    let told = LESSON.check(UNANSWERED, move || {
        let answered = is_answered();
        found.store(matches!(answered, Ok(false)), Ordering::Relaxed);
        let in_vain = format!("nothing within {} s", deadline().as_secs());
        let unanswered = Failure::no_answer().row("expected", "a reply").row("came", in_vain);
        if answered? { Ok(()) } else { Err(unanswered) }
    });
    if is_silent.load(Ordering::Relaxed) { told } else { Err(failure) }
}

/// Whether anything comes for a whole request, be it the end of the connection.
fn is_answered() -> Verdict<bool> {
    let server = LESSON.server().arg("--repaired").listen()?;
    let client = ask(&server)?;
    let prepared = client.stream().set_read_timeout(Some(deadline()));
    prepared.map_err(|error| Failure::broken("cannot prepare a socket", &error))?;
    let came = client.stream().peek(&mut [0]);
    Ok(!came.is_err_and(|error| matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)))
}

/// Expects that the server, which has nothing more to do, has not answered yet.
fn expect_nothing_yet(server: &Server, client: &Peer) -> Verdict {
    // A server that reads byte by byte is right too, and may be busy for longer than others.
    server.expect_idle().or_else(|_| server.expect_idle())?;
    let mut came = [0; 64];
    let peeked = client.stream().set_nonblocking(true).and_then(|()| client.stream().peek(&mut came));
    client.stream().set_nonblocking(false).map_err(|error| Failure::broken("cannot prepare a socket", &error))?;
    let expected = "no byte before the request's empty line";
    match peeked {
        Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(()),
        Ok(0) => Err(wrong(expected, b"the end of the connection")),
        Ok(count) => Err(wrong(expected, &came[..count])),
        Err(error) => Err(Failure::wrong().row("expected", expected).row("came", error.to_string())),
    }
}

#[test]
fn nothing_stands_before_the_status_line() -> Verdict {
    let teach = Teach {
        wrong: "the reply does not begin with its version",
        why: "A response begins with its status line, not with an empty line. curl takes anything else for HTTP/0.9 and refuses it; \
              Python says BadStatusLine, Node says parse error. (RFC 9112 section 2.1)",
        book: "The status line",
    };
    check_reply(teach, || {
        let reply = Reply::to_request("Hello World")?;
        if reply.all.starts_with(b"HTTP/") {
            return Ok(());
        }
        Err(wrong("\"HTTP/1.1\" as the first bytes", reply.head()))
    })
}

#[test]
fn the_status_line_is_complete() -> Verdict {
    let teach = Teach {
        wrong: "the status line is not version, space, status code, space, reason",
        why: "A client reads the result from the status code. curl, wget, Python and Node refuse a reply without one; browsers \
              take it for 200. The second space is required even without a reason: \"HTTP/1.1 200 \". (RFC 9112 section 4)",
        book: "The status line",
    };
    check_reply(teach, || {
        let reply = Reply::to_request("Hello World")?;
        let line = reply.status_line();
        let reason = line.strip_prefix(b"HTTP/1.1 200 ");
        // reason-phrase = 1*( HTAB / SP / VCHAR / obs-text )
        if reason.is_some_and(|reason| reason.iter().all(|byte| !byte.is_ascii_control() || *byte == b'\t')) {
            return Ok(());
        }
        Err(wrong("the line \"HTTP/1.1 200 OK\"", line))
    })
}

fn expect_length(text: &str) -> Verdict {
    let reply = Reply::to_request(text)?;
    let length = reply.body().len();
    let expected = format!("Content-Length: {length}, the number of bytes from <html> to the end");
    let Some(value) = reply.values("Content-Length").into_iter().next() else {
        return Err(Failure::wrong().row("expected", expected).row("came", "no field Content-Length"));
    };
    // Content-Length = 1*DIGIT
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && value.parse() == Ok(length) {
        return Ok(());
    }
    Err(Failure::wrong().row("expected", expected).row("came", format!("Content-Length: {value}")))
}

#[test]
fn content_type_names_the_charset() -> Verdict {
    let teach = Teach {
        wrong: "Content-Type does not say that the page is HTML in UTF-8",
        why: "A body is bytes. Which characters they are, the charset says; without it a browser guesses, and Grüße may become GrÃ¼ÃŸe. \
              (RFC 9110 sections 8.3.1 and 8.3.2)",
        book: "Content-Type and charset",
    };
    check_reply(teach, || {
        let value = Reply::to_request("Grüße")?.value("Content-Type")?;
        let mut parts = value.split(';').map(str::trim);
        let is_html = parts.next().is_some_and(|media_type| media_type.eq_ignore_ascii_case("text/html"));
        let is_utf8 = parts.any(|parameter| {
            let parameter = parameter.to_ascii_lowercase();
            matches!(parameter.as_str(), "charset=utf-8" | "charset=\"utf-8\"")
        });
        if is_html && is_utf8 {
            return Ok(());
        }
        let came = format!("Content-Type: {value}");
        let failure = Failure::wrong().row("expected", "Content-Type: text/html; charset=utf-8").row("came", came);
        let without_hyphen = value.to_ascii_lowercase().contains("utf8");
        Err(if without_hyphen { failure.row("note", "the name is `utf-8`, with hyphen") } else { failure })
    })
}

#[test]
fn content_length_says_where_the_page_ends() -> Verdict {
    let teach = Teach {
        wrong: "Content-Length is not the number of bytes that follow the head",
        why: "The length tells a client where the reply ends: too large, and curl, wget, Python and Node report a broken transfer; too small, \
              and the end of the page is lost. Without it, nobody notices a reply that was cut. (RFC 9110 section 8.6, RFC 9112 section 6.3)",
        book: "Content-Length",
    };
    check_reply(teach, || expect_length("Hello World"))
}

#[test]
fn content_length_counts_bytes_not_characters() -> Verdict {
    let teach = Teach {
        wrong: "Content-Length is wrong for a page beyond ASCII",
        why: "Content-Length counts octets, which are bytes. In UTF-8, ü is two of them: a count of characters is too small, and every \
              client loses the end of the page. (RFC 9110 section 8.6)",
        book: "Content-Length",
    };
    check_reply(teach, || expect_length("Grüße aus 北京"))
}

#[test]
fn the_date_is_now() -> Verdict {
    let teach = Teach {
        wrong: "the field Date is not the present time in the form that HTTP asks for",
        why: "Caches reckon a reply's age from its Date: the time at which that reply was made. The form is fixed, IMF-fixdate, always in \
              GMT; a server with a clock must send it. \
              No client here misses it: a cache does. (RFC 9110 sections 5.6.7 and 6.6.1)",
        book: "Date",
    };
    check_reply(teach, || {
        let server = LESSON.server().arg("--repaired").listen()?;
        let first = date_of(&server)?;
        // A Date has no parts of a second: after more than one, it is another.
        server.wait_end(Duration::from_millis(1_100))?;
        let second = date_of(&server)?;
        if second > first {
            return Ok(());
        }
        let came = format!("twice Date: {}", httpdate::fmt_http_date(second));
        Err(Failure::wrong()
            .row("expected", "in a reply that was sent more than a second after another one, a later Date")
            .row("came", came)
            .row("note", "ask for the time when the reply is made, not once when the server starts"))
    })
}

#[test]
fn every_line_of_the_head_ends_with_crlf() -> Verdict {
    let teach = Teach {
        wrong: "a line of the head does not end with CR LF",
        why: "In HTTP a line ends with two bytes, \\r\\n. Many clients accept a bare \\n; Node refuses it. A sender has no such choice. \
              (RFC 9112 sections 2.1 and 2.2)",
        book: "Line ends",
    };
    check_reply(teach, || {
        let reply = Reply::to_request("Hello World")?;
        let head = reply.head();
        let alone = |(index, byte): (usize, &u8)| match byte {
            b'\n' => index == 0 || head[index - 1] != b'\r',
            b'\r' => head.get(index + 1) != Some(&b'\n'),
            _ => false,
        };
        match head.iter().enumerate().position(alone) {
            Some(at) => {
                let mut expected = head[..at].to_vec();
                expected.extend(b"\r\n");
                Err(Failure::differ(&expected, &head[..=at]))
            }
            None if head.is_empty() || head.ends_with(b"\r\n") => Ok(()),
            None => Err(wrong("lines that end with ␍␊, the two bytes 13 and 10", head)),
        }
    })
}

#[test]
fn a_request_is_read_however_its_bytes_come() -> Verdict {
    let teach = Teach {
        wrong: "a request that came byte by byte, or was long, was not answered at its end",
        why: "Read on until the empty line, wherever the packets end: within a line, between \\r and \\n, after 1,024 bytes. Up to 64 KiB \
              are fine, in as many lines as it takes; a request line alone may have 8,000 bytes. (RFC 9112 sections 2.2 and 3)",
        book: "Reading the request",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().arg("--repaired").listen()?;
        let mut client = server.connect()?;
        for byte in REQUEST.as_bytes().chunks(1) {
            client.send(byte)?;
        }
        Reply::from(&mut client)?.expect_page("Hello World")?;
        drop(client);

        // Lines of 8,000 and 16,384 bytes: whoever takes lines in pieces of a usual size finds an empty piece at their ends.
        let (path, cookie) = ("x".repeat(8000 - "GET / HTTP/1.1".len()), "y".repeat(16_384 - "Cookie: ".len()));
        // Short lines fill it up to 64 KiB, the last four bytes included.
        let mut long = format!("GET /{path} HTTP/1.1\r\nCookie: {cookie}\r\n");
        while long.len() + 12 < 64 * 1024 - "\r\n\r\n".len() {
            long += "X: y\r\n";
        }
        long += "Z: ";
        long += &"z".repeat(64 * 1024 - "\r\n\r\n".len() - long.len());
        let mut client = server.connect()?;
        client.send(long)?;
        expect_nothing_yet(&server, &client)?;
        client.send_split(["\r\n\r", "\n"])?;
        Reply::from(&mut client)?.expect_page("Hello World")
    })
}

#[test]
fn a_request_is_read_before_it_is_answered() -> Verdict {
    let teach = Teach {
        wrong: "the server did not answer when, and only when, the request's empty line had come",
        why: "A request may come in any number of packets, and one read is not one request. Only its empty line says that it is complete: \
              read until then. (RFC 9112 sections 2.1 and 2.2)",
        book: "Reading the request",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().arg("--repaired").listen()?;
        let mut client = server.connect()?;
        client.send_split(["GET / HT", "TP/1.1\r\nHost: localhost\r\n", "Content-Length: 5\r", "\n"])?;
        expect_nothing_yet(&server, &client)?;
        client.send("X-Blank: a\r\n \r\n")?;
        expect_nothing_yet(&server, &client)
            .map_err(|failure| failure.row("note", "a line with a space in it is not empty: do not trim the lines"))?;
        client.send("\u{a0}\r\n")?;
        expect_nothing_yet(&server, &client).map_err(|failure| {
            failure.row("note", "a line with a no-break space in it is not empty: do not trim the lines")
        })?;
        client.send("X\n")?;
        expect_nothing_yet(&server, &client)
            .map_err(|failure| failure.row("note", "a line of one byte is not empty: compare the byte too"))?;
        client.send("\rY: a\r\n")?;
        expect_nothing_yet(&server, &client)
            .map_err(|failure| failure.row("note", "a line that begins with CR is not empty: compare all of it"))?;
        client.send("\r\n")?;
        let reply = Reply::from(&mut client).map_err(|failure| {
            failure.row(
                "note",
                "the 5 bytes after the empty line never come: the request is read to its empty line, no further",
            )
        })?;
        reply.expect_page("Hello World")?;
        drop(client);

        let mut half = server.connect()?;
        half.send("GET / HTTP/1.1\r\nHost: localhost\r\n")?;
        half.finish()?;
        match half.read_to_end() {
            Ok(came) if came.windows(6).any(|window| window == b"<html>") => {
                Err(wrong("no page for a client that closes its side before the empty line", &came)
                    .row("note", "a read of 0 before the empty line is an error, not the end of a request"))
            }
            _ => Ok(()),
        }
    })
}

#[test]
fn a_client_that_drips_is_given_up() -> Verdict {
    let teach = Teach {
        wrong: "a client that sent one byte now and then was not given up, or was answered",
        why: "A read that fails is not the end of a request: pass its error on; a loop that skips errors never ends, because after \
              --patience every read fails. A read timeout of your own starts anew with every byte.",
        book: "Reading the request",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--repaired", "--patience", "150"]).listen()?;
        let mut silent = server.connect()?;
        let client = server.connect()?;
        let prepared = client.stream().set_read_timeout(Some(Duration::from_millis(40)));
        prepared.map_err(|error| Failure::broken("cannot prepare a socket", &error))?;
        let until = Instant::now() + deadline();
        let came = loop {
            if let Some(came) = drip(client.stream()) {
                break came;
            }
            if Instant::now() > until {
                return Err(Failure::no_answer()
                    .row("sent", "\"x\" every 40 ms")
                    .row("expected", "with --patience 150, the server closes the connection after 150 ms")
                    .row("came", format!("it is still reading after {} s", deadline().as_secs()))
                    .row("note", SKIPPED_ERRORS));
            }
        };
        for came in [came, silent.read_to_end().map_err(|failure| failure.row("note", SKIPPED_ERRORS))?] {
            if !came.is_empty() {
                return Err(wrong("the end of the connection, and no answer to a request that is not complete", &came)
                    .row("note", "a read that fails is not the end of a request: pass its error on"));
            }
        }
        Ok(())
    })
}

#[test]
fn the_client_prints_everything_until_the_server_closes() -> Verdict {
    let teach = Teach {
        wrong: "the client did not send its message or did not print the whole reply",
        why: "Send the message, then read until a read returns 0, and print what came, whatever it is: what is no UTF-8 as \\xNN. Where \
              nothing came, that is an error, which names the address.",
        book: "Run",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr()]).start()?;
        let mut peer = server.accept()?;
        peer.expect("Hello World from client")?;
        peer.send_split(["\nHTTP/1.1\n\nHé", "llo\u{20}W\r\n"])?;
        peer.send(b"\xff")?;
        drop(peer);
        client.expect_stdout(
            "client sending: Hello World from client\nclient received: \nHTTP/1.1\n\nHéllo W\r\n\\xff\n",
        )?;
        client.expect_end(0)?;

        let client = LESSON.client().args(["--addr", &server.addr(), "--get"]).start()?;
        let mut peer = server.accept()?;
        peer.expect(format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", server.addr()))?;
        drop(peer);
        client.expect_error_line(&[&server.addr()])?;
        client.expect_end(1)?;
        Ok(())
    })
}

#[cfg(unix)]
#[test]
fn the_client_prints_what_came_before_a_reset() -> Verdict {
    let teach = Teach {
        wrong: "the client lost a reply because the connection was reset after it",
        why: "The naive server closes with the client's message unread, and its system sends a reset. What came before counts all the same.",
        book: "Closing in order",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr()]).start()?;
        let mut peer = server.accept()?;
        peer.expect("Hello World from client")?;
        peer.send(NAIVE)?;
        peer.reset()?;
        client.expect_stdout(format!("client sending: Hello World from client\nclient received: {NAIVE}\n"))?;
        client.expect_stderr_that(&predicate::str::contains("reset"))?;
        client.expect_end(0)?;

        let client = LESSON.client().args(["--addr", &server.addr()]).start()?;
        let mut peer = server.accept()?;
        peer.expect("Hello World from client")?;
        peer.reset()?;
        client.expect_error_line(&[])?;
        client.expect_end(1)?;
        Ok(())
    })
}

#[cfg(target_os = "linux")]
#[test]
fn the_client_prints_the_reply_of_a_server_that_did_not_take_the_message() -> Verdict {
    let teach = Teach {
        wrong: "a server replied and was gone before it had taken the whole message: the reply was lost, or the error of sending was",
        why: "A write that fails says that the server takes no more, not that it has said nothing: keep the error, and read to the end all \
              the same. Then print what came, and say on standard error how the connection broke: the error of sending, where no read \
              has failed.",
        book: "Closing in order",
    };
    LESSON.check(teach, || {
        let server = Listener::bind_with_small_packets()?;
        let message = "0123456789".repeat(12_000);
        let client = LESSON.client().args(["--addr", &server.addr(), &message]).start()?;
        let mut peer = server.accept()?;
        // Nobody reads the message: so the client waits in its write, and finds out there that the server has gone.
        let _ = client.expect_idle();
        peer.send(NAIVE)?;
        peer.reset()?;
        let broke = predicate::function(|said: &str| {
            let said = said.to_ascii_lowercase();
            ["reset", "pipe"].iter().any(|word| said.contains(word))
        });
        client.expect_stdout(format!("client sending: {message}\nclient received: {NAIVE}\n"))?;
        client.expect_stderr_that(&broke)?;
        client.expect_end(0)?;
        Ok(())
    })
}

#[test]
fn without_repaired_the_reply_is_the_articles() -> Verdict {
    let teach = Teach {
        wrong: "without --repaired the reply is not the article's",
        why: "The naive reply is given, with its empty first line and bare LFs, and comes without a request: leave it as it is.",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for _ in 0..2 {
            server.connect()?.expect_all(NAIVE)?;
        }
        server.connect()?.reset()?;
        server.connect()?.expect_all(NAIVE)
    })
}

#[test]
fn an_empty_line_ends_the_head() -> Verdict {
    let teach = Teach {
        wrong: "there is no empty line between the fields and the page",
        why: "The empty line tells the client where the head ends. Without it, the page is read as more fields, and no page is left. \
              (RFC 9112 section 2.1)",
        book: "Line ends",
    };
    check_reply(teach, || {
        let reply = Reply::to_request("Hello World")?;
        let head = reply.head();
        let first = head.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(0);
        let plain: Vec<u8> = head[first..].iter().copied().filter(|byte| *byte != b'\r').collect();
        match plain.windows(2).position(|pair| pair == b"\n\n") {
            Some(at) if at + 2 == plain.len() => Ok(()),
            Some(at) if plain[at..].trim_ascii().is_empty() => {
                Err(wrong("one empty line, right before the page", head)
                    .row("note", "more than one empty line stands before the page"))
            }
            Some(_) => {
                let note = "an empty line stands before the last field: push lines without line ends";
                Err(wrong("one empty line, right before the page", head).row("note", note))
            }
            None => Err(wrong("an empty line before the page", head)),
        }
    })
}

/// Whether a byte may stand in a field name (RFC 9110 section 5.6.2).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[test]
fn the_fields_have_a_name_a_colon_and_a_value() -> Verdict {
    let teach = Teach {
        wrong: "a line of the head is no field",
        why: "A field is a name, a colon directly after it, and a value; each of these fields stands once. Two different lengths would be \
              two different replies, and Node refuses even two equal ones. (RFC 9112 sections 5 and 6.3)",
        book: "Fields",
    };
    check_reply(teach, || {
        let reply = Reply::to_request("Hello World")?;
        for line in reply.lines().skip(1) {
            let name = line.iter().position(|byte| *byte == b':').map_or(&b""[..], |colon| &line[..colon]);
            if name.is_empty() || !name.iter().all(|byte| is_token(*byte)) {
                return Err(wrong("lines of the form \"Name: value\" after the status line", line));
            }
        }
        for name in ["Content-Length", "Content-Type", "Date"] {
            if reply.values(name).len() > 1 {
                return Err(wrong(&format!("the field {name} once"), reply.head()));
            }
        }
        Ok(())
    })
}

/// The Date of a reply, which is the present one.
fn date_of(server: &Server) -> Verdict<SystemTime> {
    let value = Reply::from(&mut ask(server)?)?.value("Date")?;
    let expected = format!("Date: {}, or a few seconds before", httpdate::fmt_http_date(SystemTime::now()));
    let far = |date: SystemTime| {
        let now = SystemTime::now();
        now.duration_since(date).or_else(|_| date.duration_since(now)).is_ok_and(|apart| apart > CLOCK)
    };
    match httpdate::parse_http_date(&value) {
        // The parser takes two obsolete forms too, which a sender must not use.
        Ok(date) if !far(date) && httpdate::fmt_http_date(date) == value => Ok(date),
        _ => Err(Failure::wrong().row("expected", expected).row("came", format!("Date: {value}"))),
    }
}

#[test]
fn the_repaired_page_says_its_text() -> Verdict {
    let teach = Teach {
        wrong: "the page is not the one that --text asks for, or its connection does not announce the close",
        why: "The page has the text that the server was told, and the field \"Connection: close\" says that no other \
              request follows. (RFC 9112 section 9.6)",
        book: "Closing in order",
    };
    check_reply(teach, || {
        for text in ["Hello World", "Grüße aus 北京", ""] {
            let reply = Reply::to_request(text)?;
            reply.expect_page(text)?;
            if !reply.value("Connection")?.eq_ignore_ascii_case("close") {
                return Err(wrong("a field \"Connection: close\"", reply.head()));
            }
        }
        Ok(())
    })
}

#[test]
fn a_request_that_is_no_http_gets_the_page_too() -> Verdict {
    let teach = Teach {
        wrong: "a request line that makes no sense was not answered with the page",
        why: "This server does not understand requests yet: whatever stands before the empty line, bytes that are no text too, the page \
              comes. The next lesson looks at the request.",
        book: "Reading the request",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().arg("--repaired").listen()?;
        for request in [&b"\xff\xfe\0 Hello World from client\r\n\r\n"[..], b"x\r\n\r\n", b"x\r\r\n\r\n"] {
            let mut client = server.connect()?;
            client.send(request)?;
            Reply::from(&mut client)?.expect_page("Hello World")?;
        }
        Ok(())
    })
}

#[test]
fn no_reset_destroys_the_reply() -> Verdict {
    let teach = Teach {
        wrong: "a client that sent more than the server needed did not get its reply in peace",
        why: "A socket that is closed with bytes unread, or that bytes still come for, resets the connection, and a reset can destroy a \
              reply on its way. Close in stages: shutdown, read the rest, then close. (RFC 9112 section 9.6)",
        book: "Closing in order",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().arg("--repaired").listen()?;
        let mut client = server.connect()?;
        let post = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 40000\r\n\r\n".to_owned();
        client.send(post + &"x".repeat(40_000))?;
        let reply = Reply::from(&mut client).map_err(|failure| {
            let note = "the empty line came, with more bytes after it: look for it anywhere in what you have read";
            failure.row("note", note)
        })?;
        reply.expect_page("Hello World")?;
        drop(client);

        let mut client = ask(&server)?;
        Reply::from(&mut client)?.expect_page("Hello World")?;
        client.send_split(["this", "comes", "after the reply"])
    })
}

#[test]
fn a_request_without_an_end_is_given_up() -> Verdict {
    let teach = Teach {
        wrong: "a client whose request never ended was read without limit",
        why: "Whoever reads until a mark must say how far: a client that never sends it would fill the memory or hold a thread for ever.",
        book: "Reading the request",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().arg("--repaired").listen()?;
        let client = server.connect()?;
        let line = vec![b'x'; 64 * 1024];
        let until = Instant::now() + deadline();
        let mut sent = 0;
        while client.stream().write_all(&line).is_ok() {
            sent += line.len();
            if sent > 256 * 1024 * 1024 || Instant::now() > until {
                return Err(Failure::no_answer()
                    .row("sent", "\"xxxx…\", without a line end, without an end")
                    .row("expected", "the server closes the connection at a limit of its own")
                    .row("came", format!("it took {} MiB and is still reading", sent / (1024 * 1024))));
            }
        }
        Reply::from(&mut ask(&server)?)?.expect_page("Hello World")
    })
}

const SKIPPED_ERRORS: &str = "after --patience every read fails; a loop that skips errors never ends: pass them on";

/// Sends a byte and waits for the next moment to do so; once the connection has ended or an answer begins, what came.
fn drip(mut stream: impl Read + Write) -> Option<Vec<u8>> {
    let sent = stream.write_all(b"x");
    let mut came = [0; 64];
    match stream.read(&mut came) {
        Ok(count) => Some(came[..count].to_vec()),
        Err(error) if sent.is_ok() && matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => None,
        Err(_) => Some(Vec::new()),
    }
}

#[test]
fn the_server_outlives_every_client() -> Verdict {
    let teach = Teach {
        wrong: "clients that sent no request disturbed the others",
        why: "Browsers open connections ahead and never use them; scanners connect and leave; networks break. A client without a request \
              is no error of the server's, and keeps nobody waiting. When it has left, its socket and its thread go too.",
        book: "Reading the request",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().arg("--repaired").listen()?;
        let before = server.kept();
        let silent = (0..10).map(|_| server.connect()).collect::<Verdict<Vec<_>>>()?;
        server.connect()?.finish()?;
        let mut half = server.connect()?;
        half.send("GET / HT")?;
        half.finish()?;
        server.connect()?.reset()?;
        let mut broken = server.connect()?;
        broken.send("GET / HTTP/1.1\r\nHost: loc")?;
        broken.reset()?;
        ask(&server)?.reset()?;
        server.expect_idle()?;
        for _ in 0..10 {
            for _ in 0..100 {
                drop(server.connect()?);
            }
            // The system queues about 128 connections for a server; more at a time would test the queue.
            Reply::from(&mut ask(&server)?)?.expect_page("Hello World")?;
        }
        drop(silent);
        server.expect_nothing_kept(before, 60)
    })
}

#[test]
fn many_clients_are_served_at_once() -> Verdict {
    let teach = Teach {
        wrong: "fifty clients at once did not all get the page",
        why: "Each client needs somebody who waits for its bytes: a thread of its own. A server that serves one after another waits for \
              the slowest.",
        book: "Reading the request",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().arg("--repaired").listen()?;
        let mut clients = (0..50).map(|_| server.connect()).collect::<Verdict<Vec<_>>>()?;
        let (first, rest) = REQUEST.split_at(20);
        for client in &mut clients {
            client.send(first)?;
        }
        for client in clients.iter_mut().rev() {
            client.send(rest)?;
            Reply::from(client)?.expect_page("Hello World")?;
        }
        Ok(())
    })
}

#[test]
fn the_server_says_that_an_address_is_in_use() -> Verdict {
    common::the_server_says_that_an_address_is_in_use(LESSON, "Build it")
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_server() -> Verdict {
    common::ctrl_c_ends_the_server(LESSON, "Run", &[&[], &["--repaired"]], |_| Ok(()))
}

#[test]
fn the_client_says_that_nobody_listens() -> Verdict {
    let others = &[("no-such-host.invalid:80", "no-such-host.invalid:80"), ("nonsense", "nonsense")];
    common::the_client_says_that_nobody_listens(
        LESSON,
        "Build it",
        |client, addr| client.args(["--addr", addr]),
        others,
    )
}

#[test]
fn unknown_arguments_end_with_status_2() -> Verdict {
    common::unknown_arguments_end_with_status_2(LESSON, "Build it")
}

#[cfg(not(unix))]
harness::tests_left_out! {
    ctrl_c_ends_the_server: "a test cannot send Ctrl-C on this system",
    the_client_prints_what_came_before_a_reset: "a reset takes with it what came before on this system",
}

#[cfg(not(target_os = "linux"))]
harness::tests_left_out! {
    the_client_prints_the_reply_of_a_server_that_did_not_take_the_message: "this system may take a whole message that nobody reads, or lose a reply to it",
}
