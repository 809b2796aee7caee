//! The server.

use harness::test;

use super::*;

#[test]
fn the_server_says_that_an_address_is_in_use() -> Verdict {
    common::the_server_says_that_an_address_is_in_use(LESSON, "What can go wrong")
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_server() -> Verdict {
    common::ctrl_c_ends_the_server(LESSON, "Run", &[&[]], |_| Ok(()))
}

#[test]
fn the_server_refuses_a_length_that_is_not_plain_digits() -> Verdict {
    let teach = Teach {
        wrong: "a length that is not written as the specification says was not refused with 40",
        why: "One ASCII digit or more (0 to 9) and nothing else: no sign, no space, no leading zero, no digits of other \
              scripts, not an empty word. What two programs could read differently is malformed.",
        book: "What two programs could read differently",
    };
    LESSON.check(teach, || {
        let lengths = ["+5", "-5", "05", "00", "0x5", "5.", "1_0", "", " 5", "5 ", "\t5", "5\r", "five", "５", "+0"];
        let cases = lengths.map(|length| format!("ECHO text {length}\nHello"));
        expect_end_after(&LESSON.server().listen()?, MALFORMED, &cases)
    })
}

#[test]
fn the_server_refuses_a_malformed_header_line() -> Verdict {
    let teach = Teach {
        wrong: "a header line that is not as the specification says was not refused with 40",
        why: "Three or four words, one space between two: the first of ASCII letters and digits, the type exactly `text` or \
              `bytes`, a key of visible ASCII characters. The whole line must match. All else gets the reply `40 text 9`, LF, `malformed`, then the end of the connection.",
        book: "What two programs could read differently",
    };
    LESSON.check(teach, || {
        let cases: [&[u8]; 20] = [
            b"\n",
            b"\r\n",
            b"ECHO\n",
            b"ECHO text\n",
            b"ECHO 5\nHello",
            b"ECHO  text 5\nHello",
            b"ECHO\ttext\t5\nHello",
            b" ECHO text 5\nHello",
            b"ECHO text 5 key more\nHello",
            b"ECHO text 5 \nHello",
            b"ECHO text 5\r\nHello",
            b"ECHO Text 5\nHello",
            b"ECHO html 5\nHello",
            b"ECHO texts 5\nHello",
            b"E-CHO text 5\nHello",
            b"\xc3\xa9CHO text 5\nHello",
            b"ECHO text 5 \xff\nHello",
            b"ECHO text 5 ke\x01y\nHello",
            b" text 5\nHello",
            b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ];
        expect_end_after(&LESSON.server().listen()?, MALFORMED, &cases)
    })
}

#[test]
fn the_server_does_not_wait_for_the_end_of_an_endless_header_line() -> Verdict {
    let teach = Teach {
        wrong: "100 bytes without a line end were not refused with 41",
        why: "A line end may never come. A receiver that waits for it collects bytes until its memory is full. The reply is \
              `41 text 9`, LF, `too large`, and it comes at once.",
        book: "Limits before memory",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        expect_end_after(&server, TOO_LARGE, &["A".repeat(100), " ".repeat(300)])
    })
}

#[test]
fn the_server_takes_a_thousand_connections_that_say_nothing() -> Verdict {
    let teach = Teach {
        wrong: "the server did not serve the client that came after 1,000 others had connected and closed, or still held something of them",
        why: "Browsers and port scanners open connections and say nothing. That is the end of a connection, not an error; its socket and \
              its thread go with it.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let before = server.kept();
        // Every fiftieth waits for the server: more than it can take at a time would have to try again after a second.
        for number in 1..=1000 {
            let mut peer = server.connect()?;
            if number % 50 == 0 {
                peer.finish()?;
                peer.expect_close()?;
            }
        }
        server.expect_nothing_kept(before, 60)
    })
}

