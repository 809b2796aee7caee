//! Folders: what a path can lead to, and what it cannot; files that change while they are sent.
#![cfg(unix)]

use std::fs::{self, File, FileTimes};
use std::io::{self, Read};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use harness::Folder as Scratch;
use representation::{Folder, format_date};
use request::{Method, RequestHead, Status, Target};

mod outcome;

use outcome::{Outcome, outcome};

fn request(method: Method, path: &str, fields: &[(&str, &str)]) -> RequestHead {
    let mut head = RequestHead::to(method, &Target::uri(&format!("http://localhost{path}")).unwrap()).unwrap();
    for (name, value) in fields {
        head.fields.push(name, value).unwrap();
    }
    head
}

fn get(folder: &Folder, path: &str, fields: &[(&str, &str)]) -> Outcome {
    outcome(folder, &request(Method::Get, path, fields), SystemTime::now())
}

fn status(folder: &Folder, path: &str) -> u16 {
    get(folder, path, &[]).status.code()
}

fn content(outcome: Outcome) -> io::Result<Vec<u8>> {
    let Some(mut response) = outcome.response else { return Ok(Vec::new()) };
    let mut content = Vec::new();
    response.content.read_to_end(&mut content)?;
    assert_eq!(content.len() as u64, response.length, "as many octets as were announced");
    Ok(content)
}

fn field(outcome: &Outcome, name: &str) -> Option<String> {
    outcome.fields.get(name).map(|field| field.text().unwrap().to_owned())
}

/// Sets the time of modification back, so that it is no longer recent.
fn age(scratch: &Scratch, name: &str, seconds: u64) {
    set_time(scratch, name, SystemTime::now() - Duration::from_secs(seconds));
}

fn set_time(scratch: &Scratch, name: &str, time: SystemTime) {
    let file = File::options().write(true).open(scratch.path().join(name)).unwrap();
    file.set_times(FileTimes::new().set_modified(time)).unwrap();
}

/// Waits until what was just written may no longer change unnoticed.
fn settle(folder: &Folder, path: &str) {
    while field(&get(folder, path, &[]), "ETag").unwrap().starts_with("W/") {
        thread::yield_now();
    }
}

/// proves: 9110-17.3-file-names
/// proves: 9110-4.2.3-equivalent-uris
#[test]
fn no_spelling_leads_out_of_the_folder() {
    let scratch = Scratch::new().unwrap();
    scratch.write("secret", "outside").unwrap();
    for name in [
        "root/a.txt",
        "root/sub/b.txt",
        "root/~x",
        "root/%2e%2e",
        "root/.hidden",
        "root/.git/config",
        "root/.well-known/security.txt",
        "root/.well-known/.secret",
        "root/sub/.well-known/x",
    ] {
        scratch.write(name, name).unwrap();
    }
    let folder = Folder::open(scratch.path().join("root")).unwrap();
    for path in [
        "/a.txt",
        "/%61.txt",
        "/%61%2etxt",
        "/sub/b.txt",
        "/s%75b/b.txt",
        "/~x",
        "/%7Ex",
        "/%7ex",
        "/%252e%252e",
        "/./a.txt",
        "/sub/../a.txt",
        "/none/../a.txt",
        "/../../a.txt",
        "/%2e%2e/a.txt",
        "/.%2E/%2e/a.txt",
        "//a.txt",
        "/sub//b.txt",
        "//sub///b.txt",
        "/sub/.//b.txt",
        "/.well-known/security.txt",
        "//.well-known/security.txt",
    ] {
        assert_eq!(status(&folder, path), 200, "{path}");
    }
    for path in [
        "/../secret",
        "/sub/../../secret",
        "/%2e%2e/secret",
        "/%2E%2E/secret",
        "/.%2e/secret",
        "/..%2fsecret",
        "/%2e%2e%2fsecret",
        "/..%5csecret",
        "/sub%2fb.txt",
        "/sub%2Fb.txt",
        "/sub%5cb.txt",
        "//../secret",
        "/sub//../../secret",
        "/.well-known/.secret",
        "/.well-known/../.hidden",
        "/sub/.well-known/x",
        "/%2f/a.txt",
        "/a.txt%00",
        "/a.txt%00.html",
        "/%00",
        "/%0a",
        "/%c0%ae%c0%ae/secret",
        "/%c0%afsecret",
        "/%e0%80%ae./secret",
        "/%ff",
        "/.hidden",
        "/%2ehidden",
        "/.git/config",
        "/...",
        "/a.txt/",
        "/a.txt/.",
        "/a.txt/b",
        "/a.txt.",
        "/A.TXT.",
    ] {
        assert_eq!(status(&folder, path), 404, "{path}");
    }
    let long = format!("/{}", "x".repeat(5000));
    assert_eq!(status(&folder, &long), 404);
    assert_eq!(status(&folder, &"/a".repeat(3000)), 404);
}

