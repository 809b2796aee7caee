//! Files that are whole or not there, and parts that are joined only to what they belong to.
//!
//! A line `proves:` names a requirement of RFC 9110 or RFC 9112 that the test below it proves.

mod client_common;

use std::fs;
use std::path::PathBuf;

use client_common::{Scene, asks, check, expect, expect_contains, expect_file, expect_lacks, expect_same, get};
use harness::{Ended, Failure, Folder, Verdict};

/// A file to be downloaded, in a folder of its own.
struct Target {
    folder: Folder,
}

impl Target {
    fn new() -> Verdict<Self> {
        Ok(Self { folder: Folder::new()? })
    }

    fn path(&self, end: &str) -> PathBuf {
        self.folder.path().join(format!("file{end}"))
    }

    /// A client that writes /data to the file.
    fn asks(&self, args: &[&str]) -> Verdict<Scene> {
        asks("/data", ["--output", &self.path("").display().to_string()])
            .map(|scene| scene.args(args.iter().map(|arg| arg.replace("FILE", &self.path("").display().to_string()))))
    }

    /// Nothing but this file, or nothing, is in the folder.
    fn expect_only(&self, whole: Option<&str>) -> Verdict {
        expect_file(&self.path(""), whole.map(str::as_bytes))?;
        expect_file(&self.path(".part"), None)?;
        expect_file(&self.path(".part.version"), None)
    }

    /// A part of these octets is kept, and no whole file.
    fn expect_part(&self, part: &str) -> Verdict {
        expect_file(&self.path(""), None)?;
        expect_file(&self.path(".part"), Some(part.as_bytes()))?;
        expect("the version of the part is kept", self.path(".part.version").exists(), "")
    }

    /// A client that was cut off behind "hello" of "hello world".
    fn cut_off(&self, lines: &str) -> Verdict<Ended> {
        self.asks(&[])?.one_answer(format!("HTTP/1.1 200 OK\r\n{lines}Content-Length: 11\r\n\r\nhello"), 5)
    }

    /// Goes on with the part: the client asks as it should, and gets this answer. What it asks for then gets `second`.
    fn goes_on(&self, answer: &str, second: Option<&str>, status: i32) -> Verdict<Ended> {
        // Parts belong to a URL, so the server must be where it was.
        let scene = self.asks(&["--continue"])?;
        self.say_it_came_from(&scene)?;
        let client = scene.start()?;
        let (mut peer, request) = scene.request()?;
        expect_same(request, get("/data", "Range: bytes=5-\r\nIf-Range: \"v1\"\r\n"))?;
        peer.send(answer)?;
        if let Some(second) = second {
            expect_same(scene.next_request(&mut peer)?, get("/data", ""))?;
            peer.send(second)?;
        }
        drop(peer);
        client.expect_end(status)
    }

    fn say_it_came_from(&self, scene: &Scene) -> Verdict {
        let version = fs::read_to_string(self.path(".part.version"))
            .map_err(|error| Failure::broken("the version cannot be read", &error))?;
        let (uri, rest) = version.split_once("\r\n").unwrap_or_default();
        let version = format!("Content-Location: http://{}/data\r\n{rest}", scene.listener.addr());
        expect_contains(uri, "Content-Location: http://127.0.0.1:")?;
        self.folder.write("file.part.version", version)
    }
}

const PART: &str =
    "HTTP/1.1 206 Partial Content\r\nETag: \"v1\"\r\nContent-Range: bytes 5-10/11\r\nContent-Length: 6\r\n\r\n world";
const WHOLE: &str = "HTTP/1.1 200 OK\r\nETag: \"v2\"\r\nContent-Length: 7\r\n\r\nanother";

#[test]
fn the_file_appears_when_it_is_whole() -> Verdict {
    check(
        "a file was there before it was whole, or was not right then",
        "A broken download must not look whole.",
        || {
            let target = Target::new()?;
            target.folder.write("file", "what was there")?;
            let scene = target.asks(&[])?;
            let client = scene.start()?;
            let (mut peer, request) = scene.request()?;
            expect_same(request, get("/data", ""))?;
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello")?;
            client.expect_idle()?;
            expect_file(&target.path(""), Some(b"what was there"))?;
            expect_file(&target.path(".part"), Some(b"hello"))?;
            peer.send(" world")?;
            expect_same(client.expect_end(0)?.stdout, "")?;
            target.expect_only(Some("hello world"))?;

            for answer in [
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.0 200 OK\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nETag: \"a\"\r\nContent-Length: 5\r\n\r\nhello",
            ] {
                let target = Target::new()?;
                target.asks(&[])?.one_answer(answer, 0)?;
                target.expect_only(Some("hello"))?;
            }
            Ok(())
        },
    )
}

