//! The server: limits.

use harness::test;

use super::*;

/// proves: 9110-2.3-defensive
/// proves: 9110-17.5-limit-elements
/// proves: 9112-3-long-method-501
#[test]
fn the_server_does_not_wait_for_the_end_of_a_line_that_is_too_long() -> Verdict {
    let teach = Teach {
        wrong: "a line above its limit was not answered with the status of that limit before its end came",
        why: "One client could take all the memory there is. Look at the limit with every piece, not at the end of the line, and before you look at what stands after it. (RFC 9110 section 17.5)",
        book: "Limits",
    };
    LESSON.check(teach, || {
        let long = "a".repeat(20_000);
        all_get(501, [&long, "METHOD-OF-33-OCTETS--------------"])?;
        all_get(414, [format!("GET /{long}"), format!("GET /{}", "a".repeat(TARGET_LIMIT))])?;
        all_get(
            431,
            [format!("GET /hello HTTP/1.1\r\nHost: a\r\nX: {long}"), format!("GET /hello HTTP/1.1\r\n{long}")],
        )?;
        // Whatever comes after the limit, the line was too long before that.
        all_get(431, ["\0", "\n"].map(|end| format!("GET / HTTP/1.1\r\n{}{end}", "a".repeat(LINE_LIMIT + 8))))
    })
}

/// proves: 9112-3-long-target-414
/// proves: 9112-3-request-line-8000
/// proves: 9110-4.1-uri-8000
#[test]
fn the_server_takes_a_target_up_to_its_limit() -> Verdict {
    let teach = Teach {
        wrong: "a target of 8192 octets was refused, or one of 8193 was not answered with 414",
        why: "Targets of 8000 octets should work everywhere; longer ones get 414, which says what was too long. (RFC 9112 section 3)",
        book: "Limits",
    };
    LESSON.check(teach, || {
        let request = |octets: usize| format!("GET /hello?{} HTTP/1.1\r\nHost: a\r\n\r\n", "q".repeat(octets - 7));
        all_get(200, [8000, TARGET_LIMIT - 1, TARGET_LIMIT].map(request))?;
        all_get(414, [TARGET_LIMIT + 1, 9000, 100_000].map(request))
    })
}

/// proves: 9110-5.4-too-large-4xx
/// proves: 9110-4.1-uri-8000
/// proves: 9110-17.5-limit-elements
#[test]
fn the_server_takes_a_field_line_up_to_its_limit() -> Verdict {
    let teach = Teach {
        wrong: "a field line of 8192 octets was refused, or one of 8193 was not answered with 431",
        why: "A limit is the last value that is taken: count with and without the line end on paper. (RFC 9110 section 5.4)",
        book: "Limits",
    };
    LESSON.check(teach, || {
        let line = |octets: usize| format!("X: {}", "y".repeat(octets - 3)).into_bytes();
        let requests = |lengths: &[usize]| {
            let lines: Vec<_> = lengths.iter().map(|length| line(*length)).collect();
            with_fields(lines.iter().map(Vec::as_slice))
        };
        all_get(200, requests(&[8009, LINE_LIMIT - 1, LINE_LIMIT]))?;
        // A line end is no part of the line, however it is cut.
        let server = LESSON.server().listen()?;
        for request in requests(&[LINE_LIMIT]) {
            let end = request.len() - b"\r\n\r\n".len();
            for cut in [end - 1, end, end + 1] {
                let mut client = server.connect()?;
                client.send_split([&request[..cut], &request[cut..]])?;
                client.reply_and_close("GET")?.expect_status(200)?;
            }
        }
        all_get(431, requests(&[LINE_LIMIT + 1, 10_000, 100_000]))?;
        let long_name = "X".repeat(LINE_LIMIT + 1);
        all_get(431, with_fields([format!("{long_name}: y").as_bytes()]))
    })
}

/// proves: 9110-5.4-too-large-4xx
/// proves: 9110-17.5-limit-elements
#[test]
fn the_server_takes_so_many_fields_and_no_more() -> Verdict {
    let teach = Teach {
        wrong: "100 field lines were refused, or 101 were not answered with 431",
        why: "Each line takes memory, however short it is. None is left out silently: that would change the message. The empty line that ends them is no field line. (RFC 9110 section 5.4)",
        book: "Limits",
    };
    LESSON.check(teach, || {
        let request = |count: usize| with_fields([vec!["X: y"; count - 1].join("\r\n").as_bytes()]);
        all_get(200, request(FIELDS_LIMIT))?;
        // The empty line after the last of them is no field line, also when it comes in two pieces.
        for request in request(FIELDS_LIMIT) {
            let server = LESSON.server().listen()?;
            let mut client = server.connect()?;
            let (request, last) = request.split_at(request.len() - 1);
            client.send_split([request, last])?;
            client.reply_and_close("GET")?.expect_status(200)?;
        }
        all_get(431, request(FIELDS_LIMIT + 1))?;
        all_get(431, request(5000))
    })
}

/// proves: 9110-5.4-too-large-4xx
#[test]
fn the_server_takes_a_field_section_up_to_its_limit() -> Verdict {
    let teach = Teach {
        wrong: "a field section within 65536 octets was refused, or a longer one was not answered with 431",
        why: "Many lines, each within its limit, are too much together: the sum has a limit too. (RFC 9110 section 5.4)",
        book: "Limits",
    };
    LESSON.check(teach, || {
        let line = |octets: usize| format!("X: {}\r\n", "y".repeat(octets - 5));
        let request = |octets: usize| {
            let fields = "Host: a\r\n".to_owned() + &line(8000).repeat((octets - 9) / 8000 - 1);
            let rest = octets - fields.len();
            format!("GET /hello HTTP/1.1\r\n{fields}{}{}\r\n", line(rest / 2), line(rest - rest / 2))
        };
        all_get(200, [60_000, SECTION_LIMIT].map(request))?;
        // Whether the last line end counts is left open; an answer is due in any case.
        let server = LESSON.server().listen()?;
        for octets in [SECTION_LIMIT + 1, SECTION_LIMIT + 2] {
            let reply = answer(&server, request(octets))?;
            reply.expect("status 200 or 431", matches!(reply.status, 200 | 431))?;
        }
        all_get(431, [SECTION_LIMIT + 16, 70_000, 300_000].map(request))
    })
}
