//! The client: it reads while it sends.

use harness::test;

use super::*;

/// Starts the client for these paths of the test's own server.
fn client(args: &[&str], paths: &[&str]) -> Verdict<(Running, Listener)> {
    let listener = Listener::bind_with_small_buffer()?;
    let urls = paths.iter().map(|path| format!("http://{}{path}", listener.addr()));
    let client = LESSON.client().args(urls).args(args).start()?;
    Ok((client, listener))
}

/// Starts it with content that no buffer takes: what the option `--data` is to say, while the folder exists.
fn large_content() -> Verdict<(Folder, String)> {
    let folder = Folder::new()?;
    folder.write("large", vec![b'x'; LARGE_PAGE])?;
    let data = format!("@{}", folder.path().join("large").display());
    Ok((folder, data))
}

/// Takes the head of the next request on a connection, and expects it to begin like this.
fn take(peer: &mut Peer, line: &str) -> Verdict {
    let head = peer.read_head()?;
    if head.starts_with(line.as_bytes()) { Ok(()) } else { Err(Failure::differ(line.as_bytes(), &head)) }
}

#[test]
fn the_client_hands_on_what_comes_while_it_comes() -> Verdict {
    let teach = Teach {
        wrong: "a response that came in pieces was not printed piece by piece",
        why: "What has come is handed on before more is waited for: the next octets may come in an hour. What comes in one read can be many events, and an interim response is not one to print.",
        book: "A client that reads while it sends",
    };
    LESSON.check(teach, || {
        let (client, listener) = client(&[], &["/1"])?;
        let mut peer = listener.accept()?;
        take(&mut peer, "GET /1 ")?;
        peer.send("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")?;
        let mut shown = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n".to_owned();
        for piece in ["one\n", "two\n", "three\n"] {
            peer.send(format!("{:x}\r\n{piece}\r\n", piece.len()))?;
            shown.push_str(piece);
            client.expect_stdout(&shown)?;
        }
        peer.send("0\r\n\r\n")?;
        client.expect_end(0).map(drop)
    })
}

/// proves: 9112-6.3-response-until-close
#[test]
fn the_client_knows_an_end_from_a_reset() -> Verdict {
    let teach = Teach {
        wrong: "content that ends with its connection was not printed whole, or was taken for whole after a reset",
        why: "The end of the connection can be the end of the content: tell the layer below, and hand on the event that it returns. A reset ends nothing in order. (RFC 9112 section 6.3)",
        book: "A client that reads while it sends",
    };
    LESSON.check(teach, || {
        for is_reset in [false, true] {
            let (client, listener) = client(&[], &["/1"])?;
            let mut peer = listener.accept()?;
            take(&mut peer, "GET /1 ")?;
            peer.send("HTTP/1.1 200 OK\r\n\r\nHello")?;
            client.expect_stdout("HTTP/1.1 200 OK\n\nHello")?;
            if is_reset {
                peer.reset()?;
                client.expect_error_line(&[])?;
            } else {
                peer.finish()?;
            }
            client.expect_end(i32::from(is_reset))?;
        }
        Ok(())
    })
}

#[test]
fn the_client_gives_up_a_server_that_says_nothing() -> Verdict {
    let teach = Teach {
        wrong: "a server that took the request and did not respond kept the client waiting for longer than --timeout",
        why: "Each read waits until the deadline that the layer below names, and when that has come, the layer below is told.",
        book: "A client that reads while it sends",
    };
    LESSON.check(teach, || {
        for begun in ["", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHel"] {
            let (client, listener) = client(&["--timeout", "0.2"], &["/1"])?;
            let mut peer = listener.accept()?;
            take(&mut peer, "GET /1 ")?;
            peer.send(begun)?;
            client.expect_error_line(&[])?;
            client.expect_end(1)?;
        }
        Ok(())
    })
}

/// proves: 9112-9.3-persistence
#[test]
fn the_client_asks_for_many_urls_on_one_connection() -> Verdict {
    let teach = Teach {
        wrong: "two URLs of one server were not asked for on one connection",
        why: "When a response has come to its end, the connection is free for the next request. (RFC 9112 section 9.3)",
        book: "A client that reads while it sends",
    };
    LESSON.check(teach, || {
        let (client, listener) = client(&["--data", "hi"], &["/1", "/2"])?;
        let mut peer = listener.accept()?;
        for path in ["/1", "/2"] {
            take(&mut peer, &format!("POST {path} "))?;
            peer.expect("hi")?;
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n")?;
        }
        let shown = "HTTP/1.1 200 OK\nContent-Length: 3\n\nok\n";
        client.expect_stdout(shown.repeat(2))?;
        client.expect_end(0).map(drop)
    })
}

