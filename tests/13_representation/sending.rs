//! Sending.

use harness::test;

use super::*;

#[test]
fn the_server_breaks_off_when_a_file_becomes_shorter() -> Verdict {
    let teach = Teach {
        wrong: "a file became shorter while it was sent, and the client could not know",
        why: "The length was announced before. When octets are missing, close the connection: then the client sees that they are. (RFC 9112 section 8)",
        book: "While files change",
    };
    LESSON.check(teach, || {
        const LENGTH: u64 = 64 * 1024 * 1024;
        let folder = Folder::new()?;
        folder.write("long.bin", "")?;
        let set_length = |length| {
            let file = File::options().write(true).open(folder.path().join("long.bin"));
            file.and_then(|file| file.set_len(length)).map_err(|error| Failure::broken("no room for a file", &error))
        };
        set_length(LENGTH)?;
        let server = serving(&folder)?;
        let mut client = server.connect_with_buffer(64 * 1024)?;
        client.may_break_off();
        client.send("GET /long.bin HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")?;
        let head = client.read_while("a head", 64 * 1024, |came| split(came, b"\r\n\r\n").len() > 1)?;
        set_length(1000)?;
        // The connection stayed open if nobody had said `close`: that it ends is the sign.
        // More may be on its way already than a peer keeps.
        let mut rest = Vec::new();
        client.stream().take(LENGTH + 1024).read_to_end(&mut rest).map_err(|error| {
            let expected = "the connection closes, in order";
            Failure::wrong().row("expected", expected).row("came", format!("{} octets, then: {error}", rest.len()))
        })?;
        if (head.len() + rest.len()) as u64 >= LENGTH {
            return Err(Failure::wrong().row("expected", "fewer octets than were announced").row("came", "as many"));
        }
        if split(&rest, b"HTTP/1.1 ").len() > 1 {
            let came = "the next answer in the middle of the content";
            return Err(Failure::wrong().row("expected", "the connection closes").row("came", came));
        }
        get(&server, "/long.bin", &[])?.expect_status(200)
    })
}

/// proves: 9110-2.3-defensive
#[test]
fn the_server_sends_a_long_file_in_little_memory() -> Verdict {
    let teach = Teach {
        wrong: "a file of 64 MiB took too much memory, or did not come whole",
        why: "Read a piece, send it, read the next one. Whoever reads the whole file first needs as much memory as all its clients' files together.",
        book: "While files change",
    };
    LESSON.check(teach, || {
        const LENGTH: usize = 64 * 1024 * 1024;
        let folder = Folder::new()?;
        folder.write("long.bin", "begin")?;
        let file = File::options().write(true).open(folder.path().join("long.bin"));
        let set = file.and_then(|file| file.set_len(LENGTH as u64));
        set.map_err(|error| Failure::broken("no room for a file", &error))?;
        let server = serving(&folder)?;
        let mut client = server.connect()?;
        client.send(request("GET", "/long.bin", &[]))?;
        let mut stream = client.stream();
        let copied = std::io::copy(&mut stream, &mut std::io::sink());
        let copied = copied.map_err(|error| Failure::broken("the answer did not come whole", &error))?;
        if copied < LENGTH as u64 {
            return Err(Failure::wrong().row("expected", "64 MiB").row("came", format!("{copied} octets")));
        }
        let reply = get(&server, "/long.bin", &[("Range", "bytes=67108860-")])?;
        expect_content(&reply, [0; 4])?;
        match server.peak_memory() {
            Some(memory) if memory > 24 * 1024 * 1024 => {
                let came = format!("{} MiB", memory / 1024 / 1024);
                Err(Failure::wrong().row("expected", "at most 24 MiB of memory").row("came", came))
            }
            _ => Ok(()),
        }
    })
}

/// proves: 9110-14.1.2-positions
#[cfg(unix)]
#[test]
fn the_server_sends_parts_of_what_is_longer_than_4_gib() -> Verdict {
    let teach = Teach {
        wrong: "a part of a file of 5 GiB was not answered with its octets and where they stand",
        why: "Positions and lengths need 64 bits. With 32 of them, what lies after 4 GiB begins at 0 again, and a download joins the wrong octets.",
        book: "Ranges",
    };
    LESSON.check(teach, || {
        const LENGTH: u64 = 5 * 1024 * 1024 * 1024;
        let folder = Folder::new()?;
        folder.write("long.bin", "")?;
        let path = folder.path().join("long.bin");
        // Only what is written takes room.
        let made = File::options().write(true).open(&path).and_then(|file| {
            file.set_len(LENGTH)?;
            std::os::unix::fs::FileExt::write_all_at(&file, b"abcdefgh", LENGTH - 8)
        });
        made.map_err(|error| Failure::broken("no room for a file", &error))?;
        let server = serving(&folder)?;
        for (range, content, content_range) in [
            ("5368709112-5368709114", "abc", "bytes 5368709112-5368709114/5368709120"),
            ("5368709118-", "gh", "bytes 5368709118-5368709119/5368709120"),
            ("-3", "fgh", "bytes 5368709117-5368709119/5368709120"),
            ("4294967296-4294967297", "\0\0", "bytes 4294967296-4294967297/5368709120"),
            ("0-1", "\0\0", "bytes 0-1/5368709120"),
        ] {
            let reply = get(&server, "/long.bin", &[("Range", &format!("bytes={range}"))])?;
            reply.expect_status(206)?;
            expect_content(&reply, content)?;
            expect_field(&reply, "Content-Range", content_range)?;
        }
        let reply = get(&server, "/long.bin", &[("Range", "bytes=5368709120-")])?;
        reply.expect_status(416)?;
        expect_field(&reply, "Content-Range", "bytes */5368709120")
    })
}

