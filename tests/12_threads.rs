//! Graded tests of lesson 12: the driver of a server and of a client, with a bound on every wait.
//!
//! A line `proves:` names a requirement of RFC 9110 or RFC 9112 that the test below it proves.

use std::fmt::Display;
use std::io::{ErrorKind, Read};
use std::time::{Duration, Instant};

use harness::{Failure, Folder, Lesson, Listener, Peer, RefusingPort, Reply, Running, Server, Teach, Verdict, test};
use predicates::prelude::*;

const LESSON: Lesson = harness::lesson!();

harness::main!(LESSON);

/// A request for a short page.
const HELLO: &str = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// The same, and the connection ends after the response.
const LAST: &str = "GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

/// A request for the large page, the last one.
const LARGE: &str = "GET /large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

/// The octets of that page, all of them `x`: more than the buffers of the system take while their reader reads nothing, or
/// some kilobytes now and then.
const LARGE_PAGE: usize = 16 * 1024 * 1024;

/// The head of a request whose content, of so many octets, is counted.
fn upload(octets: impl Display, lines: &str) -> String {
    format!("POST /length HTTP/1.1\r\nHost: localhost\r\nContent-Length: {octets}\r\n{lines}\r\n")
}

fn contains(text: &[u8], part: &str) -> bool {
    text.windows(part.len()).any(|window| window == part.as_bytes())
}

/// Sends a request and reads its response and the close after it.
fn last_response(server: &Server, request: impl AsRef<[u8]>) -> Verdict<Reply> {
    let mut client = server.connect()?;
    client.send(request)?;
    client.reply_and_close("GET")
}

/// The server still responds.
fn expect_service(server: &Server) -> Verdict {
    last_response(server, LAST)?.expect_status(200)
}

/// The connection ends without an octet.
fn expect_silent_close(client: &mut Peer) -> Verdict {
    let came = client.read_to_end()?;
    if came.is_empty() {
        return Ok(());
    }
    Err(Failure::wrong()
        .row("expected", "the connection ends, and nothing is sent")
        .row("came", harness::visible(&came)))
}

/// Sends octet by octet, each when the program has taken in the one before, until a response comes.
fn send_slowly(client: &mut Peer, octets: &[u8]) -> Verdict {
    for octet in octets.chunks(1) {
        client.send_split([&[], octet])?;
        if has_come(client)?.is_some() {
            break;
        }
    }
    Ok(())
}

/// Whether octets have come (1) or the end (0).
fn has_come(client: &Peer) -> Verdict<Option<usize>> {
    let stream = client.stream();
    let peeked = stream.set_nonblocking(true).and_then(|()| stream.peek(&mut [0]));
    stream.set_nonblocking(false).map_err(|error| Failure::broken("cannot prepare a socket", &error))?;
    Ok(peeked.ok())
}

/// The server has responses to finish, and does not end before.
#[cfg(unix)]
fn expect_to_go_on(server: &Server) -> Verdict {
    // Longer than it may take to end with nothing left to do.
    let Some(ended) = server.wait_end(Duration::from_secs(1))? else { return Ok(()) };
    let came = ended.status.map_or("it ended".to_owned(), |status| format!("it ended with exit status {status}"));
    Err(Failure::wrong().row("expected", "the server waits for the response that has begun").row("came", came))
}

/// Keeps the server busy with another client for so long.
fn pass_time(server: &Server, time: Duration) -> Verdict {
    let began = Instant::now();
    while began.elapsed() < time {
        expect_service(server)?;
    }
    Ok(())
}

/// The server has made a page and waits for its reader. That takes its time on a busy machine.
fn expect_blocked(server: &Server) -> Verdict {
    (0..4).find_map(|_| server.expect_idle().ok()).map_or_else(|| server.expect_idle(), Ok)
}

/// How many octets a client gets of the large page and its head that takes nothing for less than half of `--timeout`, so that
/// writes end with nothing sent; then some kilobytes now and then, for longer than `--timeout` in all; and then the rest.
fn read_slowly(min_rate: &str) -> Verdict<usize> {
    let server = LESSON.server().args(["--min-rate", min_rate, "--timeout", "1"]).listen()?;
    let mut client = server.connect_with_buffer(16 * 1024)?;
    client.send(LARGE)?;
    expect_blocked(&server)?;
    let (began, mut came) = (Instant::now(), 0);
    server.wait_end(Duration::from_millis(400))?;
    while began.elapsed() < Duration::from_millis(1400) {
        match client.stream().read(&mut [0; 16 * 1024]) {
            Ok(count) if count > 0 => came += count,
            // By a close, or by a reset.
            _ => return Ok(came),
        }
        pass_time(&server, Duration::from_millis(5))?;
    }
    Ok(came + read_until_it_ends(&client)?.len())
}

/// All of the large page has come, with its head.
fn expect_large_page(came: usize) -> Verdict {
    if came > LARGE_PAGE {
        return Ok(());
    }
    let came = format!("{came} octets, and the connection ended");
    Err(Failure::wrong().row("expected", format!("a page of {LARGE_PAGE} octets")).row("came", came))
}