#[test]
fn the_server_refuses_text_that_is_not_utf8() -> Verdict {
    let teach = Teach {
        wrong: "a body of type text that is not UTF-8 was not refused with 40",
        why: "The type is a promise: text is UTF-8. Whoever has other bytes to send calls them bytes. The reply is `40 text 9`, \
              LF, `malformed`, then the end of the connection.",
        book: "The specification",
    };
    LESSON.check(teach, || {
        let cases: [&[u8]; 3] = [b"ECHO text 3\n\xff\xfe\x80", b"ECHO text 4\ncaf\xc3", b"KEEP text 1 sesame\n\x80"];
        expect_end_after(&LESSON.server().listen()?, MALFORMED, &cases)
    })
}

#[test]
fn the_server_refuses_a_length_however_long() -> Verdict {
    let teach = Teach {
        wrong: "a length far above the limit was not refused with 41",
        why: "Anybody can claim any length. Compare it with the limit before anything is done with it; it may fit no integer.",
        book: "Limits before memory",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let tens = 10_u128.pow(30);
        let words = [1 << 16 | 1, 1 << 32, (1 << 32) + 5, 1_000_000_000_000, 1 << 63, 1 << 64, (1 << 64) + 5, tens];
        let cases = words.map(|length: u128| format!("ECHO bytes {length}\nHello"));
        expect_end_after(&server, TOO_LARGE, &cases)?;
        // 80 digits, which fit into no integer of any size, and into the line.
        expect_end_after(&server, TOO_LARGE, &[format!("ECHO bytes {}\nHello", "1234567890".repeat(8))])
    })
}

#[test]
fn the_server_reports_the_error_that_is_checked_first() -> Verdict {
    let teach = Teach {
        wrong: "of a frame with two errors, the server did not report the one that the specification checks first",
        why: "First the length of the line (41), the whole line (40), the length (41), the body (40), then the method \
              (42). A length that fits no integer is no error before the rest of the line is checked: it is a length, \
              and too large.",
        book: "The specification",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let long = 10_u128.pow(30);
        let lines = [
            format!("ECHO text {long} ke\x01y\n"),
            format!("ECHO text {long} two keys\n"),
            format!("ECHO html {long}\n"),
            "ECHO text 65537 ke\x01y\n".to_owned(),
        ];
        expect_end_after(&server, MALFORMED, &lines)?;
        expect_end_after(&server, MALFORMED, &[b"NONE text 1\n\xff".as_slice(), b"KEEP text 1 wrong\n\xff"])?;
        let too_large =
            [format!("+{}\n", "A".repeat(100)), "NONE text 65537\n".to_owned(), "KEEP text 65537\n".to_owned()];
        expect_end_after(&server, TOO_LARGE, &too_large)
    })
}

#[test]
fn the_server_answers_a_request() -> Verdict {
    let teach = Teach {
        wrong: "the reply to an ECHO or a KEEP request is not the one the specification asks for",
        why: "A reply is its code, the type and the length, one space between them, one LF, then the body: that of the request for \
              ECHO, and none for KEEP.",
        book: "The specification",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send(REQUEST)?;
        client.expect(REPLY)?;
        client.finish()?;
        client.expect_close()?;
        server.expect_stdout("server received: ECHO text: Hello\nserver sending reply: 20\n")?;
        let keep = "KEEP text 4 sesame\nmilk";
        let mut client = server.connect()?;
        client.send(keep)?;
        client.expect("20 text 0\n").map_err(in_case(keep))
    })
}

