//! Graded tests of lesson 07: GET and POST, parsed as text. They ask for what the chapter promises, and no more.

use std::io::{self, ErrorKind, Read, Write};
use std::time::{Duration, Instant};

use harness::{
    Failure, Lesson, Listener, Peer, Program, Running, Server, Teach, Verdict, common, deadline, test, visible,
};

const LESSON: Lesson = harness::lesson!();

harness::main!(LESSON);

/// What a browser sends when somebody opens a page.
const BROWSER: &str = "GET /form HTTP/1.1\r\nHost: localhost:12345\r\nConnection: keep-alive\r\n\
    sec-ch-ua: \"Chromium\";v=\"140\", \"Not=A?Brand\";v=\"24\"\r\nUpgrade-Insecure-Requests: 1\r\n\
    User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36\r\n\
    Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\nAccept-Language: en\r\nCookie: a=1; b=2\r\n\r\n";

/// A response, split at its empty line.
struct Response {
    head: String,
    body: Vec<u8>,
}

impl Response {
    /// Everything that comes until the server closes the connection in order.
    fn from(peer: &mut Peer) -> Verdict<Self> {
        let all = peer.read_to_end()?;
        let Some(at) = all.windows(4).position(|window| window == b"\r\n\r\n") else {
            return Err(wrong("a head, an empty line, and a page", &all));
        };
        Ok(Self { head: String::from_utf8_lossy(&all[..at]).into_owned(), body: all[at + 4..].to_vec() })
    }

    /// The value of the field of that name.
    fn field(&self, name: &str) -> Option<&str> {
        let fields = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        fields.filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).next()
    }

    fn expect_status(&self, code: &str) -> Verdict {
        if self.head.starts_with(&format!("HTTP/1.1 {code} ")) {
            return Ok(());
        }
        Err(wrong(&format!("a response that begins with \"HTTP/1.1 {code} \""), self.head.as_bytes()))
    }

    /// Expects 200 and a page with this in it. An ampersand may be escaped, and need not.
    fn expect_page_with(&self, text: &str) -> Verdict {
        self.expect_status("200")?;
        if String::from_utf8_lossy(&self.body).replace("&amp;", "&").contains(text) {
            return Ok(());
        }
        Err(wrong(&format!("a page with {text:?} in it"), &self.body))
    }
}

fn wrong(expected: &str, came: &[u8]) -> Failure {
    let came = if came.is_empty() { "nothing; the connection was closed".to_owned() } else { visible(came) };
    Failure::wrong().row("expected", expected).row("came", came)
}

fn in_case(case: impl AsRef<[u8]>) -> impl FnOnce(Failure) -> Failure {
    let case = if case.as_ref().is_empty() { "nothing".to_owned() } else { visible(case.as_ref()) };
    move |failure| failure.row("sent", case)
}

/// Sends a request on a connection of its own; the response.
fn ask(server: &Server, request: impl AsRef<[u8]>) -> Verdict<Response> {
    let mut client = server.connect()?;
    client.send(&request)?;
    Response::from(&mut client).map_err(in_case(&request))
}

fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n")
}

