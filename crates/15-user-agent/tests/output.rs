//! What `--output` does to what is there already: modes, owners, other names, links, pipes and devices.
//!
//! Most of these are things of Unix: modes, links that everybody may make, pipes with names. Elsewhere there are none, so
//! those tests are not made there.

mod common;

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use common::{asks, check, get, ok};
use harness::{Ended, Failure, Folder, Script, Verdict, expect};

const WHOLE: &str = "HTTP/1.1 200 OK\r\nETag: \"v2\"\r\nContent-Length: 7\r\n\r\nanother";

struct Target {
    folder: Folder,
}

impl Target {
    fn new() -> Verdict<Self> {
        Ok(Self { folder: Folder::new()? })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn asks(&self, name: &str, args: &[&str]) -> Verdict<Script> {
        Ok(asks("/data", ["--output", &self.path(name).display().to_string()])?.args(args))
    }

    fn fetches(&self, name: &str, status: i32) -> Verdict<Ended> {
        self.asks(name, &[])?.one_response(WHOLE, status)
    }

    /// These files, and no others, are in the folder.
    fn expect_names(&self, names: &[&str]) -> Verdict {
        let found = fs::read_dir(self.folder.path()).map_err(broken("cannot list the folder"))?;
        let mut found: Vec<_> = found.flatten().map(|file| file.file_name().to_string_lossy().into_owned()).collect();
        found.sort();
        expect::same(found.join(" "), names.join(" "))
    }
}

fn broken(what: &'static str) -> impl FnOnce(std::io::Error) -> Failure {
    move |error| Failure::broken(what, &error)
}

#[test]
fn a_dash_is_standard_output() -> Verdict {
    check("--output - did not write to standard output", "It is so with other programs.", || {
        expect::same(asks("/", ["--output", "-"])?.one_response(ok("hi\x1b"), 0)?.stdout, "hi\x1b")?;
        // As without --output: several URLs, and any status.
        let scene = asks("/a", ["http://ADDR/b", "--output", "-"])?;
        let client = scene.start()?;
        let (mut peer, _) = scene.request()?;
        peer.send(ok("a").replace("200 OK", "404 No"))?;
        scene.next_request(&mut peer)?;
        peer.send(ok("b"))?;
        expect::same(client.expect_end(0)?.stdout, "ab")?;
        expect::contains(asks("/", ["--output", "-", "--continue"])?.start()?.expect_end(2)?.stderr, "--continue")
    })
}

#[test]
fn a_file_that_is_complete_is_not_fetched_again() -> Verdict {
    check("a complete file was fetched again, or an old one kept", "A second `--continue` costs one response.", || {
        let unsatisfied = |length: &str, lines: &str| {
            format!("HTTP/1.1 416 No\r\n{lines}Content-Range: bytes */{length}\r\nContent-Length: 2\r\n\r\nno")
        };
        let whole = |lines: &str| WHOLE.replace("ETag: \"v2\"\r\n", lines);
        let old = "Last-Modified: Sun, 06 Nov 1994 08:48:37 GMT\r\n";
        let new =
            format!("Last-Modified: {}\r\n", httpdate::fmt_http_date(SystemTime::now() + Duration::from_hours(1)));
        let part = "HTTP/1.1 206 P\r\nContent-Range: bytes 7-8/9\r\nContent-Length: 2\r\n\r\n!!";
        // The response to the request for what follows the file, and whether everything is asked for after it.
        let table = [
            (unsatisfied("7", ""), false, "earlier"),
            (unsatisfied("7", old), false, "earlier"),
            (unsatisfied("7", &new), true, "another"),
            (unsatisfied("8", ""), true, "another"),
            (unsatisfied("*", ""), true, "another"),
            (unsatisfied("7", "").replace("bytes */7", "bytes 0-6/7"), true, "another"),
            (part.to_owned(), true, "another"),
            (whole(""), false, "earlier"),
            (whole(old), false, "earlier"),
            (whole(&new), false, "another"),
            (ok("longer than it was"), false, "longer than it was"),
        ];
        for (answer, asks_again, content) in table {
            let target = Target::new()?;
            target.folder.write("file", "earlier")?;
            let scene = target.asks("file", &["--continue"])?;
            let client = scene.start()?;
            let (mut peer, request) = scene.request()?;
            expect::same(request, get("/data", "Range: bytes=7-\r\n"))?;
            peer.send(&answer)?;
            if asks_again {
                expect::same(scene.next_request(&mut peer)?, get("/data", ""))?;
                peer.send(WHOLE)?;
            }
            let ended = client.expect_end(0)?;
            let said = if content == "earlier" { "is complete already" } else { "starting over" };
            expect::contains(ended.stderr, said)?;
            expect::file(&target.path("file"), Some(content.as_bytes()))?;
            target.expect_names(&["file"])?;
        }
        // Without --continue it is fetched, whatever is there.
        let target = Target::new()?;
        target.folder.write("file", "earlier")?;
        target.fetches("file", 0)?;
        expect::file(&target.path("file"), Some(b"another"))?;
        // A part whose length nobody had said is whole when the server says that nothing follows it.
        let target = Target::new()?;
        let chunked = "HTTP/1.1 200 OK\r\nETag: \"v2\"\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nanother\r\n";
        let cut = target.asks("file", &[])?;
        cut.one_response(chunked, 5)?;
        let scene = target.asks("file", &["--continue"])?;
        let note = fs::read_to_string(target.path("file.part.version")).map_err(broken("no version"))?;
        target.folder.write("file.part.version", note.replace(&cut.listener.addr(), &scene.listener.addr()))?;
        scene.one_response(unsatisfied("7", "ETag: \"v2\"\r\n"), 0)?;
        expect::file(&target.path("file"), Some(b"another"))?;
        target.expect_names(&["file"])
    })
}

#[test]
fn a_part_of_something_else_is_left_alone() -> Verdict {
    check("a file of somebody else was overwritten", "Only what this client made is a part of its own.", || {
        let target = Target::new()?;
        target.folder.write("file.part", "precious")?;
        target.folder.write("file.part.2/x", "a folder")?;
        let ended = target.fetches("file", 0)?;
        expect::contains(ended.stderr, "file.part.3")?;
        expect::file(&target.path("file"), Some(b"another"))?;
        expect::file(&target.path("file.part"), Some(b"precious"))?;
        target.expect_names(&["file", "file.part", "file.part.2"])?;
        // A name that no part can have leads to the next one, and then to an error.
        let target = Target::new()?;
        for number in 1..=9 {
            let name = if number == 1 { "file.part".to_owned() } else { format!("file.part.{number}") };
            target.folder.write(&name, "precious")?;
        }
        expect::contains(target.asks("file", &[])?.start()?.expect_end(1)?.stderr, "cannot write")?;
        expect::file(&target.path("file"), None)
    })
}

#[test]
fn what_is_no_place_for_a_file_is_said_before_anybody_is_asked() -> Verdict {
    check("a server was asked in vain", "What cannot be written need not be fetched.", || {
        let target = Target::new()?;
        target.folder.write("folder/file", "")?;
        for name in ["folder", "folder/", "nothing/file", "nothing/", "folder/file/", "folder/file/x"] {
            target.asks(name, &[])?.start()?.expect_end(1)?;
        }
        Ok(())
    })
}

#[test]
fn everything_together_ends_after_the_max_time() -> Verdict {
    check("--max-time was not kept", "A server that sends an octet now and then is never silent.", || {
        for beginning in ["", "HTTP/1.1 100 Go on\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nx"] {
            let scene = asks("/", ["http://ADDR/second", "--max-time", "0.3"])?;
            let client = scene.start()?;
            let (mut peer, _) = scene.request()?;
            peer.send(beginning)?;
            let ended = client.expect_end(4)?;
            expect::contains(ended.stderr, "--max-time")?;
            peer.expect_close()?;
        }
        // With time enough it is as if nobody had said it.
        expect::same(asks("/", ["--max-time", "60"])?.one_response(ok("hi"), 0)?.stdout, "hi")?;
        // A part is kept as when the server had closed.
        let target = Target::new()?;
        let scene = target.asks("file", &["--max-time", "0.3"])?;
        let client = scene.start()?;
        let (mut peer, _) = scene.request()?;
        peer.send("HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 11\r\n\r\nhello")?;
        expect::contains(client.expect_end(4)?.stderr, "5 octets are kept")?;
        expect::file(&target.path("file.part"), Some(b"hello"))
    })
}

#[test]
fn a_progress_bar_is_only_for_terminals() -> Verdict {
    check("the progress was shown where it should not be, or not where it should", "A log is no terminal.", || {
        let target = Target::new()?;
        let ended = target.asks("file", &[])?.one_response(WHOLE, 0)?;
        expect::same(ended.stderr, "")?;
        if !cfg!(target_os = "linux") {
            return harness::left_out("what a terminal shows", "no `script -c` makes one on this system");
        }
        let Some(script) = harness::tool("script")? else { return Ok(()) };
        let target = Target::new()?;
        let scene = target.asks("file", &[])?;
        let command = format!("{} {}", common::path().display(), scene.args.join(" "));
        let client = script.args(["-qec", &command, "/dev/null"]).start()?;
        let (mut peer, _) = scene.request()?;
        peer.send(WHOLE)?;
        let shown = client.expect_end(0)?.stdout;
        expect::contains(&shown, "100 % ############")?;
        expect::contains(&shown, "7 B of 7 B")?;
        expect::lacks(&shown, "error")?;
        expect::file(&target.path("file"), Some(b"another"))
    })
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, symlink};
    use std::path::Path;

