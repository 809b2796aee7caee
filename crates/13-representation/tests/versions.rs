//! Files on every system: which version they are of, what they are sent as, and for how long they may be kept.

use std::fs::{File, FileTimes};
use std::io::Read;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use harness::Folder as Scratch;
use representation::{CacheControl, EntityTag, Folder, Representation, respond};
use request::{Method, RequestHead, Target};

mod outcome;

use outcome::{Outcome, outcome};

fn get(folder: &Folder, path: &str, fields: &[(&str, &str)]) -> Outcome {
    let uri = Target::uri(&format!("http://localhost{path}")).unwrap();
    let mut head = RequestHead::to(Method::Get, &uri).unwrap();
    for (name, value) in fields {
        head.fields.push(name, value).unwrap();
    }
    outcome(folder, &head, SystemTime::now())
}

fn field(found: &Outcome, name: &str) -> Option<String> {
    found.fields.get(name).map(|field| field.text().unwrap().to_owned())
}

fn content(found: Outcome) -> Vec<u8> {
    let mut content = Vec::new();
    found.response.unwrap().content.read_to_end(&mut content).unwrap();
    content
}

fn gzipped(text: &[u8]) -> Vec<u8> {
    let mut compressed = Vec::new();
    flate2::read::GzEncoder::new(text, flate2::Compression::default()).read_to_end(&mut compressed).unwrap();
    compressed
}

/// The tags of pages are in caches and in books; they may not depend on who compiled the server.
///
/// proves: 9110-8.8.3.1-send-etag
#[test]
fn the_tag_of_a_page_is_the_same_everywhere_and_for_ever() {
    let page = Representation::text("text/plain", "abc");
    let head = RequestHead::to(Method::Get, &Target::uri("http://localhost/").unwrap()).unwrap();
    let response = respond(&head, page, SystemTime::now()).unwrap();
    assert_eq!(response.head.fields.get("ETag").unwrap().value(), b"\"ba7816bf8f01cfea414140de5dae2223\"");
    assert_eq!(EntityTag::of(b"").to_string(), "\"e3b0c44298fc1c149afbf4c8996fb924\"");
}

/// As long as before, and of the same time of modification.
///
/// proves: 9110-8.8.1-weak-change
#[test]
fn no_two_contents_of_a_file_have_the_same_strong_tag() {
    let scratch = Scratch::new().unwrap();
    let folder = Folder::open(scratch.path()).unwrap();
    for (name, filling) in [("small.bin", 0), ("large.bin", 3 * 1024 * 1024)] {
        let mut tags = Vec::new();
        for octets in ["one", "two", "six"] {
            scratch.write(name, [octets.as_bytes(), &vec![b'.'; filling]].concat()).unwrap();
            let file = File::options().write(true).open(scratch.path().join(name)).unwrap();
            file.set_times(FileTimes::new().set_modified(UNIX_EPOCH + Duration::from_secs(1_600_000_000))).unwrap();
            drop(file);
            let found = get(&folder, &format!("/{name}"), &[]);
            let tag = field(&found, "ETag").unwrap();
            assert!(content(found).starts_with(octets.as_bytes()));
            if !tag.starts_with("W/") {
                assert!(!tags.contains(&tag), "{name}: {tag} is the tag of two contents");
                tags.push(tag);
            }
        }
        let last = SystemTime::now() + Duration::from_secs(10);
        let uri = Target::uri(&format!("http://localhost/{name}")).unwrap();
        let later = outcome(&folder, &RequestHead::to(Method::Get, &uri).unwrap(), last);
        let is_strong = !field(&later, "ETag").unwrap().starts_with("W/");
        assert!(is_strong || cfg!(windows) && filling > 0, "{name}: once it has rested, its tag is strong");
    }
}

/// proves: 9110-15.4.5-fields
#[test]
fn what_caches_may_do_is_said_of_every_file() {
    let scratch = Scratch::new().unwrap();
    scratch.write("dir/file.txt", "abcdef").unwrap();
    let folder = Folder::open(scratch.path()).unwrap().listing(true);
    let long: CacheControl = "public, max-age=31536000, immutable".parse().unwrap();
    for (folder, expected) in
        [(folder.clone(), "no-cache"), (folder.cache_control(long), "public, max-age=31536000, immutable")]
    {
        let tag = field(&get(&folder, "/dir/file.txt", &[]), "ETag").unwrap();
        let date = field(&get(&folder, "/dir/file.txt", &[]), "Last-Modified").unwrap();
        for (path, fields, status, value) in [
            ("/dir/file.txt", &[][..], 200, Some(expected)),
            ("/dir/file.txt", &[("Range", "bytes=0-1")], 206, Some(expected)),
            ("/dir/file.txt", &[("Range", "bytes=0-0,3-3")], 206, Some(expected)),
            ("/dir/file.txt", &[("If-None-Match", &*tag)], 304, Some(expected)),
            ("/dir/file.txt", &[("If-Modified-Since", &*date)], 304, Some(expected)),
            ("/dir", &[], 301, Some(expected)),
            // A list changes with every file.
            ("/dir/", &[], 200, Some("no-cache")),
            ("/none", &[], 404, None),
            ("/dir/file.txt", &[("Range", "bytes=9-")], 416, None),
            ("/dir/file.txt", &[("If-Match", "\"no\"")], 412, None),
        ] {
            let found = get(&folder, path, fields);
            assert_eq!(found.status.code(), status, "{path} {fields:?}");
            assert_eq!(field(&found, "Cache-Control").as_deref(), value, "{path} {fields:?}");
        }
    }
}

