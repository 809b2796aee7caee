//! The server: clients that are slow, silent, gone, or many.

use harness::test;

use super::*;

/// proves: 9112-8-incomplete-request
/// proves: 9112-9.5-graceful-timeout
#[test]
fn the_server_gives_up_content_that_does_not_come() -> Verdict {
    let teach = Teach {
        wrong: "a client that went silent in the middle of its content was not answered with 408 after --timeout",
        why: "Each waiting client costs a thread: after a while without an octet, give up. (RFC 9110 section 15.5.9)",
        book: "What the programs do",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "0.2"]).listen()?;
        let requests = [post("Content-Length: 6", "Hello"), chunked("5\r\nHel"), chunked("5\r\nHello\r\n0\r\n")];
        let mut clients = Vec::new();
        for request in requests {
            let mut client = server.connect()?;
            client.send(request)?;
            clients.push(client);
        }
        for client in &mut clients {
            client.reply_and_close("POST")?.expect_status(408)?;
        }
        Ok(())
    })
}

/// proves: 9110-2.3-defensive
#[test]
fn the_server_outlives_clients_that_leave_or_wait() -> Verdict {
    let teach = Teach {
        wrong: "after clients that left or went silent in their content, the next one was not served, or the server still held something of them",
        why: "A connection may end at any octet, and its socket and its thread with it; and one client must not keep the others waiting.",
        book: "What the programs do",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let before = server.kept();
        for _ in 0..100 {
            expect_echo(&response(&server, with_length("Hello"))?, "Hello")?;
        }
        server.expect_nothing_kept(before, 30)?;
        let mut silent = Vec::new();
        for _ in 0..20 {
            let mut client = server.connect()?;
            client.send(chunked("5\r\nHel"))?;
            silent.push(client);
        }
        for part in ["", "5", "5\r\nHel", "5\r\nHello\r\n0\r\n"] {
            let mut client = server.connect()?;
            client.send(chunked(part))?;
            client.reset()?;
        }
        expect_echo(&response(&server, with_length("Hello"))?, "Hello")
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
