//! Programs that are stopped for longer than they wait (Ctrl-Z, `fg`): what came meanwhile is not late.
#![cfg(unix)]

use std::time::Duration;

use harness::{Lesson, Listener, Running, Teach, Verdict};

const LESSON: Lesson = harness::lesson!();

const TEACH: Teach = Teach {
    wrong: "a program that was stopped and went on did not take the content that had come meanwhile",
    why: "Nobody else is late when a program was stopped itself.",
    book: "Waiting",
};

const TIMEOUT: [&str; 2] = ["--timeout", "0.4"];

/// Stops a program that waits for content, for longer than it would wait, while the rest is sent.
fn stop_while(program: &Running, send: impl FnOnce() -> Verdict) -> Verdict {
    program.expect_idle()?;
    program.signal("STOP")?;
    send()?;
    assert!(program.wait_end(Duration::from_millis(1_500))?.is_none());
    program.signal("CONT")
}

#[test]
fn the_server_takes_the_content_that_came_while_it_was_stopped() -> Verdict {
    LESSON.check(TEACH, || {
        let server = LESSON.server().args(TIMEOUT).listen()?;
        let mut client = server.connect()?;
        client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\n\r\nHe")?;
        stop_while(&server, || client.send("llo"))?;
        let reply = client.reply_and_close("POST")?;
        reply.expect_status(200)?;
        reply.expect("the content", reply.content == b"Hello")
    })
}

#[test]
fn the_client_takes_the_content_that_came_while_it_was_stopped() -> Verdict {
    LESSON.check(TEACH, || {
        let listener = Listener::bind()?;
        let client = LESSON.client().args(TIMEOUT).arg(format!("http://{}/", listener.addr())).start()?;
        let mut peer = listener.accept()?;
        peer.read_head()?;
        // More than the client reads at a time: the rest is still on its way when it goes on.
        peer.send(["HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n", "x"].concat())?;
        stop_while(&client, || peer.send("x".repeat(299_999)))?;
        client.expect_end(0).map(drop)
    })
}
