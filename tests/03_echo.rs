//! Graded tests of lesson 03: every byte back over TCP, in both directions at once.

#[cfg(unix)]
use std::fs::File;
use std::io::{self, Read, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, mpsc};
use std::time::{Duration, Instant};

use harness::{
    Failure, Lesson, Listener, Pattern, PatternCheck, Peer, RefusingPort, Running, Server, Teach, Verdict, common, test,
};
use predicates::prelude::*;

const LESSON: Lesson = harness::lesson!();

harness::main!(LESSON);

/// More than every buffer between two programs holds.
const LONG: u64 = 32 * MIB;
const MIB: u64 = 1024 * 1024;

/// How far a paced input runs ahead of what has been printed.
const AHEAD: u64 = 128 * 1024;

/// Longer than the time limits of those who take a pause for the end.
const SOME_TIME: Duration = Duration::from_millis(600);

/// Little enough that a program that passes a byte at a time is done with it before the deadline.
const PIECE: usize = 1024 * 1024;

/// Large enough for full packets, and small enough that a program that passes a few bytes at a time is stuck soon.
const RECEIVE_BUFFER: usize = 128 * 1024;

/// The bytes of a long text, for tests that must have them at hand.
fn text(len: u64) -> &'static [u8] {
    // One for all tests: each of its own would take memory for all of them at the same time.
    static TEXT: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let mut text = Vec::with_capacity(usize::try_from(LONG).expect("a length"));
        Pattern::new(LONG).read_to_end(&mut text).expect("a pattern is never an error");
        text
    });
    &TEXT[..usize::try_from(len).expect("a length")]
}

/// An input that is empty, but says so only when the sender is gone.
struct Wait(mpsc::Receiver<()>);

impl Read for Wait {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        let _ = self.0.recv();
        Ok(0)
    }
}

/// A long input, which ends early where it is taken slowly: a program that passes a byte at a time is right too.
struct LongInput {
    text: Pattern,
    until: Instant,
    given: Arc<AtomicU64>,
}

impl LongInput {
    /// The input, and how many bytes of it were given.
    fn new(text: Pattern) -> (Self, Arc<AtomicU64>) {
        let given = Arc::new(AtomicU64::new(0));
        (Self { text, until: Instant::now() + harness::deadline(), given: given.clone() }, given)
    }
}

impl Read for LongInput {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = if Instant::now() < self.until { self.text.read(buffer)? } else { 0 };
        self.given.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// A long input that does not run far ahead of what has been printed, so that a program that prints a byte at a time is
/// done in time; and that ends only when half of it has been printed.
///
/// A program that prints nothing before the end of its input is given all of it, and so shows.
struct PacedInput {
    input: LongInput,
    collects: Instant,
    printed: PatternCheck,
    more: mpsc::Receiver<()>,
}

impl PacedInput {
    fn new(input: LongInput, printed: PatternCheck, more: mpsc::Receiver<()>) -> Self {
        Self { input, collects: Instant::now() + harness::deadline() / 4, printed, more }
    }

    fn given(&self) -> u64 {
        self.input.given.load(Ordering::Relaxed)
    }
}

impl Read for PacedInput {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given() > self.printed.count() + AHEAD {
            let until = if self.printed.count() == 0 { self.collects } else { self.input.until };
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || self.more.recv_timeout(left).is_err() {
                break;
            }
        }
        let count = self.input.read(buffer)?;
        while count == 0 && self.printed.count() < self.given() / 2 && self.more.recv().is_ok() {}
        Ok(count)
    }
}

/// An output that is checked, and tells when it has taken more.
struct Checked(PatternCheck, mpsc::Sender<()>);

