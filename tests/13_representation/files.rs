//! Files.

use harness::test;

use super::*;

/// proves: 9110-8.3-content-type
#[test]
fn the_server_says_what_kind_of_data_a_file_holds() -> Verdict {
    let teach = Teach {
        wrong: "a file was sent with another media type than its name tells",
        why: "Browsers show, run or save by Content-Type. Text in UTF-8 says so, and no word overrules a page that is in another encoding. (RFC 9110 section 8.3)",
        book: "From a path to a file",
    };
    LESSON.check(teach, || {
        let types = [
            ("a.html", "text/html; charset=utf-8"),
            ("a.css", "text/css; charset=utf-8"),
            ("a.js", "text/javascript; charset=utf-8"),
            ("a.json", "application/json; charset=utf-8"),
            ("a.svg", "image/svg+xml; charset=utf-8"),
            ("A.PNG", "image/png"),
            ("a.mjs", "text/javascript; charset=utf-8"),
            ("a.wasm", "application/wasm"),
            ("a.avif", "image/avif"),
            ("a.woff", "font/woff"),
            ("a.woff2", "font/woff2"),
            ("a.otf", "font/otf"),
            ("a.tar.gz", "application/gzip"),
            ("README", "text/plain; charset=utf-8"),
            ("program", "application/octet-stream"),
            ("latin1.html", "text/html"),
            ("declared.html", "text/html"),
        ];
        let folder = Folder::new()?;
        for (name, _) in types {
            folder.write(name, "x")?;
        }
        folder.write("program", b"\x7fELF\0")?;
        folder.write("latin1.html", b"caf\xe9")?;
        folder.write("declared.html", "<meta charset=windows-1251>")?;
        let server = serving(&folder)?;
        for (name, kind) in types {
            expect_field(&get(&server, &format!("/{name}"), &[])?, "Content-Type", kind)?;
        }
        Ok(())
    })
}

/// proves: 9110-8.8.1-weak-change
#[test]
fn the_server_changes_the_tag_when_a_file_changes() -> Verdict {
    let teach = Teach {
        wrong: "a file was changed, and its entity tag stayed the same",
        why: "A client with the old tag would never see the new version. The length and the time of modification alone can stay the same. (RFC 9110 section 8.8.1)",
        book: "Versions and their names",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        let server = serving(&folder)?;
        let mut tags = vec![strong_tag_of(&server, "/alphabet.txt")?];
        folder.write("alphabet.txt", "alphabet")?;
        tags.push(strong_tag_of(&server, "/alphabet.txt")?);
        for content in ["ALPHABET", "abcdefgh"] {
            folder.write("alphabet.txt", content)?;
            set_modified(&folder, "alphabet.txt", UNIX_EPOCH + Duration::from_secs(MODIFIED))?;
            tags.push(strong_tag_of(&server, "/alphabet.txt")?);
        }
        let shown = format!("four different tags, not {tags:?}");
        let reply = get(&server, "/alphabet.txt", &[("If-None-Match", &tags[2])])?;
        reply.expect_status(200)?;
        tags.sort();
        tags.dedup();
        reply.expect(&shown, tags.len() == 4)
    })
}

/// proves: 9110-8.8.3-weak-mark
#[test]
fn the_server_calls_no_tag_strong_too_early() -> Verdict {
    let teach = Teach {
        wrong: "a file that was written a moment ago had a strong entity tag",
        why: "Until the clock moves on, the file may be written again and keep its times, and with them its tag: it has W/ in front until then. Only a tag that is made from the octets themselves is strong at once. (RFC 9110 section 8.8.1)",
        book: "Versions and their names",
    };
    LESSON.check(teach, || {
        const A_MOMENT: Duration = Duration::from_millis(50);
        let folder = Folder::new()?;
        let server = serving(&folder)?;
        for number in 0..20 {
            let name = format!("{number}.txt");
            let began = std::time::Instant::now();
            folder.write(&name, name.repeat(2))?;
            let fresh = get(&server, &format!("/{name}"), &[])?;
            // On a busy machine, more time may have passed.
            if began.elapsed() > A_MOMENT {
                continue;
            }
            folder.write("copy.txt", name.repeat(2))?;
            let opaque = |tag: &str| tag.trim_start_matches("W/").to_owned();
            let tag = field(&fresh, "ETag")?;
            let is_of_octets = opaque(tag) == opaque(&tag_of(&server, "/copy.txt")?);
            return fresh.expect("a weak entity tag, or one of the octets", tag.starts_with("W/") || is_of_octets);
        }
        Ok(())
    })
}

