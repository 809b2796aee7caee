//! Preconditions: entity tags.

use harness::test;

use super::*;

/// proves: 9110-13.1.2-get-304
/// proves: 9110-13.1.2-evaluate
/// proves: 9110-15.4.5-fields
/// proves: 9110-15.4.5-no-other-metadata
/// proves: 9110-8.6-304-cl-equal
#[test]
fn the_server_does_not_send_again_what_the_client_has() -> Verdict {
    let teach = Teach {
        wrong: "If-None-Match was not answered with 304 and the fields that belong to it for the present tag, and with the whole page for another",
        why: "304 says: what you have is still good. It repeats ETag and Vary, and has neither content nor Content-Type. (RFC 9110 section 15.4.5)",
        book: "Preconditions in order",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        let tag = tag_of(&server, "/numbers")?;
        for method in ["GET", "HEAD"] {
            let reply = ask(&server, method, "/numbers", &[("If-None-Match", &tag)])?;
            reply.expect_status(304)?;
            expect_field(&reply, "ETag", &tag)?;
            expect_field(&reply, "Vary", "Accept-Encoding")?;
            field(&reply, "Date")?;
            for name in ["Content-Type", "Content-Encoding", "Last-Modified", "Content-Length"] {
                expect_no_field(&reply, name)?;
            }
        }
        let reply = get(&server, "/numbers", &[("If-None-Match", "\"other\"")])?;
        reply.expect_status(200)?;
        reply.expect("the whole page", reply.content.len() == 3893)
    })
}

/// proves: 9110-13.1.2-weak
/// proves: 9110-8.8.3.2-compare
#[test]
fn the_server_compares_if_none_match_weakly() -> Verdict {
    let teach = Teach {
        wrong: "the present tag with W/ in front, in If-None-Match, was not taken for the same",
        why: "A cache wants something as good as what it has. So W/ makes no difference, on neither side. (RFC 9110 section 13.1.2)",
        book: "Two comparisons",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        let tag = tag_of(&server, "/alphabet")?;
        let weak = format!("W/{tag}");
        expect_all(&server, "/alphabet", &[(&[("If-None-Match", &weak)], 304)])?;
        // A file whose time lies ahead has a weak tag: nobody knows when it changes.
        let folder = folder()?;
        let ahead = write_ahead(&folder)?;
        let server = serving(&folder)?;
        let tag = tag_of(&server, ahead)?;
        let strong = tag.trim_start_matches("W/");
        expect_all(&server, ahead, &[(&[("If-None-Match", &tag)], 304), (&[("If-None-Match", strong)], 304)])
    })
}

/// proves: 9110-13.1.1-strong
/// proves: 9110-13.1.1-evaluate
/// proves: 9110-13.2.2-if-match-412
/// proves: 9110-15.5-explain
/// proves: 9110-8.8.3-weak-mark
#[test]
fn the_server_compares_if_match_strongly() -> Verdict {
    let teach = Teach {
        wrong: "If-Match did not do what it should: go on for the present strong tag or *, and else answer 412",
        why: "Who sends If-Match counts on every octet: only the same tag matches, with W/ on neither side. `*` matches whatever is there. (RFC 9110 section 13.1.1)",
        book: "Two comparisons",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        let tag = tag_of(&server, "/alphabet")?;
        let weak = format!("W/{tag}");
        expect_all(
            &server,
            "/alphabet",
            &[
                (&[("If-Match", &tag)], 200),
                (&[("If-Match", "*")], 200),
                (&[("If-Match", "\"other\"")], 412),
                (&[("If-Match", &weak)], 412),
                (&[("If-Match", &tag.to_uppercase())], 412),
                (&[("If-Match", tag.trim_matches('"'))], 412),
            ],
        )?;
        let folder = folder()?;
        let ahead = write_ahead(&folder)?;
        let server = serving(&folder)?;
        let tag = tag_of(&server, ahead)?;
        let strong = tag.trim_start_matches("W/");
        let cases: [(&[Sent], u16); 3] =
            [(&[("If-Match", &tag)], 412), (&[("If-Match", strong)], 412), (&[("If-Match", "*")], 200)];
        expect_all(&server, ahead, &cases)
    })
}

/// proves: 9110-13.1.2-evaluate
/// proves: 9110-13.1.1-evaluate
/// proves: 9110-5.2-combine
#[test]
fn the_server_finds_its_tag_in_a_list() -> Verdict {
    let teach = Teach {
        wrong: "the present tag was not found in a list, or was found where it is not",
        why: "If-Match and If-None-Match hold lists, in one line or several; a comma or backslash may stand within a tag, and a tag that is longer or shorter is another one. (RFC 9110 section 13.1.2)",
        book: "Preconditions in order",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        let tag = tag_of(&server, "/alphabet")?;
        let inner = tag.trim_matches('"');
        let lists = [
            format!("\"a\", {tag}"),
            format!("\"a\",{tag},\"b\""),
            format!(" ,, W/\"a\" ,\t{tag} ,"),
            format!("\"a,b\", {tag}"),
            format!("\"a\\\", {tag}"),
            format!("W/\"\", {tag}"),
        ];
        for list in &lists {
            expect_all(&server, "/alphabet", &[(&[("If-None-Match", list)], 304), (&[("If-Match", list)], 200)])?;
        }
        for lines in [["\"a\"", tag.as_str()], [tag.as_str(), "\"a\""]] {
            let [one, other] = lines;
            expect_all(
                &server,
                "/alphabet",
                &[
                    (&[("If-None-Match", one), ("if-none-match", other)], 304),
                    (&[("If-Match", one), ("if-match", other)], 200),
                ],
            )?;
        }
        let others = [
            format!("\"a,{inner}\""),
            format!("\"a\", \"{inner}x\""),
            format!("\"{inner}, \""),
            String::new(),
            format!("\"{}\"", &inner[..inner.len() / 2]),
            format!("\"{}\"", &inner[inner.len() / 2..]),
            "\"\"".to_owned(),
        ];
        for list in &others {
            expect_all(&server, "/alphabet", &[(&[("If-None-Match", list)], 200), (&[("If-Match", list)], 412)])?;
        }
        expect_all(&server, "/alphabet", &[(&[("If-None-Match", "*")], 304)])
    })
}
