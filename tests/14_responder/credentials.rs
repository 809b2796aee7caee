//! The server: who asks.

use harness::{Reply, Server, Teach, Verdict, test};

use super::{LESSON, answer, contains, expect_service};

/// The page for one user, asked for with these lines in the head.
fn private(server: &Server, lines: &str) -> Verdict<Reply> {
    answer(server, format!("GET /private HTTP/1.1\r\nHost: a\r\n{lines}\r\n"))
}

/// The field for a name and a password, `NAME:PASSWORD`.
fn basic(user: impl AsRef<[u8]>) -> String {
    format!("Authorization: Basic {}\r\n", base64(user.as_ref()))
}

fn base64(octets: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |bits: u32| char::from(DIGITS[bits as usize & 63]);
    let group = |octets: &[u8]| {
        let [a, b, c] = [0, 1, 2].map(|at| u32::from(octets.get(at).copied().unwrap_or(0)));
        let bits = a << 16 | b << 8 | c;
        let digits: String = [18, 12, 6, 0].map(|shift| digit(bits >> shift)).into_iter().collect();
        format!("{:=<4}", &digits[..=octets.len()])
    };
    octets.chunks(3).map(group).collect()
}

/// 401, with one challenge for a name and a password, in UTF-8.
fn expect_challenge(reply: &Reply) -> Verdict {
    reply.expect_status(401)?;
    let challenge = reply.field("WWW-Authenticate").unwrap_or_default();
    let parameters = challenge.strip_prefix("Basic ").unwrap_or_default();
    let (realm, charset) = parameters.rsplit_once(',').unwrap_or_default();
    let is_quoted = realm.starts_with("realm=\"") && realm.ends_with('"') && realm.matches("realm").count() == 1;
    let is_utf8 = charset.trim().eq_ignore_ascii_case("charset=\"UTF-8\"");
    reply.expect("WWW-Authenticate: Basic realm=\"…\", charset=\"UTF-8\"", is_quoted && is_utf8)
}

/// proves: 9110-11.4-challenge-401
/// proves: 9110-11.6.1-www-authenticate
/// proves: 9110-11.5-realm-quoted
/// proves: 9110-11.2-param-once
/// proves: 9110-15.5-explain
#[test]
fn the_server_asks_who_it_is() -> Verdict {
    let teach = Teach {
        wrong: "a request for a page that is not for everybody was not answered with a challenge",
        why: "Without credentials, and with wrong ones, the response is 401 with WWW-Authenticate: so the client knows how to ask its user. (RFC 9110 section 11.4)",
        book: "Who asks",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let asked = private(&server, "")?;
        expect_challenge(&asked)?;
        asked.expect("a page for people", asked.content.len() > 20)?;
        for wrong in
            ["learner:Socket", "learner:", "learner:socke", "learner:sockets", "Learner:socket", ":socket", ":"]
        {
            expect_challenge(&private(&server, &basic(wrong))?)?;
        }
        expect_challenge(&answer(&server, "HEAD /private HTTP/1.1\r\nHost: a\r\n\r\n")?)?;
        expect_service(&server)
    })
}

/// proves: 9110-11.1-scheme-case
#[test]
fn the_server_knows_its_user() -> Verdict {
    let teach = Teach {
        wrong: "the right name and password were not taken",
        why: "The scheme is a name in any letter case, the first colon ends the name, and the rest is the password, with all its colons, in UTF-8. (RFC 7617 section 2)",
        book: "Who asks",
    };
    LESSON.check(teach, || {
        for user in ["learner:socket", "ada:a:b::", "jürgen:пароль 🔑", ":no name", "no password:", "a: blanks "]
        {
            let server = LESSON.server().args(["--user", user]).listen()?;
            let page = private(&server, &basic(user))?;
            page.expect_status(200)?;
            let (name, _) = user.split_once(':').unwrap_or_default();
            page.expect("a page with the name", contains(&page.content, &format!("<b>{name}</b>")))?;
            let kept = page.field("Cache-Control").unwrap_or_default();
            let is_private = ["private", "no-store"].iter().any(|directive| kept.contains(directive));
            page.expect("a response that no cache keeps for others", is_private)?;
        }
        let server = LESSON.server().listen()?;
        for scheme in ["basic ", "BASIC ", "bAsIc ", "Basic    "] {
            private(&server, &basic("learner:socket").replace("Basic ", scheme))?.expect_status(200)?;
        }
        Ok(())
    })
}

#[test]
fn the_server_takes_no_credentials_that_are_none() -> Verdict {
    let teach = Teach {
        wrong: "something that is no name and password was taken for one, or got another status than 401",
        why: "What cannot be read for certain is no credentials: another scheme, other characters than base64 has, no colon, other text than UTF-8, control characters. (RFC 7617 section 2)",
        book: "Who asks",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().args(["--user", "a:\u{e9}"]).listen()?;
        let right = base64("a:\u{e9}".as_bytes());
        private(&server, &basic("a:\u{e9}"))?.expect_status(200)?;
        for value in [
            "Basic".to_owned(),
            "Basic ".to_owned(),
            format!("Bearer {right}"),
            format!("Basicx {right}"),
            format!("Digest {right}"),
            right.clone(),
            format!("Basic {}", right.trim_end_matches('=')),
            format!("Basic {right}===="),
            format!("Basic {right} {right}"),
            format!("Basic {}", right.replacen('Y', "Y ", 1)),
            format!("Basic \"{right}\""),
            "Basic a:b".to_owned(),
            format!("Basic {}", base64(b"a")),
            format!("Basic {}", base64(b"a:\xe9")),
            format!("Basic {}", base64("a:\u{e9}\n".as_bytes())),
            format!("Basic {}", base64("a:\u{e9}\0".as_bytes())),
            format!("Basic {}", base64("\u{7f}a:\u{e9}".as_bytes())),
        ] {
            expect_challenge(&private(&server, &format!("Authorization: {value}\r\n"))?)?;
        }
        expect_challenge(&private(&server, &basic("a:\u{e9}").replace("Auth", "Proxy-Auth"))?)?;
        let twice = basic("a:\u{e9}").repeat(2);
        let reply = private(&server, &twice)?;
        reply.expect("a refusal, 400 or 401, of two of them", [400, 401].contains(&reply.status))?;
        // Text that was mended is another one, and may be that of somebody else.
        let mended = LESSON.server().args(["--user", "a:\u{fffd}"]).listen()?;
        expect_challenge(&private(&mended, &basic(b"a:\xff"))?)?;
        // With a name that is known and a control character: not even when a user is called so.
        let odd = LESSON.server().args(["--user", "a:b\u{1}"]).listen()?;
        expect_challenge(&private(&odd, &basic("a:b\u{1}"))?)
    })
}

/// proves: 9110-11.4-insufficient-403
#[test]
fn the_server_refuses_a_user_who_may_not() -> Verdict {
    let teach = Teach {
        wrong: "a user who is known, and to whom the page is not open, did not get 403 without a challenge",
        why: "403 says that it is known who asks, and that this is not enough. A challenge would make the client ask its user again, for nothing. (RFC 9110 section 15.5.4)",
        book: "Who asks",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let reply = private(&server, &basic("guest:guest"))?;
        reply.expect_status(403)?;
        reply.expect("no WWW-Authenticate", reply.field("WWW-Authenticate").is_none())?;
        expect_challenge(&private(&server, &basic("guest:Guest"))?)
    })
}