impl Write for Checked {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.0.write(bytes)?;
        let _ = self.1.send(());
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An output that takes nothing until the other end of the second channel is gone; the first tells that it was reached.
struct Gate(mpsc::Sender<()>, mpsc::Receiver<()>);

impl Write for Gate {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = self.0.send(());
        let _ = self.1.recv();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether all bytes were right, and only the close did not come.
fn is_left_open(failure: &Failure) -> bool {
    // Wide enough that no row is folded.
    failure.in_columns(10_000).contains("all bytes were right, but the connection was not closed")
}

/// The server returns what one more client sends.
fn expect_served(server: &Server) -> Verdict {
    let mut client = server.connect()?;
    client.send("Hello")?;
    client.expect("Hello")
}

/// Expects that since `before`, when it had seen nothing of a long text, the program has not taken memory for all of it.
fn expect_little_memory(program: &Running, before: Option<u64>) -> Verdict {
    let more = program.peak_memory().zip(before).map_or(0, |(peak, before)| peak.saturating_sub(before));
    if more <= LONG / 2 {
        return Ok(());
    }
    Err(Failure::wrong()
        .row("expected", format!("a few megabytes of memory for a text of {} MiB", LONG / MIB))
        .row("came", format!("{} MiB more than it had before", more / MIB)))
}

/// Sends until the connection takes no more and the server, which waits in its write, sleeps; returns how much it was.
///
/// A program that passes a byte at a time is right too, but would need a minute: it gets less to do.
fn send_until_stuck(client: &mut Peer, server: &Server, text: &[u8]) -> Verdict<usize> {
    let began = Instant::now();
    let mut sent = 0;
    loop {
        let more = client.send_available(&text[sent..text.len().min(sent + PIECE)])?;
        sent += more;
        if more == 0 || server.expect_idle().is_err() || began.elapsed() > harness::deadline() {
            return Ok(sent);
        }
    }
}

#[test]
fn the_server_answers_before_the_client_closes() -> Verdict {
    let teach = Teach {
        wrong: "a client that stayed connected did not get back what it sent, no more and no less",
        why: "Of the buffer, only the first `count` bytes are new: write back those, `[..count]`, at once. Then read again, until a read \
              returns 0: one read is not all. Do not wait for a line end: there need not be one, and it is a byte to return like others. \
              The buffer needs a length (a read into an empty one returns 0), and the stream must stay blocking.",
        book: "A read returns what has arrived",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        for line in ["Hello\n", "is anybody there?\n", "bye"] {
            client.send(line)?;
            client.expect(line)?;
        }
        Ok(())
    })
}

#[test]
fn the_server_returns_every_byte_as_it_came() -> Verdict {
    let every_byte: &'static [u8] = (0..=255).rev().collect::<Vec<u8>>().leak();
    let echo_all = move || -> Verdict {
        let server = LESSON.server().listen()?;
        let texts = [
            &b"no line end"[..],
            b"\n",
            b"\0zero first",
            b"two\nlines\n",
            b"\r\n\r\n",
            "7 bytesça, 15 byà".as_bytes(),
            every_byte,
        ];
        for text in texts {
            let mut client = server.connect()?;
            client.send(text)?;
            client.finish()?;
            client.expect_all(text)?;
        }
        Ok(())
    };
    let teach = Teach {
        wrong: "what came back is not what was sent",
        why: "The server returns bytes, not text and not lines: nothing is decoded, added or left out, whatever the value of a byte.",
        book: "A read returns what has arrived",
    };
    // That the end does not come is another mistake than a wrong byte, and is told in other words.
    LESSON.check(teach, move || {
        echo_all().or_else(|failure| if is_left_open(&failure) { Ok(()) } else { Err(failure) })
    })?;
    let teach = Teach {
        wrong: "every byte came back to a client that had closed its side, but not the end",
        why: "A read of 0 is the end: leave the loop. The server then closes the connection. One that reads on gets 0 again and again.",
        book: "The end is a read of 0 bytes",
    };
    LESSON.check(teach, echo_all)
}

#[test]
fn the_server_returns_bytes_in_whatever_pieces_they_come() -> Verdict {
    let teach = Teach {
        wrong: "of a text that was sent in many pieces, something else came back",
        why: "A read may return a part of a piece, or several pieces. Write back the `count` bytes it returned, no more.",
        book: "A read returns what has arrived",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for size in [1, 2, 3, 7, 8, 9, 1000, 1023, 1024, 1025, 4096, 8191, 16384, 50_000] {
            let text = text((size * 200).min(50_000));
            let mut client = server.connect()?;
            for piece in text.chunks(usize::try_from(size).unwrap_or(1)) {
                client.send(piece)?;
            }
            client.expect(text)?;
        }
        Ok(())
    })
}