#[test]
fn the_server_reads_a_frame_that_is_split_anywhere() -> Verdict {
    let teach = Teach {
        wrong: "a frame that came in two packets was not read like one that came in one",
        why: "TCP may cut the stream anywhere. The LF ends the header line, the length ends the body, nothing else does.",
        book: "Reading exactly one frame",
    };
    check_server(teach, |server| {
        let request = "KEEP text 5 sesame\ncafé".as_bytes();
        let mut peers = Vec::new();
        for split in 1..request.len() {
            let mut peer = server.connect()?;
            peer.send(&request[..split])?;
            peers.push((split, peer));
        }
        // While this one pauses between its parts, the server reads the first part of all the others.
        let mut slow = server.connect()?;
        slow.send_split([&request[..9], &request[9..]])?;
        slow.expect("20 text 0\n")?;
        for (split, mut peer) in peers {
            let case = format!("{} … {}", visible(&request[..split]), visible(&request[split..]));
            peer.send(&request[split..]).and_then(|()| peer.expect("20 text 0\n")).map_err(in_case(case))?;
        }
        Ok(())
    })
}

#[test]
fn the_server_reads_a_frame_that_comes_byte_by_byte() -> Verdict {
    let teach = Teach {
        wrong: "a frame of which every byte came alone was not read like one that came in one packet",
        why: "TCP may cut the stream anywhere. The LF ends the header line, the length ends the body, nothing else does.",
        book: "Reading exactly one frame",
    };
    check_server(teach, |server| {
        let mut client = server.connect()?;
        let (last, others) = (&REQUEST[REQUEST.len() - 2..], &REQUEST[..REQUEST.len() - 2]);
        others.iter().try_for_each(|&byte| client.send([byte]))?;
        // A pause before the last byte: all others were read, however the system put them together on the way.
        client.send_split(last.chunks(1))?;
        client.expect(REPLY)
    })
}

#[test]
fn the_server_forgets_a_frame_that_is_cut_off() -> Verdict {
    let teach = Teach {
        wrong: "a frame whose end never came was answered, or did something",
        why: "When the client closes in the middle of a frame, nobody waits for a reply. Half a request is no request.",
        book: "Reading exactly one frame",
    };
    check_server(teach, |server| {
        let request = b"KEEP text 4 sesame\nevil";
        for cut in 0..request.len() {
            let mut peer = server.connect()?;
            peer.send(&request[..cut])?;
            peer.finish()?;
            peer.expect_close().map_err(in_case(&request[..cut]))?;
        }
        let mut peer = server.connect()?;
        peer.send("READ text 0\n")?;
        peer.finish()?;
        peer.expect_all("20 text 0\n")
    })
}

#[test]
fn the_server_serves_others_while_a_client_stalls() -> Verdict {
    let teach = Teach {
        wrong: "a client that stalls kept another one waiting",
        why: "A client may stop anywhere in a frame, or never read its replies. Only its own thread may wait for it.",
        book: "What can go wrong",
    };
    check_server(teach, |server| {
        let _silent = server.connect()?;
        let (mut in_line, mut in_body, mut deaf) = (server.connect()?, server.connect()?, server.connect()?);
        in_line.send("ECHO te")?;
        in_body.send("ECHO text 5\nHe")?;
        // More replies than the buffers between the programs hold, and nobody reads them.
        let request = format!("ECHO text 60000\n{}", "a".repeat(60_000));
        deaf.send_available(request.repeat(250).as_bytes())?;
        expect_echo(&mut server.connect()?)?;
        in_line.send("xt 5\nHello")?;
        in_line.expect(REPLY)
    })
}

#[test]
fn the_server_outlives_resets_at_every_stage() -> Verdict {
    let teach = Teach {
        wrong: "the server did not serve the client that came after broken connections",
        why: "Clients crash and networks fail: a read or a write may fail at any time. That client is lost, the server is not.",
        book: "What can go wrong",
    };
    check_server(teach, |server| {
        for stage in ["", "ECHO te", "ECHO text 5\n", "ECHO text 5\nHel", "ECHO text 5\nHello", "ECHO text +5\nHello"] {
            let mut peer = server.connect()?;
            peer.send(stage)?;
            peer.reset()?;
        }
        // A reset may overtake what was sent before it. This one comes when the server has read all.
        let mut peer = server.connect()?;
        peer.send("ECHO text +5\nHello")?;
        server.expect_idle()?;
        peer.reset()?;
        expect_echo(&mut server.connect()?)
    })
}