/// proves: 9112-9.3-persistence
/// proves: 9112-9.3.2-in-order
/// proves: 9110-7.6-segmentation
/// proves: 9110-15-one-final
#[test]
fn the_server_goes_on_after_every_kind_of_response() -> Verdict {
    let teach = Teach {
        wrong: "several requests on one connection were not answered one after the other",
        why: "Every answer must end where its head says: 304 without content, 206 and 416 with their own length. (RFC 9112 section 6.3)",
        book: "What happened",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        let tag = tag_of(&server, "/alphabet")?;
        let one = |method: &str, fields: &str| format!("{method} /alphabet HTTP/1.1\r\nHost: a\r\n{fields}\r\n");
        let requests = [
            one("GET", ""),
            one("HEAD", ""),
            one("GET", &format!("If-None-Match: {tag}\r\n")),
            one("GET", "Range: bytes=0-1\r\n"),
            one("GET", "Range: bytes=99-\r\n"),
            one("GET", "Range: bytes=0-0,-1\r\n"),
            one("GET", "If-Match: \"no\"\r\n"),
            one("GET", "Range: bytes=-3\r\nConnection: close\r\n"),
        ]
        .concat();
        let mut client = server.connect()?;
        client.send(&requests)?;
        let whole = client.read_to_end()?;
        let statuses = |came: &[u8]| -> Vec<String> {
            split(came, b"HTTP/1.1 ")
                .iter()
                .skip(1)
                .map(|text| String::from_utf8_lossy(&text[..3]).into_owned())
                .collect()
        };
        let expected = ["200", "200", "304", "206", "416", "206", "412", "206"];
        if statuses(&whole) != expected || !whole.ends_with(b"\r\n\r\nxyz") {
            return Err(Failure::wrong()
                .row("expected", format!("the statuses {expected:?}, and xyz at the end"))
                .row("came", format!("{:?}", statuses(&whole))));
        }
        let mut client = server.connect()?;
        client.send_split(requests.as_bytes().chunks(150))?;
        let pieces = client.read_to_end()?;
        if statuses(&pieces) == expected {
            return Ok(());
        }
        Err(Failure::wrong().row("expected", "the same answers to the same requests in pieces"))
    })
}

/// proves: 9110-2.3-defensive
#[test]
fn the_server_outlives_any_field_values() -> Verdict {
    let teach = Teach {
        wrong: "an odd field value was not answered, or ended the server",
        why: "Whatever stands in a field, it either means something or has no effect. (RFC 9110 section 2.3)",
        book: "Ranges",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        let names = ["Range", "If-Range", "If-Match", "If-None-Match", "If-Modified-Since", "Accept-Encoding"];
        let values: [&[u8]; 9] =
            [b"", b"\xff\xfe", b"bytes=\xff-\xfe", b"\"", b"W/", b"bytes=-", b",;,=q=", b"\"\\", b"*;q=;,-,9-"];
        for name in names {
            for value in values {
                let mut client = server.connect()?;
                let line = [name.as_bytes(), b": ", value, b"\r\nRange: bytes=0-0\r\n\r\n"].concat();
                client.send([b"GET /numbers HTTP/1.1\r\nHost: a\r\nConnection: close\r\n", &line[..]].concat())?;
                let reply = client.reply_and_close("GET")?;
                reply.expect("an answer below 500", reply.status < 500)?;
            }
        }
        Ok(())
    })
}

#[test]
fn the_server_says_when_it_cannot_begin() -> Verdict {
    let teach = Teach {
        wrong: "a folder that is not one, or a port in use, did not end the server with an error that says so",
        why: "Whoever starts a server and hears nothing believes that it runs.",
        book: "Run",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        for root in ["nowhere", "alphabet.txt"] {
            let path = folder.path().join(root);
            let server = LESSON.server().arg("--addr").arg("127.0.0.1:0").arg("--root").arg(&path).start()?;
            server.expect_error_line(&[root])?;
            server.expect_end(1)?;
        }
        let taken = Listener::bind()?;
        let server = LESSON.server().args(["--addr", &taken.addr()]).start()?;
        server.expect_error_line(&[&taken.addr()])?;
        server.expect_end(1).map(drop)
    })
}

#[test]
fn the_server_minds_neither_silence_nor_a_reset() -> Verdict {
    let teach = Teach {
        wrong: "after silent, closed and reset connections, a client was not answered",
        why: "Browsers open connections that they do not use. None of them may stand in the way of others.",
        book: "Run",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        let _silent = server.connect()?;
        for sent in ["", "GET /alpha", "GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n"] {
            let mut client = server.connect()?;
            client.send(sent)?;
            client.reset()?;
        }
        drop(server.connect()?);
        get(&server, "/nowhere", &[])?.expect_status(404)
    })
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_server() -> Verdict {
    common::ctrl_c_ends_the_server(LESSON, "Run", &[&[]], |server| get(server, "/nowhere", &[])?.expect_status(404))
}