#[test]
fn the_server_returns_all_of_it_after_the_client_has_closed_its_side() -> Verdict {
    let teach = Teach {
        wrong: "a client that sent everything, closed its side and then read did not get all of it back, then the end",
        why: "A half-close ends one direction. The read that returns 0 comes after every byte; then close, and not before.",
        book: "Half-close",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        let text = text(5_001);
        client.send(text)?;
        client.finish()?;
        client.expect_all(text)
    })
}

#[test]
fn the_server_returns_a_long_text_in_constant_memory() -> Verdict {
    let teach = Teach {
        wrong: "a text of 32 MiB did not come back whole, or took memory for all of it",
        why: "One buffer is enough: write back what a read returned before the next read. Then the length does not matter.",
        book: "A read returns what has arrived",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let before = server.peak_memory();
        server.connect()?.expect_echo(LONG)?;
        expect_little_memory(&server, before)
    })
}

// Only Unix has the signals that make a blocking write return early.
#[cfg(unix)]
#[test]
fn the_server_goes_on_after_a_write_that_took_a_part() -> Verdict {
    let teach = Teach {
        wrong: "after the server had been stopped in the middle of a write and continued, bytes were missing or wrong",
        why: "`write` returns how many bytes it took, perhaps not all; `write_all` writes until none are left. A call may also fail \
              with Interrupted, above all a read or write that has a time limit: it has done nothing, and is made again.",
        book: "A write may take a part",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let text = text(LONG);
        let mut client = server.connect_with_buffer(RECEIVE_BUFFER)?;
        // Sizes that do not fit: so a write that waits has some of its bytes in one packet and some in the next.
        client.send(&text[..1])?;
        client.expect_pattern_part(1)?;
        let mut sent = 1;
        let began = Instant::now();
        for _ in 0..3 {
            if began.elapsed() > harness::deadline() {
                break;
            }
            sent += send_until_stuck(&mut client, &server, &text[sent..])?;
            server.stop_and_continue()?;
            client.expect_pattern_part(MIB / 2)?;
        }
        client.finish()?;
        client.expect_pattern(sent as u64)
    })
}

#[test]
fn the_server_takes_a_client_that_sends_nothing() -> Verdict {
    let teach = Teach {
        wrong: "a client that closed its side without a byte was not answered with a close, or ended the server",
        why: "No bytes are a text too: the first read returns 0, and the server has nothing to return but the end.",
        book: "The end is a read of 0 bytes",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for _ in 0..3 {
            let mut client = server.connect()?;
            client.finish()?;
            client.expect_close()?;
        }
        expect_served(&server)
    })
}

#[test]
fn the_server_serves_fifty_clients_at_once() -> Verdict {
    let teach = Teach {
        wrong: "of fifty clients that were connected at the same time, one got no answer or a wrong one",
        why: "Each client needs a thread of its own: while a read waits for one client, the others must be served.",
        book: "A thread for each client",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut clients = Vec::new();
        for _ in 0..50 {
            clients.push(server.connect()?);
        }
        for part in ["first", "second", "third"] {
            for (number, client) in clients.iter_mut().enumerate().rev() {
                client.send(format!("{part} of {number}"))?;
            }
            for (number, client) in clients.iter_mut().enumerate() {
                client.expect(format!("{part} of {number}"))?;
            }
        }
        for client in &mut clients {
            client.finish()?;
            client.expect_close()?;
        }
        Ok(())
    })
}

