//! Programs that are stopped and go on in the middle of their content; of heads, see there.
#![cfg(unix)]

use harness::{Lesson, Teach, Verdict};

#[path = "../../09-response/tests/stopped.rs"]
mod client_stopped;
#[path = "../../08-request/tests/stopped.rs"]
mod server_stopped;

const LESSON: Lesson = harness::lesson!();

#[test]
fn the_server_goes_on_with_content() -> Verdict {
    let teach = Teach {
        wrong: "a server that was stopped and went on did not go on with the content",
        why: "A read that was interrupted has read nothing: it is made again. (signal(7))",
        book: "Run",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for content in ["Content-Length: 5\r\n\r\nHello", "Transfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n0\r\n\r\n"] {
            let request = format!("POST /echo HTTP/1.1\r\nHost: a\r\n{content}");
            let (before, after) = request.split_at(request.len() - 3);
            let mut client = server.connect()?;
            client.send(before)?;
            server.expect_idle()?;
            server.stop_and_continue()?;
            client.send(after)?;
            let reply = client.reply_and_close("POST")?;
            reply.expect_status(200)?;
            reply.expect("the content", reply.content == b"Hello")?;
        }
        Ok(())
    })
}