/// A client in the middle of its response: its place is taken.
fn busy_client(server: &Server) -> Verdict<Peer> {
    let mut client = server.connect()?;
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n")?;
    client.read_head()?;
    client.read_while("the content that was sent", 64, |came| contains(came, "Hello"))?;
    Ok(client)
}

/// The rest of its response.
fn expect_rest(client: &mut Peer) -> Verdict {
    client.send("5\r\nWorld\r\n0\r\n\r\n")?;
    client.read_while("the rest of the content", 64, |came| came.ends_with(b"0\r\n\r\n")).map(drop)
}

/// All octets until the connection ends, by a close or by a reset.
fn read_until_it_ends(client: &Peer) -> Verdict<Vec<u8>> {
    /// More than any page here has.
    const MOST: u64 = 64 * 1024 * 1024;
    let mut octets = Vec::new();
    let stream = client.stream();
    let read = stream.set_read_timeout(Some(harness::deadline()));
    match read.and_then(|()| stream.take(MOST).read_to_end(&mut octets)) {
        Ok(count) if count as u64 == MOST => Err(Failure::wrong()
            .row("expected", "the connection ends")
            .row("came", format!("more than {MOST} octets, and it goes on"))),
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => Err(Failure::no_answer()
            .row("expected", "the connection ends")
            .row("came", format!("{} octets; the connection is open", octets.len()))),
        _ => Ok(octets),
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// The client

/// Starts the client for these paths of the test's own server.
fn client(args: &[&str], paths: &[&str]) -> Verdict<(Running, Listener)> {
    let listener = Listener::bind_with_small_buffer()?;
    let urls = paths.iter().map(|path| format!("http://{}{path}", listener.addr()));
    let client = LESSON.client().args(urls).args(args).start()?;
    Ok((client, listener))
}

/// Starts it with content that no buffer takes: what the option `--data` is to say, while the folder exists.
fn large_content() -> Verdict<(Folder, String)> {
    let folder = Folder::new()?;
    folder.write("large", vec![b'x'; LARGE_PAGE])?;
    let data = format!("@{}", folder.path().join("large").display());
    Ok((folder, data))
}

/// Takes the head of the next request on a connection, and expects it to begin like this.
fn take(peer: &mut Peer, line: &str) -> Verdict {
    let head = peer.read_head()?;
    if head.starts_with(line.as_bytes()) { Ok(()) } else { Err(Failure::differ(line.as_bytes(), &head)) }
}

/// proves: 9112-9.3-persistence
#[test]
fn the_client_asks_for_many_urls_on_one_connection() -> Verdict {
    let teach = Teach {
        wrong: "two URLs of one server were not asked for on one connection",
        why: "When a response has come to its end, the connection is free for the next request. (RFC 9112 section 9.3)",
        book: "A client that reads while it sends",
    };
    LESSON.check(teach, || {
        let (client, listener) = client(&["--data", "hi"], &["/1", "/2"])?;
        let mut peer = listener.accept()?;
        for path in ["/1", "/2"] {
            take(&mut peer, &format!("POST {path} "))?;
            peer.expect("hi")?;
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n")?;
        }
        let shown = "HTTP/1.1 200 OK\nContent-Length: 3\n\nok\n";
        client.expect_stdout(shown.repeat(2))?;
        client.expect_end(0).map(drop)
    })
}

#[test]
fn the_client_hears_an_answer_while_it_sends() -> Verdict {
    let teach = Teach {
        wrong: "a response that came before the end of a large request was not printed",
        why: "A server may respond early, to refuse the content, and then take no more of it. A client that only sends would wait for ever. (RFC 9112 section 9.5)",
        book: "A client that reads while it sends",
    };
    LESSON.check(teach, || {
        let (_folder, data) = large_content()?;
        let (client, listener) = client(&["--data", &data], &["/1"])?;
        let mut peer = listener.accept()?;
        take(&mut peer, "POST /1 ")?;
        peer.send("HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nno\n")?;
        client.expect_stdout("HTTP/1.1 413 Content Too Large\nConnection: close\nContent-Length: 3\n\nno\n")?;
        client.expect_end(0).map(drop)
    })
}

#[test]
fn the_client_takes_back_what_it_sends() -> Verdict {
    let teach = Teach {
        wrong: "a server that returns content while it comes, and the client, waited for each other",
        why: "The buffers between two programs have an end. When both only write, both fill, and neither is ever read: before each write that may wait, the client takes what has come.",
        book: "A client that reads while it sends",
    };
    LESSON.check(teach, || {
        let (_folder, data) = large_content()?;
        let (client, listener) = client(&["--data", &data], &["/1"])?;
        let mut peer = listener.accept()?;
        take(&mut peer, "POST /1 ")?;
        peer.send(format!("HTTP/1.1 200 OK\r\nContent-Length: {LARGE_PAGE}\r\nConnection: close\r\n\r\n"))?;
        let mut left = LARGE_PAGE;
        while left > 0 {
            let piece = peer.read_while("more content", 64 * 1024, |came| !came.is_empty())?;
            left = left.saturating_sub(piece.len());
            peer.send(piece)?;
        }
        client.expect_end(0).map(drop)
    })
}

#[test]
fn the_client_gives_up_a_server_that_takes_nothing() -> Verdict {
    let teach = Teach {
        wrong: "a server that neither read the content nor responded kept the client waiting for longer than --timeout",
        why: "A write that may wait needs a limit, as a read does: how long nothing at all has moved, in neither direction.",
        book: "A client that reads while it sends",
    };
    LESSON.check(teach, || {
        let (_folder, data) = large_content()?;
        let (client, listener) = client(&["--data", &data, "--timeout", "0.3"], &["/1"])?;
        let mut peer = listener.accept()?;
        take(&mut peer, "POST /1 ")?;
        peer.may_break_off();
        client.expect_error_line(&[])?;
        client.expect_end(1).map(drop)
    })
}

#[test]
fn the_client_gives_up_a_server_that_drips() -> Verdict {
    let teach = Teach {
        wrong: "a server that sent an octet of its response now and then kept the client waiting for as long as it liked",
        why: "A limit that begins anew with each octet is none. The head of a response has one deadline, and content must keep a pace.",
        book: "A client that reads while it sends",
    };
    LESSON.check(teach, || {
        for begun in ["HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"] {
            let (client, listener) = client(&["--timeout", "0.2"], &["/1"])?;
            let mut peer = listener.accept()?;
            take(&mut peer, "GET /1 ")?;
            peer.send(begun)?;
            let began = Instant::now();
            while client.wait_end(Duration::from_millis(20))?.is_none() {
                if began.elapsed() > harness::deadline() {
                    let came = format!("it is still waiting after {begun:?} and many octets, one by one");
                    return Err(Failure::wrong().row("expected", "the client gives up").row("came", came));
                }
                // By then it may have closed the connection.
                let _ = peer.send("x");
            }
            client.expect_error_line(&[])?;
            client.expect_end(1)?;
        }
        Ok(())
    })
}

#[test]
fn the_client_says_that_nobody_listens() -> Verdict {
    let teach = Teach {
        wrong: "a refused connection did not end in one clear line",
        why: "`connect` returns the system's error; the program around it explains it. This part is given.",
        book: "Run",
    };
    LESSON.check(teach, || {
        let port = RefusingPort::bind()?;
        let addr = port.addr()?;
        let client = LESSON.client().arg(format!("http://{addr}/hello")).start()?;
        client.expect_error_line(&[&addr])?;
        client.expect_end(1).map(drop)
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// The server: a thread for each client

#[test]
fn the_server_serves_many_clients_at_a_time() -> Verdict {
    let teach = Teach {
        wrong: "a client had to wait for others that were connected and slow",
        why: "Each connection has a thread of its own while it is open, and before that thread serves it, another one waits for the next. A slow client takes its own time, not that of others.",
        book: "A thread for each client",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut clients = (0..100).map(|_| server.connect()).collect::<Verdict<Vec<Peer>>>()?;
        for (number, client) in clients.iter_mut().enumerate() {
            client.send(&HELLO[..number % HELLO.len()])?;
        }
        expect_service(&server)?;
        for (number, client) in clients.iter_mut().enumerate() {
            client.send(&HELLO[number % HELLO.len()..])?;
            client.reply("GET")?.expect_status(200)?;
        }
        Ok(())
    })
}

/// proves: 9112-9.3.2-in-order
#[test]
fn the_server_answers_a_thousand_requests_that_come_together() -> Verdict {
    let teach = Teach {
        wrong: "of 1,000 requests that came together, not each got its response, in order",
        why: "What has come after a request is the next one: as long as there is some of it, nothing is waited for. (RFC 9112 section 9.3.2)",
        book: "The loop",
    };
    // One wait is for all of them.
    LESSON.with_deadline(harness::deadline() * 3).check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        let request = |number: usize| {
            let content = number.to_string();
            format!("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n{content}", content.len())
        };
        let requests: String = (0..999).map(request).collect();
        client.send(requests + LAST)?;
        let methods = std::iter::repeat_n("POST", 999).chain(["GET"]);
        for (number, reply) in client.replies_and_close(methods)?[..999].iter().enumerate() {
            reply.expect(&format!("the content {number}"), reply.content == number.to_string().as_bytes())?;
        }
        Ok(())
    })
}

/// proves: 9110-10.1.1-continue
#[test]
fn the_server_sends_what_it_has_before_it_waits() -> Verdict {
    let teach = Teach {
        wrong: "a client that waited for 100 (Continue), or for a response, before it sent more got nothing",
        why: "Whatever waits in a buffer leaves before anything is waited for: the client may be waiting for exactly that. (RFC 9110 section 10.1.1)",
        book: "The loop",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send(HELLO.to_owned() + &upload(3, "Expect: 100-continue\r\n"))?;
        client.reply("GET")?.expect_status(200)?;
        client.reply("POST")?.expect_status(100)?;
        client.send("abc")?;
        let counted = client.reply("POST")?;
        counted.expect_status(200)?;
        counted.expect("a page that says how many octets came: 3", contains(&counted.content, "3"))?;
        // Half a request after a whole one.
        client.send(HELLO.to_owned() + "GET /he")?;
        client.reply("GET")?.expect_status(200)
    })
}

#[cfg(target_os = "linux")]
#[test]
fn the_server_uses_its_threads_again() -> Verdict {
    let teach = Teach {
        wrong: "after many short connections the server has more threads or open files than it needs",
        why: "A thread that has served a connection takes the next one. Nothing of a connection stays behind.",
        book: "A thread for each client",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for _ in 0..200 {
            expect_service(&server)?;
        }
        server.expect_open_files(16)?;
        server.expect_threads(40)
    })
}