#[test]
fn a_client_that_says_nothing_disturbs_nobody() -> Verdict {
    let teach = Teach {
        wrong: "with a silent client connected, another one was not served",
        why: "A read waits until its client sends something, perhaps for ever. It must wait in a thread of its own.",
        book: "A thread for each client",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let _silent = server.connect()?;
        expect_served(&server)
    })
}

#[test]
fn a_client_that_does_not_read_disturbs_nobody() -> Verdict {
    let teach = Teach {
        wrong: "a client sent much and read nothing of its echo, and another one was not served, or the server collected what it could not write",
        why: "When the client does not read, the server's write waits. It must wait in a thread of its own, and nothing more is read \
              until it is done: whoever reads on needs memory for all of it.",
        book: "A thread for each client",
    };
    LESSON.check(teach, || {
        let text = text(LONG);
        let server = LESSON.server().listen()?;
        let before = server.peak_memory();
        let mut stalled = server.connect_with_buffer(RECEIVE_BUFFER)?;
        send_until_stuck(&mut stalled, &server, text)?;
        expect_served(&server)?;
        expect_little_memory(&server, before)
    })
}

#[test]
fn the_server_waits_for_clients_that_take_their_time() -> Verdict {
    let teach = Teach {
        wrong: "a client that said nothing for a while, or did not read for a while, did not get its echo after that",
        why: "A client may be silent, or not read, for as long as it likes: that is no end and no error. Reads and writes need no time \
              limit here, not one of seconds or minutes either. On a stream that was made non-blocking, they do not wait at all.",
        book: "A thread for each client",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let text = text(LONG);
        let mut silent = server.connect()?;
        let mut stalled = server.connect_with_buffer(RECEIVE_BUFFER)?;
        let sent = send_until_stuck(&mut stalled, &server, text)?;
        server.wait_out(SOME_TIME)?;
        silent.send("Hello")?;
        silent.expect("Hello")?;
        stalled.finish()?;
        stalled.expect_pattern(sent as u64)
    })
}

#[test]
fn a_client_that_resets_disturbs_nobody() -> Verdict {
    let teach = Teach {
        wrong: "after a client whose connection broke, the next one was not served",
        why: "Clients crash: any read or write may return an error. That client is lost, the server is not.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        server.connect()?.reset()?;

        let mut sent = server.connect()?;
        sent.send("Hello")?;
        sent.reset()?;

        let mut answered = server.connect()?;
        answered.send("Hello")?;
        answered.expect("Hello")?;
        answered.reset()?;

        let mut finished = server.connect()?;
        finished.send("Hello")?;
        finished.finish()?;
        finished.reset()?;

        let mut stuck = server.connect()?;
        // How much of it goes out is another test's matter.
        let _ = stuck.send_available("Hello ".repeat(1_000_000).as_bytes());
        stuck.reset()?;

        expect_served(&server)
    })
}

#[test]
fn the_server_says_that_a_client_was_lost() -> Verdict {
    let teach = Teach {
        wrong: "a client broke the connection, and the server did not say so",
        why: "A read or write that fails is not the end of the text: pass the error on, and the program around `echo` writes \
              `client lost: …`.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let lost = predicate::str::contains("client lost: ");
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send("Hello")?;
        client.expect("Hello")?;
        client.reset()?;
        server.expect_stderr_that(&lost)?;

        let server = LESSON.server().listen()?;
        let text = text(LONG);
        let mut stuck = server.connect_with_buffer(RECEIVE_BUFFER)?;
        send_until_stuck(&mut stuck, &server, text)?;
        stuck.reset()?;
        server.expect_stderr_that(&lost)
    })
}