#[test]
fn symbolic_links_may_lead_within_the_folder_only() {
    let scratch = Scratch::new().unwrap();
    scratch.write("secret/file", "outside").unwrap();
    scratch.write("root/sub/inside", "inside").unwrap();
    let root = scratch.path().join("root");
    symlink("sub/inside", root.join("within")).unwrap();
    symlink("../secret/file", root.join("relative")).unwrap();
    symlink(scratch.path().join("secret/file"), root.join("absolute")).unwrap();
    symlink("../secret", root.join("folder")).unwrap();
    symlink("../root/sub/inside", root.join("out-and-in")).unwrap();
    symlink("loop", root.join("loop")).unwrap();
    symlink("nowhere", root.join("dangling")).unwrap();
    symlink("../../secret/file", root.join("sub/deeper")).unwrap();
    let folder = Folder::open(&root).unwrap();
    assert_eq!(content(get(&folder, "/within", &[])).unwrap(), b"inside");
    for path in
        ["/relative", "/absolute", "/folder/file", "/folder/", "/out-and-in", "/loop", "/dangling", "/sub/deeper"]
    {
        assert_eq!(status(&folder, path), 404, "{path}");
    }
}

/// What counts is where an absolute link ends: as a name for the root any may stand that leads to it.
#[test]
fn links_to_absolute_places_in_the_folder_are_followed() {
    let scratch = Scratch::new().unwrap();
    scratch.write("secret", "outside").unwrap();
    scratch.write("root-too/file", "outside").unwrap();
    scratch.write("root/sub/file", "inside").unwrap();
    scratch.write("root/sub/index.html", "index").unwrap();
    let root = scratch.path().join("root");
    symlink(&root, scratch.path().join("alias")).unwrap();
    let links = [
        ("file", root.join("sub/file")),
        ("dir", root.join("sub")),
        ("chain", "relative".into()),
        ("relative", "sub/../absolute".into()),
        ("absolute", root.join("sub/file")),
        ("sub/up", root.join("sub/../sub/file")),
        ("by-alias", scratch.path().join("alias/sub/file")),
        ("roundabout", scratch.path().join("root-too/../root/sub/file")),
        ("itself", root.clone()),
        ("outside", scratch.path().join("secret")),
        ("beside", scratch.path().join("root-too/file")),
        ("out-again", root.join("../secret")),
        ("out-by-alias", scratch.path().join("alias/../secret")),
        ("parent", scratch.path().to_owned()),
        ("system", "/".into()),
        ("ring", root.join("ring-too")),
        ("ring-too", root.join("ring")),
        ("gone", root.join("none")),
    ];
    for (name, target) in &links {
        symlink(target, root.join(name)).unwrap();
    }
    let by_alias = Folder::open(scratch.path().join("alias")).unwrap();
    for folder in [Folder::open(&root).unwrap(), by_alias] {
        for path in [
            "/file",
            "/dir/file",
            "/chain",
            "/relative",
            "/sub/up",
            "/dir/up",
            "/by-alias",
            "/roundabout",
            "/itself/file",
            "/itself/itself/dir/file",
        ] {
            assert_eq!(status(&folder, path), 200, "{path}");
            assert_eq!(content(get(&folder, path, &[])).unwrap(), b"inside", "{path}");
        }
        assert_eq!(content(get(&folder, "/dir/", &[])).unwrap(), b"index");
        assert_eq!(field(&get(&folder, "/dir", &[]), "Location").as_deref(), Some("/dir/"));
        for path in [
            "/outside",
            "/beside",
            "/out-again",
            "/out-by-alias",
            "/parent/secret",
            "/parent/root/sub/file",
            "/parent/",
            "/system/etc/passwd",
            "/ring",
            "/gone",
            "/dir/../parent/secret",
        ] {
            assert_eq!(status(&folder, path), 404, "{path}");
        }
    }
}