/// The choice: Retry-After is sent.
///
/// proves: 9110-15.6.4-retry-after
/// proves: 9110-15.6-explain
/// proves: 9112-9.5-sustain
#[test]
fn the_server_turns_clients_away_when_there_are_too_many() -> Verdict {
    let teach = Teach {
        wrong: "a client above --max-connections was not answered with 503 while the others were served",
        why: "Each connection takes memory and a thread. Above the bound, a client hears when to come again. (RFC 9110 section 15.6.4)",
        book: "A bound on clients",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--max-connections", "3"]).listen()?;
        let mut guests = (0..3).map(|_| busy_client(&server)).collect::<Verdict<Vec<Peer>>>()?;
        for _ in 0..3 {
            let mut client = server.connect()?;
            client.send(HELLO)?;
            let away = client.reply("GET")?;
            // Whoever is turned away without a wait may be reset after the response. That those who are served are not is
            // another test's matter.
            away.expect("nothing after it", read_until_it_ends(&client)?.is_empty())?;
            away.expect_status(503)?;
            away.expect("a page that says why", !away.content.is_empty())?;
            away.expect(
                "Retry-After, in seconds",
                away.field("Retry-After").is_some_and(|s| s.parse::<u32>().is_ok()),
            )?;
        }
        for client in &mut guests {
            expect_rest(client)?;
            client.send(HELLO)?;
            client.reply("GET")?.expect_status(200)?;
        }
        Ok(())
    })
}

