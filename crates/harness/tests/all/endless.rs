//! Programs, and tests, that would never come to an end: there is a verdict in time, and it says what went on.
#![cfg(unix)]
// The snapshots are written by snapbox, with or without a need for the hashes.
#![allow(clippy::needless_raw_string_hashes)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use harness::{DatagramPeer, Folder, Lesson, Listener, Pattern, Peer, Program, Teach, Verdict};
use snapbox::{IntoData, assert_data_eq, str};

const ANY: Lesson = Lesson::new("lesson-99", "lessons/99-example").with_any_octets();

/// The time of a whole test, and how much longer the verdict on one may take that does not even heed its end.
const TIME: Duration = Duration::from_secs(1);
const AFTER: Duration = Duration::from_secs(4);
const SHORT: Lesson = ANY.with_time(TIME, "a test of the harness");

/// How wide the messages are here, whatever the terminal is.
const COLUMNS: usize = 114;

const TEACH: Teach = Teach { wrong: "the page was not sent", why: "Pages are sent.", book: "Pages" };

/// What the learner reads, soon after the time of the test.
fn told(lesson: Lesson, body: impl FnOnce() -> Verdict + Send + 'static) -> snapbox::Data {
    let begun = Instant::now();
    let told = match lesson.check(TEACH, body) {
        Ok(()) => "passed".into_data(),
        Err(failure) => format!("{}\n", failure.in_columns(COLUMNS)).into_data().raw(),
    };
    assert!(begun.elapsed() < 10 * TIME + AFTER, "{told} after {:?}", begun.elapsed());
    told
}

/// A server that does this with each of its clients.
fn server(serve: impl Fn(TcpStream) + Send + Sync + Copy + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let addr = listener.local_addr().expect("its address");
    thread::spawn(move || {
        for client in listener.incoming() {
            thread::spawn(move || serve(client.expect("a client")));
        }
    });
    addr
}

/// Sends zeros as fast as they go.
fn pours(mut client: TcpStream) {
    while client.write_all(&[0; 8 * 1024]).is_ok() {}
}

