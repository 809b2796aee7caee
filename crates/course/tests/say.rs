//! `cargo course say` against small peers.

mod fixture;

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use assert_cmd::assert::Assert;
use predicates::prelude::*;
use predicates::str::{contains, ends_with, starts_with};
use socket2::SockRef;

/// After so long a peer takes what it waits for as lost.
const PATIENCE: Duration = Duration::from_secs(20);

const CLOSED: &str = "the other side closed the connection\n";

fn say(addr: &str, arguments: &[&str]) -> Assert {
    fixture::course().args(["say", addr]).args(arguments).assert()
}

/// A server of one client, and what became of it.
fn peer<T: Send + 'static>(serve: impl FnOnce(TcpStream) -> T + Send + 'static) -> (String, JoinHandle<T>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap().to_string();
    let serve = move || {
        let stream = listener.accept().unwrap().0;
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        serve(stream)
    };
    (addr, thread::spawn(serve))
}

/// What each read brings until the connection ends, and how it ends.
fn reads(stream: &mut TcpStream) -> (Vec<Vec<u8>>, Option<ErrorKind>) {
    let mut pieces = Vec::new();
    let mut buffer = [0; 1000];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => return (pieces, None),
            Ok(count) => pieces.push(buffer[..count].to_vec()),
            Err(error) => return (pieces, Some(error.kind())),
        }
    }
}

#[test]
fn each_text_comes_for_itself_with_its_escapes_and_half_a_close_is_seen() {
    let expected = [&b"GET /\r\n"[..], b"#A\0\t\\\xc3\xa9", b"b", b"c"].map(<[u8]>::to_vec);
    // On a busy machine two of them may be there before the first is read.
    let are_apart = (0..5).any(|_| {
        let (addr, peer) = peer(|mut stream| {
            let seen = reads(&mut stream);
            stream.write_all(b"all of it").unwrap();
            seen
        });
        let texts = [r"GET /\r\n", r"#\x41\0\t\\é\pauseb", r"c\close"];
        say(&addr, &texts).success().stdout("all of it").stderr(CLOSED);
        let (pieces, error) = peer.join().unwrap();
        assert_eq!((pieces.concat(), error), (expected.concat(), None));
        pieces == expected
    });
    assert!(are_apart);
}

#[test]
fn a_reset_ends_the_connection() {
    let (addr, peer) = peer(|mut stream| {
        stream.write_all(b"welcome").unwrap();
        reads(&mut stream)
    });
    say(&addr, &[r"a\pause\reset"]).success().stdout("welcome").stderr("");
    assert_eq!(peer.join().unwrap(), (vec![b"a".to_vec()], Some(ErrorKind::ConnectionReset)));
}

#[test]
fn what_comes_can_be_made_visible() {
    let (addr, peer) = peer(|mut stream| {
        stream.read_exact(&mut [0]).unwrap();
        for piece in [&b"a\r\n\r\nb\tc\0\x1b[2J\xff\xc3"[..], b"\xa9 \xe2\x80"] {
            stream.write_all(piece).unwrap();
            // The two come apart, mostly.
            thread::sleep(Duration::from_millis(30));
        }
        stream.read_exact(&mut [0]).unwrap();
        stream.write_all(b"end\n").unwrap();
    });
    let expected = "a␍␊\n␍␊\nb\\x09c\\x00\\x1b[2J\\xffé \\xe2\\x80\nend␊\n";
    say(&addr, &["x", "y", "--visible"]).success().stdout(expected).stderr(CLOSED);
    peer.join().unwrap();
}

#[test]
fn a_connection_that_stays_open_is_closed_after_a_while() {
    let (addr, silent) = peer(|mut stream| reads(&mut stream));
    let began = Instant::now();
    let said = "nothing came for 0.3 s; the connection is still open: closing it\n";
    say(&addr, &["a", "--wait", "0.3"]).success().stdout("").stderr(said);
    assert!(began.elapsed() >= Duration::from_millis(300));
    assert_eq!(silent.join().unwrap(), (vec![b"a".to_vec()], None));

    let (addr, deaf) = peer(|mut stream| {
        stream.write_all(b"x").unwrap();
        let seen = reads(&mut stream);
        thread::sleep(Duration::from_millis(500));
        seen
    });
    let said = "nothing more came for 0.1 s; the other side has not closed the connection: closing it\n";
    say(&addr, &[r"a\close", "--wait", "0.1"]).success().stdout("x").stderr(said);
    deaf.join().unwrap();
}