/// proves: 9112-8-record-incomplete
/// proves: 9110-13.1.5-client-strong-tag
/// proves: 9110-13.1.5-client-date
/// proves: 9110-5.6.7-accept-three-formats
#[test]
fn a_part_is_kept_only_with_a_strong_validator() -> Verdict {
    check("a broken download was taken for whole, or kept without its version", "RFC 9110 section 13.1.5", || {
        let old = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nLast-Modified: Sun, 06 Nov 1994 08:48:37 GMT\r\n";
        let young = old.replace("08:48:37", "08:48:38");
        let table = [
            ("ETag: \"v1\"\r\n".to_owned(), Some("ETag: \"v1\"")),
            (format!("ETag: \"v1\"\r\n{old}"), Some("ETag: \"v1\"")),
            (old.to_owned(), Some("Last-Modified: Sun, 06 Nov 1994 08:48:37 GMT")),
            // Dates are read in three formats and written in one.
            (
                "Date: Sunday, 06-Nov-94 08:49:37 GMT\r\nLast-Modified: Sun Nov  6 08:48:37 1994\r\n".to_owned(),
                Some("Last-Modified: Sun, 06 Nov 1994 08:48:37 GMT"),
            ),
            ("Date: Sun Nov  6 08:49:37 1994\r\nLast-Modified: Sunday, 06-Nov-94 08:48:38 GMT\r\n".to_owned(), None),
            (String::new(), None),
            ("ETag: W/\"v1\"\r\n".to_owned(), None),
            (format!("ETag: W/\"v1\"\r\n{old}"), None),
            ("ETag: v1\r\n".to_owned(), None),
            ("ETag: \"v1\"\r\nETag: \"v2\"\r\n".to_owned(), None),
            (young, None),
            ("Last-Modified: Sun, 06 Nov 1994 08:48:37 GMT\r\n".to_owned(), None),
        ];
        for (lines, validator) in table {
            let target = Target::new()?;
            let ended = target.cut_off(&lines)?;
            match validator {
                None => target.expect_only(None)?,
                Some(validator) => {
                    target.expect_part("hello")?;
                    let version = fs::read(target.path(".part.version")).unwrap_or_default();
                    expect_contains(version, &format!("\r\n{validator}\r\nContent-Length: 11\r\n"))?;
                    expect_contains(ended.stderr, "5 octets are kept")?;
                }
            }
        }
        // What was decompressed is not what the server would send the rest of.
        let target = Target::new()?;
        let scene = target.asks(&["--compressed"])?;
        let head = "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Encoding: gzip\r\nContent-Length: 99\r\n\r\n";
        scene.one_answer([head.as_bytes(), &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]].concat(), 5)?;
        target.expect_only(None)
    })
}

/// proves: 9110-15.3.7.3-whole
/// proves: 9110-15.3.7-client-inspect
/// proves: 9110-5.6.7-send-imf-fixdate
/// proves: 9110-5.6.7-no-extra-space
#[test]
fn a_part_is_continued() -> Verdict {
    check("a part was not continued", "RFC 9110 sections 13.1.5 and 15.3.7.3", || {
        let date = "Last-Modified: Sun, 06 Nov 1994 08:48:37 GMT\r\n";
        for answer in [
            PART.to_owned(),
            PART.replace("/11", "/*"),
            PART.replace("bytes 5", "Bytes 5")
                .replace("Content-Length: 6\r\n", "Transfer-Encoding: chunked\r\n")
                .replace(" world", "6\r\n world\r\n0\r\n\r\n"),
            // The server may send more than what is missing; where it belongs stands in Content-Range.
            PART.replace("5-10", "3-10").replace("Length: 6", "Length: 8").replace(" world", "lo world"),
            PART.replace("5-10", "0-10").replace("Length: 6", "Length: 11").replace(" world", "hello world"),
        ] {
            let target = Target::new()?;
            target.cut_off("ETag: \"v1\"\r\n")?;
            target.goes_on(&answer, None, 0)?;
            target.expect_only(Some("hello world"))?;
        }
        let target = Target::new()?;
        target.cut_off(&format!("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n{date}"))?;
        let scene = target.asks(&["--continue"])?;
        target.say_it_came_from(&scene)?;
        let client = scene.start()?;
        let (mut peer, request) = scene.request()?;
        let fields = "Range: bytes=5-\r\nIf-Range: Sun, 06 Nov 1994 08:48:37 GMT\r\n";
        expect_same(request, get("/data", fields))?;
        peer.send(PART.replace("ETag: \"v1\"\r\n", date))?;
        client.expect_end(0)?;
        target.expect_only(Some("hello world"))
    })
}