#[test]
fn exchanging_a_directory_for_a_link_leads_nowhere_outside() {
    let scratch = Scratch::new().unwrap();
    scratch.write("secret/file", "outside").unwrap();
    scratch.write("root/real/file", "inside").unwrap();
    let root = scratch.path().join("root");
    symlink("../secret", root.join("link")).unwrap();
    let folder = Folder::open(&root).unwrap();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let (place, real, link) = (root.join("x"), root.join("real"), root.join("link"));
            while !done.load(Ordering::Relaxed) {
                for source in [&real, &link] {
                    fs::rename(source, &place).unwrap();
                    thread::yield_now();
                    fs::rename(&place, source).unwrap();
                }
            }
        });
        // The directory is there now and then only: try until it was.
        let until = Instant::now() + Duration::from_secs(20);
        let mut came = Vec::new();
        for tries in 0.. {
            if (tries >= 3000 && !came.is_empty()) || Instant::now() >= until {
                break;
            }
            let found = get(&folder, "/x/file", &[]);
            if found.status == Status::OK {
                came.push(content(found));
            }
        }
        done.store(true, Ordering::Relaxed);
        assert!(!came.is_empty(), "the directory was never there");
        assert!(came.into_iter().all(|content| content.is_ok_and(|content| content == b"inside")));
    });
}

#[test]
fn what_is_no_file_is_not_opened() {
    let scratch = Scratch::new().unwrap();
    let made = Command::new("mkfifo").arg(scratch.path().join("pipe")).status().unwrap();
    assert!(made.success());
    let _socket = UnixListener::bind(scratch.path().join("socket")).unwrap();
    fs::create_dir(scratch.path().join("empty")).unwrap();
    fs::create_dir_all(scratch.path().join("odd/index.html")).unwrap();
    let folder = Folder::open(scratch.path()).unwrap();
    for path in ["/pipe", "/socket", "/empty/", "/odd/", "/"] {
        assert_eq!(status(&folder, path), 404, "{path}");
    }
    assert!(Folder::open("/dev").is_ok_and(|dev| status(&dev, "/null") == 404 && status(&dev, "/zero") == 404));
}

#[test]
fn a_file_that_may_not_be_read_is_forbidden() {
    let scratch = Scratch::new().unwrap();
    scratch.write("file", "x").unwrap();
    let path = scratch.path().join("file");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    // Some users may read everything; nothing can be refused to them.
    let may = File::open(&path).is_ok();
    let found = get(&Folder::open(scratch.path()).unwrap(), "/file", &[]);
    assert_eq!(found.status.code(), if may { 200 } else { 403 });
    assert!(may || found.why.unwrap().to_string().starts_with("it cannot be read: "));
}

/// proves: 9110-15.4.2-location
#[test]
fn a_directory_without_its_slash_is_redirected() {
    let scratch = Scratch::new().unwrap();
    for name in ["dir/index.html", "evil.example/index.html", "caf\u{e9} {x}/index.html", "a%b/index.html"] {
        scratch.write(name, "index").unwrap();
    }
    let folder = Folder::open(scratch.path()).unwrap();
    for (path, location) in [
        ("/dir", "/dir/"),
        ("/d%69r", "/dir/"),
        ("/dir?q=/a%20b?c", "/dir/?q=/a%20b?c"),
        ("/dir?{x}|", "/dir/?%7Bx%7D%7C"),
        ("/dir?", "/dir/?"),
        ("/caf%C3%A9%20%7bx%7d", "/caf%C3%A9%20%7Bx%7D/"),
        ("/caf%C3%A9%20{x}", "/caf%C3%A9%20%7Bx%7D/"),
        ("/a%25b", "/a%25b/"),
    ] {
        let found = get(&folder, path, &[]);
        assert_eq!((found.status.code(), field(&found, "Location").as_deref()), (301, Some(location)), "{path}");
        assert_eq!(status(&folder, &location.replace('?', "?x")), 200, "{location} is there");
    }
    for path in ["/%2Fevil.example", "/\\evil.example", "/%5Cevil.example", "/%2f%2fevil.example"] {
        let Ok(target) = Target::uri(&format!("http://localhost{path}")) else { continue };
        let head = RequestHead::to(Method::Get, &target).unwrap();
        assert_eq!(outcome(&folder, &head, SystemTime::now()).status.code(), 404, "{path}");
    }
    for path in
        ["//evil.example", "///evil.example", "/.//evil.example", "//x/..//evil.example", "//dir/../evil.example"]
    {
        assert_eq!(field(&get(&folder, path, &[]), "Location").as_deref(), Some("/evil.example/"), "{path}");
    }
}

