//! What the server does with requests that no client of this lesson sends.

use harness::{Lesson, Teach, Verdict};

const LESSON: Lesson = harness::lesson!();

#[test]
fn the_server_serves_nothing_of_another_scheme() -> Verdict {
    let teach = Teach {
        wrong: "a target of another scheme than http was not misdirected",
        why: "https promises a secured connection. This one is not, so the response is 421. (RFC 9110 section 7.4)",
        book: "Run",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for (target, status) in [("https://a/", 421), ("https://a/folded", 421), ("ftp://a/", 421), ("HTTP://a/", 200)]
        {
            let mut client = server.connect()?;
            client.send(format!("GET {target} HTTP/1.1\r\nHost: a\r\n\r\n"))?;
            client.reply_and_close("GET")?.expect_status(status)?;
        }
        Ok(())
    })
}