#[test]
fn the_server_reads_frames_that_are_glued_together() -> Verdict {
    let teach = Teach {
        wrong: "frames that came in one packet were not all answered",
        why: "One read may bring several frames. What was read beyond the first belongs to the next: keep it, in one \
              buffer for the whole connection.",
        book: "Reading exactly one frame",
    };
    check_server(teach, |server| {
        let mut client = server.connect()?;
        client.send("ECHO text 5\nHelloLENGTH text 0\nECHO text 6\nWorld\nECHO bytes 2\n\n\n")?;
        client.expect("20 text 5\nHello20 text 1\n020 text 6\nWorld\n20 bytes 2\n\n\n")
    })
}

#[test]
fn the_server_keeps_the_beginning_of_the_next_frame() -> Verdict {
    let teach = Teach {
        wrong: "a frame that came with the beginning of the next one was not answered, or the next one was damaged",
        why: "A frame is complete when its last byte is there. Answer it then, and keep what came beyond it for the next.",
        book: "Reading exactly one frame",
    };
    check_server(teach, |server| {
        let mut client = server.connect()?;
        client.send("ECHO text 3\noneECHO text 5\nth")?;
        client.expect("20 text 3\none")?;
        client.send("reeECHO te")?;
        client.expect("20 text 5\nthree")?;
        client.send("xt 4\nfive")?;
        client.expect("20 text 4\nfive")
    })
}

#[test]
fn the_server_answers_a_thousand_requests_in_order() -> Verdict {
    let teach = Teach {
        wrong: "1,000 requests that were sent without waiting did not get 1,000 replies in their order",
        why: "A client may send its next request before it has the reply. Only the order says which reply is whose.",
        book: "Many requests, one connection",
    };
    check_server(teach, |server| {
        let frames =
            |start| -> Vec<String> { (1000..2000).map(|number| format!("{start} text 4\n{number}")).collect() };
        let mut client = server.connect()?;
        client.send(frames("ECHO").concat())?;
        client.finish()?;
        client.expect_all(frames("20").concat())
    })
}

#[test]
fn the_server_keeps_a_note_for_those_who_have_the_key() -> Verdict {
    let teach = Teach {
        wrong: "KEEP did not store its body for all clients, or READ did not return it",
        why: "With the right key, KEEP is answered 20 with an empty body. READ, from any client and any number \
              of times, returns the note and its type: it stays until the next KEEP.",
        book: "From method to reply",
    };
    check_server(teach, |server| {
        let (mut writer, mut reader, mut other) = (server.connect()?, server.connect()?, server.connect()?);
        reader.send("READ text 0\n")?;
        reader.expect("20 text 0\n")?;
        for (kind, note) in [("text", "Buy milk"), ("bytes", "Sell\nmilk"), ("text", "")] {
            writer.send(format!("KEEP {kind} {} sesame\n{note}", note.len()))?;
            writer.expect("20 text 0\n")?;
            for (case, peer) in [
                ("the first READ after a KEEP, by another client", &mut reader),
                ("a second READ, by a third client", &mut other),
                ("a third READ, by the client that sent the KEEP", &mut writer),
            ] {
                peer.send("READ text 6\nplease")?;
                peer.expect(format!("20 {kind} {}\n{note}", note.len())).map_err(in_case(case))?;
            }
        }
        Ok(())
    })
}