/// What a path is made of that tries to get out: spellings of dots, slashes and names, in any order.
///
/// proves: 9110-17.3-file-names
#[test]
fn no_path_of_hostile_pieces_reaches_what_is_outside() {
    const PIECES: [&str; 30] = [
        "/",
        "/",
        "/",
        "//",
        "..",
        ".",
        "...",
        "%2e",
        "%2E%2e",
        ".%2e",
        "%2f",
        "%2F",
        "%5c",
        "%252e%252e",
        "%252f",
        "%00",
        "%c0%ae",
        "%ef%bc%8e",
        "root",
        "root-too",
        "secret",
        "sub",
        "link",
        "up",
        "abs",
        "file",
        ";",
        "~",
        ":",
        "%20",
    ];
    let scratch = Scratch::new().unwrap();
    for name in ["secret", "root-too/secret", "sub/secret", "file", "root/../up-secret"] {
        scratch.write(name, "outside").unwrap();
    }
    for name in ["root/file", "root/sub/file", "root/.hidden/file", "root/sub/.secret", "root/index.html"] {
        scratch.write(name, if name.contains("/.") { "outside" } else { "inside" }).unwrap();
    }
    let root = scratch.path().join("root");
    symlink("..", root.join("up")).unwrap();
    symlink("../..", root.join("sub/up")).unwrap();
    symlink(scratch.path(), root.join("abs")).unwrap();
    symlink(&root, root.join("link")).unwrap();
    symlink(root.join("../root-too"), root.join("sub/abs")).unwrap();
    let folder = Folder::open(&root).unwrap().listing(true);
    let mut inside = 0;
    arbtest::arbtest(|u| {
        let count = u.int_in_range(1..=9)?;
        let mut path = String::from("/");
        for _ in 0..count {
            path += *u.choose(&PIECES)?;
        }
        let Ok(target) = Target::uri(&format!("http://localhost{path}")) else { return Ok(()) };
        let head = RequestHead::to(Method::Get, &target).unwrap();
        let found = outcome(&folder, &head, SystemTime::now());
        let location = field(&found, "Location").unwrap_or_default();
        assert!(!location.starts_with("//") && !location.contains(':'), "{path} leads to {location}");
        let is_shown = found.status == Status::OK;
        let content = content(found).unwrap();
        assert!(!content.windows(7).any(|window| window == b"outside"), "{path}");
        let lists_outside = is_shown && content.windows(8).any(|window| window == b"root-too");
        assert!(!lists_outside, "{path} lists what is outside");
        inside += usize::from(content == b"inside");
        Ok(())
    })
    .budget_ms(2000);
    assert!(inside > 0, "some of them lead to a file");
}

#[test]
fn the_path_of_the_root_is_followed() {
    let scratch = Scratch::new().unwrap();
    let root = scratch.path().join("dist");
    scratch.write("dist/file", "one").unwrap();
    let folder = Folder::open(&root).unwrap();
    assert_eq!(content(get(&folder, "/file", &[])).unwrap(), b"one");

    fs::remove_dir_all(&root).unwrap();
    let found = get(&folder, "/file", &[]);
    assert_eq!((found.status.code(), field(&found, "Retry-After").as_deref()), (503, Some("1")));
    let gone = found.why.unwrap().to_string();
    assert!(gone.starts_with("the root cannot be opened"), "{gone}");
    scratch.write("dist", "a file in its place").unwrap();
    let found = get(&folder, "/file", &[]);
    assert_eq!(found.status.code(), 503);
    let no_folder = found.why.unwrap().to_string();
    assert!(no_folder.starts_with("the root cannot be opened") && no_folder != gone, "{no_folder}");
    fs::remove_file(&root).unwrap();
    scratch.write("dist/file", "two").unwrap();
    assert_eq!(content(get(&folder, "/file", &[])).unwrap(), b"two");

    for release in ["1", "2"] {
        scratch.write(&format!("releases/{release}/index.html"), release).unwrap();
    }
    let current = scratch.path().join("current");
    symlink("releases/1", &current).unwrap();
    let folder = Folder::open(&current).unwrap();
    assert_eq!(content(get(&folder, "/", &[])).unwrap(), b"1");
    symlink("releases/2", scratch.path().join("next")).unwrap();
    let old = get(&folder, "/", &[]);
    fs::rename(scratch.path().join("next"), &current).unwrap();
    assert_eq!(content(old).unwrap(), b"1", "what was begun stays one version");
    assert_eq!(content(get(&folder, "/", &[])).unwrap(), b"2");
}

