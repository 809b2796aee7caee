//! Clients of lessons 09 and 10 that are stopped and go on, as their servers do.
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