#[test]
fn the_server_refuses_a_wrong_key_and_goes_on() -> Verdict {
    let teach = Teach {
        wrong: "KEEP without the right key was not answered with 43, or it stored its note, or the next request was not answered",
        why: "Only the whole key is the key, letter for letter. Look at it before anything is stored. After 43 the connection goes on.",
        book: "From method to reply",
    };
    check_server_with_key("Open!", teach, |server| {
        let mut client = server.connect()?;
        for key in ["", " sesame", " Open", " Open!!", " open!", " O", " Open!Open!"] {
            client.send(format!("KEEP text 4{key}\nevil"))?;
            client.expect(NOT_ALLOWED).map_err(in_case(format!("KEEP text 4{key}\n")))?;
        }
        client.send("READ text 0\n")?;
        client.expect("20 text 0\n").map_err(in_case("READ after seven refused KEEPs: there is no note yet"))?;
        client.send("KEEP text 4 Open!\ngoodREAD text 0 other\n")?;
        client.expect("20 text 0\n20 text 4\ngood").map_err(in_case("KEEP with the right key, then READ"))
    })
}

#[test]
fn the_server_takes_any_bytes_in_a_body() -> Verdict {
    let teach = Teach {
        wrong: "a body with other bytes than plain text was not returned unchanged",
        why: "The length alone says where a body ends. LF, CR, 0, bytes that are not UTF-8, another frame: all may stand in it.",
        book: "Reading exactly one frame",
    };
    check_server(teach, |server| {
        let mut client = server.connect()?;
        for body in [&b"\n"[..], b"\r\n\r\n", b"\0\0", b" a ", b"\xff\xfe\x80", REQUEST] {
            let frame = |start| [format!("{start} bytes {}\n", body.len()).as_bytes(), body].concat();
            client.send(frame("ECHO"))?;
            client.expect(frame("20")).map_err(in_case(body))?;
        }
        server.expect_stdout_that(&predicate::str::contains("server received: ECHO bytes: \\xff\\xfe\\x80\n"))
    })
}

#[test]
fn the_server_counts_bytes() -> Verdict {
    let teach = Teach {
        wrong: "a length was not counted in bytes",
        why: "The length counts bytes, in both directions. In UTF-8, é is two of them, ☕ is three. LENGTH replies in text.",
        book: "The length counts bytes",
    };
    check_server(teach, |server| {
        let mut client = server.connect()?;
        client.send("ECHO text 9\ncafé ☕LENGTH text 9\ncafé ☕LENGTH bytes 2\n\n\nECHO text 0\n")?;
        client.expect("20 text 9\ncafé ☕20 text 1\n920 text 1\n220 text 0\n")
    })
}

#[test]
fn the_server_takes_the_largest_frame_and_no_larger_one() -> Verdict {
    let teach = Teach {
        wrong: "a limit is not where the specification puts it",
        why: "A header line has at most 100 bytes with its LF, a body at most 65,536. One more gets 41, at once.",
        book: "Limits before memory",
    };
    check_server(teach, |server| {
        let mut client = server.connect()?;
        let body = "a".repeat(65_536);
        client.send(format!("ECHO text 65536\n{body}"))?;
        client.expect(format!("20 text 65536\n{body}"))?;
        let line = |bytes: usize| format!("ECHO text 5 {}\nHello", "k".repeat(bytes - 13));
        client.send(line(100))?;
        client.expect(REPLY).map_err(in_case("a header line of 100 bytes"))?;
        expect_end_after(&server, TOO_LARGE, &["ECHO text 65537\n".to_owned(), line(101)])
    })
}

#[test]
fn the_server_ends_a_broken_connection_in_order() -> Verdict {
    let teach = Teach {
        wrong: "after a malformed frame the reply, and then the end of the connection, did not arrive in order",
        why: "Bytes left unread at the close make a reset, which can destroy the reply. Nothing after a bad frame is a frame, on this \
              connection or on the next: what was read ahead ends with its connection.",
        book: "Ending in order",
    };
    check_server(teach, |server| {
        let mut client = server.connect()?;
        let frames = b"ECHO text +5\nHelloKEEP text 4 sesame\nevil";
        client.send(frames)?;
        send_through(&client, &frames.repeat(300_000))?;
        client.expect_all(MALFORMED)?;
        // Whatever came on that connection, nothing of it counts on another one.
        let mut other = server.connect()?;
        other.send("READ text 0\n")?;
        other.finish()?;
        other.expect_all("20 text 0\n")
    })
}

