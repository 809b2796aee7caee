//! The client of this lesson. What it has in common with those of other lessons is tested as there.

#[path = "../../09-response/tests/client.rs"]
mod client;

use harness::{Failure, Lesson, Listener, Peer, Teach, Verdict};

const LESSON: Lesson = harness::lesson!();

fn request(listener: &Listener) -> Verdict<Peer> {
    let mut peer = listener.accept()?;
    peer.read_while("a request", 10_000, |came| came.ends_with(b"\r\n\r\n"))?;
    Ok(peer)
}

#[test]
fn what_is_left_of_one_connection_is_no_response_on_the_next() -> Verdict {
    let teach = Teach {
        wrong: "octets of one connection were taken for a response on another one",
        why: "RFC 9112 section 6.3",
        book: "Run",
    };
    LESSON.check(teach, || {
        let smuggled = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nsmuggled";
        for (first, rest) in [
            // A whole response more, its beginning only, and what comes after the last response of a connection.
            ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", smuggled),
            ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", &smuggled[..20]),
            ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\na", smuggled),
            ("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na", smuggled),
        ] {
            let listener = Listener::bind()?;
            let url = format!("http://{}/", listener.addr());
            let client = LESSON.client().args([&url, &url]).start()?;
            let mut peer = request(&listener)?;
            peer.send(format!("{first}{rest}"))?;
            let mut second = request(&listener)?;
            second.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb")?;
            drop(second);
            let came = client.expect_end(0)?.stdout;
            let came = String::from_utf8_lossy(&came).into_owned();
            if came.matches("HTTP/1").count() != 2 || came.contains("smuggled") || !came.ends_with("\n\nb") {
                return Err(Failure::wrong().row("expected", "two responses, a and b").row("came", came));
            }
        }
        Ok(())
    })
}