/// proves: 9110-8.8.2.1-not-after-date
/// proves: 9110-8.8.2.1-future
/// proves: 9110-6.6.1-date-accurate
#[test]
fn the_server_sends_no_date_of_the_future() -> Verdict {
    let teach = Teach {
        wrong: "Last-Modified is later than Date, or Date is not the time of the answer",
        why: "A file can have a time that lies ahead. A client would ask If-Modified-Since that time, and miss all changes until then. And Date is looked up for each answer. (RFC 9110 sections 6.6.1 and 8.8.2.1)",
        book: "Versions and their names",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        set_modified(&folder, "alphabet.txt", SystemTime::now() + Duration::from_hours(24 * 365))?;
        let server = serving(&folder)?;
        let reply = get(&server, "/alphabet.txt", &[])?;
        let date = httpdate::parse_http_date(field(&reply, "Date")?);
        let modified = httpdate::parse_http_date(field(&reply, "Last-Modified")?);
        let is_ordered = matches!((&modified, &date), (Ok(modified), Ok(date)) if modified <= date);
        reply.expect("Last-Modified no later than Date", is_ordered)?;
        let lag = date.ok().and_then(|date| SystemTime::now().duration_since(date).ok());
        reply.expect("a Date of now", lag.is_some_and(|lag| lag < Duration::from_secs(5)))?;
        server.wait_end(Duration::from_millis(1_100))?;
        let later = get(&server, "/alphabet.txt", &[])?;
        later.expect("another Date, more than a second later", later.field("Date") != reply.field("Date"))
    })
}

/// proves: 9110-15.4.2-location
#[test]
fn the_server_shows_the_index_of_a_directory() -> Verdict {
    let teach = Teach {
        wrong: "a directory was not answered with its index.html, or without the slash at the end not redirected to it, or something else was",
        why: "A relative link in /dir/ leads into the directory, in /dir beside it. The query goes along; the new path begins with one slash. (RFC 9110 section 15.4.2)",
        book: "From a path to a file",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        folder.write("index.html", "root")?;
        folder.write("a dir/index.html", "index")?;
        folder.write("evil.example/index.html", "index")?;
        let server = serving(&folder)?;
        expect_content(&get(&server, "/", &[])?, "root")?;
        expect_content(&get(&server, "/a%20dir/", &[])?, "index")?;
        let locations = [
            ("/a%20dir", "/a%20dir/"),
            ("/%61%20dir?b=c/?d", "/a%20dir/?b=c/?d"),
            ("/evil.example", "/evil.example/"),
            ("//evil.example", "/evil.example/"),
            ("/.//evil.example", "/evil.example/"),
        ];
        for (path, location) in locations {
            let reply = get(&server, path, &[])?;
            reply.expect_status(301)?;
            expect_field(&reply, "Location", location)?;
        }
        expect_content(&get(&server, "//evil.example/%2e%2e", &[])?, "root")?;
        for path in ["/%2fevil.example", "/%5cevil.example", "/alphabet.txt/"] {
            let reply = get(&server, path, &[])?;
            reply.expect_status(404)?;
            expect_no_field(&reply, "Location")?;
        }
        Ok(())
    })
}

/// proves: 9110-17.3-file-names
#[test]
fn the_server_lists_a_directory_without_an_index() -> Verdict {
    let teach = Teach {
        wrong: "a directory without index.html was not answered with a page that lists what is in it, and nothing hidden",
        why: "What can be asked for is listed, what gets 404 is not. A name is text in the page: a character that means something in HTML is escaped. (RFC 9110 section 17.3)",
        book: "From a path to a file",
    };
    LESSON.check(teach, || {
        let folder = Folder::new()?;
        for name in ["dir/a&b.txt", "dir/sub/c.txt", "dir/.hidden"] {
            folder.write(name, name)?;
        }
        let server = serving(&folder)?;
        let reply = get(&server, "/dir/", &[])?;
        reply.expect_status(200)?;
        let kind = media_type(field(&reply, "Content-Type")?);
        reply.expect("a page in HTML", kind.starts_with("text/html"))?;
        let holds = |part: &str| split(&reply.content, part.as_bytes()).len() > 1;
        for name in ["a&amp;b.txt", "sub"] {
            reply.expect(&format!("a page that holds {name}"), holds(name))?;
        }
        for name in ["a&b.txt", ".hidden"] {
            reply.expect(&format!("a page that does not hold {name}"), !holds(name))?;
        }
        expect_content(&get(&server, "/dir/a%26b.txt", &[])?, "dir/a&b.txt")?;
        get(&server, "/nowhere/", &[])?.expect_status(404)
    })
}