#[test]
fn the_server_gives_a_place_to_the_next_client() -> Verdict {
    let teach = Teach {
        wrong: "a client was turned away although the ones before it had gone",
        why: "A place is given back when its connection ends, however it ends.",
        book: "A bound on clients",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--max-connections", "4"]).listen()?;
        for round in 0..20 {
            let mut client = server.connect()?;
            match round % 4 {
                0 => client.finish()?,
                1 => {
                    client.send("GET / HT")?;
                    client.finish()?;
                }
                2 => client.send(LAST)?,
                _ => client.send("BAD\r\n")?,
            }
            // Some places are for connections that end in this moment.
            client.finish()?;
            client.read_to_end()?;
            drop(client);
            last_response(&server, LAST)?.expect_status(200)?;
        }
        Ok(())
    })
}

#[test]
fn the_server_waits_for_nobody_when_it_turns_clients_away() -> Verdict {
    let teach = Teach {
        wrong: "clients above the bound that stay silent kept the next one waiting, or their connections",
        why: "Who takes connections must never wait for a client: not for a request, and not for a close. And the few that are waited for have a second.",
        book: "A bound on clients",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--max-connections", "1"]).listen()?;
        let mut guest = busy_client(&server)?;
        let first = server.connect()?;
        server.expect_idle()?;
        let silent = (0..60).map(|_| server.connect()).collect::<Verdict<Vec<Peer>>>()?;
        let mut last = server.connect()?;
        last.send(HELLO)?;
        last.reply("GET")?.expect_status(503)?;
        drop(silent);
        read_until_it_ends(&first)?;
        expect_rest(&mut guest)
    })
}

#[test]
fn the_server_lets_who_waits_longest_make_room() -> Verdict {
    let teach = Teach {
        wrong: "with all places taken, the connection that had waited longest for its client did not make room",
        why: "Who only waits can ask again on a new connection: the longest wait ends, without a word. Who is answered keeps the place.",
        book: "A bound on clients",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--max-connections", "3"]).listen()?;
        let mut guest = busy_client(&server)?;
        let mut waiting = Vec::new();
        for _ in 0..2 {
            let mut client = server.connect()?;
            client.send(HELLO)?;
            client.reply("GET")?.expect_status(200)?;
            server.expect_idle()?;
            waiting.push(client);
        }
        last_response(&server, LAST)?.expect_status(200)?;
        expect_silent_close(&mut waiting[0])?;
        waiting[1].send(HELLO)?;
        waiting[1].reply("GET")?.expect_status(200)?;
        expect_rest(&mut guest)?;
        server.expect_idle()
    })
}

