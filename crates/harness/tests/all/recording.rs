//! The recording of what a test's own ends send and receive. What is looked at is this program, run once more.

use std::env;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpStream, UdpSocket};
use std::process::Command;

use harness::{DatagramPeer, Failure, Folder, Listener, Verdict};

#[test]
fn a_recording_has_every_piece_and_how_each_connection_ends() -> Verdict {
    let folder = Folder::new()?;
    let file = folder.path().join("recording");
    let mut test = Command::new(env::current_exe().expect("this program"));
    test.args(["--ignored", "--exact", "recording::specimen"]).env("COURSE_RECORD", &file);
    let output = test.output().expect("this program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let recording = fs::read_to_string(&file).expect("a recording");
    let mut lines = recording.lines();
    let first = lines.next().unwrap_or_default();
    assert!(first.starts_with(r#"{"recording":"cargo course wire","version":1,"began":1"#), "{first}");
    let told: Vec<String> = lines.map(without_what_differs).collect();
    let expected = [
        r#""connection":1,"is":"open":"server""#,
        r#""connection":1,"from":"server","is":"data","octets":"a\u00ff""#,
        r#""connection":1,"from":"client","is":"data","octets":"\"b\"\r\n""#,
        r#""connection":1,"from":"client","is":"end""#,
        r#""connection":1,"from":"server","is":"end""#,
        r#""connection":2,"is":"open":"server""#,
        r#""connection":2,"from":"server","is":"reset""#,
        r#""connection":3,"is":"open":"server""#,
        r#""connection":3,"is":"unseen""#,
        r#""connection":3,"from":"server","is":"reset""#,
        r#""connection":4,"is":"open":"client""#,
        r#""connection":4,"from":"client","is":"datagram","octets":"one""#,
        r#""connection":4,"from":"server","is":"datagram","octets":"""#,
    ];
    assert_eq!(told, expected);
    Ok(())
}

/// An event without its time and its addresses.
fn without_what_differs(line: &str) -> String {
    let (_, rest) = line.trim_end_matches('}').split_once(',').expect("a time");
    match rest.split_once(r#","client":"1"#) {
        Some((event, rest)) => event.to_owned() + rest.split_once(",\"test\"").map_or("", |(_, side)| side),
        None => rest.to_owned(),
    }
}

#[test]
#[ignore = "a specimen"]
fn specimen() -> Verdict {
    let broken = |error| Failure::broken("cannot speak", &error);
    let listener = Listener::bind()?;
    let client = || TcpStream::connect(listener.addr()).map_err(broken);
    let mut stream = client()?;
    let mut peer = listener.accept()?;
    peer.send(b"a\xff")?;
    stream.read_exact(&mut [0; 2]).and_then(|()| stream.write_all(b"\"b\"\r\n")).map_err(broken)?;
    peer.expect("\"b\"\r\n")?;
    drop(stream);
    peer.expect_close()?;
    drop(peer);

    let stream = client()?;
    listener.accept()?.reset()?;
    drop(stream);

    // What it has not read makes a reset of its close.
    let mut stream = client()?;
    let peer = listener.accept()?;
    stream.write_all(b"unread").map_err(broken)?;
    peer.stream().peek(&mut [0]).map_err(broken)?;
    drop(peer);

    let one = DatagramPeer::bind()?;
    let other = UdpSocket::bind("127.0.0.1:0").map_err(broken)?;
    one.send(other.local_addr().map_err(broken)?, "one")?;
    other.send_to(b"", one.addr()).map_err(broken)?;
    one.expect("")
}
