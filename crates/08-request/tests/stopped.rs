//! Servers of lessons 08 and 10 that are stopped and go on, as Ctrl-Z and `fg` have it: on Linux a read that has a time
//! limit then returns as interrupted.
//!
//! This file belongs to the tests of both lessons.
#![cfg(unix)]

use harness::{Lesson, Teach, Verdict};

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