#[test]
fn the_server_takes_a_thousand_clients_one_after_another() -> Verdict {
    let teach = Teach {
        wrong: "after many clients that came and went, the next one was not served, or the server still held something of them",
        why: "A server serves until it is interrupted: it counts no clients, drops the stream of each that left, and lets go of its \
              thread. A handle that is kept and never joined keeps the thread's memory.",
        book: "A thread for each client",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let before = server.kept();
        for _ in 0..20 {
            for _ in 1..50 {
                server.connect()?;
            }
            // The system queues only so many clients that the server has not accepted yet: wait for the last one.
            let mut last = server.connect()?;
            last.send("Hello")?;
            last.finish()?;
            last.expect_all("Hello")?;
        }
        server.expect_nothing_kept(before, 60)
    })
}

#[test]
fn the_server_goes_on_when_it_gets_no_thread() -> Verdict {
    let teach = Teach {
        wrong: "the system had no thread for a client, and the server has ended or did not say so",
        why: "Then `thread::spawn` panics, and the server ends with it. `thread::Builder` returns the error: pass it on, and the \
              program around `serve` writes `cannot take a connection: …` and goes on. That client is lost; the next one may \
              find the system in a better state.",
        book: "A thread for each client",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        server.without_more_threads(|| {
            let mut client = server.connect()?;
            client.send("Hello")?;
            // A server that needs no thread, or a small one, serves all the same.
            let answered = client.read_while("an echo, or the end", 5, |came| came == b"Hello").is_ok();
            let said = predicate::str::contains("cannot take a connection: ");
            if answered { Ok(()) } else { server.expect_stderr_that(&said) }
        })?;
        expect_served(&server)
    })
}

#[test]
fn the_server_sleeps_while_its_clients_are_silent() -> Verdict {
    let teach = Teach {
        wrong: "the server kept the processor busy while nothing arrived, or has ended",
        why: "A blocking read sleeps in the system until bytes arrive. After a read of 0 bytes nothing will: stop reading.",
        book: "The end is a read of 0 bytes",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let _silent = server.connect()?;
        server.connect()?.finish()?;
        let mut other = server.connect()?;
        other.send("Hello")?;
        server.expect_idle()
    })
}

#[test]
fn the_server_says_that_an_address_is_in_use() -> Verdict {
    common::the_server_says_that_an_address_is_in_use(LESSON, "What can go wrong")
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_server() -> Verdict {
    common::ctrl_c_ends_the_server(LESSON, "Run", &[&[]], |server| {
        let mut other = server.connect()?;
        other.send("Hello")?;
        other.expect("Hello")
    })
}

#[test]
fn the_client_sends_its_input_byte_for_byte_then_closes_its_side() -> Verdict {
    let every_byte: &'static [u8] = (0..=255).rev().collect::<Vec<u8>>().leak();
    let inputs = [&b""[..], b"no line end", b"two\r\nlines\n", every_byte, text(70_000)];
    let begin = |input: &'static [u8]| -> Verdict<(Running, Peer)> {
        let server = Listener::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr()]).stdin(input).start()?;
        let mut peer = server.accept()?;
        if let Err(failure) = peer.expect_all(input) {
            // The client tells what it came upon when the connection has ended.
            drop(peer);
            let _ = client.wait_end(SOME_TIME);
            return Err(failure);
        }
        Ok((client, peer))
    };
    let teach = Teach {
        wrong: "the server did not get exactly the client's input, then the end",
        why: "Send the bytes of standard input, of a buffer only the first n that a read brought, and at the end of the input a half-close: \
              without it the server waits for more. Bytes are not text: a call that reads text or lines fails on other bytes, or changes \
              them.",
        book: "Half-close",
    };
    LESSON.check(teach, move || {
        for input in inputs {
            begin(input)?;
        }
        Ok(())
    })?;
    let teach = Teach {
        wrong: "the client sent its input, but did not print exactly what came back and end with exit status 0",
        why: "Of the buffer, only the first n bytes are new: print those, `[..n]`, and no more. After its own end the client reads on: \
              half-close with `Shutdown::Write`, for `Both` closes the reading side too. What comes back is bytes: bytes are not text.",
        book: "A read returns what has arrived",
    };
    LESSON.check(teach, move || {
        for input in inputs {
            let (client, mut peer) = begin(input)?;
            peer.send(input)?;
            drop(peer);
            client.expect_stdout(input)?;
            client.expect_end(0)?;
        }
        Ok(())
    })
}