/// Sends a byte of a text every 100 ms.
fn drips(mut client: TcpStream) {
    let mut text = Pattern::new(u64::MAX);
    let mut byte = [0];
    while text.read_exact(&mut byte).is_ok() {
        if client.write_all(&byte).is_err() {
            break;
        }
        thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_server_that_pours_has_a_verdict_of_its_own() {
    let message = told(ANY, || {
        let mut peer = Peer::connect(server(pours))?;
        peer.send("Hello")?;
        peer.read_to_end().map(drop)
    });
    assert_data_eq!(
        message,
        str![[r#"
too much: the page was not sent
  sent      Hello
  expected  the program closes the connection
  came      ␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀ …
            ␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀␀ (4194304 bytes); it goes on sending
            after 4194304 bytes
  why       Pages are sent.
  book      cargo course read 99, "Pages"

"#]]
    );
}

#[test]
fn no_read_goes_on_for_ever() {
    fn reads(read: fn(&mut Peer) -> Verdict) -> String {
        told(ANY, move || read(&mut Peer::connect(server(pours))?)).to_string()
    }
    for message in [
        reads(|peer| peer.read_head().map(drop)),
        reads(|peer| peer.read_while("a line", 1000, |came| came.contains(&b'\n')).map(drop)),
        reads(|peer| peer.read_to_end().map(drop)),
    ] {
        assert!(message.starts_with("too much: ") && message.contains("it goes on sending"), "{message}");
    }
    for message in [
        reads(|peer| peer.expect("Hello")),
        reads(|peer| peer.expect_all("Hello")),
        reads(Peer::expect_close),
        reads(|peer| peer.expect_pattern(1000)),
        reads(|peer| peer.reply("GET").map(drop)),
    ] {
        assert!(message.starts_with("wrong: "), "{message}");
    }
}

#[test]
fn a_text_that_goes_on_is_too_much() {
    fn repeats(mut client: TcpStream) {
        let _ = std::io::copy(&mut Pattern::new(u64::MAX), &mut client);
    }
    let message = told(ANY, || Peer::connect(server(repeats))?.expect_pattern(1000));
    assert_data_eq!(
        message,
        str![[r#"
too much: the page was not sent
  expected  1000 bytes, then the program closes the connection
  came      all 1000 bytes; it goes on sending after 1001 bytes
  why       Pages are sent.
  book      cargo course read 99, "Pages"

"#]]
    );
    let message = told(ANY, || Peer::connect(server(repeats))?.expect_echo(1000)).to_string();
    assert!(message.starts_with("too much: "), "{message}");
}

#[test]
fn a_response_that_goes_on_is_too_much() {
    const HEAD: &str = "HTTP/1.1 503 a\r\nContent-Type: a/b\r\nConnection: close\r\n\r\n";
    fn answers(mut client: TcpStream) {
        let _ = client.read(&mut [0; 1000]);
        let _ = client.write_all(HEAD.as_bytes());
        pours(client);
    }
    let message = told(ANY, || {
        let mut peer = Peer::connect(server(answers))?;
        peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")?;
        peer.reply("GET").map(drop)
    });
    assert!(message.to_string().starts_with("too much: "), "{message}");
}

#[test]
fn a_server_that_drips_is_given_up_with_the_whole_test() {
    let message = told(SHORT, || Peer::connect(server(drips))?.expect_pattern(1000));
    assert_data_eq!(
        message,
        str![[r#"
no end: the page was not sent
  the whole test was given up after 1 s, the time for a test of the harness
  expected  the 1000 bytes that were sent
  came      [..] bytes; no more before the time of the whole test was over, the connection is open
  why       Pages are sent.
  book      cargo course read 99, "Pages"

"#]]
    );
}

#[test]
fn many_short_waits_are_given_up_with_the_whole_test() {
    let message = told(SHORT, || {
        let mut peer = Peer::connect(server(drips))?;
        loop {
            peer.expect_pattern_part(1)?;
        }
    });
    assert!(message.to_string().starts_with("no end: the page was not sent\n"), "{message}");
}

#[test]
fn a_client_that_drips_is_given_up_with_the_whole_test() {
    let message = told(SHORT, || {
        let listener = Listener::bind()?;
        let addr = listener.addr().parse().expect("an address");
        thread::spawn(move || TcpStream::connect::<SocketAddr>(addr).map(drips));
        listener.accept()?.echo()
    });
    // Its time may be over while it reads, or while it sends back.
    let beginning =
        "no end: the page was not sent\n  the whole test was given up after 1 s, the time for a test of the harness\n";
    assert!(message.to_string().starts_with(beginning), "{message}");
}

#[test]
fn datagrams_without_end_are_given_up_with_the_whole_test() {
    let message = told(SHORT, || {
        let peer = DatagramPeer::bind()?;
        let addr: SocketAddr = peer.addr().parse().expect("an address");
        loop {
            peer.send(addr, "again")?;
            peer.expect("again")?;
        }
    });
    assert!(message.to_string().starts_with("no end: the page was not sent\n"), "{message}");
}

#[test]
fn a_test_that_holds_too_late_has_failed() {
    let message = told(SHORT, || {
        thread::sleep(2 * TIME);
        Ok(())
    });
    assert_data_eq!(
        message,
        str![[r#"
no end: the page was not sent
  the whole test was given up after 1 s, the time for a test of the harness
  why       Pages are sent.
  book      cargo course read 99, "Pages"

"#]]
    );
}

#[test]
fn the_programs_are_ended_with_the_time_of_the_test() {
    let message = told(SHORT, || {
        // Without an end of its own: what it waits for is the end of the program.
        let program = Program::new("sh").args(["-c", "echo oops >&2; exec sleep 600"]).start()?;
        program.wait_end(Duration::from_mins(10)).map(drop)
    });
    assert_data_eq!(
        message,
        str![[r#"
no end: the page was not sent
  the whole test was given up after 1 s, the time for a test of the harness
  ran       sh -c "echo oops >&2; exec sleep 600"
  stderr    oops
  why       Pages are sent.
  book      cargo course read 99, "Pages"

"#]]
    );
}

#[test]
fn connections_are_shut_with_the_time_of_the_test() {
    let message = told(SHORT, || {
        let peer = Peer::connect(server(|_client| thread::park()))?;
        let _ = peer.stream().set_read_timeout(None);
        let _ = peer.stream().read(&mut [0; 1]);
        Ok(())
    });
    assert!(message.to_string().starts_with("no end: the page was not sent\n"), "{message}");
}

#[test]
fn a_test_that_hangs_in_itself_has_a_verdict() {
    let message = told(SHORT, || {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let _ = listener.accept();
        Ok(())
    });
    assert!(message.to_string().starts_with("no end: the page was not sent\n"), "{message}");
}

#[test]
fn a_test_that_spins_has_a_verdict() {
    let over = Arc::new(AtomicBool::new(false));
    let is_over = Arc::clone(&over);
    let message = told(SHORT, move || {
        while !is_over.load(Ordering::Relaxed) {
            std::hint::spin_loop();
        }
        Ok(())
    });
    over.store(true, Ordering::Relaxed);
    assert!(message.to_string().starts_with("no end: the page was not sent\n"), "{message}");
}

#[test]
fn what_a_test_starts_after_its_time_ends_at_once() -> Verdict {
    let folder = Folder::new()?;
    let alive = folder.path().join("alive");
    let script = format!("sleep 0.5; : > '{}'", alive.display());
    let (tell, told_later) = mpsc::channel();
    let (go_on, is_over) = mpsc::channel::<()>();
    let message = told(SHORT, move || {
        let _ = is_over.recv();
        let program = Program::new("sh").args(["-c", &script]).start()?;
        let _ = tell.send(());
        // Forgotten, so that nothing but the end of the scene can end it.
        std::mem::forget(program);
        Ok(())
    });
    assert!(message.to_string().starts_with("no end: the page was not sent\n"), "{message}");
    drop(go_on);
    told_later.recv_timeout(AFTER).expect("the program has started");
    thread::sleep(TIME);
    assert!(!alive.exists(), "the program went on");
    Ok(())
}

#[test]
fn the_time_stands_still_while_a_server_starts() {
    let message = told(SHORT, || {
        let slow = "sleep 1.5; echo listening on 127.0.0.1:9 >&2; exec sleep 600";
        Program::new("sh").args(["-c", slow]).listen().map(drop)
    });
    assert_data_eq!(message, str!["passed"]);
}

#[test]
fn a_client_that_has_ended_is_not_waited_for() {
    let begun = Instant::now();
    let message = told(ANY.with_deadline(Duration::from_mins(1)), || {
        let listener = Listener::bind()?;
        let _client = Program::new("sh").args(["-c", "echo 'error: no' >&2; exit 1"]).start()?;
        listener.accept().map(drop)
    });
    assert_data_eq!(
        message,
        str![[r#"
wrong: the page was not sent
  ran       sh -c "echo 'error: no' >&2; exit 1"
  expected  the client connects
  came      no connection; the program has ended
  stderr    error: no
  why       Pages are sent.
  book      cargo course read 99, "Pages"

"#]]
    );
    let message = told(ANY.with_deadline(Duration::from_mins(1)), || {
        let peer = DatagramPeer::bind()?;
        let _client = Program::new("sh").args(["-c", "exit"]).start()?;
        peer.expect("Hello")
    });
    assert_data_eq!(
        message,
        str![[r#"
wrong: the page was not sent
  ran       sh -c exit
  expected  one datagram with Hello
  came      nothing; the program has ended
  why       Pages are sent.
  book      cargo course read 99, "Pages"

"#]]
    );
    assert!(begun.elapsed() < Duration::from_secs(30));
}

#[test]
#[should_panic(expected = "the test itself is wrong")]
fn a_test_that_panics_panics() {
    let _ = ANY.check(TEACH, || panic!("the test itself is wrong"));
}