/// proves: 9110-8.4-list-codings
#[test]
fn what_is_compressed_by_its_name_says_so_and_is_never_compressed_again() {
    let scratch = Scratch::new().unwrap();
    let svgz = gzipped(&b"<svg xmlns='http://www.w3.org/2000/svg'/>".repeat(40));
    scratch.write("a.SVGZ", &svgz).unwrap();
    scratch.write("a.SVGZ.gz", "not this").unwrap();
    let folder = Folder::open(scratch.path()).unwrap();
    let mut tags = Vec::new();
    for (accepted, kind, coding) in [
        (None, "image/svg+xml", Some("gzip")),
        (Some("gzip"), "image/svg+xml", Some("gzip")),
        (Some("gzip;q=0.1, identity"), "image/svg+xml", Some("gzip")),
        (Some("br, *"), "image/svg+xml", Some("gzip")),
        (Some("br"), "application/gzip", None),
        (Some("gzip;q=0"), "application/gzip", None),
        (Some(""), "application/gzip", None),
    ] {
        let fields: Vec<_> = accepted.iter().map(|value| ("Accept-Encoding", *value)).collect();
        let found = get(&folder, "/a.SVGZ", &fields);
        assert_eq!(found.status.code(), 200);
        assert_eq!(field(&found, "Content-Type").as_deref(), Some(kind), "{accepted:?}");
        assert_eq!(field(&found, "Content-Encoding").as_deref(), coding, "{accepted:?}");
        assert_eq!(field(&found, "Vary").as_deref(), Some("Accept-Encoding"), "{accepted:?}");
        tags.push((field(&found, "ETag"), coding));
        assert_eq!(content(found), svgz, "{accepted:?}");
    }
    assert!(tags.iter().all(|(tag, coding)| (*tag == tags[0].0) == coding.is_some()), "{tags:?}");
    let part = get(&folder, "/a.SVGZ", &[("Range", "bytes=0-1")]);
    assert_eq!(content(part), [0x1f, 0x8b]);
}

/// Where the file does not end within 64 KiB, it may end within a character there.
#[test]
fn the_encoding_of_a_long_text_is_found_where_it_is_cut() {
    let scratch = Scratch::new().unwrap();
    let folder = Folder::open(scratch.path()).unwrap();
    for before in 0..4 {
        let text = ["x".repeat(before), "\u{1f600}".repeat(20_000)].concat();
        scratch.write("a.txt", &text).unwrap();
        scratch.write("b.txt", [text.as_bytes(), b"\xe9"].concat()).unwrap();
        scratch.write("c.txt", [&text.as_bytes()[..30_000 + before], b"\xe9"].concat()).unwrap();
        for (path, kind) in
            [("/a.txt", "text/plain; charset=utf-8"), ("/b.txt", "text/plain; charset=utf-8"), ("/c.txt", "text/plain")]
        {
            assert_eq!(field(&get(&folder, path, &[]), "Content-Type").as_deref(), Some(kind), "{path} {before}");
        }
        assert_eq!(content(get(&folder, "/a.txt", &[])), text.as_bytes());
        let coded = content(get(&folder, "/a.txt", &[("Accept-Encoding", "gzip")]));
        let mut plain = String::new();
        flate2::read::GzDecoder::new(&*coded).read_to_string(&mut plain).unwrap();
        assert_eq!(plain, text, "what was looked at is compressed too");
    }
}

/// Such files have length 0, or that of a page of memory, whatever can be read from them.
#[cfg(unix)]
#[test]
fn a_file_that_is_made_while_it_is_read_is_sent_as_it_is_read() {
    if !std::path::Path::new("/proc/version").exists() {
        return;
    }
    let folder = Folder::open("/proc").unwrap();
    let version = std::fs::read("/proc/version").unwrap();
    let found = get(&folder, "/version", &[]);
    assert_eq!((found.status.code(), found.response.as_ref().unwrap().length), (200, version.len() as u64));
    assert_eq!(field(&found, "Content-Type").as_deref(), Some("text/plain; charset=utf-8"));
    assert_eq!((field(&found, "ETag"), field(&found, "Last-Modified")), {
        (Some(EntityTag::of(&version).to_string()), None)
    });
    assert_eq!(content(found), version);
    let part = get(&folder, "/version", &[("Range", "bytes=0-4")]);
    assert_eq!(content(part), version[..5]);
    assert_eq!(get(&folder, "/kmsg", &[]).status.code() / 100, 4, "nobody waits for what may come");
    if let Ok(mtu) = std::fs::read("/sys/class/net/lo/mtu") {
        assert_eq!(content(get(&Folder::open("/sys/class/net/lo").unwrap(), "/mtu", &[])), mtu);
    }
}