/// proves: 9110-14.4-unknown-unit
/// proves: 9110-14.4-invalid
#[test]
fn what_does_not_fit_is_not_joined() -> Verdict {
    check("octets were joined that do not belong together", "RFC 9110 sections 14.4 and 15.3.7.3", || {
        for (from, to) in [
            ("bytes 5-10/11", "lines 5-10/11"),
            ("bytes 5-10/11", "5-10/11"),
            ("bytes 5-10/11", "bytes 10-5/11"),
            ("bytes 5-10/11", "bytes 5-11/11"),
            ("bytes 5-10/11", "bytes 5-10/10"),
            ("bytes 5-10/11", "bytes +5-10/11"),
            ("bytes 5-10/11", "bytes 5-/11"),
            ("bytes 5-10/11", "bytes */11"),
            ("bytes 5-10/11", "bytes 5-18446744073709551616/*"),
            ("bytes 5-10/11", "bytes 5-10/12"),
            ("bytes 5-10/11", "bytes 6-10/11"),
            ("bytes 5-10/11", "bytes 0-4/11"),
            ("Content-Range", "X-Range"),
            ("Content-Range", "Content-Range: bytes 5-10/11\r\nContent-Range"),
            ("Content-Range: bytes 5-10/11", "Content-Type: multipart/byteranges; boundary=x"),
        ] {
            let target = Target::new()?;
            target.cut_off("ETag: \"v1\"\r\n")?;
            target.goes_on(&PART.replace(from, to), None, 5)?;
            target.expect_part("hello")?;
        }
        // More or less than Content-Range says: nobody knows which of these octets are meant.
        let target = Target::new()?;
        target.cut_off("ETag: \"v1\"\r\n")?;
        target.goes_on(&PART.replace("Length: 6", "Length: 7").replace("world", "world!"), None, 5)?;
        target.expect_part("hello")?;
        let target = Target::new()?;
        target.cut_off("ETag: \"v1\"\r\n")?;
        target.goes_on(&PART.replace("Length: 6", "Length: 5").replace("world", "worl"), None, 5)?;
        target.expect_part("hello worl")
    })
}

/// proves: 9110-14.3-no-promise
#[test]
fn another_version_starts_over() -> Verdict {
    check(
        "parts of two versions were joined, or a whole answer was taken for a part",
        "RFC 9110 section 15.3.7.3",
        || {
            for part in [
                PART.replace("v1", "v2"),
                PART.replace("\"v1\"", "W/\"v1\""),
                PART.replace("ETag: \"v1\"\r\n", ""),
                PART.replace("ETag: \"v1\"\r\n", "ETag: \"v1\"\r\nETag: \"v1\"\r\n"),
                "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */5\r\nContent-Length: 0\r\n\r\n"
                    .to_owned(),
                "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 3\r\n\r\nno\n".to_owned(),
            ] {
                let target = Target::new()?;
                target.cut_off("ETag: \"v1\"\r\nAccept-Ranges: bytes\r\n")?;
                expect_contains(target.goes_on(&part, Some(WHOLE), 0)?.stderr, "starting over")?;
                target.expect_only(Some("another"))?;
            }
            let target = Target::new()?;
            target.cut_off("ETag: \"v1\"\r\nAccept-Ranges: bytes\r\n")?;
            expect_contains(target.goes_on(WHOLE, None, 0)?.stderr, "starting over")?;
            target.expect_only(Some("another"))?;

            // The beginning of another version takes the place of the part, with its own validator.
            let target = Target::new()?;
            target.cut_off("ETag: \"v1\"\r\n")?;
            target.goes_on(&WHOLE.replace("another", "ano"), None, 5)?;
            target.expect_part("ano")?;
            expect_contains(fs::read(target.path(".part.version")).unwrap_or_default(), "\"v2\"")
        },
    )
}