#[test]
fn why_a_file_is_refused_is_known() {
    let scratch = Scratch::new().unwrap();
    scratch.write("secret", "outside").unwrap();
    for name in ["root/.env", "root/closed", "root/dir/file"] {
        scratch.write(name, "x").unwrap();
    }
    let root = scratch.path().join("root");
    symlink("../secret", root.join("outside")).unwrap();
    symlink("ring", root.join("ring")).unwrap();
    let _socket = UnixListener::bind(root.join("socket")).unwrap();
    let folder = Folder::open(&root).unwrap();
    for (path, part) in [
        ("/none", "no such file"),
        ("/.env", "hidden"),
        ("/a%2fb", "no file here can be named"),
        ("/%ff", "no file here can be named"),
        ("/outside", "out of the root"),
        ("/ring", "in a circle"),
        ("/socket", "a socket"),
        ("/dir/", "no index.html"),
    ] {
        let found = get(&folder, path, &[]);
        assert_eq!(found.status.code(), 404, "{path}");
        let why = found.why.as_ref().unwrap().to_string();
        assert!(why.contains(part), "{path}: {why}");
        assert!(found.fields.is_empty(), "{path}: what is hidden is not told");
    }
    assert!(get(&folder, "/dir/file", &[]).why.is_none());
}

/// proves: 9110-10.2.1-allow-in-405
/// proves: 9110-13.2.1-errors-first
#[test]
fn errors_come_before_preconditions() {
    let scratch = Scratch::new().unwrap();
    scratch.write("dir/index.html", "index").unwrap();
    let folder = Folder::open(scratch.path()).unwrap();
    let fields = [("If-Match", "\"no\""), ("If-None-Match", "*"), ("Range", "bytes=999-")];
    for (method, path, status) in [
        (Method::Get, "/none", 404),
        (Method::Get, "/dir", 301),
        (Method::Post, "/none", 404),
        (Method::Post, "/dir", 405),
        (Method::Delete, "/dir/", 405),
        (Method::Put, "/dir/index.html", 405),
        (Method::Get, "/dir/", 412),
    ] {
        let found = outcome(&folder, &request(method.clone(), path, &fields), SystemTime::now());
        assert_eq!(found.status.code(), status, "{method} {path}");
        assert_eq!(field(&found, "Allow").is_some(), status == 405);
        assert_eq!(field(&found, "ETag"), None, "the tag of something else");
    }
}

/// proves: 9110-8.8.3-weak-mark
/// proves: 9110-8.8.1-weak-change
/// proves: 9110-8.8.3.1-send-etag
/// proves: 9110-8.8.2.1-send-last-modified
#[test]
fn every_change_of_a_file_changes_its_tag() {
    let scratch = Scratch::new().unwrap();
    let folder = Folder::open(scratch.path()).unwrap();
    let tag = || field(&get(&folder, "/file", &[]), "ETag").unwrap();
    let mut tags = Vec::new();
    scratch.write("file", "one").unwrap();
    assert!(tag().starts_with("W/"), "it may change again within the same tick of the clock");
    settle(&folder, "/file");
    tags.push(tag());
    scratch.write("file", "two").unwrap();
    settle(&folder, "/file");
    tags.push(tag());
    let modified = fs::metadata(scratch.path().join("file")).unwrap().modified().unwrap();
    // As long as before, and with the same time of modification.
    scratch.write("file", "six").unwrap();
    let file = File::options().write(true).open(scratch.path().join("file")).unwrap();
    file.set_times(FileTimes::new().set_modified(modified)).unwrap();
    settle(&folder, "/file");
    tags.push(tag());
    // Another file in the same place.
    scratch.write("other", "ten").unwrap();
    fs::rename(scratch.path().join("other"), scratch.path().join("file")).unwrap();
    settle(&folder, "/file");
    tags.push(tag());
    let count = tags.len();
    assert!(tags.iter().all(|tag| tag.starts_with('"')), "{tags:?}");
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), count, "{tags:?}");
    let found = get(&folder, "/file", &[]);
    assert!(field(&found, "Last-Modified").is_some());
}