#[test]
fn the_client_hears_a_response_while_it_sends() -> Verdict {
    let teach = Teach {
        wrong: "a response that came before the end of a large request was not printed",
        why: "A server may respond early, to refuse the content, and then take no more of it. A client that only sends would wait for ever. (RFC 9112 section 9.5)",
        book: "A client that reads while it sends",
    };
    LESSON.check(teach, || {
        for closes in [false, true] {
            let (_folder, data) = large_content()?;
            let (client, listener) = client(&["--data", &data], &["/1"])?;
            let mut peer = listener.accept()?;
            take(&mut peer, "POST /1 ")?;
            // Until nothing more goes out.
            client.wait_end(Duration::from_millis(300))?;
            peer.send("HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nno\n")?;
            if closes {
                peer.finish()?;
            }
            client.expect_stdout("HTTP/1.1 413 Content Too Large\nConnection: close\nContent-Length: 3\n\nno\n")?;
            client.expect_end(0)?;
        }
        Ok(())
    })
}

#[test]
fn the_client_does_not_give_up_while_a_response_comes() -> Verdict {
    let teach = Teach {
        wrong: "a client whose request did not go out, but whose response came, was not patient",
        why: "Octets that come are a sign of life as well: note the time then too. Only when nothing has moved, in neither direction, is the time over.",
        book: "A client that reads while it sends",
    };
    LESSON.check(teach, || {
        let (_folder, data) = large_content()?;
        let (client, listener) = client(&["--data", &data, "--timeout", "1"], &["/1"])?;
        let mut peer = listener.accept()?;
        take(&mut peer, "POST /1 ")?;
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")?;
        for _ in 0..5 {
            client.wait_end(Duration::from_millis(300))?;
            peer.send("x".repeat(1000))?;
        }
        let mut left = LARGE_PAGE;
        while left > 0 {
            left = left.saturating_sub(peer.read_while("more content", 64 * 1024, |came| !came.is_empty())?.len());
        }
        client.expect_end(0).map(drop)
    })
}

#[test]
fn the_client_takes_back_what_it_sends() -> Verdict {
    let teach = Teach {
        wrong: "a server that returns content while it comes, and the client, waited for each other",
        why: "The buffers between two programs have an end. When both only write, both fill, and neither is ever read: before each write that may wait, the client takes what has come.",
        book: "A client that reads while it sends",
    };
    LESSON.check(teach, || {
        let (_folder, data) = large_content()?;
        let (client, listener) = client(&["--data", &data], &["/1"])?;
        let mut peer = listener.accept()?;
        take(&mut peer, "POST /1 ")?;
        peer.send(format!("HTTP/1.1 200 OK\r\nContent-Length: {LARGE_PAGE}\r\nConnection: close\r\n\r\n"))?;
        // Until nothing more goes out.
        client.wait_end(Duration::from_millis(300))?;
        let mut left = LARGE_PAGE;
        while left > 0 {
            let piece = peer.read_while("more content", 64 * 1024, |came| !came.is_empty())?;
            left = left.saturating_sub(piece.len());
            peer.send(piece)?;
        }
        client.expect_end(0).map(drop)
    })
}

#[test]
fn the_client_gives_up_a_server_that_takes_nothing() -> Verdict {
    let teach = Teach {
        wrong: "a server that neither read the content nor responded kept the client waiting for longer than --timeout",
        why: "A write that may wait needs a limit, as a read does: how long nothing at all has moved, in neither direction.",
        book: "A client that reads while it sends",
    };
    LESSON.check(teach, || {
        let (_folder, data) = large_content()?;
        let (client, listener) = client(&["--data", &data, "--timeout", "0.3"], &["/1"])?;
        let mut peer = listener.accept()?;
        take(&mut peer, "POST /1 ")?;
        peer.may_break_off();
        client.expect_error_line(&[])?;
        client.expect_end(1).map(drop)
    })
}

#[test]
fn the_client_gives_up_a_server_that_drips() -> Verdict {
    let teach = Teach {
        wrong: "a server that sent an octet of its response now and then kept the client waiting for as long as it liked",
        why: "A limit that begins anew with each octet is not one. The head of a response has one deadline, and content must keep a pace.",
        book: "A client that reads while it sends",
    };
    LESSON.check(teach, || {
        for begun in ["HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"] {
            let (client, listener) = client(&["--timeout", "0.2"], &["/1"])?;
            let mut peer = listener.accept()?;
            take(&mut peer, "GET /1 ")?;
            peer.send(begun)?;
            let began = Instant::now();
            while client.wait_end(Duration::from_millis(20))?.is_none() {
                if began.elapsed() > harness::deadline() {
                    let came = format!("it is still waiting after {begun:?} and many octets, one by one");
                    return Err(Failure::wrong().row("expected", "the client gives up").row("came", came));
                }
                // By then it may have closed the connection.
                let _ = peer.send("x");
            }
            client.expect_error_line(&[])?;
            client.expect_end(1)?;
        }
        Ok(())
    })
}

#[test]
fn the_client_says_that_nobody_listens() -> Verdict {
    common::the_client_says_that_nobody_listens(
        LESSON,
        "Run",
        |client, addr| client.arg(format!("http://{addr}/hello")),
        &[],
    )
}