/// proves: 9110-15.3.7.3-partial
#[test]
fn a_download_that_is_cut_off_again_stays_a_part() -> Verdict {
    check("parts that are not the whole were taken for it", "RFC 9110 section 15.3.7.3", || {
        let target = Target::new()?;
        target.cut_off("ETag: \"v1\"\r\n")?;
        expect_contains(target.goes_on(&PART.replace(" world", " wo"), None, 5)?.stderr, "8 octets are kept")?;
        target.expect_part("hello wo")?;

        let scene = target.asks(&["--continue"])?;
        target.say_it_came_from(&scene)?;
        let client = scene.start()?;
        let (mut peer, request) = scene.request()?;
        expect_same(request, get("/data", "Range: bytes=8-\r\nIf-Range: \"v1\"\r\n"))?;
        // The server sends less than what was asked for, so the rest is asked for.
        peer.send("HTTP/1.1 206 P\r\nETag: \"v1\"\r\nContent-Range: bytes 8-9/11\r\nContent-Length: 2\r\n\r\nrl")?;
        expect_same(scene.next_request(&mut peer)?, get("/data", "Range: bytes=10-\r\nIf-Range: \"v1\"\r\n"))?;
        peer.send("HTTP/1.1 206 P\r\nETag: \"v1\"\r\nContent-Range: bytes 10-10/11\r\nContent-Length: 1\r\n\r\nd")?;
        client.expect_end(0)?;
        target.expect_only(Some("hello world"))?;

        // Where nobody says how long the whole is, no part completes it.
        let target = Target::new()?;
        let chunked = "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";
        target.asks(&[])?.one_answer(chunked, 5)?;
        target.goes_on(&PART.replace("/11", "/*"), None, 5)?;
        target.expect_part("hello world")
    })
}

#[test]
fn a_part_is_not_continued_from_another_url_or_without_its_version() -> Verdict {
    check("a part was continued with octets of something else", "A validator is of one resource.", || {
        let target = Target::new()?;
        target.cut_off("ETag: \"v1\"\r\n")?;
        let scene = target.asks(&["--continue"])?;
        let client = scene.start()?;
        let (mut peer, request) = scene.request()?;
        expect_same(request, get("/data", ""))?;
        peer.send(WHOLE)?;
        client.expect_end(0)?;
        target.expect_only(Some("another"))?;

        // A redirect may lead to where the part came from.
        let target = Target::new()?;
        target.cut_off("ETag: \"v1\"\r\n")?;
        let path = target.path("").display().to_string();
        let scene = asks("/old", ["--continue", "--output", &path])?;
        target.say_it_came_from(&scene)?;
        let client = scene.start()?;
        let (mut peer, request) = scene.request()?;
        expect_same(request, get("/old", ""))?;
        peer.send("HTTP/1.1 302 Found\r\nLocation: /data\r\nContent-Length: 0\r\n\r\n")?;
        expect_same(scene.next_request(&mut peer)?, get("/data", "Range: bytes=5-\r\nIf-Range: \"v1\"\r\n"))?;
        peer.send(PART)?;
        client.expect_end(0)?;
        target.expect_only(Some("hello world"))?;

        for version in [None, Some("nonsense"), Some("ETag: \"v1\"\r\n\r\n"), Some("Content-Location: x\r\n\r\n")] {
            let target = Target::new()?;
            target.folder.write("file.part", "hello")?;
            version.map_or(Ok(()), |version| target.folder.write("file.part.version", version))?;
            let scene = target.asks(&["--continue"])?;
            let client = scene.start()?;
            let (mut peer, request) = scene.request()?;
            expect_same(request, get("/data", ""))?;
            peer.send(WHOLE)?;
            expect_contains(client.expect_end(0)?.stderr, "starting over")?;
            target.expect_only(Some("another"))?;
        }
        Ok(())
    })
}

#[test]
fn a_part_that_is_whole_already_only_gets_its_name() -> Verdict {
    check("a whole part was asked for again", "Between the last octet and the name, a program can be ended.", || {
        let target = Target::new()?;
        target.cut_off("ETag: \"v1\"\r\n")?;
        target.folder.write("file.part", "hello world")?;
        let scene = target.asks(&["--continue"])?;
        target.say_it_came_from(&scene)?;
        scene.start()?.expect_end(0)?;
        target.expect_only(Some("hello world"))
    })
}

