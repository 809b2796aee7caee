//! The server: a thread for each client.

use harness::test;

use super::*;

/// proves: 9112-9.3.2-in-order
#[test]
fn the_server_answers_a_thousand_requests_that_come_together() -> Verdict {
    let teach = Teach {
        wrong: "of 1,000 requests that came together, not each got its response, in order",
        why: "What has come after a request is the next one: as long as there is some of it, nothing is waited for. (RFC 9112 section 9.3.2)",
        book: "The loop",
    };
    // One wait is for all of them.
    LESSON.with_deadline(harness::deadline() * 3).check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        let request = |number: usize| {
            let content = number.to_string();
            format!("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n{content}", content.len())
        };
        let requests: String = (0..999).map(request).collect();
        client.send(requests + LAST)?;
        let methods = std::iter::repeat_n("POST", 999).chain(["GET"]);
        for (number, reply) in client.replies_and_close(methods)?[..999].iter().enumerate() {
            reply.expect(&format!("the content {number}"), reply.content == number.to_string().as_bytes())?;
            reply.expect("the length of the request, which is known", reply.field("Content-Length").is_some())?;
        }
        Ok(())
    })
}

#[test]
fn the_server_serves_many_clients_at_a_time() -> Verdict {
    let teach = Teach {
        wrong: "a client had to wait for others that were connected and slow",
        why: "Each connection has a thread of its own while it is open, and before that thread serves it, another one waits for the next. A slow client takes its own time, not that of others.",
        book: "A thread for each client",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut clients = (0..100).map(|_| server.connect()).collect::<Verdict<Vec<Peer>>>()?;
        for (number, client) in clients.iter_mut().enumerate() {
            client.send(&HELLO[..number % HELLO.len()])?;
        }
        expect_service(&server)?;
        for (number, client) in clients.iter_mut().enumerate() {
            client.send(&HELLO[number % HELLO.len()..])?;
            client.reply("GET")?.expect_status(200)?;
        }
        Ok(())
    })
}

/// proves: 9110-10.1.1-no-wait
#[test]
fn the_server_sends_what_it_has_before_it_waits() -> Verdict {
    let teach = Teach {
        wrong: "a client that waited for 100 (Continue), or for a response, before it sent more got nothing",
        why: "Whatever waits in a buffer leaves before anything is waited for: the client may be waiting for exactly that. (RFC 9110 section 10.1.1)",
        book: "The loop",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut client = server.connect()?;
        client.send(HELLO.to_owned() + &upload(3, "Expect: 100-continue\r\n"))?;
        client.reply("GET")?.expect_status(200)?;
        client.reply("POST")?.expect_status(100)?;
        client.send("abc")?;
        let counted = client.reply("POST")?;
        counted.expect_status(200)?;
        counted.expect("a page that says how many octets came: 3", contains(&counted.content, "3"))?;
        // Half a request after a whole one.
        client.send(HELLO.to_owned() + "GET /he")?;
        client.reply("GET")?.expect_status(200)
    })
}

/// proves: 9110-6.6.1-date-in-response
#[test]
fn the_server_dates_each_response() -> Verdict {
    let teach = Teach {
        wrong: "two responses, more than a second apart, had the same Date, or none",
        why: "Date is the time at which this response was made. A thread serves for long, so whoever keeps the text must know when its second is over. (RFC 9110 section 6.6.1)",
        book: "The loop",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        // On one connection, so that one thread serves both.
        let mut client = server.connect()?;
        client.send(HELLO)?;
        let first = client.reply("GET")?;
        server.wait_end(Duration::from_millis(1_100))?;
        client.send(HELLO)?;
        let second = client.reply("GET")?;
        let dates = [first.field("Date"), second.field("Date")];
        let other = format!("another Date than {}", dates[0].unwrap_or("none"));
        second.expect(&other, dates[0].is_some() && dates[1].is_some() && dates[0] != dates[1])
    })
}

#[cfg(target_os = "linux")]
#[test]
fn the_server_uses_its_threads_again() -> Verdict {
    let teach = Teach {
        wrong: "after many connections, at a time and one by one, the server has more threads or open files than it needs",
        why: "A thread that has served a connection takes the next one. Nothing of a connection stays behind.",
        book: "A thread for each client",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut crowd = (0..60).map(|_| server.connect()).collect::<Verdict<Vec<Peer>>>()?;
        for client in crowd.iter_mut().rev() {
            client.send(LAST)?;
            client.reply_and_close("GET")?.expect_status(200)?;
        }
        drop(crowd);
        for _ in 0..200 {
            expect_service(&server)?;
        }
        server.expect_open_files(16)?;
        server.expect_threads(40)
    })
}

#[test]
fn the_server_turns_clients_away_when_it_gets_no_thread() -> Verdict {
    let teach = Teach {
        wrong: "a client that came when the system gave no more threads was not answered with 503, or the server did not recover",
        why: "The thread that has taken this client is the last that waits. If nobody can follow it, it must not serve: it says so in a few octets and waits again, or nobody ever waits any more.",
        book: "A thread for each client",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut guest = busy_client(&server)?;
        server.expect_idle()?;
        server.without_more_threads(|| {
            for _ in 0..3 {
                let mut client = server.connect()?;
                client.send_whole(HELLO)?;
                client.reply("GET")?.expect_status(503)?;
            }
            Ok(())
        })?;
        expect_rest(&mut guest)?;
        expect_service(&server)
    })
}

#[cfg(not(target_os = "linux"))]
harness::tests_left_out! {
    the_server_uses_its_threads_again: "this system does not tell what a program has open, and how many threads it has",
}