#[test]
fn whoever_sends_much_while_much_is_sent_is_listened_to() {
    let (addr, echo) = peer(|mut stream| {
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = stream.read(&mut buffer) {
            stream.write_all(&buffer[..count]).unwrap();
        }
        stream.write_all(&vec![b'b'; 10 << 20]).unwrap();
    });
    // One argument may have 128 KiB on Linux, and all of them 32 KiB on Windows.
    let text = "a".repeat(if cfg!(windows) { 30_000 } else { 120_000 });
    let output = say(&addr, &[&text, r"\close"]).success().stderr(CLOSED).get_output().stdout.clone();
    assert!(output.starts_with(text.as_bytes()));
    assert_eq!(output.len(), text.len() + (10 << 20));
    echo.join().unwrap();
}

#[test]
fn a_reset_by_the_other_side_is_said() {
    let (addr, resets) = peer(|mut stream| {
        stream.read_exact(&mut [0]).unwrap();
        SockRef::from(&stream).set_linger(Some(Duration::ZERO)).unwrap();
    });
    let said = starts_with("the other side reset the connection\nerror: TEXT 2 cannot be sent: ");
    say(&addr, &["a", "b"]).failure().code(1).stdout("").stderr(said);
    resets.join().unwrap();
}

#[test]
fn a_close_by_the_other_side_is_said() {
    let (addr, closes) = peer(|mut stream| {
        stream.read_exact(&mut [0]).unwrap();
        stream.write_all(b"bye").unwrap();
    });
    // Nobody is there any more for the second text, but that shows only after it was sent.
    say(&addr, &["a", "b"]).success().stdout("bye").stderr(starts_with(CLOSED));
    closes.join().unwrap();
}

/// A port where nobody listens, as long as the stream is there.
fn nobody() -> (SocketAddr, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let stream = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    (stream.local_addr().unwrap(), stream)
}

#[test]
fn where_nobody_listens_it_is_said_what_to_try() {
    let (addr, _held) = nobody();
    let said = starts_with(format!("error: cannot connect to {addr}: "))
        .and(contains("; nobody listens there: start the server first, in another terminal"))
        .and(contains('\n').count(1));
    say(&addr.to_string(), &["a"]).failure().code(1).stdout("").stderr(said);
    let said = starts_with("error: cannot connect to http://a/: ").and(contains("HOST:PORT"));
    say("http://a/", &["a"]).failure().code(1).stderr(said);
    let said = starts_with(format!("error: cannot send to {addr}: ")).and(contains("; nobody listens there: "));
    say(&addr.to_string(), &["a", "b", "--udp"]).failure().code(1).stdout("").stderr(said);
}

#[test]
fn what_means_nothing_is_named_with_its_place() {
    // Nothing is sent, and nobody is asked for.
    let refused = |texts: &[&str], said: &str| {
        say("127.0.0.1:1", texts).failure().code(1).stdout("").stderr(starts_with(format!("error: TEXT {said}")));
    };
    let known = r"means nothing; there are \r \n \t \0 \\ \xHH \pause \close \reset";
    refused(&["a", r"é\r\quit now"], &format!("2, column 4: `\\quit` {known}\n"));
    refused(&[r"a\"], &format!("1, column 2: `\\` {known}\n"));
    refused(&[r"\connect"], "1, column 1: `\\connect` means nothing");
    refused(&[r"ab\x4"], "1, column 3: `\\x` needs two hexadecimal digits, as in `\\x0d`\n");
    refused(&[r"\close\pause", "a"], "2: nothing can be sent after `\\close`\n");
    refused(&[r"\resetrest"], "1: nothing can be sent after `\\reset`\n");
    refused(&["a", r"b\pause", "--udp"], "2: `\\pause` means nothing with --udp, where each TEXT is one datagram\n");
    fixture::course().args(["say", "127.0.0.1:1"]).assert().code(2).stderr(contains("<TEXT>..."));
    let help = contains("\n    cargo course say 127.0.0.1:12345 \"GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n\"\n");
    fixture::course().args(["say", "--help"]).assert().success().stdout(help);
}

#[test]
fn each_text_is_one_datagram() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let addr = socket.local_addr().unwrap().to_string();
    let echo = thread::spawn(move || {
        let mut buffer = [0; 100];
        let came = [(); 3].map(|()| {
            let (count, from) = socket.recv_from(&mut buffer).unwrap();
            socket.send_to(&buffer[..count], from).unwrap();
            buffer[..count].to_vec()
        });
        came.to_vec()
    });
    let said = ends_with("nothing more came for 0.2 s\n");
    say(&addr, &["--udp", "--visible", "--wait", "0.2", r"one\r\n", "", "two"])
        .success()
        .stdout("one␍␊\ntwo\n")
        .stderr(said);
    assert_eq!(echo.join().unwrap(), [b"one\r\n".to_vec(), Vec::new(), b"two".to_vec()]);
}