#[test]
fn the_client_prints_what_comes_before_its_input_ends() -> Verdict {
    let teach = Teach {
        wrong: "a line that was typed was not sent at once, or its echo was not printed at once",
        why: "Send what each read of standard input returned, and print what each read of the socket returned, without waiting for the end.",
        book: "Both directions at once",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr()]).stdin_open().start()?;
        let mut peer = server.accept()?;
        peer.send("ready ")?;
        client.expect_stdout("ready ")?;
        client.type_line("Hello")?;
        peer.expect("Hello\n")?;
        peer.send("Hel")?;
        client.expect_stdout("ready Hel")?;
        peer.send("lo\n")?;
        client.expect_stdout("ready Hello\n")?;
        client.close_stdin();
        peer.expect_close()?;
        drop(peer);
        client.expect_end(0)?;
        Ok(())
    })
}

#[test]
fn the_client_sends_what_a_short_read_brought() -> Verdict {
    let teach = Teach {
        wrong: "input that came in pieces without line ends was not sent piece by piece, to its end",
        why: "A read of standard input returns what is there: no whole line, no full buffer. Send it, and read on until a read returns 0.",
        book: "A read returns what has arrived",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let (first_came, wait_for_first) = mpsc::channel();
        let (second_came, wait_for_second) = mpsc::channel();
        let input = b"no line ".chain(Wait(wait_for_first)).chain(&b"end"[..]).chain(Wait(wait_for_second));
        let client = LESSON.client().args(["--addr", &server.addr()]).stdin(input).start()?;
        let mut peer = server.accept()?;
        peer.expect("no line ")?;
        drop(first_came);
        peer.expect("end")?;
        drop(second_came);
        peer.expect_close()?;
        peer.send("no line end")?;
        drop(peer);
        client.expect_stdout("no line end")?;
        client.expect_end(0)?;
        Ok(())
    })
}

#[test]
fn the_client_waits_for_a_server_that_takes_its_time() -> Verdict {
    let teach = Teach {
        wrong: "the client did not wait for an echo that came a while after the end of its input",
        why: "A server may need a while. That nothing comes for a moment is not the end: only a read that returns 0 is. The client's reads \
              need no time limit, not one of seconds or minutes either.",
        book: "The end is a read of 0 bytes",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr()]).stdin_open().start()?;
        let mut peer = server.accept()?;
        client.type_line("Hello")?;
        client.close_stdin();
        peer.expect_all("Hello\n")?;
        client.wait_out(SOME_TIME)?;
        peer.send("Hello\n")?;
        drop(peer);
        client.expect_stdout("Hello\n")?;
        client.expect_end(0)?;
        Ok(())
    })
}

#[test]
fn the_client_sends_and_receives_at_the_same_time() -> Verdict {
    let teach = Teach {
        wrong: "a text of 32 MiB did not go through the client whole, or took memory for all of it",
        why: "While the server waits for us to read, it does not read. Sending and receiving each need a thread of their own.",
        book: "Both directions at once",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let printed = PatternCheck::default();
        let (tell, more) = mpsc::channel();
        let (input, given) = LongInput::new(Pattern::new(LONG));
        let input = PacedInput::new(input, printed.clone(), more);
        let client = LESSON.client().args(["--addr", &server.addr()]);
        let client = client.stdin(input).stdout(Checked(printed.clone(), tell)).start()?;
        let mut peer = server.accept()?;
        // It has connected, and may have filled its buffers.
        let before = client.peak_memory();
        peer.echo()?;
        expect_little_memory(&client, before)?;
        drop(peer);
        client.expect_end_within(3 * harness::deadline(), 0)?;
        printed.expect(given.load(Ordering::Relaxed))
    })
}

