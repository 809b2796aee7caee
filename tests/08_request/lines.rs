//! The server: where lines and heads end.

use harness::test;

use super::*;

/// proves: 9112-2.2-bare-lf
/// proves: 9112-2.2-recv-bare-cr
#[test]
fn the_server_refuses_a_bare_cr_or_lf_in_the_first_line() -> Verdict {
    let teach = Teach {
        wrong: "an LF or a CR alone, in the first line or in front of it, was not refused with 400",
        why: "A line ends at CR LF, also when these come in two pieces. What is wrong is wrong as soon as it has come: no line end is waited for. (RFC 9112 section 2.2)",
        book: "Where a line ends",
    };
    LESSON.check(teach, || {
        let whole = [
            "\nGET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /hello HTTP/1.1\nHost: localhost\r\n\r\n",
            "GET /hello HTTP/1.1\rHost: localhost\r\n\r\n",
            "GET /hello HTTP/1.1\r\r\nHost: localhost\r\n\r\n",
            "GET\r/hello HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET /hello\n",
            "GET /hello\rX",
        ];
        all_get(400, whole)?;
        let server = LESSON.server().listen()?;
        for pieces in
            [["GET /hello HTTP/1.1\r", "Host"], ["GET /hello HTTP/1.1", "\n"], ["GET /hello HTTP/1.1\r", "\r"]]
        {
            let mut client = server.connect()?;
            client.send_split(pieces)?;
            client.reply_and_close("GET")?.expect_status(400)?;
        }
        Ok(())
    })
}

/// proves: 9110-5.5-other-ctl
/// proves: 9112-2.2-garbage-400
#[test]
fn the_server_refuses_what_is_no_http_at_its_first_control_octet() -> Verdict {
    let teach = Teach {
        wrong: "a control octet in the first line was not refused with 400 as soon as it came",
        why: "A TLS client at the wrong port sends no line end, ever. Its first octet tells that this is no HTTP. (RFC 9110 section 5.5)",
        book: "Where a line ends",
    };
    LESSON.check(teach, || {
        // The beginning of a TLS handshake, then every control octet within a request line.
        let mut requests = vec![b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03".to_vec()];
        let others = (0..=0x1f).chain([0x7f]).filter(|octet| !b"\t\r\n".contains(octet));
        requests.extend(others.map(|octet| [b"GET /", &[octet][..]].concat()));
        all_get(400, requests)
    })
}

/// proves: 9112-8-incomplete-request
#[test]
fn the_server_gives_up_a_first_line_that_does_not_end() -> Verdict {
    let teach = Teach {
        wrong: "a client that sent the beginning of a line and no more was not answered with 408, or with 400 when it closed",
        why: "A line that has not ended is no line yet, wherever it stops: also after its CR. (RFC 9112 section 8)",
        book: "Where a line ends",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "0.2"]).listen()?;
        for half in ["G", "GET /hel", "GET /hello HTTP/1.1\r"] {
            let mut client = server.connect()?;
            client.send(half)?;
            client.reply_and_close("GET")?.expect_status(408)?;
            let mut client = server.connect()?;
            client.send(half)?;
            client.finish()?;
            client.reply_and_close("GET")?.expect_status(400)?;
        }
        Ok(())
    })
}

/// proves: 9110-17.5-limit-elements
#[test]
fn the_server_does_not_skip_empty_lines_for_ever() -> Verdict {
    let teach = Teach {
        wrong: "nothing but empty lines came, and the server did not refuse it with 400",
        why: "An empty line is CR LF with nothing in front of it. A few in front of a request are skipped; a stream of them is no request. (RFC 9112 section 2.2)",
        book: "Where a line ends",
    };
    LESSON.check(teach, || {
        all_get(400, ["\r\n".repeat(100)])?;
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send_split(["\r\n\r", "\n\r\n", "\r\n\r\n\r", "\n"])?;
        client.send("\r\n".repeat(100))?;
        client.reply_and_close("GET")?.expect_status(400)
    })
}

