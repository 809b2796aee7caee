//! Preconditions: all together.

use harness::test;

use super::*;

/// proves: 9110-13.1.3-yields-to-inm
/// proves: 9110-13.1.4-yields-to-if-match
#[test]
fn the_server_prefers_tags_to_dates() -> Verdict {
    let teach = Teach {
        wrong: "a date decided although a tag was given",
        why: "A tag tells versions within one second apart, a date does not. Beside If-None-Match and If-Match the dates have no effect. (RFC 9110 section 13.2.2)",
        book: "Preconditions in order",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        let server = serving(&folder)?;
        let tag = strong_tag_of(&server, "/alphabet.txt")?;
        expect_all(
            &server,
            "/alphabet.txt",
            &[
                (&[("If-None-Match", "\"other\""), ("If-Modified-Since", AFTER)], 200),
                (&[("If-Modified-Since", AFTER), ("If-None-Match", "\"other\"")], 200),
                (&[("If-None-Match", &tag), ("If-Modified-Since", BEFORE)], 304),
                (&[("If-Match", &tag), ("If-Unmodified-Since", BEFORE)], 200),
                (&[("If-Match", "\"other\""), ("If-Unmodified-Since", AFTER)], 412),
                (&[("If-None-Match", ""), ("If-Modified-Since", AFTER)], 200),
            ],
        )
    })
}

/// proves: 9110-13.2.2-order
/// proves: 9110-13.1.1-false-no-action
/// proves: 9110-13.1.4-false-no-action
#[test]
fn the_server_tests_preconditions_in_their_order() -> Verdict {
    let teach = Teach {
        wrong: "several preconditions together did not come to what their order says",
        why: "If-Match or If-Unmodified-Since first, 412 when false; only then If-None-Match or If-Modified-Since, 304 when false. (RFC 9110 section 13.2.2)",
        book: "Preconditions in order",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        let server = serving(&folder)?;
        let tag = strong_tag_of(&server, "/alphabet.txt")?;
        expect_all(
            &server,
            "/alphabet.txt",
            &[
                (&[("If-None-Match", &tag), ("If-Match", "\"other\"")], 412),
                (&[("If-None-Match", &tag), ("If-Match", &tag)], 304),
                (&[("If-None-Match", "\"other\""), ("If-Match", &tag)], 200),
                (&[("If-Modified-Since", AFTER), ("If-Unmodified-Since", BEFORE)], 412),
                (&[("If-Modified-Since", AFTER), ("If-Unmodified-Since", AFTER)], 304),
                (&[("If-Modified-Since", BEFORE), ("If-Unmodified-Since", AFTER)], 200),
                (&[("If-Modified-Since", AFTER), ("If-Match", "\"other\"")], 412),
                (&[("If-Modified-Since", AFTER), ("If-Match", &tag)], 304),
                (&[("If-None-Match", &tag), ("If-Unmodified-Since", BEFORE)], 412),
                (&[("If-None-Match", &tag), ("If-Unmodified-Since", AFTER)], 304),
            ],
        )
    })
}

/// proves: 9110-13.2.1-errors-first
/// proves: 9110-13.2.1-after-checks
/// proves: 9110-14.2-after-preconditions
#[test]
fn the_server_says_what_is_wrong_before_it_tests_preconditions() -> Verdict {
    let teach = Teach {
        wrong: "a request that fails anyway was answered by its preconditions or its ranges",
        why: "Preconditions count only where the answer would be 2xx; ranges only where it would be 200. (RFC 9110 section 13.2.1)",
        book: "Preconditions in order",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        folder.write("dir/index.html", "index")?;
        let server = serving(&folder)?;
        let all = [("If-Match", "\"no\""), ("If-None-Match", "*"), ("Range", "bytes=900-"), ("If-Range", "*")];
        get(&server, "/nowhere", &all)?.expect_status(404)?;
        get(&server, "/dir", &all)?.expect_status(301)?;
        ask(&server, "PUT", "/alphabet.txt", &all)?.expect_status(405)?;
        let server = pages()?;
        let tag = tag_of(&server, "/alphabet")?;
        let cases: [(&[Sent], u16); 3] = [
            (&[("If-None-Match", &tag), ("Range", "bytes=0-0")], 304),
            (&[("If-None-Match", &tag), ("Range", "bytes=900-")], 304),
            (&[("If-Match", "\"no\""), ("Range", "bytes=900-")], 412),
        ];
        expect_all(&server, "/alphabet", &cases)
    })
}