/// proves: 9110-17.3-file-names
/// proves: 9110-4.2.3-equivalent-uris
/// proves: 9110-15.5.4-hide-404
#[test]
fn the_server_shows_nothing_outside_of_its_folder() -> Verdict {
    let teach = Teach {
        wrong: "a path led out of the folder, or to a hidden file, or not to the file that it names",
        why: "In this order: remove dot segments, part the path at its slashes (several count as one), decode each segment once (a + is a +, for this is no form), and refuse what is no name or hidden: slashes, NUL, a period in front. (RFC 9110 section 17.3)",
        book: "From a path to a file",
    };
    LESSON.check(teach, || {
        let folder = Folder::new()?;
        folder.write("secret.txt", "secret")?;
        for name in [
            "root/a.txt",
            "root/sub/b.txt",
            "root/100%25.txt",
            "root/1+1.txt",
            "root/2 2.txt",
            "root/.hidden",
            "root/.git/config",
            "root/.well-known/a",
        ] {
            folder.write(name, name)?;
        }
        let server = LESSON.server().arg("--root").arg(folder.path().join("root")).listen()?;
        for (path, name) in [
            ("/a.txt", "root/a.txt"),
            ("/%61%2etxt", "root/a.txt"),
            ("/sub/b.txt?x=../../", "root/sub/b.txt"),
            ("/100%2525.txt", "root/100%25.txt"),
            // Only in forms is + a space.
            ("/1+1.txt", "root/1+1.txt"),
            ("/1%2B1.txt", "root/1+1.txt"),
            ("/2%202.txt", "root/2 2.txt"),
            ("/./a.txt", "root/a.txt"),
            ("/sub/../a.txt", "root/a.txt"),
            ("/../../a.txt", "root/a.txt"),
            ("/sub/%2e%2E/%2e/a.txt", "root/a.txt"),
            ("//a.txt", "root/a.txt"),
            ("/sub///b.txt", "root/sub/b.txt"),
            // `..` takes back the empty segment in front of it.
            ("/sub//../b.txt", "root/sub/b.txt"),
            ("/.well-known/a", "root/.well-known/a"),
        ] {
            expect_content(&get(&server, path, &[])?, name)?;
        }
        for path in [
            "/../secret.txt",
            "/sub/../../secret.txt",
            "/%2e%2e/secret.txt",
            "/%2E./secret.txt",
            "/..%2fsecret.txt",
            "/%252e%252e/secret.txt",
            "/%252e%252e%252fsecret.txt",
            "/..%5csecret.txt",
            "/%c0%ae%c0%ae/secret.txt",
            "/..%c0%afsecret.txt",
            "/a.txt%00",
            "/a.txt%00.html",
            "/sub%2fb.txt",
            "/sub/..%2f../secret.txt",
            "/.hidden",
            "/sub/../.hidden",
            "/sub/.well-known/a",
            "/%2ehidden",
            "/.git/config",
            "/100%25.txt",
            "/2+2.txt",
        ] {
            get(&server, path, &[])?.expect_status(404)?;
        }
        Ok(())
    })
}

/// proves: 9110-17.3-file-names
#[cfg(unix)]
#[test]
fn the_server_follows_no_link_out_of_its_folder_and_opens_no_pipe() -> Verdict {
    use std::os::unix::fs::symlink;
    let teach = Teach {
        wrong: "a symbolic link led out of the folder, or the server opened what is no file",
        why: "A link is a path as well: where it leads is compared segment by segment, not letter by letter, for the folder beside may begin with the same letters. And whoever opens a pipe waits for its writer. (RFC 9110 section 17.3)",
        book: "From a path to a file",
    };
    LESSON.check(teach, || {
        let folder = Folder::new()?;
        folder.write("secret.txt", "secret")?;
        folder.write("root/sub/a.txt", "inside")?;
        let root = folder.path().join("root");
        // Its path begins with the letters of the root's.
        folder.write("root-too/secret.txt", "secret")?;
        let place = |name: &str| folder.path().join(name).display().to_string();
        let links = [
            ("inside", "sub/a.txt".to_owned()),
            ("inside-too", place("root/sub/a.txt")),
            ("outside", "../secret.txt".to_owned()),
            ("outside-too", place("root-too/secret.txt")),
            ("beside", "../root-too/secret.txt".to_owned()),
            ("next", "../root-too".to_owned()),
            ("back", place("root/../secret.txt")),
            ("up", "..".to_owned()),
            ("absolute", "/".to_owned()),
            ("loop", "loop".to_owned()),
        ];
        for (name, target) in links {
            symlink(target, root.join(name)).map_err(|error| Failure::broken("no symbolic link", &error))?;
        }
        let made = std::process::Command::new("mkfifo").arg(root.join("pipe.txt")).status();
        made.map_err(|error| Failure::broken("no pipe", &error))?;
        let server = LESSON.server().arg("--root").arg(&root).listen()?;
        expect_content(&get(&server, "/inside", &[])?, "inside")?;
        expect_content(&get(&server, "/inside-too", &[])?, "inside")?;
        for path in [
            "/outside",
            "/outside-too",
            "/beside",
            "/next/secret.txt",
            "/back",
            "/up/secret.txt",
            "/up/root/sub/a.txt",
            "/up/root-too/secret.txt",
            "/up/",
            "/absolute/etc/passwd",
            "/loop",
            "/pipe.txt",
            "/none/",
        ] {
            get(&server, path, &[])?.expect_status(404)?;
        }
        Ok(())
    })
}