#[test]
fn the_server_lets_sixteen_clients_ask_before_it_turns_them_away() -> Verdict {
    let teach = Teach {
        wrong: "of 17 silent clients above --max-connections, not exactly one was turned away unasked",
        why: "Up to 16 above the bound are waited for, however large the bound is: so most + 16 connections. Only those that come then get their 503 unasked.",
        book: "A bound on clients",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--max-connections", "2"]).listen()?;
        let mut guests = [busy_client(&server)?, busy_client(&server)?];
        // They are waited for a second: a machine that takes longer to connect them tries again.
        let until = Instant::now() + harness::deadline();
        loop {
            server.expect_idle()?;
            let clients = (0..17).map(|_| server.connect()).collect::<Verdict<Vec<Peer>>>()?;
            server.expect_idle()?;
            let come = clients.iter().map(has_come).collect::<Verdict<Vec<_>>>()?;
            let unasked = come.iter().filter(|come| **come == Some(1)).count();
            if unasked == 1 {
                return guests.iter_mut().try_for_each(expect_rest);
            }
            if Instant::now() >= until {
                return Err(Failure::wrong()
                    .row("expected", "1 of 17 clients above the bound gets 503 unasked")
                    .row("came", format!("{unasked} of 17")));
            }
        }
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// The server: waits

/// proves: 9112-9.5-graceful-timeout
#[test]
fn the_server_closes_an_idle_connection_without_a_word() -> Verdict {
    let teach = Teach {
        wrong: "a connection without a request was not closed, or not silently",
        why: "A client that has sent nothing has not asked: a response would be taken for the one to its next request. (RFC 9112 section 9.5)",
        book: "A deadline for every wait",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--idle-timeout", "0.1"]).listen()?;
        let mut new = server.connect()?;
        let mut used = server.connect()?;
        used.send(HELLO)?;
        used.reply("GET")?.expect_status(200)?;
        expect_silent_close(&mut new)?;
        expect_silent_close(&mut used)
    })
}

/// proves: 9110-17.5-limit-elements
#[test]
fn the_server_gives_up_a_head_that_does_not_end() -> Verdict {
    let teach = Teach {
        wrong: "a request whose head did not end in time was not answered with 408",
        why: "A head has a time from its first octet to its last. A wait that begins anew with each octet never ends. (RFC 9110 section 15.5.9)",
        book: "A deadline for every wait",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--head-timeout", "0.1"]).listen()?;
        let mut half = server.connect()?;
        half.send("GET / HTTP/1.1\r\nHost: loc")?;
        half.reply_and_close("GET")?.expect_status(408)?;
        drop(half);
        // Octet by octet, each in time, and all of them too late.
        let mut slow = server.connect()?;
        send_slowly(&mut slow, HELLO.replace("localhost", &"l".repeat(60)).as_bytes())?;
        slow.reply_and_close("GET")?.expect_status(408)?;
        expect_service(&server)
    })
}

/// A read waits some milliseconds even when the time is over: here octets come in them. A machine that is busy elsewhere
/// delays some of them, which then prove nothing, and most of the others decide.
#[test]
fn the_server_looks_at_the_time_when_octets_have_come() -> Verdict {
    let teach = Teach {
        wrong: "heads whose last octets came too late, but while the server read, were not answered with 408",
        why: "timed_out(now) reads no clock. Tell it the time after a read that brought octets too, asked for after that read: a client that never pauses lets no read time out.",
        book: "A deadline for every wait",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--head-timeout", "0.001"]).listen()?;
        let until = Instant::now() + harness::deadline();
        let (mut rounds, mut late) = (0, 0);
        while rounds < 12 && Instant::now() < until {
            let mut client = server.connect()?;
            client.send(format!("{HELLO}G"))?;
            client.reply("GET")?.expect_status(200)?;
            let began = Instant::now();
            pass_time(&server, Duration::from_millis(3))?;
            client.send(&LAST[1..])?;
            let in_a_read = began.elapsed() < Duration::from_millis(8);
            let is_late = client.reply_and_close("GET").is_ok_and(|reply| reply.status == 408);
            if in_a_read {
                (rounds, late) = (rounds + 1, late + usize::from(is_late));
            }
        }
        if late * 2 >= rounds {
            return Ok(());
        }
        let expected = format!("408 for {rounds} heads that took some milliseconds where 1 is allowed");
        Err(Failure::wrong().row("expected", expected).row("came", format!("408 for {late} of them")))
    })
}

#[test]
fn the_server_answers_a_request_that_comes_at_the_last_moment() -> Verdict {
    let teach = Teach {
        wrong: "requests that came just when the idle time was over were read and not answered",
        why: "The idle time ends with the first octet of a request; from then on the head has a time of its own. Do not tell timed_out after a read that found the connection idle and brought octets.",
        book: "A deadline for every wait",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--idle-timeout", "0.000000001"]).listen()?;
        let until = Instant::now() + harness::deadline();
        let mut last = Vec::new();
        // A read waits some milliseconds even so; one of many requests comes in them.
        while Instant::now() < until {
            let mut client = server.connect()?;
            client.send(LAST)?;
            let came = read_until_it_ends(&client)?;
            if came.starts_with(b"HTTP/1.1 200 ") {
                return Ok(());
            }
            if !came.is_empty() {
                last = came;
            }
        }
        let came = match last.split(|&octet| octet == b'\r').next().unwrap_or_default() {
            [] => "all connections were closed without a word".to_owned(),
            line => format!("of those that said a word the last one said {}", harness::visible(line)),
        };
        Err(Failure::wrong().row("expected", "200 for one of many requests").row("came", came))
    })
}