// Only Unix has the signals that make a blocking write return early.
#[cfg(unix)]
#[test]
fn the_client_goes_on_after_a_write_that_took_a_part() -> Verdict {
    let teach = Teach {
        wrong: "after the client had been stopped in the middle of a write and continued, bytes were missing or wrong",
        why: "`write` returns how many bytes it took, perhaps not all; `write_all` writes until none are left. A call may also fail \
              with Interrupted, above all a read or write that has a time limit: it has done nothing, and is made again.",
        book: "A write may take a part",
    };
    LESSON.check(teach, || {
        let len = 8 * MIB;
        let server = Listener::bind_with_buffer(RECEIVE_BUFFER)?;
        let (first_came, wait) = mpsc::channel();
        // Sizes that do not fit: so a write that waits has some of its bytes in one packet and some in the next.
        let mut first = Pattern::new(len);
        let rest = first.split_off(1);
        let (rest, given) = LongInput::new(rest);
        let input = first.chain(Wait(wait)).chain(rest);
        let client = LESSON.client().args(["--addr", &server.addr()]).stdin(input).start()?;
        let mut peer = server.accept()?;
        peer.expect_pattern_part(1).map_err(|_not_sent| {
            Failure::wrong()
                .row("expected", "before all that, the client sends one byte of input as soon as it is there")
                .row("came", "not that byte: see `the_client_sends_what_a_short_read_brought` first")
        })?;
        drop(first_came);
        for _ in 0..3 {
            // A client that is busy for so long is slow; what it does comes out in the end.
            if client.expect_idle().is_err() {
                break;
            }
            client.stop_and_continue()?;
            peer.expect_pattern_part(MIB / 2)?;
        }
        let came = peer.expect_rest_of_pattern()?;
        let given = 1 + given.load(Ordering::Relaxed);
        if came == given {
            return Ok(());
        }
        Err(Failure::wrong()
            .row("expected", format!("all {given} bytes of the input"))
            .row("came", format!("{came} bytes")))
    })
}

#[test]
fn the_client_says_that_the_server_closed_early() -> Verdict {
    let teach = Teach {
        wrong: "the server closed before everything had come back, or broke the connection, and the client did not say so and end",
        why: "`send` and `receive` return how many bytes it was in all reads together; an error is not the end: pass it on.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let start = || -> Verdict<(Running, Peer)> {
            let server = Listener::bind()?;
            let client = LESSON.client().args(["--addr", &server.addr()]).stdin_open().start()?;
            Ok((client, server.accept()?))
        };
        let expect_complaint = |client: &Running| {
            client.expect_end(1)?;
            client.expect_error_line(&[])
        };
        let (client, peer) = start()?;
        drop(peer);
        expect_complaint(&client)?;

        let (client, peer) = start()?;
        peer.reset()?;
        expect_complaint(&client)?;

        let (client, mut peer) = start()?;
        client.type_line("Hello World")?;
        peer.expect("Hello World\n")?;
        client.type_line("!")?;
        peer.expect("!\n")?;
        peer.send("Hello")?;
        client.close_stdin();
        peer.expect_close()?;
        drop(peer);
        expect_complaint(&client)?;
        client.expect_stdout("Hello")?;

        let (client, mut peer) = start()?;
        client.type_line("Hello")?;
        client.close_stdin();
        peer.expect_all("Hello\n")?;
        peer.send("Hello\n")?;
        client.expect_stdout("Hello\n")?;
        peer.reset()?;
        expect_complaint(&client)
    })
}

