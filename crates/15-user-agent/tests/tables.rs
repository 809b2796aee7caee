//! Parts of the client by themselves, by tables and by arbitrary octets.
//!
//! A line `proves:` names a requirement of RFC 9110 or RFC 9112 that the test below it proves.

#[path = "../src/addresses.rs"]
mod addresses;
#[path = "../src/content_range.rs"]
mod content_range;
#[path = "../src/reference.rs"]
mod reference;
#[allow(dead_code)]
#[path = "../src/system.rs"]
mod system;
#[path = "../src/visible.rs"]
mod visible;

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use addresses::{first_that_answers, in_turn};
use content_range::{ContentRange, unsatisfied_length};
use reference::resolve;
use visible::Visible;

/// The examples of RFC 3986 sections 5.4.1 and 5.4.2, but for those with a fragment, which is cut off before.
///
/// proves: 9110-15.4-target
#[test]
fn references_lead_where_rfc_3986_says() {
    for (reference, uri) in [
        ("g:h", "g:h"),
        ("g", "http://a/b/c/g"),
        ("./g", "http://a/b/c/g"),
        ("g/", "http://a/b/c/g/"),
        ("/g", "http://a/g"),
        ("//g", "http://g"),
        ("?y", "http://a/b/c/d;p?y"),
        ("g?y", "http://a/b/c/g?y"),
        (";x", "http://a/b/c/;x"),
        ("g;x", "http://a/b/c/g;x"),
        ("", "http://a/b/c/d;p?q"),
        (".", "http://a/b/c/"),
        ("./", "http://a/b/c/"),
        ("..", "http://a/b/"),
        ("../", "http://a/b/"),
        ("../g", "http://a/b/g"),
        ("../..", "http://a/"),
        ("../../", "http://a/"),
        ("../../g", "http://a/g"),
        ("../../../g", "http://a/g"),
        ("../../../../g", "http://a/g"),
        ("/./g", "http://a/g"),
        ("/../g", "http://a/g"),
        ("g.", "http://a/b/c/g."),
        (".g", "http://a/b/c/.g"),
        ("g..", "http://a/b/c/g.."),
        ("..g", "http://a/b/c/..g"),
        ("./../g", "http://a/b/g"),
        ("./g/.", "http://a/b/c/g/"),
        ("g/./h", "http://a/b/c/g/h"),
        ("g/../h", "http://a/b/c/h"),
        ("g;x=1/./y", "http://a/b/c/g;x=1/y"),
        ("g;x=1/../y", "http://a/b/c/y"),
        ("g?y/./x", "http://a/b/c/g?y/./x"),
        ("g?y/../x", "http://a/b/c/g?y/../x"),
        ("http:g", "http:g"),
        ("http://b/../c/.", "http://b/c/"),
        ("//b?x", "http://b?x"),
        ("/a//b/..//c", "http://a/a///c"),
    ] {
        assert_eq!(resolve("http://a/b/c/d;p?q", reference), uri, "{reference:?}");
    }
    assert_eq!(resolve("http://a", "g"), "http://a/g");
    assert_eq!(resolve("http://a?x", "g"), "http://a/g");
    assert_eq!(resolve("http://a?x=/b/c", "?y"), "http://a?y");
    assert_eq!(resolve("http://[::1]:80/a", "b"), "http://[::1]:80/b");
}

#[test]
fn a_content_range_is_read_or_refused() {
    let range = |first, last, length| Some(ContentRange { first, last, length });
    for (text, expected) in [
        ("bytes 0-0/1", range(0, 0, Some(1))),
        ("BYTES 5-9/10", range(5, 9, Some(10))),
        ("bytes 5-9/*", range(5, 9, None)),
        ("bytes 00-09/010", range(0, 9, Some(10))),
        ("bytes 0-18446744073709551615/*", range(0, u64::MAX, None)),
        ("bytes 0-18446744073709551616/*", None),
        ("bytes 9-5/10", None),
        ("bytes 5-10/10", None),
        ("bytes 0-0/0", None),
        ("bytes */10", None),
        ("bytes=0-0/1", None),
        ("bytes  0-0/1", None),
        ("bytes 0-0", None),
        ("bytes 0-0/", None),
        ("bytes -0/1", None),
        ("bytes 0--1/1", None),
        ("bytes 0-0/+1", None),
        ("bytes 0-0/1 ", None),
        ("bytes", None),
        ("lines 0-0/1", None),
        ("", None),
    ] {
        assert_eq!(ContentRange::parse(text.as_bytes()), expected, "{text:?}");
    }
    assert_eq!(ContentRange::parse(b"bytes 0-0/1\xff"), None);
    for (text, length) in [
        ("bytes */10", Some(10)),
        ("Bytes */0", Some(0)),
        ("bytes */*", None),
        ("bytes */+1", None),
        ("bytes */", None),
        ("bytes 0-9/10", None),
        ("lines */10", None),
        ("*/10", None),
        ("", None),
    ] {
        assert_eq!(unsatisfied_length(text.as_bytes()), length, "{text:?}");
    }
}