/// proves: 9110-8.8.2.1-timely
/// proves: 9110-8.8.2.1-send-last-modified
#[test]
fn the_date_of_the_last_change_is_that_of_the_moment() {
    let scratch = Scratch::new().unwrap();
    let folder = Folder::open(scratch.path()).unwrap();
    scratch.write("file", "x").unwrap();
    for seconds in [5000, 4000, 6000] {
        age(&scratch, "file", seconds);
        let modified = fs::metadata(scratch.path().join("file")).unwrap().modified().unwrap();
        let found = get(&folder, "/file", &[]);
        assert_eq!(field(&found, "Last-Modified"), format_date(modified));
    }
}

/// A `Location` that this server would refuse as a target is no answer.
///
/// proves: 9110-2.3-own-lengths
#[test]
fn no_redirect_is_longer_than_what_can_be_asked_for() {
    let scratch = Scratch::new().unwrap();
    scratch.write("dir/index.html", "index").unwrap();
    let folder = Folder::open(scratch.path()).unwrap();
    let most = request::Limits::default().target;
    for (query, status) in [
        ("a".repeat(most - "/dir/?".len()), 301),
        ("a".repeat(most - "/dir?".len()), 414),
        ("{".repeat((most - "/dir/?".len()) / 3), 301),
        ("{".repeat(most / 2), 414),
    ] {
        let found = get(&folder, &format!("/dir?{query}"), &[]);
        assert_eq!(found.status.code(), status);
        assert!(field(&found, "Location").is_none_or(|location| location.len() <= most));
    }
}

#[test]
fn times_that_no_date_can_name_are_left_out() {
    let scratch = Scratch::new().unwrap();
    scratch.write("file", "x").unwrap();
    let folder = Folder::open(scratch.path()).unwrap();
    let file = File::options().write(true).open(scratch.path().join("file")).unwrap();
    file.set_times(FileTimes::new().set_modified(SystemTime::UNIX_EPOCH - Duration::from_secs(5))).unwrap();
    let found = get(&folder, "/file", &[]);
    assert_eq!((found.status.code(), field(&found, "Last-Modified")), (200, None));
    let future = SystemTime::now() + Duration::from_secs(100_000);
    file.set_times(FileTimes::new().set_modified(future)).unwrap();
    let now = SystemTime::now();
    let found = outcome(&folder, &request(Method::Get, "/file", &[]), now);
    assert_eq!(field(&found, "Last-Modified"), representation::format_date(now));
    assert!(field(&found, "ETag").unwrap().starts_with("W/"), "its time says nothing");
}

/// proves: 9110-8.4-list-codings
/// proves: 9110-8.8.3.3-coded-tag
/// proves: 9110-12.5.5-vary
#[test]
fn compressed_files_are_preferred_where_they_are_up_to_date() {
    let scratch = Scratch::new().unwrap();
    let text = "hello ".repeat(100);
    scratch.write("page.txt", &text).unwrap();
    scratch.write("page.txt.gz", "pretended").unwrap();
    scratch.write("photo.png", &text).unwrap();
    scratch.write("photo.png.gz", "pretended").unwrap();
    let folder = Folder::open(scratch.path()).unwrap();
    let gzip = [("Accept-Encoding", "gzip")];

    let plain = get(&folder, "/page.txt", &[]);
    let coded = get(&folder, "/page.txt", &gzip);
    assert_ne!(field(&plain, "ETag"), field(&coded, "ETag"));
    assert_eq!(field(&plain, "Vary").as_deref(), Some("Accept-Encoding"));
    assert_eq!(field(&coded, "Vary").as_deref(), Some("Accept-Encoding"));
    assert_eq!(field(&coded, "Content-Type"), field(&plain, "Content-Type"));
    assert_eq!(field(&coded, "Content-Encoding").as_deref(), Some("gzip"));
    assert_eq!(content(coded).unwrap(), b"pretended");
    assert_eq!(content(plain).unwrap(), text.as_bytes());

    let within = |nanoseconds| SystemTime::UNIX_EPOCH + Duration::new(1_700_000_000, nanoseconds);
    for (compressed, is_used) in [(100_000_000, false), (900_000_000, true), (950_000_000, true)] {
        set_time(&scratch, "page.txt", within(900_000_000));
        set_time(&scratch, "page.txt.gz", within(compressed));
        let found = get(&folder, "/page.txt", &gzip);
        assert_eq!(content(found).unwrap() == b"pretended", is_used, "in the same second, {compressed} ns");
    }

    age(&scratch, "page.txt.gz", 10);
    age(&scratch, "page.txt", 5);
    let anew = get(&folder, "/page.txt", &gzip);
    assert_eq!(field(&anew, "Content-Encoding").as_deref(), Some("gzip"));
    let mut decoded = String::new();
    flate2::read::GzDecoder::new(&*content(anew).unwrap()).read_to_string(&mut decoded).unwrap();
    assert_eq!(decoded, text, "an old compressed file is not used");

    let photo = get(&folder, "/photo.png", &gzip);
    assert_eq!((field(&photo, "Content-Encoding"), field(&photo, "Vary")), (None, None));
    let itself = get(&folder, "/page.txt.gz", &gzip);
    assert_eq!(field(&itself, "Content-Type").as_deref(), Some("application/gzip"));
    assert_eq!(field(&itself, "Content-Encoding"), None);
}