/// proves: 9112-2.2-bare-lf
/// proves: 9112-2.2-recv-bare-cr
#[test]
fn the_server_ends_lines_at_cr_lf_and_nothing_else() -> Verdict {
    let teach = Teach {
        wrong: "an LF or a CR alone, in place of the end of a field line or within one, was not refused with 400",
        why: "Where one program sees two lines and another sees one, an attacker hides a field or a request. (RFC 9112 section 2.2)",
        book: "Where a line ends",
    };
    LESSON.check(teach, || {
        let requests = [
            "GET /hello HTTP/1.1\r\nHost: localhost\n\r\n",
            "GET /hello HTTP/1.1\r\nHost: localhost\r\n\n",
            "GET /hello HTTP/1.1\r\nHost: localhost\rX: y\r\n\r\n",
            "GET /hello HTTP/1.1\r\nHost: localhost\r\r\n\r\n",
            "GET /hello HTTP/1.1\r\nHost: localhost\r\nX: y\r\r\n\r\n",
            "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\r\n",
        ];
        all_get(400, requests)
    })
}

/// proves: 9112-2.2-recv-bare-cr
/// proves: 9110-7.6-segmentation
#[test]
fn the_server_refuses_a_bare_cr_at_the_end_of_a_piece() -> Verdict {
    let teach = Teach {
        wrong: "a CR at the end of one piece, without LF in the next, was not refused with 400",
        why: "The rule for CR LF holds wherever the stream is cut: remember that the last octet was a CR. (RFC 9112 section 2.2)",
        book: "Where a line ends",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for after in ["X: y\r\n\r\n", "\r\n\r\n"] {
            let mut client = server.connect()?;
            client.send_split(["GET /hello HTTP/1.1\r\nHost: localhost\r\nY: z\r", after])?;
            client.reply_and_close("GET")?.expect_status(400)?;
        }
        Ok(())
    })
}

/// proves: 9110-5.5-cr-lf-nul
/// proves: 9110-5.5-other-ctl
/// proves: 9112-2.2-garbage-400
#[test]
fn the_server_refuses_control_octets_at_once() -> Verdict {
    let teach = Teach {
        wrong: "NUL or another control octet was not refused with 400 as soon as it came",
        why: "Some programs end a text at NUL and others do not. And what begins like this is no HTTP, so do not wait for a line end. (RFC 9110 section 5.5)",
        book: "Where a line ends",
    };
    LESSON.check(teach, || {
        let mut requests =
            with_fields([&b"X: a\0b"[..], b"X: \x01", b"X: a\x7fb", b"X: a\x0bb", b"X\0: a", b"X: \x1b[1m"]);
        let others = (0..=0x1f).chain([0x7f]).filter(|octet| !b"\t\r\n".contains(octet));
        requests.extend(
            others
                .map(|octet| [b"GET /hello HTTP/1.1\r\nHost: localhost\r\nX: a", &[octet][..], b"b\r\n\r\n"].concat()),
        );
        all_get(400, requests)
    })
}

/// proves: 9110-7.6-segmentation
#[test]
fn the_server_answers_a_request_without_fields() -> Verdict {
    let teach = Teach {
        wrong: "a request of HTTP/1.0 that has no field lines was not answered, or not in every form in which it can come",
        why: "The empty line ends the head, and it is a line like any other: its CR and LF may come in different pieces. In HTTP/1.0 a request needs no field. (RFC 9112 section 2.1)",
        book: "From lines to a head",
    };
    LESSON.check(teach, || {
        all_get(404, ["GET /nowhere HTTP/1.0\r\n\r\n"])?;
        let request = "GET /hello HTTP/1.0\r\n\r\n";
        all_get(200, [request.to_owned(), format!("{request}Host : a\r\n\r\n"), format!("\r\n{request}\0")])?;
        every_cut_gets_200(request)
    })
}

/// proves: 9110-5.5-cr-lf-nul
/// proves: 9112-2.2-recv-bare-cr
#[test]
fn the_server_refuses_a_field_line_as_soon_as_it_can_be_none() -> Verdict {
    let teach = Teach {
        wrong: "a control octet, or a CR or LF alone, in the first field line or in the place of the empty line, was not refused with 400",
        why: "The lines after the first one end in the same way, and hold the same octets. (RFC 9112 section 2.2)",
        book: "From lines to a head",
    };
    LESSON.check(teach, || {
        let others = (0..=0x1f).chain([0x7f]).filter(|octet| !b"\t\r".contains(octet));
        all_get(400, others.map(|octet| [b"GET /hello HTTP/1.0\r\nX: a", &[octet][..]].concat()))?;
        let ends = ["\n", "\r\r", "\rX", "X\n", "X: a\rb", "\0"];
        all_get(400, ends.map(|end| format!("GET /hello HTTP/1.0\r\n{end}")))
    })
}