    use super::*;

    fn set_mode(path: &Path, mode: u32) -> Verdict {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).map_err(broken("cannot set a mode"))
    }

    fn mode(path: &Path) -> u32 {
        fs::symlink_metadata(path).map_or(0, |metadata| metadata.mode() & 0o7777)
    }

    fn pipe(path: &Path) -> Verdict {
        let made = std::process::Command::new("mkfifo").arg(path).status();
        made.map(drop).map_err(broken("cannot make a pipe"))
    }

    #[test]
    fn a_file_keeps_its_mode_and_is_never_more_open_than_that() -> Verdict {
        check("the mode of a file changed", "What is private stays so, and a program can still be run.", || {
            for kept in [0o600, 0o640, 0o755, 0o666, 0o200] {
                let target = Target::new()?;
                target.folder.write("file", "old")?;
                set_mode(&target.path("file"), kept)?;
                let scene = target.asks("file", &[])?;
                let client = scene.start()?;
                let (mut peer, _) = scene.request()?;
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nan")?;
                client.expect_idle()?;
                expect::same(format!("{:o}", mode(&target.path("file.part"))), format!("{kept:o}"))?;
                peer.send("other")?;
                client.expect_end(0)?;
                expect::same(format!("{:o}", mode(&target.path("file"))), format!("{kept:o}"))?;
                target.expect_names(&["file"])?;
            }
            // A program that runs with the rights of its owner is not to be one with the content of somebody else.
            let target = Target::new()?;
            target.folder.write("file", "old")?;
            set_mode(&target.path("file"), 0o4755)?;
            target.fetches("file", 0)?;
            expect::same(format!("{:o}", mode(&target.path("file"))), "755")
        })
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_keeps_its_access_list() -> Verdict {
        check("others may do what only some might", "With a list, the mode of the group is about the list.", || {
            let target = Target::new()?;
            target.folder.write("file", "old")?;
            // The owner reads and writes, user 65534 reads, the group and others do nothing. The mode says 640.
            let entries =
                [(1_u16, 6_u16, u32::MAX), (2, 4, 65534), (4, 0, u32::MAX), (0x10, 4, u32::MAX), (0x20, 0, u32::MAX)];
            let mut list = 2_u32.to_le_bytes().to_vec();
            for (tag, rights, id) in entries {
                list.extend([tag.to_le_bytes(), rights.to_le_bytes()].concat());
                list.extend(id.to_le_bytes());
            }
            let (path, name) = (target.path("file"), "system.posix_acl_access");
            if rustix::fs::setxattr(&path, name, &list, rustix::fs::XattrFlags::empty()).is_err() {
                return Ok(());
            }
            expect::same(format!("{:o}", mode(&path)), "640")?;
            let scene = target.asks("file", &[])?;
            let client = scene.start()?;
            let (mut peer, _) = scene.request()?;
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nan")?;
            client.expect_idle()?;
            expect::same(format!("{:o}", mode(&target.path("file.part"))), "600")?;
            peer.send("other")?;
            client.expect_end(0)?;
            let mut kept = [0; 100];
            let length = rustix::fs::getxattr(&path, name, &mut kept[..]).unwrap_or(0);
            expect::same(&kept[..length], &list)?;
            expect::file(&path, Some(b"another"))
        })
    }

    #[test]
    fn a_file_with_other_names_stays_one_file() -> Verdict {
        check("a file was taken from its other names", "What all names show is the same file.", || {
            let target = Target::new()?;
            target.folder.write("file", "old")?;
            fs::hard_link(target.path("file"), target.path("other")).map_err(broken("no link"))?;
            target.fetches("file", 0)?;
            expect::file(&target.path("other"), Some(b"another"))?;
            expect::file(&target.path("file"), Some(b"another"))?;
            target.expect_names(&["file", "other"])?;
            // And it stays whole until all has come.
            let ended = target.asks("file", &[])?.one_response(WHOLE.replace("Length: 7", "Length: 8"), 5)?;
            expect::lacks(ended.stderr, "is not whole")?;
            expect::file(&target.path("other"), Some(b"another"))?;
            // What cannot get into its place is not lost.
            let scene = target.asks("file", &[])?;
            let client = scene.start()?;
            let (mut peer, _) = scene.request()?;
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nwho")?;
            client.expect_idle()?;
            fs::remove_file(target.path("file")).map_err(broken("cannot remove it"))?;
            target.folder.write("file/x", "a folder")?;
            peer.send("le it")?;
            expect::contains(client.expect_end(1)?.stderr, "the whole content is in")?;
            expect::file(&target.path("file.part"), Some(b"whole i"))
        })
    }

    #[test]
    fn links_are_followed_from_the_file_and_never_from_its_part() -> Verdict {
        check("a link was written through, or replaced", "A part is made by this client, or it is none.", || {
            // FILE is a link: to a file, to another link, to nothing yet, to itself.
            let target = Target::new()?;
            target.folder.write("real", "old")?;
            for (link, to) in [("link", "real"), ("second", "link"), ("new", "not-yet"), ("circle", "circle")] {
                symlink(to, target.path(link)).map_err(broken("no link"))?;
            }
            target.fetches("second", 0)?;
            expect::file(&target.path("real"), Some(b"another"))?;
            target.fetches("new", 0)?;
            expect::file(&target.path("not-yet"), Some(b"another"))?;
            expect::contains(target.asks("circle", &[])?.start()?.expect_end(1)?.stderr, "without end")?;
            for link in ["link", "second", "new", "circle"] {
                expect::that("the link is a link", target.path(link).is_symlink(), link)?;
            }
            target.expect_names(&["circle", "link", "new", "not-yet", "real", "second"])?;

            // FILE.part, or what is noted beside it, is a link.
            for (link, args) in [
                ("file.part", &[][..]),
                ("file.part", &["--continue"]),
                ("file.part.version", &[]),
                ("file.part.version", &["--continue"]),
            ] {
                for to in ["victim", "nothing"] {
                    let target = Target::new()?;
                    target.folder.write("victim", "precious")?;
                    symlink(to, target.path(link)).map_err(broken("no link"))?;
                    target.asks("file", args)?.one_response(WHOLE, 0)?;
                    expect::file(&target.path("victim"), Some(b"precious"))?;
                    expect::file(&target.path("file"), Some(b"another"))?;
                    expect::that("the file is no link", !target.path("file").is_symlink(), "")?;
                    target.expect_names(&["file", link, "victim"])?;
                }
            }
            // Another name of a file of somebody else.
            let target = Target::new()?;
            target.folder.write("victim", "precious")?;
            target.folder.write("file.part.version", "ETag: \"v2\"\r\n\r\n")?;
            fs::hard_link(target.path("victim"), target.path("file.part")).map_err(broken("no link"))?;
            target.fetches("file", 0)?;
            expect::file(&target.path("victim"), Some(b"precious"))
        })
    }

    #[test]
    fn what_somebody_else_put_into_a_folder_for_everybody_is_not_written() -> Verdict {
        // Only an administrator can make a link that belongs to somebody else.
        if !rustix::process::geteuid().is_root() {
            return Ok(());
        }
        check("a link that may be a trap was followed", "Everybody can make links in /tmp.", || {
            let target = Target::new()?;
            target.folder.write("victim", "precious")?;
            target.folder.write("tmp/x", "")?;
            set_mode(&target.path("tmp"), 0o1777)?;
            let link = target.path("tmp/file");
            symlink(target.path("victim"), &link).map_err(broken("no link"))?;
            std::os::unix::fs::lchown(&link, Some(65534), None).map_err(broken("no other owner"))?;
            expect::contains(target.asks("tmp/file", &[])?.start()?.expect_end(1)?.stderr, "somebody else")?;
            expect::file(&target.path("victim"), Some(b"precious"))?;
            // Nor is a file: who put it there can read it.
            target.folder.write("tmp/trap", "")?;
            std::os::unix::fs::chown(target.path("tmp/trap"), Some(65534), None).map_err(broken("no other owner"))?;
            expect::contains(target.asks("tmp/trap", &[])?.start()?.expect_end(1)?.stderr, "somebody else")?;
            // The user's own are.
            target.fetches("tmp/x", 0)?;
            expect::file(&target.path("tmp/x"), Some(b"another"))
        })
    }

    #[test]
    fn the_owner_of_a_file_stays_its_owner() -> Verdict {
        if !rustix::process::geteuid().is_root() {
            return Ok(());
        }
        check("a file changed hands", "Its owner could not read it any more.", || {
            let target = Target::new()?;
            target.folder.write("file", "old")?;
            set_mode(&target.path("file"), 0o600)?;
            std::os::unix::fs::chown(target.path("file"), Some(65534), Some(65534))
                .map_err(broken("no other owner"))?;
            target.fetches("file", 0)?;
            let file = fs::metadata(target.path("file")).map_err(broken("no file"))?;
            expect::same(format!("{} {} {:o}", file.uid(), file.gid(), file.mode() & 0o7777), "65534 65534 600")?;
            expect::file(&target.path("file"), Some(b"another"))
        })
    }

    #[test]
    fn a_pipe_is_never_waited_for() -> Verdict {
        check("a pipe was waited for", "Nobody may ever open its other end.", || {
            for name in ["file.part", "file.part.version"] {
                let target = Target::new()?;
                pipe(&target.path(name))?;
                target.asks("file", &["--continue"])?.one_response(WHOLE, 0)?;
                expect::file(&target.path("file"), Some(b"another"))?;
                target.expect_names(&["file", name])?;
            }
            let target = Target::new()?;
            pipe(&target.path("file"))?;
            let ended = target.fetches("file", 1)?;
            expect::contains(ended.stderr, "nobody reads it")?;
            // With a reader it gets all.
            let path = target.path("file");
            let reader = std::thread::spawn(move || fs::read(path));
            let until = std::time::Instant::now() + harness::deadline();
            let came = loop {
                let scene = target.asks("file", &[])?;
                let client = scene.start()?;
                let (mut peer, _) = scene.request()?;
                peer.send(ok(&"x".repeat(200_000)))?;
                drop(peer);
                // The reader may not have come to open it yet.
                if client.wait_end(harness::deadline())?.is_some_and(|ended| ended.status == Some(0))
                    || std::time::Instant::now() > until
                {
                    break reader.join().unwrap_or_else(|_| Ok(Vec::new())).map_err(broken("cannot read"))?;
                }
            };
            expect::same(came.len().to_string(), "200000")?;
            let is_pipe = fs::metadata(target.path("file")).is_ok_and(|file| file.file_type().is_fifo());
            expect::that("the pipe is a pipe", is_pipe, "")
        })
    }

    #[test]
    fn devices_and_links_stay_what_they_are() -> Verdict {
        check("a device or a link was replaced by a file", "What is there may be no file.", || {
            asks("/", ["--output", "/dev/null"])?.one_response(WHOLE, 0)?;
            let is_device = fs::metadata("/dev/null").is_ok_and(|metadata| metadata.file_type().is_char_device());
            expect::that("/dev/null is a device", is_device, "")?;
            expect::file(&PathBuf::from("/dev/null.part"), None)?;

            let target = Target::new()?;
            target.folder.write("real", "")?;
            symlink("real", target.path("file")).map_err(broken("no link"))?;
            target.fetches("file", 0)?;
            expect::that("the link is a link", target.path("file").is_symlink(), "")?;
            expect::file(&target.path("real"), Some(b"another"))
        })
    }

    #[test]
    fn devices_and_open_files_are_written_as_they_are() -> Verdict {
        check("a device or an open file was replaced", "What is there may be no file.", || {
            expect::same(asks("/", ["--output", "/dev/stdout"])?.one_response(WHOLE, 0)?.stdout, "another")?;
            expect::contains(asks("/", ["--output", "/dev/stderr"])?.one_response(WHOLE, 0)?.stderr, "another")?;
            if Path::new("/dev/full").exists() {
                expect::contains(asks("/", ["--output", "/dev/full"])?.one_response(WHOLE, 1)?.stderr, "cannot write")?;
            }
            // What is in the file already stays there.
            let Some(shell) = harness::tool("sh")? else { return Ok(()) };
            let target = Target::new()?;
            target.folder.write("log", "before\n")?;
            let scene = asks("/", ["--output", "/dev/stdout"])?;
            let (log, program) = (target.path("log"), common::path());
            let line = format!("exec {} {} >> {}", program.display(), scene.args.join(" "), log.display());
            let client = shell.args(["-c", &line]).start()?;
            let (mut peer, _) = scene.request()?;
            peer.send(WHOLE)?;
            client.expect_end(0)?;
            expect::file(&log, Some(b"before\nanother"))?;
            // A pipe that the shell has opened: `--output >(program)`.
            let scene = asks("/", ["--output", "/dev/fd/5"])?;
            let line = format!("{} {} 5>&1 >&2 | cat", common::path().display(), scene.args.join(" "));
            let Some(shell) = harness::tool("sh")? else { return Ok(()) };
            let client = shell.args(["-c", &line]).start()?;
            let (mut peer, _) = scene.request()?;
            peer.send(WHOLE)?;
            drop(peer);
            expect::same(client.expect_end(0)?.stdout, "another")
        })
    }

    #[test]
    fn a_file_in_a_folder_that_is_closed_is_written_itself() -> Verdict {
        // An administrator may write everywhere.
        if rustix::process::geteuid().is_root() {
            return Ok(());
        }
        check("a file that may be written was not", "It needs no new name in the folder.", || {
            let target = Target::new()?;
            target.folder.write("closed/file", "what was there")?;
            set_mode(&target.path("closed"), 0o555)?;
            let made = target.fetches("closed/file", 0).and_then(|ended| {
                expect::contains(ended.stderr, "itself is written")?;
                expect::file(&target.path("closed/file"), Some(b"another"))?;
                let cut = target.asks("closed/file", &[])?.one_response(WHOLE.replace("Length: 7", "Length: 8"), 5)?;
                expect::contains(cut.stderr, "is not whole")?;
                target.asks("closed/new", &[])?.one_response(WHOLE, 1)
            });
            set_mode(&target.path("closed"), 0o755)?;
            made.map(drop)
        })
    }

    #[test]
    fn a_file_that_may_not_be_written_is_not_replaced() -> Verdict {
        if rustix::process::geteuid().is_root() {
            return Ok(());
        }
        check("a file was replaced that may not be written", "Its mode says so.", || {
            let target = Target::new()?;
            target.folder.write("file", "as it was")?;
            set_mode(&target.path("file"), 0o444)?;
            target.asks("file", &[])?.start()?.expect_end(1)?;
            expect::file(&target.path("file"), Some(b"as it was"))
        })
    }

    #[test]
    fn a_name_as_long_as_names_may_be_is_written() -> Verdict {
        check("a file with a long name was not written", "There is no room for the name of a part.", || {
            // From some length on there is room for the part, and not for what is noted beside it.
            for length in 241..=255 {
                let target = Target::new()?;
                let name = "n".repeat(length);
                target.fetches(&name, 0)?;
                expect::file(&target.path(&name), Some(b"another"))?;
                target.expect_names(&[&name])?;
            }
            let target = Target::new()?;
            let name = "m".repeat(255);
            target.asks(&name, &[])?.one_response(WHOLE.replace("Length: 7", "Length: 8"), 5)?;
            expect::file(&target.path(&name), None)
        })
    }

    #[test]
    fn a_program_that_is_running_can_be_replaced() -> Verdict {
        check("a program that runs could not be replaced", "It goes on with the file that it was.", || {
            let target = Target::new()?;
            // By another process: a program cannot be started while another thread of this one copies it.
            let copied = std::process::Command::new("cp").arg("/bin/sleep").arg(target.path("file")).status();
            if !copied.is_ok_and(|copied| copied.success()) {
                return Ok(());
            }
            let running = harness::Program::new(target.path("file")).arg("30").start()?;
            target.fetches("file", 0)?;
            expect::file(&target.path("file"), Some(b"another"))?;
            expect::same(format!("{:o}", mode(&target.path("file"))), "755")?;
            running.interrupt()
        })
    }

    #[test]
    fn a_name_that_would_steer_a_terminal_is_shown() -> Verdict {
        check("the name of a file acted on the terminal", "Names may come from a script, and from elsewhere.", || {
            let target = Target::new()?;
            let name = "a\x1b[31mb\u{202e}c\n";
            for (name, status) in [(name.to_owned(), 5), (format!("nothing/{name}"), 1)] {
                let scene = target.asks(&name, &[])?;
                let client = scene.start()?;
                if status == 5 {
                    let (mut peer, _) = scene.request()?;
                    peer.send("HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: 9\r\n\r\nhello")?;
                    drop(peer);
                }
                let ended = client.expect_end(status)?;
                let said = String::from_utf8_lossy(&ended.stderr).into_owned();
                expect::that("nothing that steers", !said.contains(['\x1b', '\u{202e}']), said)?;
            }
            Ok(())
        })
    }
}