#[test]
fn the_client_says_that_it_could_not_send() -> Verdict {
    let teach = Teach {
        wrong: "the connection broke, a write to it failed, and the client did not end in one clear line",
        why: "The server can be gone when the client sends. `write_all` returns an error: pass it on, do not ignore it, do not unwrap.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let (reached, at_the_gate) = mpsc::channel();
        let (open, gate) = mpsc::channel();
        let client = LESSON.client().args(["--addr", &server.addr()]);
        let client = client.stdin_open().stdout(Gate(reached, gate)).start()?;
        // Dropped before the client is, which ends only when its output has been taken.
        let open: mpsc::Sender<()> = open;
        let mut peer = server.accept()?;
        client.type_line("Hello")?;
        peer.expect("Hello\n")?;
        peer.send("Hello\n")?;
        let _ = at_the_gate.recv_timeout(harness::deadline());
        // More than the pipe holds: while the client waits to print it, only its writes can find out about the reset.
        // Not much more, and in pieces: a reset behind bytes that found no room would not be taken.
        for len in [32 * 1024, 32 * 1024, 32 * 1024] {
            peer.send(text(len))?;
            let _ = client.expect_idle();
        }
        peer.reset_and_wait()?;
        // A client that found out all the same may have ended.
        let _ = client.type_line("Is anybody there?");
        client.close_stdin();
        let _ = client.expect_idle();
        drop(open);
        client.expect_end(1)?;
        client.expect_error_line(&[])
    })
}

// Elsewhere a folder cannot be opened like a file.
#[cfg(unix)]
#[test]
fn the_client_says_that_it_cannot_read_its_input() -> Verdict {
    let teach = Teach {
        wrong: "an input that cannot be read (`< /`, a folder) did not end in one clear line",
        why: "Reading standard input can fail like any other read. An error is not the end of the input: pass it on, and let the program \
              end, which closes the connection too.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let folder = File::open("/").map_err(|error| Failure::broken("cannot open /", &error))?;
        let server = Listener::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr()]).stdin_file(folder).start()?;
        let mut peer = server.accept()?;
        peer.expect_close()?;
        drop(peer);
        client.expect_end(1)?;
        client.expect_error_line(&[])
    })
}

#[test]
fn the_client_ends_when_nobody_takes_its_output() -> Verdict {
    let teach = Teach {
        wrong: "the client did not end in one clear line when its standard output was closed",
        why: "`client | head -1` closes the pipe behind the client. Writing to it is an error like others: pass it on.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let server = Listener::bind()?;
        let client = LESSON.client().args(["--addr", &server.addr()]).stdin_open().stdout_closed().start()?;
        let mut peer = server.accept()?;
        // That the client ends in the middle of this is what the test is about.
        let _ = peer.send(text(MIB));
        client.expect_end(1)?;
        client.expect_error_line(&[])
    })
}

#[test]
fn the_client_says_that_it_cannot_connect() -> Verdict {
    let teach = Teach {
        wrong: "a connection that was refused, or a name that means no address, did not end in one clear line",
        why: "`connect` returns the system's error. The program around the gaps explains it: leave it as it is.",
        book: "What can go wrong",
    };
    LESSON.check(teach, || {
        let port = RefusingPort::bind()?;
        for addr in [&*port.addr()?, "no such name:80"] {
            let client = LESSON.client().args(["--addr", addr]).start()?;
            client.expect_error_line(&[addr])?;
            client.expect_end(1)?;
        }
        Ok(())
    })
}

#[test]
fn unknown_arguments_end_with_status_2() -> Verdict {
    common::unknown_arguments_end_with_status_2(LESSON, "Build it")
}

#[cfg(not(unix))]
harness::tests_left_out! {
    the_server_goes_on_after_a_write_that_took_a_part: "a test cannot stop a program in the middle of a write on this system",
    ctrl_c_ends_the_server: "a test cannot send Ctrl-C on this system",
    the_client_goes_on_after_a_write_that_took_a_part: "a test cannot stop a program in the middle of a write on this system",
    the_client_says_that_it_cannot_read_its_input: "a folder cannot be standard input on this system",
}