/// proves: 9110-2.3-defensive
#[test]
fn arbitrary_octets_do_no_harm() {
    arbtest::arbtest(|u| {
        let octets: Vec<u8> = u.arbitrary()?;
        if let Some(range) = ContentRange::parse(&octets) {
            assert!(range.first <= range.last && range.length.is_none_or(|length| range.last < length));
        }
        let shown = Visible(&octets).to_string();
        assert!(!shown.chars().any(|c| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)), "{shown:?}");
        if let Ok(text) = std::str::from_utf8(&octets) {
            let uri = resolve("http://a/b/c", text);
            assert!(uri.contains(':'), "{uri:?}");
        }
        Ok(())
    });
}

#[test]
fn what_a_terminal_would_act_on_is_shown_instead() {
    for (octets, shown) in [
        (&b"plain text"[..], "plain text"),
        (b"a\r\n\t\0\x1b\x7f", "a\u{240d}\u{240a}\u{2409}\u{2400}\\x1b\\x7f"),
        (b"\xff\xc3", "\\xff\\xc3"),
        ("caf\u{e9} \u{1f600}".as_bytes(), "caf\u{e9} \u{1f600}"),
        ("\u{9b}31m\u{85}".as_bytes(), "\\u{9b}31m\\u{85}"),
        ("\u{202e}txt.exe\u{2066}".as_bytes(), "\\u{202e}txt.exe\\u{2066}"),
    ] {
        assert_eq!(Visible(octets).to_string(), shown);
    }
}

#[test]
fn the_addresses_of_a_name_are_tried_in_turn() -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let open = listener.local_addr()?;
    // A port that is bound and not listened on refuses.
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None)?;
    socket.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into())?;
    let closed = socket.local_addr()?.as_socket().unwrap_or(open);
    for (addresses, answers, failures) in [
        (vec![open], Some(open), 0),
        (vec![closed, open, closed], Some(open), 1),
        (vec![closed, closed], None, 2),
        (vec![], None, 0),
    ] {
        let mut failed = Vec::new();
        let connected = first_that_answers(addresses, Duration::from_secs(5), |address, _| failed.push(address));
        assert_eq!(connected.map(|(address, _)| address), answers);
        assert_eq!(failed, vec![closed; failures]);
    }
    Ok(())
}

#[test]
fn addresses_of_both_kinds_take_turns() -> Result<(), std::net::AddrParseError> {
    let parsed = |list: &str| list.split(' ').map(str::parse).collect::<Result<Vec<SocketAddr>, _>>();
    for (before, after) in [
        ("[::1]:1 [::2]:1 [::3]:1 1.1.1.1:1 2.2.2.2:1", "[::1]:1 1.1.1.1:1 [::2]:1 2.2.2.2:1 [::3]:1"),
        ("1.1.1.1:1 2.2.2.2:1 [::1]:1", "1.1.1.1:1 [::1]:1 2.2.2.2:1"),
        ("1.1.1.1:1", "1.1.1.1:1"),
    ] {
        assert_eq!(in_turn(parsed(before)?.into_iter()), parsed(after)?);
    }
    assert_eq!(in_turn(std::iter::empty()), []);
    Ok(())
}

/// A host that drops packets never says no: others are tried meanwhile (RFC 8305 section 5).
#[cfg(target_os = "linux")]
#[test]
fn a_dead_address_costs_a_fraction_of_a_second() -> std::io::Result<()> {
    use std::net::TcpStream;
    use std::time::Instant;

    let listener = TcpListener::bind("127.0.0.1:0")?;
    let open = listener.local_addr()?;
    let full = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None)?;
    full.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into())?;
    full.listen(0)?;
    let dead = full.local_addr()?.as_socket().unwrap_or(open);
    // Connections that nobody accepts fill the queue; what comes then is dropped.
    let mut waiting = Vec::new();
    while let Ok(stream) = TcpStream::connect_timeout(&dead, Duration::from_millis(100)) {
        waiting.push(stream);
    }
    let began = Instant::now();
    let connected = first_that_answers([dead, dead, open], Duration::from_secs(30), |_, _| ());
    assert_eq!(connected.map(|(address, _)| address), Some(open));
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    // Where none answers, each had its time, and they had it together.
    let began = Instant::now();
    let mut failed = 0;
    assert!(first_that_answers([dead, dead, dead], Duration::from_secs(1), |_, _| failed += 1).is_none());
    assert_eq!(failed, 3);
    assert!(began.elapsed() < Duration::from_millis(2500), "{:?}", began.elapsed());
    Ok(())
}

/// Another client may give a part its final name just before this one has locked it.
#[cfg(unix)]
#[test]
fn a_part_that_has_got_its_name_is_not_at_its_place() -> harness::Verdict {
    let folder = harness::Folder::new()?;
    let (part, name) = (folder.path().join("part"), folder.path().join("name"));
    folder.write("part", "content")?;
    let file = std::fs::File::open(&part).expect("it is there");
    let is_at = |path| system::is_at(&file, path).expect("the system tells");
    assert!(is_at(&part));
    std::fs::rename(&part, &name).expect("it is there");
    assert!(!is_at(&part));
    folder.write("part", "another")?;
    assert!(!is_at(&part) && is_at(&name));
    Ok(())
}