/// A form as browsers send it.
fn post(body: &str) -> String {
    let length = body.len();
    format!(
        "POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    )
}

fn check_server(teach: Teach, test: impl FnOnce(Server) -> Verdict + Send + 'static) -> Verdict {
    LESSON.check(teach, || test(LESSON.server().listen()?))
}

/// The server has not ended.
fn expect_running(server: &Server) -> Verdict {
    match server.wait_end(Duration::ZERO)? {
        Some(_ended) => Err(Failure::wrong()
            .row("expected", "whatever one client sent, the server waits for the next one")
            .row("came", "the server has ended")),
        None => Ok(()),
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// The server reads

#[test]
fn the_server_answers_nothing_that_has_no_end() -> Verdict {
    let teach = Teach {
        wrong: "a request whose client left before the empty line was answered",
        why: "A read of 0 bytes says that nothing more will come. What came is half a request, and nobody answers half a request.",
        book: "Reading",
    };
    check_server(teach, |server| {
        for half in ["", "GET / HTTP/1.1\r\nHost: localhost\r\n", "GET / HTTP/1.1\r\n\r"] {
            let mut client = server.connect()?;
            client.send(half)?;
            client.finish()?;
            let came = client.read_to_end()?;
            if !came.is_empty() {
                return Err(wrong("the end of the connection", &came)).map_err(in_case(half));
            }
        }
        expect_running(&server)
    })
}

#[test]
fn the_server_gives_up_a_request_that_does_not_end() -> Verdict {
    let teach = Teach {
        wrong: "a client whose request never ended was read without limit",
        why: "Whoever reads until a mark must say how far: this server reads 64 KiB. What has no empty line by then is \
              no request.",
        book: "Reading",
    };
    check_server(teach, |server| {
        let client = server.connect()?;
        let line = vec![b'x'; 64 * 1024];
        let until = Instant::now() + deadline();
        let mut sent = 0;
        while client.stream().write_all(&line).is_ok() {
            sent += line.len();
            if sent > 256 * 1024 * 1024 || Instant::now() > until {
                return Err(Failure::no_answer()
                    .row("sent", "\"xxxx…\", without an empty line, without an end")
                    .row("expected", "the server closes the connection")
                    .row("came", format!("it took {} MiB and is still reading", sent / (1024 * 1024))));
            }
        }
        expect_running(&server)
    })
}

#[test]
fn the_server_gives_up_a_client_that_drips() -> Verdict {
    let teach = Teach {
        wrong: "a client that sent nothing, or one byte now and then, was not given up after --patience",
        why: "The time counts from the connection, not from each byte: a read timeout starts anew with every read, so \
              what is left of the time has to be reckoned before each.",
        book: "Reading",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--patience", "150"]).listen()?;
        let mut silent = server.connect()?;
        silent.send("GET / HTTP/1.1\r\nX: ")?;
        let client = server.connect()?;
        let prepared = client.stream().set_read_timeout(Some(Duration::from_millis(40)));
        prepared.map_err(|error| Failure::broken("cannot prepare a socket", &error))?;
        let until = Instant::now() + deadline();
        while drips(client.stream()) {
            if Instant::now() > until {
                return Err(Failure::no_answer()
                    .row("sent", "\"x\" every 40 ms")
                    .row("expected", "with --patience 150, the server gives up after 150 ms")
                    .row("came", format!("it is still reading after {} s", deadline().as_secs())));
            }
        }
        silent.read_to_end().map(drop)
    })
}

#[test]
fn the_server_says_400_to_a_request_line_that_is_none() -> Verdict {
    let teach = Teach {
        wrong: "a request line without three words, or with another version than HTTP/1.x, did not get 400",
        why: "Two words were HTTP/0.9; four are a mistake that two programs could read differently, and so is a word with nothing in it. \
              The version is HTTP/1. and one digit. Say 400 (Bad Request), and do not guess. (RFC 9112 sections 2.3 and 3)",
        book: "The request line",
    };
    check_server(teach, |server| {
        let lines = [
            "Hello World from client",
            "GET /",
            "GET / form HTTP/1.1",
            "GET  / HTTP/1.1",
            "GET  HTTP/1.1",
            " / HTTP/1.1",
            "GET / ",
            "GET / HTTP/1.1 x",
            "GET / HTTP",
            "GET / FTP/1.1",
            "GET / HTTP/2.0",
            "GET / HTTP/0.9",
            "GET / HTTP/1.",
            "GET / HTTP/1.banana",
            "x",
        ];
        for line in lines {
            let request = format!("{line}\r\nHost: localhost\r\n\r\n");
            ask(&server, &request)?.expect_status("400").map_err(in_case(request))?;
        }
        expect_running(&server)
    })
}

#[test]
fn the_server_says_400_to_a_field_that_is_none() -> Verdict {
    let teach = Teach {
        wrong: "a line without a colon among the fields did not get 400",
        why: "A field is a name, a colon and a value. A line without a colon is not one, and nobody knows what it was meant to be. \
              (RFC 9112 section 5)",
        book: "The fields",
    };
    check_server(teach, |server| {
        for line in ["Host localhost", "x"] {
            let request = format!("GET / HTTP/1.1\r\nAccept: */*\r\n{line}\r\nX: y\r\n\r\n");
            ask(&server, &request)?.expect_status("400").map_err(in_case(request))?;
        }
        expect_running(&server)
    })
}

#[test]
fn the_server_says_400_to_a_head_that_is_no_text() -> Verdict {
    let teach = Teach {
        wrong: "a head with bytes that are no UTF-8 did not get 400",
        why: "This server takes requests for text. Decoding says whether they are: a program that breaks off here \
              serves nobody.",
        book: "The fields",
    };
    check_server(teach, |server| {
        for request in [&b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n"[..], b"\x16\x03\x01\x02\0\x01\r\n\r\n"] {
            ask(&server, request)?.expect_status("400").map_err(in_case(request))?;
        }
        expect_running(&server)
    })
}

#[test]
fn the_server_says_400_to_a_length_that_is_no_number() -> Verdict {
    let teach = Teach {
        wrong: "a Content-Length that is no number did not get 400",
        why: "Where the length cannot be read, nobody knows where the request ends: that is no request for anything, \
              and gets 400. A number that 64 bits do not hold cannot be read here either. (RFC 9112 section 6.3)",
        book: "The body",
    };
    check_server(teach, |server| {
        for length in ["eight", "8 bytes", "0x8", "-8", "8.0", "8:9", "", "99999999999999999999999999"] {
            let request = post("name=Ada").replace("Content-Length: 8", &format!("Content-Length: {length}"));
            ask(&server, &request)?.expect_status("400").map_err(in_case(request))?;
            let request = get("/").replace("\r\n\r\n", &format!("\r\nContent-Length: {length}\r\n\r\n"));
            ask(&server, &request)?.expect_status("400").map_err(in_case(request))?;
        }
        expect_running(&server)
    })
}

#[test]
fn the_server_trusts_no_length() -> Verdict {
    let teach = Teach {
        wrong: "a body that was announced and did not come, or not whole, was answered, or took the server with it",
        why: "A length is a claim by a stranger. Read what comes, and set nothing aside for what does not: a read of 0 before the end of the \
              body is an error.",
        book: "The body",
    };
    check_server(teach, |server| {
        for length in ["9", "60000", "1000000000000", "18446744073709551615"] {
            let mut client = server.connect()?;
            let request = post("name=Ada").replace("Content-Length: 8", &format!("Content-Length: {length}"));
            client.send(&request)?;
            client.finish()?;
            let came = client.read_to_end().map_err(in_case(&request))?;
            if String::from_utf8_lossy(&came).contains("Ada") {
                return Err(wrong("no page for half a body", &came)).map_err(in_case(request));
            }
        }
        expect_running(&server)
    })
}

#[test]
fn the_server_reads_no_body_without_a_length() -> Verdict {
    let teach = Teach {
        wrong: "a request without Content-Length was not answered at its empty line",
        why: "Without the field a request has no body: whoever waits for one waits until the client gives up. (RFC 9112 section 6.3)",
        book: "The body",
    };
    check_server(teach, |server| {
        ask(&server, get("/"))?.expect_page_with("Hello World")?;
        ask(&server, get("/").replace("\r\n\r\n", "\r\nContent-Length: 0\r\n\r\n"))?.expect_page_with("Hello World")
    })
}

#[test]
fn the_server_takes_a_field_however_it_is_written() -> Verdict {
    let teach = Teach {
        wrong: "a request was refused, or its length not read, because of the way in which its fields are written",
        why: "The first colon ends the name: the value may have colons of its own, and may be empty. After the colon may stand a space, \
              several, or none; they are no part of the value. (RFC 9112 section 5)",
        book: "The fields",
    };
    check_server(teach, |server| {
        for lines in ["Host: [::1]:12345", "Host:localhost", "X:\r\nHost: a", "X: \r\nHost: a", "Host: a\r\nX: a: b"] {
            let request = format!("GET / HTTP/1.1\r\n{lines}\r\n\r\n");
            ask(&server, &request)?.expect_page_with("Hello World").map_err(in_case(request))?;
        }
        for length in ["0", " 0", "   0", " 0  "] {
            let request = get("/").replace("\r\n\r\n", &format!("\r\nContent-Length:{length}\r\n\r\n"));
            ask(&server, &request)?.expect_page_with("Hello World").map_err(in_case(request))?;
        }
        Ok(())
    })
}

#[test]
fn the_server_reads_until_the_empty_line() -> Verdict {
    let teach = Teach {
        wrong: "a request that came in several packets was not answered when its empty line had come",
        why: "TCP is a stream: one read may bring a part of a request, or all of it and more. Keep what has come, and read on until the \
              empty line. (RFC 9112 section 2.2)",
        book: "Reading",
    };
    check_server(teach, |server| {
        let mut client = server.connect()?;
        client.send_split(["GET / HT", "TP/1.1\r\nHo", "st: localhost\r\nAccept: */*", "\r\n\r\n"])?;
        Response::from(&mut client)?.expect_page_with("Hello World")?;
        ask(&server, BROWSER)?.expect_page_with("<form")?;
        // A cookie jar that is full: longer than any one buffer.
        let cookies = "c".repeat(20_000);
        ask(&server, get("/").replace("\r\n\r\n", &format!("\r\nCookie: {cookies}\r\n\r\n")))?
            .expect_page_with("Hello World")
    })
}

/// Sends a byte and waits for the next moment to do so; whether the connection goes on without a response.
fn drips(mut stream: impl Read + Write) -> bool {
    let sent = stream.write_all(b"x");
    let read = stream.read(&mut [0; 64]);
    let is_late = |error: &io::Error| matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut);
    sent.is_ok() && read.is_err_and(|error| is_late(&error))
}

#[test]
fn the_server_takes_the_request_line_apart() -> Verdict {
    let teach = Teach {
        wrong: "method and target of a request were not found where they stand",
        why: "A request line is a method, a space, a target, a space and a version: HTTP/1.1, or HTTP/1.0 of older clients. \
              (RFC 9112 section 3)",
        book: "The request line",
    };
    check_server(teach, |server| {
        ask(&server, get("/"))?.expect_page_with("Hello World")?;
        ask(&server, get("/form"))?.expect_page_with("<form")?;
        ask(&server, "GET /form HTTP/1.0\r\n\r\n")?.expect_page_with("<form")
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// The server answers

#[test]
fn the_server_finds_the_page() -> Verdict {
    let teach = Teach {
        wrong: "a path did not get its page",
        why: "/ says Hello World, /form has a form that is sent with POST to /form and has an input `name`. What follows a question mark is \
              no part of the path. (RFC 9110 section 4.1)",
        book: "Routes",
    };
    check_server(teach, |server| {
        for path in ["/", "/?", "/?a=/form"] {
            ask(&server, get(path))?.expect_page_with("Hello World").map_err(in_case(get(path)))?;
        }
        for path in ["/form", "/form?name=Ada"] {
            let form = ask(&server, get(path))?;
            for part in ["<form", "post", "name=\"name\""] {
                form.expect_page_with(part).map_err(in_case(get(path)))?;
            }
        }
        Ok(())
    })
}

#[test]
fn the_server_says_404_where_there_is_no_page() -> Verdict {
    let teach = Teach {
        wrong: "a path that has no page did not get 404",
        why: "404 (Not Found) says that the request was fine and that there is nothing here, whatever the method was. (RFC 9110 section 15.5.5)",
        book: "Routes",
    };
    check_server(teach, |server| {
        for path in ["/nothing", "/form/", "/formal", "/Form", "/index.html", "//"] {
            ask(&server, get(path))?.expect_status("404").map_err(in_case(path))?;
        }
        for request in [post("name=Ada").replace("/form", "/nothing"), get("/pot").replace("GET", "BREW")] {
            ask(&server, &request)?.expect_status("404").map_err(in_case(request))?;
        }
        Ok(())
    })
}

#[test]
fn the_server_says_405_and_which_methods_there_are() -> Verdict {
    let teach = Teach {
        wrong: "a method that a page does not have did not get 405 with the ones it has",
        why: "405 (Method Not Allowed) names in Allow what the page can do: GET for /, GET and POST for /form. (RFC 9110 section 15.5.6)",
        book: "Routes",
    };
    check_server(teach, |server| {
        let cases = [
            ("POST", "/", &["GET"][..]),
            ("DELETE", "/", &["GET"]),
            ("PUT", "/form", &["GET", "POST"]),
            ("get", "/form", &["GET", "POST"]),
        ];
        for (method, path, methods) in cases {
            let request = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\na=b");
            let response = ask(&server, &request)?;
            response.expect_status("405").map_err(in_case(&request))?;
            let allowed: Vec<&str> = response.field("Allow").unwrap_or_default().split(',').map(str::trim).collect();
            // Whoever answers HEAD as well says so.
            let others = allowed.iter().filter(|method| !methods.contains(method) && **method != "HEAD").count();
            if others > 0 || !methods.iter().all(|method| allowed.contains(method)) {
                let expected = format!("Allow: {}", methods.join(", "));
                return Err(wrong(&expected, response.head.as_bytes())).map_err(in_case(request));
            }
            if allowed.contains(&"HEAD") {
                let request = get(path).replace("GET", "HEAD");
                ask(&server, &request)?.expect_status("200").map_err(|failure| {
                    in_case(request)(failure.row("note", "Allow names HEAD: then it has to be answered, too"))
                })?;
            }
        }
        Ok(())
    })
}

#[test]
fn no_reset_destroys_the_response() -> Verdict {
    let teach = Teach {
        wrong: "a client that sent more than the server needed did not get its response in peace",
        why: "A socket that is closed with bytes unread resets the connection, and a reset can destroy a response on its way. Close in \
              stages: shutdown, read the rest, then close. (RFC 9112 section 9.6)",
        book: "Run",
    };
    check_server(teach, |server| {
        ask(&server, get("/") + &"x".repeat(40_000))?.expect_page_with("Hello World")?;
        let mut client = server.connect()?;
        client.send(get("/"))?;
        Response::from(&mut client)?.expect_page_with("Hello World")?;
        client.send_split(["this", "comes", "after the response"])
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// The server reads a form, and goes on

#[test]
fn the_server_reads_as_much_as_the_length_says() -> Verdict {
    let teach = Teach {
        wrong: "the body of a POST was not read up to its Content-Length, and no further",
        why: "A body may come with the head, after it, or in any pieces: keep what came after the empty line. Content-Length says how many bytes it has; what follows is no part \
              of it. (RFC 9112 section 6.2)",
        book: "The body",
    };
    check_server(teach, |server| {
        let whole = post("name=Abe");
        let (head, body) = whole.split_at(whole.len() - "name=Abe".len());
        ask(&server, &whole)?.expect_page_with("Hello, Abe!")?;
        for parts in [&[head, body][..], &[head, "name=", "A", "be"], &[&whole[..whole.len() - 3], "Abe"]] {
            let mut client = server.connect()?;
            client.send_split(parts)?;
            Response::from(&mut client)
                .and_then(|response| response.expect_page_with("Hello, Abe!"))
                .map_err(in_case(parts.join(" … ")))?;
        }
        ask(&server, format!("{whole}Eve, GET /"))?.expect_page_with("Hello, Abe!")?;
        // Longer than any one buffer.
        let long = "A".repeat(30_000);
        ask(&server, post(&format!("name={long}")))?.expect_page_with(&format!("Hello, {long}!"))
    })
}

#[test]
fn the_server_finds_the_length_in_any_letter_case() -> Verdict {
    let teach = Teach {
        wrong: "a Content-Length that was written in other letters, or elsewhere among the fields, was not found",
        why: "Names of fields are the same in capitals and in small letters, and stand in any order. (RFC 9110 section 5.1)",
        book: "The body",
    };
    check_server(teach, |server| {
        for name in ["Content-Length", "content-length", "CONTENT-LENGTH", "cONTENT-lENGTH"] {
            let request = post("name=Ada").replace("Content-Length", name);
            ask(&server, &request)?.expect_page_with("Hello, Ada!").map_err(in_case(request))?;
        }
        let first = "POST /form HTTP/1.1\r\nContent-Length:8\r\nX-Content-Length: 2\r\nHost: localhost\r\n\r\nname=Ada";
        ask(&server, first)?.expect_page_with("Hello, Ada!").map_err(in_case(first))
    })
}

#[test]
fn the_server_finds_the_name_in_the_form() -> Verdict {
    let teach = Teach {
        wrong: "the value of `name` was not found among the inputs of the form, or its absence did not get 400",
        why: "A form is sent as pairs of name and value: an = within a pair, an & between two. A pair of another name is another input.",
        book: "The form",
    };
    check_server(teach, |server| {
        for body in
            ["name=Ada", "a=b&name=Ada", "name=Ada&a=b", "surname=Eve&name=Ada", "x&name=Ada", "a=name&name=Ada&"]
        {
            ask(&server, post(body))?.expect_page_with("Hello, Ada!").map_err(in_case(body))?;
        }
        ask(&server, post("name=a=b"))?.expect_page_with("Hello, a=b!")?;
        for body in ["", "surname=Eve", "name", "Name=Ada"] {
            ask(&server, post(body))?.expect_status("400").map_err(in_case(body))?;
        }
        ask(&server, "POST /form HTTP/1.1\r\nHost: localhost\r\n\r\n")?.expect_status("400")?;
        Ok(())
    })
}

#[test]
fn the_server_decodes_what_a_form_sends() -> Verdict {
    let teach = Teach {
        wrong: "a value with + or % in it was not decoded",
        why: "Browsers write a space as +, and every byte that could be mistaken for something else as % and two hexadecimal digits. Some \
              characters are several bytes: decode the bytes, then make text of them. And split the pairs before that: an & that comes \
              as %26 is a part of the value.",
        book: "The form",
    };
    check_server(teach, |server| {
        let cases = [
            ("Ada+Lovelace", "Ada Lovelace"),
            ("L%C3%B6we", "Löwe"),
            ("%e5%8c%97%E4%BA%AC", "北京"),
            ("1%2B1%3D2%26%25", "1+1=2&%"),
            ("%45d%61", "Eda"),
            ("100%", "100%"),
            ("50%+off", "50% off"),
            ("%zz%4", "%zz%4"),
            ("%é", "%é"),
            ("%+8", "% 8"),
            ("%-8%4+", "%-8%4 "),
        ];
        for (sent, name) in cases {
            let body = format!("name={sent}");
            ask(&server, post(&body))?.expect_page_with(&format!("Hello, {name}!")).map_err(in_case(body))?;
        }
        // No UTF-8: whatever the page says, the server goes on.
        ask(&server, post("name=%ff%C3"))?.expect_status("200")
    })
}

#[test]
fn the_server_shows_markup_as_text() -> Verdict {
    let teach = Teach {
        wrong: "what somebody typed became a part of the page's HTML",
        why: "A name with <script> in it runs in the browser of whoever sees the page. Written as &lt; &gt; &amp; \
              &quot; it is shown: first decode, then escape.",
        book: "The form",
    };
    check_server(teach, |server| {
        for body in ["name=<b>Ada</b>", "name=%3Cb%3EAda%3C%2Fb%3E"] {
            ask(&server, post(body))?.expect_page_with("&lt;b&gt;Ada&lt;/b&gt;").map_err(in_case(body))?;
        }
        Ok(())
    })
}

#[test]
fn the_server_prints_what_it_was_asked() -> Verdict {
    let teach = Teach {
        wrong: "the server did not print a line for each request",
        why: "Method, target as it came, and status of each request, on standard output.",
        book: "Run",
    };
    check_server(teach, |server| {
        ask(&server, get("/"))?.expect_status("200")?;
        ask(&server, get("/a?b"))?.expect_status("404")?;
        ask(&server, post("name=Ada"))?.expect_status("200")?;
        server.expect_stdout("GET / 200 OK\nGET /a?b 404 Not Found\nPOST /form 200 OK\n")
    })
}

#[test]
fn every_response_says_where_it_ends() -> Verdict {
    let teach = Teach {
        wrong: "a response did not have the head of lesson 06",
        why: "Content-Length, Content-Type: text/html; charset=utf-8, Date and Connection: close stand in each, as in lesson 06.",
        book: "Run",
    };
    check_server(teach, |server| {
        for request in
            [get("/"), get("/nothing"), post("name=Ada"), "x\r\n\r\n".to_owned(), post("").replace("POST", "PUT")]
        {
            let response = ask(&server, &request)?;
            let length = response.body.len().to_string();
            for (name, value) in [
                ("Content-Length", length.as_str()),
                ("Content-Type", "text/html; charset=utf-8"),
                ("Connection", "close"),
            ] {
                if response.field(name) != Some(value) {
                    return Err(wrong(&format!("{name}: {value}"), response.head.as_bytes())).map_err(in_case(request));
                }
            }
            if response.field("Date").is_none() {
                return Err(wrong("a Date", response.head.as_bytes())).map_err(in_case(request));
            }
        }
        Ok(())
    })
}

#[test]
fn the_server_outlives_every_client() -> Verdict {
    let teach = Teach {
        wrong: "clients that sent no request, or half of one, disturbed the others",
        why: "Browsers open connections ahead and never use them; networks break. Each client has a thread of its own, and when it is lost, \
              nobody else is.",
        book: "Reading",
    };
    check_server(teach, |server| {
        let before = server.kept();
        let silent = (0..10).map(|_| server.connect()).collect::<Verdict<Vec<_>>>()?;
        for beginning in ["", "GET / HT", &post("name=Ada")[..60], &post("name=Ada")] {
            let mut client = server.connect()?;
            client.send(beginning)?;
            client.reset()?;
            ask(&server, get("/"))?.expect_page_with("Hello World")?;
        }
        drop(silent);
        server.expect_nothing_kept(before, 60)
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// The client

/// Starts the client for a path of the test's own server; takes its connection.
fn client(path: &str, form: &[&str]) -> Verdict<(Running, Peer, String)> {
    let listener = Listener::bind()?;
    let addr = listener.addr();
    let form = form.iter().flat_map(|input| ["--form", input]);
    let client = LESSON.client().arg(format!("http://{addr}{path}")).args(form).start()?;
    Ok((client, listener.accept()?, addr))
}

/// Takes the client's request with this body, and nothing more, and expects that it begins so and has these fields.
fn expect_request(client: &Running, peer: &mut Peer, request_line: &str, fields: &[&str], body: &str) -> Verdict {
    let head = peer.read_head()?;
    let text = String::from_utf8_lossy(&head).into_owned();
    let mut lines = text.split("\r\n");
    if lines.next() != Some(request_line) {
        return Err(wrong(&format!("the request line {request_line:?}"), &head));
    }
    // Before its length: who counts what is sent counts a wrong body, too.
    let came = sent_after_the_head(client, peer)?;
    if came != body.as_bytes() {
        return Err(match body {
            "" => wrong("nothing after the request", &came),
            _ => Failure::differ(body.as_bytes(), &came).row("note", "both are the body of the request"),
        });
    }
    let lines = lines.filter_map(|line| line.split_once(':'));
    let lines: Vec<String> =
        lines.map(|(name, value)| format!("{name}: {}", value.trim()).to_ascii_lowercase()).collect();
    for field in fields {
        if !lines.contains(&field.to_ascii_lowercase()) {
            let body = if body.is_empty() { "none".to_owned() } else { visible(body.as_bytes()) };
            return Err(wrong(&format!("the field {field:?}"), &head).row("body", body));
        }
    }
    Ok(())
}

/// Everything that the client has sent when it has nothing more to do than to wait for a response.
fn sent_after_the_head(client: &Running, peer: &Peer) -> Verdict<Vec<u8>> {
    client.expect_idle()?;
    let broken = |error: io::Error| Failure::broken("cannot prepare a socket", &error);
    let stream = peer.stream();
    stream.set_nonblocking(true).map_err(broken)?;
    let mut came = Vec::new();
    // What has come before the error: that nothing more is there.
    let _ = stream.take(64 * 1024).read_to_end(&mut came);
    peer.stream().set_nonblocking(false).map_err(broken)?;
    Ok(came)
}

const RESPONSE: &str = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nHello\n";

#[test]
fn the_client_asks_for_a_url() -> Verdict {
    let teach = Teach {
        wrong: "the client did not send a GET request for the URL",
        why: "The path goes into the request line, the host into the field Host, with its port. Connection: close says that the connection \
              ends with the response. An empty line ends the request. A URL without a path asks for /. (RFC 9112 section 3.2)",
        book: "The client",
    };
    LESSON.check(teach, || {
        for (path, target) in [("/", "/"), ("", "/"), ("/a/b?c=d&e", "/a/b?c=d&e"), ("/a#part", "/a")] {
            let (client, mut peer, addr) = client(path, &[])?;
            let fields = [&format!("Host: {addr}"), "Connection: close"];
            expect_request(&client, &mut peer, &format!("GET {target} HTTP/1.1"), &fields, "")?;
            // What it makes of the response is another test's matter.
            peer.send(RESPONSE)?;
        }
        Ok(())
    })
}

#[test]
fn the_client_sends_a_form() -> Verdict {
    let teach = Teach {
        wrong: "the client did not send its inputs as a form is sent",
        why: "POST, Content-Type: application/x-www-form-urlencoded, and a Content-Length that counts the bytes of the body: pairs of name and \
              value with = and &. Names are encoded as values are: a space as +, other bytes than letters, digits and *-._ as % and \
              two hexadecimal digits.",
        book: "The client",
    };
    LESSON.check(teach, || {
        let cases: [(&[&str], &str); 5] = [
            (&["name=Ada"], "name=Ada"),
            (&["a=1", "b=2 3"], "a=1&b=2+3"),
            (&["name=Löwe & Söhne"], "name=L%C3%B6we+%26+S%C3%B6hne"),
            (&["1+1=2=x%"], "1%2B1=2%3Dx%25"),
            (&["lines=a\tb\nc~"], "lines=a%09b%0Ac%7E"),
        ];
        for (inputs, body) in cases {
            let (client, mut peer, addr) = client("/form", inputs)?;
            let length = format!("Content-Length: {}", body.len());
            let fields = [&format!("Host: {addr}"), "Content-Type: application/x-www-form-urlencoded", &length];
            expect_request(&client, &mut peer, "POST /form HTTP/1.1", &fields, body)?;
            // What it makes of the response is another test's matter.
            peer.send(RESPONSE)?;
        }
        Ok(())
    })
}

#[test]
fn the_client_takes_nothing_else_for_a_response() -> Verdict {
    let teach = Teach {
        wrong: "what is no response of HTTP/1.x was taken for one, or did not end in one clear line",
        why: "A server may close without a word, speak another protocol, or break off within its head. None of it may \
              make the client break off: the line names the address.",
        book: "The client",
    };
    LESSON.check(teach, || {
        for bytes in [
            &b""[..],
            b"server received your message",
            b"HTTP/1.1 200 OK\r\nDa",
            b"220 mail ready\r\n\r\n",
            b"HTTP/1.1 200 \xff\r\n\r\n",
        ] {
            let (client, mut peer, addr) = client("/", &[])?;
            peer.read_head()?;
            peer.send(bytes)?;
            drop(peer);
            client.expect_error_line(&[&addr]).map_err(in_case(bytes))?;
            client.expect_end(1).map_err(in_case(bytes))?;
        }
        Ok(())
    })
}

#[test]
fn the_client_prints_head_and_body() -> Verdict {
    let teach = Teach {
        wrong: "the client did not print the response: its head, an empty line, its body",
        why: "The head ends at the empty line; what follows is the body, and may hold anything. It may come in any pieces.",
        book: "The client",
    };
    LESSON.check(teach, || {
        let (client, mut peer, _) = client("/", &[])?;
        peer.read_head()?;
        peer.send_split(["HTTP/1.1 404 Not Fo", "und\r\nContent-Length: 9\r", "\n\r", "\na\r\n\r\n"])?;
        peer.send(b"b\xff\n\n")?;
        drop(peer);
        client.expect_stdout(b"HTTP/1.1 404 Not Found\nContent-Length: 9\n\na\r\n\r\nb\xff\n\n")?;
        client.expect_end(0)?;
        Ok(())
    })
}

#[test]
fn the_client_says_when_the_body_is_not_whole() -> Verdict {
    let teach = Teach {
        wrong: "a body with fewer bytes than its Content-Length was taken for a whole one",
        why: "A connection that ends says nothing about the body. Find Content-Length in any letter case: when fewer bytes came (more are no error), or when it \
              is no number (one that 64 bits do not hold is not one here), end with status 1 and a line that names the address. \
              (RFC 9112 section 6.3)",
        book: "The client",
    };
    LESSON.check(teach, || {
        for (response, status) in [
            (&RESPONSE[..RESPONSE.len() - 1], 1),
            ("HTTP/1.1 200 OK\r\ncontent-length:  7\r\n\r\nHello\n", 1),
            ("HTTP/1.1 200 OK\r\nContent-Length: six\r\n\r\nHello\n", 1),
            ("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999999\r\n\r\nHello\n", 1),
            ("HTTP/1.1 200 OK\r\n\r\nHello\n", 0),
            ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello\n", 0),
            ("HTTP/1.1 200 OK\r\nX-Content-Length: 9\r\nCONTENT-LENGTH: 6\r\n\r\nHello\n", 0),
        ] {
            let (client, mut peer, addr) = client("/", &[])?;
            peer.read_head()?;
            peer.send(response)?;
            drop(peer);
            if status == 1 {
                client.expect_error_line(&[&addr]).map_err(in_case(response))?;
            }
            client.expect_end(status).map_err(in_case(response))?;
        }
        Ok(())
    })
}

#[cfg(target_os = "linux")]
#[test]
fn the_client_prints_the_response_of_a_server_that_did_not_take_the_form() -> Verdict {
    let teach = Teach {
        wrong: "a server responded and was gone before it had taken the whole form: the response was lost, or the error of sending was",
        why: "A server that refuses a form need not read all of it. A write that fails says that it takes no more, not that it has said \
              nothing: read to the end all the same, print what came, and end with status 1 and a line that names the address.",
        book: "The client",
    };
    LESSON.check(teach, || {
        let server = Listener::bind_with_small_packets()?;
        let addr = server.addr();
        let input = format!("name={}", "x".repeat(120_000));
        let client = LESSON.client().args([&format!("http://{addr}/form"), "--form", &input]).start()?;
        let mut peer = server.accept()?;
        // Nobody reads the form: so the client waits in its write, and finds out there that the server has gone.
        let _ = client.expect_idle();
        peer.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 6\r\n\r\nHello\n")?;
        peer.reset()?;
        client.expect_stdout("HTTP/1.1 413 Content Too Large\nContent-Length: 6\n\nHello\n")?;
        client.expect_error_line(&[&addr])?;
        client.expect_end(1)?;
        Ok(())
    })
}

#[test]
fn the_server_says_that_an_address_is_in_use() -> Verdict {
    common::the_server_says_that_an_address_is_in_use(LESSON, "Build it")
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_server() -> Verdict {
    common::ctrl_c_ends_the_server(LESSON, "Run", &[&[]], |_| Ok(()))
}

#[test]
fn the_client_says_that_nobody_listens() -> Verdict {
    let ask = |client: Program, what: &str| {
        client.arg(if what == "nonsense" { what.to_owned() } else { format!("http://{what}/") })
    };
    common::the_client_says_that_nobody_listens(LESSON, "Build it", ask, &[("nonsense", "nonsense")])
}

#[test]
fn unknown_arguments_end_with_status_2() -> Verdict {
    common::unknown_arguments_end_with_status_2(LESSON, "Build it")
}

#[cfg(not(unix))]
harness::tests_left_out! {
    ctrl_c_ends_the_server: "a test cannot send Ctrl-C on this system",
}

#[cfg(not(target_os = "linux"))]
harness::tests_left_out! {
    the_client_prints_the_response_of_a_server_that_did_not_take_the_form: "this system may take a whole form that nobody reads, or lose a response to it",
}