/// proves: 9112-8-incomplete-request
#[test]
fn the_server_waits_for_the_empty_line() -> Verdict {
    let teach = Teach {
        wrong: "a head without its empty line was answered as a request, or not at all",
        why: "Until the empty line has come the head is half a head: 408 when the time is over, 400 when the client closes. (RFC 9112 section 8)",
        book: "From lines to a head",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--timeout", "0.2"]).listen()?;
        for rest in ["", "\r", "X", "X: y\r"] {
            let half = format!("GET /hello HTTP/1.0\r\n{rest}");
            let mut client = server.connect()?;
            client.send(&half)?;
            client.reply_and_close("GET")?.expect_status(408)?;
            let mut client = server.connect()?;
            client.send(&half)?;
            client.finish()?;
            client.reply_and_close("GET")?.expect_status(400)?;
        }
        Ok(())
    })
}

/// proves: 9110-7.6-segmentation
#[test]
fn the_server_takes_a_request_that_is_cut_anywhere() -> Verdict {
    let teach = Teach {
        wrong: "a request that came in two pieces was not answered like one in one piece",
        why: "TCP is a stream: a read may end anywhere, also between CR and LF. Remember what has come, and go on. (RFC 9112 section 2.2)",
        book: "Where a line ends",
    };
    LESSON.check(teach, || every_cut_gets_200(HELLO))
}

/// A server that is sent the request in two pieces, however it is cut, answers each time with 200.
fn every_cut_gets_200(request: &str) -> Verdict {
    let server = LESSON.server().listen()?;
    let mut clients = Vec::new();
    for cut in 1..request.len() {
        let mut client = server.connect()?;
        client.send(&request[..cut])?;
        clients.push((client, cut));
    }
    for (number, (client, cut)) in clients.iter_mut().enumerate() {
        // One pause is enough for all of the first pieces.
        if number == 0 {
            client.send_split(["", &request[*cut..]])?;
        } else {
            client.send(&request[*cut..])?;
        }
        client.reply_and_close("GET")?.expect_status(200)?;
    }
    Ok(())
}

/// proves: 9110-7.6-segmentation
#[test]
fn the_server_takes_a_request_in_many_pieces() -> Verdict {
    let teach = Teach {
        wrong: "a request that came in many pieces, with CR and LF in different ones, was not answered",
        why: "However the octets are cut, the request is the same: remember from piece to piece what has come. (RFC 9112 section 2.2)",
        book: "Where a line ends",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        let pieces =
            ["G", "E", "T", " /hel", "lo HTTP/1.1\r", "\nHo", "st", ":", " local", "host", "\r", "\n", "\r", "\n"];
        client.send_split(pieces)?;
        client.reply_and_close("GET")?.expect_status(200)
    })
}

/// proves: 9112-2.2-skip-empty-line
#[test]
fn the_server_skips_empty_lines_before_a_request() -> Verdict {
    let teach = Teach {
        wrong: "an empty line in front of the request was not skipped",
        why: "Old clients send a CR LF too many after a request. What follows it is the next request. (RFC 9112 section 2.2)",
        book: "Where a line ends",
    };
    LESSON.check(teach, || {
        all_get(200, [format!("\r\n{HELLO}"), format!("\r\n\r\n{HELLO}")])?;
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send_split(["\r", "\n", "\r\n", HELLO])?;
        client.reply_and_close("GET")?.expect_status(200)
    })
}

/// proves: 9112-2.2-parse-octets
#[test]
fn the_server_takes_any_octets_above_127_in_a_value() -> Verdict {
    let teach = Teach {
        wrong: "a field value with octets above 127 was refused, or ended the server",
        why: "A head is octets, not text in UTF-8. In values, octets above 127 are let through as they are. (RFC 9110 section 5.5)",
        book: "Field lines",
    };
    LESSON.check(teach, || {
        let all: Vec<u8> = [&b"X: "[..], &(0x80..=0xff).collect::<Vec<u8>>()].concat();
        all_get(200, with_fields([&all[..], b"X: caf\xe9", "X: café".as_bytes(), b"X: \xff\xfe \xc3"]))
    })
}