#[test]
fn the_server_answers_a_request_that_was_cut_off() -> Verdict {
    let teach = Teach {
        wrong: "a request that ended in the middle was not answered with 400",
        why: "The client has closed its sending side and may still read. end_of_input() returns the error when something is missing, and then reading content fails with it: hand both on.",
        book: "The loop",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for (method, part) in [("GET", HELLO[..20].to_owned()), ("POST", upload(10, "") + "a=2")] {
            let mut client = server.connect()?;
            client.send_split([part.as_str(), ""])?;
            client.finish()?;
            client.reply_and_close(method)?.expect_status(400)?;
        }
        expect_service(&server)
    })
}

#[test]
fn the_server_gives_up_content_that_does_not_come() -> Verdict {
    let teach = Teach {
        wrong: "a request whose content did not come in time was not answered with 408",
        why: "A client that is silent in the middle of its content holds a thread and a place. The error of the read knows its status: hand it on as it is. (RFC 9110 section 15.5.9)",
        book: "A deadline for every wait",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "0.1"]).listen()?;
        let mut silent = server.connect()?;
        silent.send(upload(10, "") + "a=2")?;
        silent.reply_and_close("POST")?.expect_status(408)?;
        // Here the response has begun: it is broken off, and not brought to an end as if it were whole.
        let mut echoed = server.connect()?;
        echoed.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n")?;
        echoed.read_head()?;
        let rest = read_until_it_ends(&echoed)?;
        if contains(&rest, "0\r\n\r\n") {
            let expected = "the connection is broken off, without the last chunk";
            return Err(Failure::wrong().row("expected", expected).row("came", harness::visible(&rest)));
        }
        expect_service(&server)
    })
}

#[test]
fn the_server_gives_up_content_that_comes_too_slowly() -> Verdict {
    let teach = Teach {
        wrong: "a client that sent an octet now and then was waited for without end",
        why: "Octet by octet, a client can stay below every limit of silence for a day. Content must keep a pace.",
        book: "A deadline for every wait",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "0.2", "--min-rate", "10000"]).listen()?;
        let mut slow = server.connect()?;
        slow.send(upload(1000, ""))?;
        send_slowly(&mut slow, &[b'x'; 70])?;
        slow.reply_and_close("POST")?.expect_status(408)?;
        expect_service(&server)
    })
}

#[test]
fn the_server_lets_a_client_take_its_time_that_keeps_the_pace() -> Verdict {
    let teach = Teach {
        wrong: "a client that was slow, but not too slow, was given up",
        why: "A time for the whole content would cut off everybody with a long file and a thin line. What counts is silence, and pace.",
        book: "A deadline for every wait",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "1", "--min-rate", "1"]).listen()?;
        let mut slow = server.connect()?;
        slow.send(upload(150, ""))?;
        // Ten milliseconds for each, and more.
        send_slowly(&mut slow, &[b'x'; 150])?;
        slow.reply("POST")?.expect_status(200)
    })
}

#[cfg(target_os = "linux")]
#[test]
fn the_server_sleeps_while_its_clients_do() -> Verdict {
    let teach = Teach {
        wrong: "the server was busy again and again while all of its clients were silent",
        why: "A read waits until its deadline, so a silent client takes no time on the processor. Whoever looks every few milliseconds spends a core on ten thousand of them; and a read that returns 0 octets returns 0 the next time too.",
        book: "A deadline for every wait",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut clients = (0..30).map(|_| server.connect()).collect::<Verdict<Vec<Peer>>>()?;
        for client in &mut clients[10..20] {
            client.send("GET / HTTP/1.1\r\nHo")?;
        }
        for client in &mut clients[20..] {
            client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nHello")?;
        }
        // So often would three of them wake that look every ten milliseconds.
        server.expect_rest(Duration::from_millis(400), 120)
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// The server: clients that read slowly

#[test]
fn the_server_gives_up_a_client_that_does_not_read() -> Verdict {
    let teach = Teach {
        wrong: "a client that does not read its response kept its connection",
        why: "A write waits until the client reads. Without a limit, it waits as long as the client likes.",
        book: "Slow readers",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "0.5"]).listen()?;
        let mut client = server.connect_with_buffer(16 * 1024)?;
        client.send(LARGE)?;
        // The server says so when it has given up.
        server.expect_stdout_that(&predicate::str::contains("GET /large 200, broken off"))?;
        expect_service(&server)?;
        let came = read_until_it_ends(&client)?;
        if came.len() >= LARGE_PAGE {
            let failure = Failure::wrong().row("expected", "the connection ends before the page does");
            return Err(failure.row("came", "all of the page"));
        }
        // Some systems throw away what has come before a reset.
        if came.is_empty() || came.ends_with(b"x") {
            return Ok(());
        }
        let expected = "the connection is broken off in the middle of the page, and nothing is sent after it";
        let end = &came[came.len().saturating_sub(100)..];
        Err(Failure::wrong().row("expected", expected).row("came at the end", harness::visible(end)))
    })
}