/// proves: 9110-12.4.1-none-acceptable
/// proves: 9110-15.5.7-list
#[test]
fn nothing_acceptable_is_said() {
    let scratch = Scratch::new().unwrap();
    scratch.write("page.txt", "x".repeat(500)).unwrap();
    scratch.write("long.txt", "x".repeat(2 * 1024 * 1024)).unwrap();
    let folder = Folder::open(scratch.path()).unwrap();
    for (path, value, status) in [
        ("/page.txt", "identity;q=0", 406),
        ("/page.txt", "*;q=0", 406),
        ("/page.txt", "identity;q=0, gzip", 200),
        ("/long.txt", "gzip", 200),
        ("/long.txt", "identity;q=0, gzip", 406),
    ] {
        let found = get(&folder, path, &[("Accept-Encoding", value)]);
        assert_eq!(found.status.code(), status, "{path} {value}");
        assert_eq!(field(&found, "Vary").as_deref(), Some("Accept-Encoding"));
    }
}

#[test]
fn a_file_that_shrinks_is_an_error_and_one_that_grows_is_cut() {
    let scratch = Scratch::new().unwrap();
    let folder = Folder::open(scratch.path()).unwrap();
    let whole = vec![b'a'; 300_000];
    scratch.write("file", &whole).unwrap();

    let found = get(&folder, "/file", &[]);
    scratch.write("file", vec![b'b'; 400_000]).unwrap();
    assert_eq!(content(found).unwrap().len(), 400_000.min(whole.len()));

    let mut response = get(&folder, "/file", &[]).response.unwrap();
    scratch.write("file", "short").unwrap();
    let mut buffer = vec![0; 128 * 1024];
    assert_eq!(response.content.read(&mut buffer).unwrap(), 5);
    assert_eq!(response.content.read(&mut buffer).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);

    let found = get(&folder, "/file", &[("Range", "bytes=0-0,4-4")]);
    fs::remove_file(scratch.path().join("file")).unwrap();
    let parts = content(found).unwrap();
    assert!(parts.windows(3).any(|window| window == b"\ns\r") && parts.windows(3).any(|window| window == b"\nt\r"));
    assert_eq!(status(&folder, "/file"), 404);
}

/// proves: 9110-15.3.7.1-content-range
#[test]
fn any_ranges_of_a_file_are_its_octets() {
    let scratch = Scratch::new().unwrap();
    let octets: Vec<u8> = (0..=255).cycle().take(1000).collect();
    scratch.write("file", &octets).unwrap();
    let folder = Folder::open(scratch.path()).unwrap();
    arbtest::arbtest(|u| {
        let first = u.int_in_range(0..=999)?;
        let last = u.int_in_range(first..=1100)?;
        let found = get(&folder, "/file", &[("Range", &format!("bytes={first}-{last}"))]);
        let end = last.min(999);
        assert_eq!(field(&found, "Content-Range"), Some(format!("bytes {first}-{end}/1000")));
        assert_eq!(content(found).unwrap(), octets[first..=end]);
        Ok(())
    });
}