#[test]
fn an_answer_that_is_not_the_file_does_not_become_it() -> Verdict {
    check("an error page was written to the file, or a file was lost", "The file is for what was asked for.", || {
        for answer in [
            "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnot\n",
            "HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nnot\n",
            "HTTP/1.1 304 Not Modified\r\n\r\n",
            "HTTP/1.1 300 Choose\r\nLocation: /x\r\nContent-Length: 4\r\n\r\nnot\n",
        ] {
            let target = Target::new()?;
            target.folder.write("file", "as it was")?;
            let ended = target.asks(&[])?.one_answer(answer, 7)?;
            expect_same(ended.stdout, if answer.ends_with("not\n") { "not\n" } else { "" })?;
            target.expect_only(Some("as it was"))?;
        }
        let target = Target::new()?;
        target.asks(&[])?.one_answer(PART, 5)?;
        target.expect_only(None)?;
        let coded = "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nTransfer-Encoding: gzip, chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n";
        target.asks(&[])?.one_answer(coded, 5)?;
        target.expect_only(None)?;
        // What was kept stays for the next time.
        let target = Target::new()?;
        target.cut_off("ETag: \"v1\"\r\n")?;
        target.goes_on("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n", None, 7)?;
        target.expect_part("hello")
    })
}

#[test]
fn what_cannot_be_written_ends_in_exit_status_1() -> Verdict {
    check("a file that cannot be written was not told apart", "Scripts go by the exit status.", || {
        let folder = Folder::new()?;
        for path in [folder.path().join("no-folder/file"), folder.path().to_owned()] {
            let scene = asks("/", ["--output", &path.display().to_string()])?;
            scene.start()?.expect_end(1)?;
        }
        Ok(())
    })
}

#[cfg(unix)]
#[test]
fn devices_and_links_stay_what_they_are() -> Verdict {
    use std::os::unix::fs::{FileTypeExt, symlink};
    check("a device or a link was replaced by a file", "What is there may be no file.", || {
        asks("/", ["--output", "/dev/null"])?.one_answer(WHOLE, 0)?;
        let is_device = fs::metadata("/dev/null").is_ok_and(|metadata| metadata.file_type().is_char_device());
        expect("/dev/null is a device", is_device, "")?;
        expect_file(&PathBuf::from("/dev/null.part"), None)?;

        let target = Target::new()?;
        target.folder.write("real", "")?;
        symlink("real", target.path("")).map_err(|error| Failure::broken("no link", &error))?;
        target.asks(&[])?.one_answer(WHOLE, 0)?;
        expect("the link is a link", target.path("").is_symlink(), "")?;
        expect_file(&target.folder.path().join("real"), Some(b"another"))
    })
}

#[cfg(unix)]
#[test]
fn two_downloads_of_one_file_do_not_mix() -> Verdict {
    check("two programs wrote into one part", "Octets of both would stand in it.", || {
        let target = Target::new()?;
        let scene = target.asks(&[])?;
        let first = scene.start()?;
        let (mut peer, _) = scene.request()?;
        peer.send("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello")?;
        first.expect_idle()?;
        let second = scene.start()?;
        let (mut other, _) = scene.request()?;
        other.send("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nother other")?;
        expect_contains(second.expect_end(1)?.stderr, "another program writes")?;
        peer.send(" world")?;
        first.expect_end(0)?;
        target.expect_only(Some("hello world"))
    })
}

#[cfg(unix)]
#[test]
fn an_interrupted_download_can_be_continued() -> Verdict {
    check("after Ctrl-C nothing was left to go on with", "The version is written before the content.", || {
        let target = Target::new()?;
        let scene = target.asks(&[])?;
        let client = scene.start()?;
        let (mut peer, _) = scene.request()?;
        peer.send("HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 11\r\n\r\nhello")?;
        client.expect_idle()?;
        client.interrupt()?;
        client.wait_end(harness::deadline())?;
        target.expect_part("hello")?;
        target.goes_on(PART, None, 0)?;
        target.expect_only(Some("hello world"))
    })
}

#[test]
fn a_progress_bar_is_only_for_terminals() -> Verdict {
    check("the progress was shown where it should not be, or not where it should", "A log is no terminal.", || {
        let target = Target::new()?;
        let ended = target.asks(&[])?.one_answer(WHOLE, 0)?;
        expect_same(ended.stderr, "")?;
        if !cfg!(target_os = "linux") {
            return harness::left_out("what a terminal shows", "no `script -c` makes one on this system");
        }
        let Some(script) = harness::tool("script")? else { return Ok(()) };
        let target = Target::new()?;
        let scene = target.asks(&[])?;
        let command = format!("{} {}", client_common::path().display(), scene.args.join(" "));
        let client = script.args(["-qec", &command, "/dev/null"]).start()?;
        let (mut peer, _) = scene.request()?;
        peer.send(WHOLE)?;
        let shown = client.expect_end(0)?.stdout;
        expect_contains(&shown, "100 % ############")?;
        expect_contains(&shown, "7 B of 7 B")?;
        expect_lacks(&shown, "error")?;
        target.expect_only(Some("another"))
    })
}