#[test]
fn the_server_gives_up_a_client_that_only_sends() -> Verdict {
    let teach = Teach {
        wrong: "a client that sends content to /echo, and does not read what comes back, kept its connection",
        why: "The buffers in both directions fill, and neither side can write: the server waits in a write, with the same limit as ever.",
        book: "Slow readers",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "0.5"]).listen()?;
        let mut client = server.connect_with_buffer(16 * 1024)?;
        client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n")?;
        client.may_break_off();
        let text = vec![b'x'; 1024 * 1024];
        // Until nothing more is taken, or the connection is broken off.
        let mut sends = || client.send_available(&text).is_ok_and(|sent| sent > 0);
        for _ in (0..64).take_while(|_| sends()) {
            pass_time(&server, Duration::from_millis(5))?;
        }
        server.expect_stdout_that(&predicate::str::contains("POST /echo 200, broken off"))?;
        expect_service(&server)
    })
}

#[test]
fn the_server_gives_up_a_client_that_reads_too_little() -> Verdict {
    let teach = Teach {
        wrong: "a client that took some octets now and then, and too few, kept its connection",
        why: "Each octet moves the deadline on by its part of a second, by --min-rate, and no further. If every octet gave the whole --timeout, a client could read one now and then for ever.",
        book: "Slow readers",
    };
    LESSON.check(teach, || {
        if read_slowly("50000000")? <= LARGE_PAGE {
            return Ok(());
        }
        Err(Failure::wrong().row("expected", "the connection ends before the page does").row("came", "all of the page"))
    })
}

#[test]
fn the_server_waits_for_a_client_that_reads_enough() -> Verdict {
    let teach = Teach {
        wrong: "a client that took enough octets all the time did not get all of its page",
        why: "A write that takes long, or brings nothing out for a moment, has not failed. Too slow is who took too few until the deadline: what a client takes moves it on, by the number of octets.",
        book: "Slow readers",
    };
    // So many octets a second take a moment at any pace at which a client can be called slow.
    LESSON.check(teach, || expect_large_page(read_slowly("10000")?))
}

