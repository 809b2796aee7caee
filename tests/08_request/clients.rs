//! The server: clients that are slow, silent, gone, or many.

use harness::test;

use super::*;

/// proves: 9112-8-incomplete-request
/// proves: 9112-9.5-graceful-timeout
#[test]
fn the_server_gives_up_a_head_that_does_not_come() -> Verdict {
    let teach = Teach {
        wrong: "a client that sent half a head, or nothing, was not let go after the time of --timeout",
        why: "Each waiting client costs a thread. Half a head gets 408, also when an octet comes now and then; silence asked for nothing, and gets nothing. (RFC 9110 section 15.5.9)",
        book: "What the server answers",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "0.2"]).listen()?;
        let mut silent = server.connect()?;
        let mut half = server.connect()?;
        half.send("GET /hello HTTP/1.1\r\nHost: ")?;
        half.reply_and_close("GET")?.expect_status(408)?;
        silent.expect_close()?;

        // The time is for the whole head: it does not begin anew with every octet.
        let server = LESSON.server().args(["--timeout", "0.5"]).listen()?;
        let mut slow = server.connect()?;
        slow.send_split(["GET /hello HTTP/1.1\r\nHost: a\r\nX: ", "y"])?;
        let began = Instant::now();
        while began.elapsed() < Duration::from_millis(1_200) {
            server.wait_end(Duration::from_millis(50))?;
            slow.send("y")?;
        }
        slow.send("\r\n\r\n")?;
        slow.reply_and_close("GET")?.expect_status(408)
    })
}

/// proves: 9112-9.6-half-close
/// proves: 9112-8-incomplete-request
/// proves: 9110-2.3-defensive
#[test]
fn the_server_outlives_clients_that_leave() -> Verdict {
    let teach = Teach {
        wrong: "after clients that left, some in the middle, the next one was not served, or the server still held something of them",
        why: "A connection may end at any octet, and what it needed ends with it: its socket, its thread, octets that were read ahead. A complete request is answered even when its sender has closed its side. (RFC 9112 section 9.6)",
        book: "What the server answers",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let before = server.kept();
        for _ in 0..100 {
            let mut client = server.connect()?;
            client.send(HELLO)?;
            client.reply_and_close("GET")?.expect_status(200)?;
            server.connect()?.finish()?;
        }
        server.expect_nothing_kept(before, 30)?;
        server.connect()?.reset()?;
        let mut client = server.connect()?;
        client.send("GET /hel")?;
        client.reset()?;
        let mut client = server.connect()?;
        client.send("GET /hel")?;
        client.finish()?;
        client.reply_and_close("GET")?.expect_status(400)?;
        let mut client = server.connect()?;
        client.send(HELLO)?;
        client.finish()?;
        client.reply_and_close("GET")?.expect_status(200)
    })
}

/// proves: 9112-9.6-lingering-close
/// proves: 9112-9.3-read-or-close
#[test]
fn the_server_does_not_lose_its_response_to_octets_that_it_does_not_read() -> Verdict {
    let teach = Teach {
        wrong: "the answer to a request with content was destroyed by a reset, or the content was taken for a request, or read for ever",
        why: "Closing with octets unread resets the connection. First say that nothing more comes, then read a while, but not for as long as somebody sends. (RFC 9112 section 9.6)",
        book: "What the server answers",
    };
    let lesson = LESSON
        .with_time(LONGEST_READING + Duration::from_secs(10), "a server may read for some seconds after its response");
    lesson.check(teach, || {
        let server = LESSON.server().listen()?;
        let content = "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n".repeat(10_000);
        let request = format!("POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n{content}", content.len());
        answer(&server, request)?.expect_status(405)?;
        answer(&server, format!("GET /hello HTTP/1.1\r\nHost : a\r\n\r\n{content}"))?.expect_status(400)?;
        // What is sent after the response meets no reset either.
        let mut client = server.connect()?;
        client.send(format!("POST /hello HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n", content.len()))?;
        client.reply("POST")?.expect_status(405)?;
        client.send_split([&content[..100], &content[100..]])?;
        client.finish()?;
        client.expect_close()?;
        server.expect_stdout_that(
            &predicate::str::starts_with("POST /hello 405\n").and(predicate::str::contains("nowhere").not()),
        )?;
        let mut client = server.connect()?;
        client.send(HELLO)?;
        client.reply("GET")?.expect_status(200)?;
        client.expect_let_go(LONGEST_READING)
    })
}

/// For how long a server may read what is sent after its response.
const LONGEST_READING: Duration = Duration::from_secs(8);

/// proves: 9110-2.3-defensive
#[test]
fn the_server_keeps_nobody_waiting_for_a_silent_client() -> Verdict {
    let teach = Teach {
        wrong: "a client was not served while others were silent in the middle of their requests",
        why: "Each client has a thread of its own; one that waits keeps only itself waiting.",
        book: "What the server answers",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut silent = Vec::new();
        for _ in 0..20 {
            let mut client = server.connect()?;
            client.send("GET /hello HTTP/1.1\r\n")?;
            silent.push(client);
        }
        answer(&server, HELLO)?.expect_status(200)
    })
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_server() -> Verdict {
    common::ctrl_c_ends_the_server(LESSON, "Run", &[&[]], |_| Ok(()))
}

#[test]
fn the_server_says_that_an_address_is_in_use() -> Verdict {
    common::the_server_says_that_an_address_is_in_use(LESSON, "Run")
}
