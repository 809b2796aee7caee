//! Programs of lessons 08 and 10 that are stopped and go on, as Ctrl-Z and `fg` have it: on Linux a read that has a time
//! limit then returns as interrupted.
//!
//! This file belongs to the tests of both lessons.
#![cfg(unix)]

use harness::{Lesson, Listener, Teach, Verdict};

const LESSON: Lesson = harness::lesson!();

const TEACH: Teach = Teach {
    wrong: "a program that was stopped and went on did not go on with what it did",
    why: "A read that was interrupted has read nothing: it is made again. (signal(7))",
    book: "Run",
};

#[test]
fn the_server_goes_on_with_a_request() -> Verdict {
    LESSON.check(TEACH, || {
        let server = LESSON.server().listen()?;
        for pieces in [["", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"], ["GET / HTTP/1.1\r\nHo", "st: a\r\n\r\n"]] {
            let mut client = server.connect()?;
            client.send(pieces[0])?;
            server.expect_idle()?;
            server.stop_and_continue()?;
            client.send(pieces[1])?;
            client.reply_and_close("GET")?.expect_status(200)?;
        }
        Ok(())
    })
}

#[test]
fn the_client_goes_on_with_a_response() -> Verdict {
    LESSON.check(TEACH, || {
        let response = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello";
        for cut in [0, 20, response.len() - 5, response.len() - 2] {
            let listener = Listener::bind()?;
            let client = LESSON.client().arg(format!("http://{}/", listener.addr())).start()?;
            let mut peer = listener.accept()?;
            peer.read_head()?;
            peer.send(&response[..cut])?;
            client.expect_idle()?;
            client.stop_and_continue()?;
            peer.send(&response[cut..])?;
            client.expect_stdout("HTTP/1.1 200 OK\nContent-Length: 5\n\nHello")?;
            client.expect_end(0)?;
        }
        Ok(())
    })
}
