//! The server: what a client keeps.

use harness::{Reply, Server, Teach, Verdict, test};

use super::{LESSON, answer, contains, form_head};

/// Asks the server to let the client keep a name; returns the response.
fn keep_name(server: &Server, name: &str) -> Verdict<Reply> {
    let content = format!("name={}", percent_encoded(name));
    answer(server, form_head(content.len(), "").replace("/form", "/name") + &content)
}

fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |encoded, octet| encoded + &format!("%{octet:02X}"))
}

/// The values of all `Set-Cookie` fields.
fn set_cookies(reply: &Reply) -> Vec<&str> {
    let set = reply.fields.iter().filter(|(name, _)| name.eq_ignore_ascii_case("Set-Cookie"));
    set.map(|(_, value)| value.as_str()).collect()
}

/// Exactly one cookie is set, and it begins with this pair; its attributes.
fn expect_cookie<'r>(reply: &'r Reply, pair: &str) -> Verdict<Vec<&'r str>> {
    let cookies = set_cookies(reply);
    let mut parts = cookies.first().copied().unwrap_or_default().split("; ");
    let is_set = cookies.len() == 1 && parts.next() == Some(pair);
    reply.expect(&format!("one field Set-Cookie: {pair}; …"), is_set)?;
    Ok(parts.collect())
}

#[test]
fn the_server_lets_a_client_keep_a_name() -> Verdict {
    let teach = Teach {
        wrong: "POST /name was not answered with the cookie that it asks for",
        why: "Set-Cookie is a pair of name and value, then attributes, each after a semicolon and a space. A value may hold all of ASCII that is visible but for four characters. (RFC 6265 section 4.1.1)",
        book: "What a client keeps",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for name in ["Ada", "a=b", "x", "\"Ada\"", "\"\"", "!#$%&'()*+-./0189:<=>?@AZ[]^_`az{|}~"] {
            let reply = keep_name(&server, name)?;
            reply.expect_status(303)?;
            let attributes = expect_cookie(&reply, &format!("name={name}"))?;
            for attribute in ["Path=/name", "HttpOnly", "SameSite=Lax", "Max-Age=2592000"] {
                reply.expect(&format!("a cookie with {attribute}"), attributes.contains(&attribute))?;
            }
        }
        let gone = keep_name(&server, "")?;
        let attributes = expect_cookie(&gone, "name=")?;
        gone.expect("a cookie that is over: Max-Age=0", attributes.contains(&"Max-Age=0"))
    })
}

#[test]
fn the_server_sets_no_other_cookie_than_it_means() -> Verdict {
    let teach = Teach {
        wrong: "a value that cannot stand in a cookie was sent in one",
        why: "A semicolon begins an attribute, a comma or a blank parts what is one, and a line end begins a field. Whoever can send one can set what they like. (RFC 6265 section 4.1.1)",
        book: "What a client keeps",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for name in [
            "Ada; Path=/",
            "Ada;Domain=example.org",
            "Ada, b=c",
            "Ada Lovelace",
            " Ada",
            "Ada\t",
            "A\"da",
            "\"Ada",
            "Ada\"",
            "\"",
            "\"\"\"",
            "\"a;b\"",
            "A\\da",
            "Ada\r\nSet-Cookie: b=c",
            "Ada\0",
            "Ada\u{7f}",
            "Åda",
        ] {
            let reply = keep_name(&server, name)?;
            reply.expect_status(400)?;
            reply.expect("no Set-Cookie", set_cookies(&reply).is_empty())?;
        }
        Ok(())
    })
}

#[test]
fn the_server_finds_a_cookie_among_others() -> Verdict {
    let teach = Teach {
        wrong: "a cookie was not found, or another one was taken for it",
        why: "Semicolons separate pairs, and the first = separates a name from its value. Names are compared whole, letter case included; quotation marks belong to a value. (RFC 6265 sections 4.2.1 and 5.4)",
        book: "What a client keeps",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        for (lines, greeted) in [
            ("Cookie: name=Ada\r\n", Some("Ada")),
            ("Cookie: a=1; name=Ada; b=2\r\n", Some("Ada")),
            ("Cookie: a=1;name=Ada;b=2\r\n", Some("Ada")),
            ("Cookie: a=1 ;\tname = Ada ; b=2\r\n", Some("Ada")),
            ("Cookie: name=Ada; name=Eve\r\n", Some("Ada")),
            ("Cookie: name=a=b==\r\n", Some("a=b==")),
            ("Cookie: name=\"Ada\"\r\n", Some("&quot;Ada&quot;")),
            ("Cookie: a=1\r\nCookie: name=Ada\r\n", Some("Ada")),
            ("Cookie: name=Ada\r\nCookie: name=Eve\r\n", Some("Ada")),
            ("Cookie: name; =; ; name=Ada\r\n", Some("Ada")),
            ("Cookie: name=\r\n", Some("")),
            ("Cookie: a=name=Eve; name=Ada\r\n", Some("Ada")),
            ("Cookie: NAME=Eve; xname=Eve; namex=Eve; x-name=Eve; a=\"name=Eve\"\r\n", None),
            ("Cookie: name\r\n", None),
            ("Cookie: \r\n", None),
            ("", None),
        ] {
            let reply = answer(&server, format!("GET /name HTTP/1.1\r\nHost: a\r\n{lines}\r\n"))?;
            reply.expect_status(200)?;
            let greets = contains(&reply.content, "Hello, ");
            let what = greeted.map_or("no greeting".to_owned(), |name| format!("a greeting for {name:?}"));
            let is_right = match greeted {
                Some(name) => contains(&reply.content, &format!("Hello, <b>{name}</b>!")),
                None => !greets,
            };
            reply.expect(&what, is_right)?;
        }
        Ok(())
    })
}

#[test]
fn the_server_counts_the_visits_of_each_client() -> Verdict {
    let teach = Teach {
        wrong: "the page that counts visits did not count those of one client",
        why: "HTTP forgets a client between two requests. A cookie that it gets with one response, and sends with the next request, makes a series of them. (RFC 6265 section 3)",
        book: "What a client keeps",
    };
    LESSON.check(teach, || {
        let server = LESSON.server().listen()?;
        let mut cookie = String::new();
        for count in 1..=3 {
            let lines = if cookie.is_empty() { String::new() } else { format!("Cookie: {cookie}\r\n") };
            let page = answer(&server, format!("GET /visits HTTP/1.1\r\nHost: a\r\n{lines}\r\n"))?;
            page.expect_status(200)?;
            page.expect(&format!("a page that says {count}"), contains(&page.content, &format!("number {count}")))?;
            expect_cookie(&page, &format!("visits={count}"))?;
            cookie = format!("other=1; visits={count}");
        }
        for value in ["visits=many", "visits=-1", "visits="] {
            let page = answer(&server, format!("GET /visits HTTP/1.1\r\nHost: a\r\nCookie: {value}\r\n\r\n"))?;
            expect_cookie(&page, "visits=1")?;
        }
        let most = answer(&server, "GET /visits HTTP/1.1\r\nHost: a\r\nCookie: visits=4294967295\r\n\r\n")?;
        most.expect_status(200)
    })
}
