//! The client of this lesson. What it has in common with those of other lessons is tested as there.

#[path = "../../09-response/tests/client.rs"]
mod client;

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use harness::{Failure, Lesson, Listener, Teach, Verdict};

const LESSON: Lesson = harness::lesson!();

fn gzip(content: &[u8]) -> Verdict<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let zipped = encoder.write_all(content).and_then(|()| encoder.finish());
    zipped.map_err(|error| Failure::broken("cannot compress", &error))
}

/// What the client prints of this content, and the exit status that it must have.
fn prints(content: &[u8], status: i32) -> Verdict<Vec<u8>> {
    let listener = Listener::bind()?;
    let client = LESSON.client().args([&format!("http://{}/", listener.addr()), "--compressed"]).start()?;
    let mut peer = listener.accept()?;
    peer.read_while("a request", 10_000, |came| came.ends_with(b"\r\n\r\n"))?;
    let head = format!("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", content.len());
    peer.send([head.as_bytes(), content].concat())?;
    drop(peer);
    client.expect_end(status).map(|ended| ended.stdout)
}

#[test]
fn the_client_reads_what_gzip_reads() -> Verdict {
    let teach = Teach { wrong: "compressed content was not read as it is", why: "RFC 1952", book: "Run" };
    LESSON.check(teach, || {
        let zipped = gzip(b"hello")?;
        for (content, printed) in [
            (zipped.clone(), "hello"),
            ([zipped.clone(), gzip(b" world")?].concat(), "hello world"),
            ([&zipped[..], &[0; 20]].concat(), "hello"),
            (Vec::new(), ""),
        ] {
            let came = prints(&content, 0)?;
            if !came.ends_with(format!("\n\n{printed}").as_bytes()) {
                return Err(Failure::wrong().row("expected", printed).row("came", harness::visible(&came)));
            }
        }
        for broken in [&zipped[..zipped.len() - 1], &zipped[..5], &[&zipped[..], b"\0\0more"].concat(), b"no gzip"] {
            prints(broken, 1)?;
        }
        Ok(())
    })
}