/// Sends bytes that the server must read: here more than the buffers between the programs hold, 12 MB.
fn send_through(peer: &Peer, bytes: &[u8]) -> Verdict {
    let mut stream = peer.stream();
    stream.write_all(bytes).map_err(|error| {
        Failure::wrong()
            .row("then", format!("the same again, {} bytes", bytes.len()))
            .row("expected", "the server reads and drops it")
            .row("came", format!("the connection is broken ({error})"))
    })
}

#[test]
fn the_server_goes_on_after_an_unknown_method() -> Verdict {
    let teach = Teach {
        wrong: "a method that the server does not know was not answered with 42, or the next request was not answered",
        why: "The frame was read to its end, so the stream is not broken. Methods are compared letter for letter, case and all.",
        book: "From method to reply",
    };
    check_server(teach, |server| {
        let mut client = server.connect()?;
        for method in ["GET", "echo", "Echo", "ECHO2", "ECH", "20"] {
            client.send(format!("{method} text 5\nHello"))?;
            client.expect(UNKNOWN_METHOD).map_err(in_case(method))?;
        }
        expect_echo(&mut client)
    })
}

#[test]
fn the_server_waits_for_a_client_that_takes_its_time() -> Verdict {
    let teach = Teach {
        wrong: "a client that paused between two requests, in a header line or in a body did not get its reply after that",
        why: "A client may think for as long as it likes, also in the middle of a frame. That nothing comes for a while is no error and \
              no end: reads of requests need no time limit. Only after an error does the server give up a silent client.",
        book: "What can go wrong",
    };
    check_server(teach, |server| {
        let mut peers = Vec::new();
        for (before, after) in [("", "ECHO text 5\nLater"), ("ECHO te", "xt 5\nLater"), ("ECHO text 5\nLa", "ter")] {
            let mut peer = server.connect()?;
            expect_echo(&mut peer)?;
            peer.send(before)?;
            peers.push((peer, before, after));
        }
        server.wait_out(Duration::from_millis(600))?;
        for (mut peer, before, after) in peers {
            let case = format!("{} … {}", visible(before.as_bytes()), visible(after.as_bytes()));
            peer.send(after).and_then(|()| peer.expect("20 text 5\nLater")).map_err(in_case(case))?;
        }
        Ok(())
    })
}

// Only Unix has the signals that make a blocking write return early.
#[cfg(unix)]
#[test]
fn the_server_goes_on_after_a_write_that_took_a_part() -> Verdict {
    let teach = Teach {
        wrong: "after the server had been stopped in the middle of a write and continued, bytes of a reply were missing",
        why: "`write` returns how many bytes it took, perhaps not all: write until none are left. A call may also fail \
              with EINTR: it has done nothing, and is made again.",
        book: "Build it",
    };
    let lesson = LESSON.with_time(Duration::from_secs(30), "four megabytes, perhaps byte by byte");
    check_server_of(lesson, "sesame", teach, |server| {
        // Large enough for full packets: with less room, the system sends what is missing later and later.
        let mut client = server.connect_with_buffer(128 * 1024)?;
        let body = "0123456789".repeat(6_000);
        let requests = format!("ECHO bytes 60000\n{body}").repeat(400);
        let reply = format!("20 bytes 60000\n{body}");
        let (mut sent, mut replies) = (0, 0);
        for _ in 0..3 {
            while let more @ 1.. = client.send_available(&requests.as_bytes()[sent..])? {
                sent += more;
                // Who writes byte by byte is busy for longer, and right too: then it is not given more.
                if server.expect_idle().is_err() {
                    break;
                }
            }
            server.stop_and_continue()?;
            for _ in 0..4 {
                client.expect(&reply)?;
                replies += 1;
            }
        }
        let complete = sent / (requests.len() / 400);
        // One by one: each has a deadline of its own.
        (replies..complete).try_for_each(|_| client.expect(&reply))
    })
}