#[cfg(unix)]
#[test]
fn the_server_gives_nobody_up_because_of_a_signal() -> Verdict {
    let teach = Teach {
        wrong: "a client did not get all of its page when signals came while the server wrote it",
        why: "A signal ends a write early, with a few octets or with none. Too slow is who took too few until the deadline: look at the clock.",
        book: "Slow readers",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--min-rate", "100000000"]).listen()?;
        let mut client = server.connect_with_buffer(16 * 1024)?;
        client.send(LARGE)?;
        for _ in 0..2 {
            expect_blocked(&server)?;
            server.stop_and_continue()?;
        }
        expect_large_page(read_until_it_ends(&client)?.len())
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// The server: how a connection ends

/// proves: 9112-9.6-lingering-close
#[test]
fn the_server_does_not_lose_its_last_answer_to_a_reset() -> Verdict {
    let teach = Teach {
        wrong: "the response to a request with much content was lost",
        why: "Closing with octets unread resets the connection, and the reset can overtake the response. Read on for a while. (RFC 9112 section 9.6)",
        book: "The last response",
    };
    LESSON.check(teach, || {
        // A page that is not posted to: the content is refused, and nobody reads it.
        let refused = upload(1024 * 1024, "").replace("/length", "/hello");
        let server = LESSON.server().listen()?;
        for _ in 0..10 {
            let mut client = server.connect()?;
            client.send(refused.clone() + &"x".repeat(1024 * 1024))?;
            client.finish()?;
            client.reply_and_close("POST")?.expect_status(405)?;
        }
        // What is sent after the response meets no reset either.
        let mut client = server.connect()?;
        client.send(refused + &"x".repeat(100))?;
        client.reply("POST")?.expect_status(405)?;
        client.send_split(["x".repeat(100), "x".repeat(1024 * 1024 - 200)])?;
        client.finish()?;
        client.expect_close()
    })
}

#[test]
fn the_server_does_not_wait_for_a_client_that_never_closes() -> Verdict {
    let teach = Teach {
        wrong: "a client that did not close its side after the last response kept its connection",
        why: "Reading on has a bound as well. Octets that keep coming are no reason to wait longer. (RFC 9112 section 9.6)",
        book: "The last response",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send(upload(1024 * 1024, "").replace("/length", "/hello"))?;
        client.reply("POST")?.expect_status(405)?;
        client.may_break_off();
        let began = Instant::now();
        // As soon as the server has let the socket go, what comes is refused.
        while client.send_available(b"x").is_ok() {
            if began.elapsed() > harness::deadline() * 2 {
                let expected = "the server lets the socket go, two seconds after its last octet";
                return Err(Failure::wrong().row("expected", expected).row("came", "it still takes what comes"));
            }
            pass_time(&server, Duration::from_millis(20))?;
        }
        Ok(())
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// The server: how it ends

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_server() -> Verdict {
    let teach = Teach {
        wrong: "Ctrl-C or SIGTERM did not end the server with exit status 0",
        why: "Who stops a server with Ctrl-C, or the system with SIGTERM, expects it to end, and at once when it has nothing to do. The thread that waits in wait_for_stop goes on when `stopping` is set and `changed` wakes it.",
        book: "How it ends",
    };
    LESSON.check(teach, || {
        for signal in ["INT", "TERM"] {
            let server = LESSON.server().listen()?;
            expect_service(&server)?;
            server.signal(signal)?;
            server.expect_end(0)?;
        }
        Ok(())
    })
}

/// proves: 9112-9.6-announce-close
/// proves: 9112-9.5-graceful-timeout
#[cfg(unix)]
#[test]
fn the_server_finishes_the_answers_in_flight() -> Verdict {
    let teach = Teach {
        wrong: "after Ctrl-C a response that was due was lost, or an idle connection stayed open",
        why: "A request that has begun is finished, and its response says Connection: close. Who only waits is sent away. (RFC 9112 section 9.6)",
        book: "How it ends",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut idle = (0..4).map(|_| server.connect()).collect::<Verdict<Vec<Peer>>>()?;
        for used in &mut idle[..2] {
            used.send(HELLO)?;
            used.reply("GET")?.expect_status(200)?;
        }
        let mut busy = server.connect()?;
        busy.send(upload(3, "Expect: 100-continue\r\n"))?;
        busy.reply("POST")?.expect_status(100)?;
        let mut begun = server.connect()?;
        begun.send_split([&HELLO[..20], ""])?;
        server.interrupt()?;
        for idle in &mut idle {
            expect_silent_close(idle)?;
        }
        expect_to_go_on(&server)?;
        if !cfg!(target_os = "linux") {
            harness::left_out("a client that comes after Ctrl-C", "this system may still take its connection")?;
        } else if server.connect().is_ok() {
            let expected = "nobody listens any more: a new client is refused";
            return Err(Failure::wrong().row("expected", expected).row("came", "the connection was taken"));
        }
        begun.send(&HELLO[20..])?;
        busy.send("a=b")?;
        for reply in [begun.reply_and_close("GET")?, busy.reply_and_close("POST")?] {
            reply.expect_status(200)?;
            reply.expect(
                "Connection: close, for the server ends",
                reply.field("Connection").is_some_and(|option| option.eq_ignore_ascii_case("close")),
            )?;
        }
        server.expect_end(0).map(drop)
    })
}

#[cfg(unix)]
#[test]
fn the_server_does_not_wait_for_ever_when_it_ends() -> Verdict {
    let teach = Teach {
        wrong: "after Ctrl-C the server waited too long for a client that does not go on, or not at all",
        why: "Finishing has a limit (--grace), and a second Ctrl-C ends the server at once.",
        book: "How it ends",
    };
    LESSON.check(teach, || {
        for (grace, signals, status) in [("0.1", 1, 0), ("100", 2, 1)] {
            let server = LESSON.server().args(["--grace", grace]).listen()?;
            let (mut idle, mut busy) = (server.connect()?, server.connect()?);
            busy.send(upload(3, "Expect: 100-continue\r\n"))?;
            busy.reply("POST")?.expect_status(100)?;
            server.interrupt()?;
            expect_silent_close(&mut idle)?;
            if signals == 2 {
                // It waits for the other one.
                expect_to_go_on(&server)?;
                server.interrupt()?;
            }
            server.expect_end(status)?;
        }
        Ok(())
    })
}

#[test]
fn the_server_says_that_an_address_is_in_use() -> Verdict {
    let teach = Teach {
        wrong: "the server did not say that its address is in use",
        why: "One line that says what failed, where, and what to try is worth more than a panic.",
        book: "Run",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let second = LESSON.server().arg("--addr").arg(server.addr().to_string()).start()?;
        second.expect_end(1)?.expect_error_line(&[&server.addr().to_string()])
    })
}


#[cfg(not(target_os = "linux"))]
harness::tests_left_out! {
    the_server_uses_its_threads_again: "this system does not tell what a program has open, and how many threads it has",
    the_server_sleeps_while_its_clients_do: "this system does not tell how often a program wakes",
}

#[cfg(not(unix))]
harness::tests_left_out! {
    the_server_gives_nobody_up_because_of_a_signal: "no signal interrupts a write on this system",
    ctrl_c_ends_the_server: "a test cannot send Ctrl-C on this system",
    the_server_finishes_the_answers_in_flight: "a test cannot send Ctrl-C on this system",
    the_server_does_not_wait_for_ever_when_it_ends: "a test cannot send Ctrl-C on this system",
}
