//! The server: clients that wait to be asked.

use harness::test;

use super::*;

/// proves: 9110-10.1.1-http10-ignored
/// proves: 9110-10.1.1-may-omit-100
/// proves: 9110-10.1.1-immediate
/// proves: 9110-10.1.1-early-final
/// proves: 9110-15.2-no-1xx-http10
#[test]
fn the_server_does_not_ask_for_what_it_will_not_read() -> Verdict {
    let teach = Teach {
        wrong: "a request that needs no 100 (Continue) was not answered with its final status at once",
        why: "It is for HTTP/1.1 requests with content that will be read. A refusal is sent at once instead. (RFC 9110 section 10.1.1)",
        book: "What the programs do",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let expect = "Expect: 100-continue";
        expect_echo(&response(&server, post(expect, ""))?, "")?;
        expect_echo(&response(&server, post(&format!("{expect}\r\nContent-Length: 0"), ""))?, "")?;
        let old = format!("POST /echo HTTP/1.0\r\n{expect}\r\nContent-Length: 5\r\n\r\n");
        let mut client = server.connect()?;
        client.send_split([&old, "Hello"])?;
        expect_echo(&client.reply_and_close("POST")?, "Hello")?;
        let large = format!("{}\r\nContent-Length: 1000000\r\n{expect}\r\n\r\n", form_head("POST"));
        response(&server, large)?.expect_status(413)?;
        let refused = format!("PUT /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n{expect}\r\n\r\n");
        response(&server, refused)?.expect_status(405)?;
        response(&server, post(&format!("{expect}\r\nContent-Length: five"), ""))?.expect_status(400)?;
        let reply = response(&server, post("Expect: the-unexpected\r\nContent-Length: 5", "Hello"))?;
        reply.expect("status 417, or 200 with the content", reply.status == 417 || reply.content == b"Hello")
    })
}

/// proves: 9110-10.1.1-immediate
/// proves: 9110-10.1.1-no-wait
/// proves: 9110-10.1.1-final-after-100
/// proves: 9110-10.1.1-case
/// proves: 9110-8.6-no-cl-1xx-204
/// proves: 9112-6.1-no-te-1xx-204
#[test]
fn the_server_asks_for_content_that_is_held_back() -> Verdict {
    let teach = Teach {
        wrong: "a client with Expect: 100-continue did not get 100 (Continue), and then the response",
        why: "The client sends its content only when it is asked to, so that it need not send what will be refused. (RFC 9110 section 10.1.1)",
        book: "What the programs do",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let heads = [
            ("Content-Length: 5\r\nExpect: 100-continue", "Hello"),
            ("Transfer-Encoding: chunked\r\nexpect: 100-Continue", "5\r\nHello\r\n0\r\n\r\n"),
        ];
        for (fields, content) in heads {
            let mut client = server.connect()?;
            client.send(post(fields, ""))?;
            client.expect("HTTP/1.1 100 Continue\r\n\r\n")?;
            client.send(content)?;
            expect_echo(&client.reply_and_close("POST")?, "Hello")?;
        }
        Ok(())
    })
}
