//! Preconditions: dates.

use harness::test;

use super::*;

/// proves: 9110-13.1.3-evaluate
/// proves: 9110-13.1.3-304
/// proves: 9110-13.1.3-server-clock
/// proves: 9110-13.1.3-false-no-transfer
/// proves: 9110-5.6.7-accept-three-formats
/// proves: 9110-8.8.2.1-send-last-modified
#[test]
fn the_server_sends_what_was_modified_since() -> Verdict {
    let teach = Teach {
        wrong: "If-Modified-Since did not decide between 200 and 304 by the date of the last change",
        why: "304 when the last change is not later than the date: equal counts as the same version. Dates have three formats; two digits of a year mean the latest such year that is not more than 50 years ahead. (RFC 9110 sections 5.6.7 and 13.1.3)",
        book: "Preconditions in order",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        let server = serving(&folder)?;
        let reply = get(&server, "/alphabet.txt", &[])?;
        expect_field(&reply, "Last-Modified", MODIFIED_DATE)?;
        expect_all(
            &server,
            "/alphabet.txt",
            &[
                (&[("If-Modified-Since", BEFORE)], 200),
                (&[("If-Modified-Since", MODIFIED_DATE)], 304),
                (&[("If-Modified-Since", AFTER)], 304),
                (&[("If-Modified-Since", "Sat, 06 Nov 2094 08:49:37 GMT")], 304),
                (&[("If-Modified-Since", "Sunday, 06-Nov-94 08:49:37 GMT")], 304),
                (&[("If-Modified-Since", "Sun Nov  6 08:49:37 1994")], 304),
                (&[("If-Modified-Since", "Sunday, 06-Nov-94 08:49:36 GMT")], 200),
                // Two digits of a year: 2010 and 1980.
                (&[("If-Modified-Since", "Saturday, 06-Nov-10 08:49:37 GMT")], 304),
                (&[("If-Modified-Since", "Thursday, 06-Nov-80 08:49:37 GMT")], 200),
                // What the client's clock says makes no difference.
                (&[("If-Modified-Since", BEFORE), ("Date", "Thu, 06 Nov 1980 08:49:37 GMT")], 200),
                (&[("If-Modified-Since", AFTER), ("Date", "Sat, 06 Nov 2094 08:49:37 GMT")], 304),
            ],
        )?;
        ask(&server, "HEAD", "/alphabet.txt", &[("If-Modified-Since", AFTER)])?.expect_status(304)
    })
}

/// proves: 9110-13.1.4-evaluate
/// proves: 9110-13.1.4-server-clock
/// proves: 9110-13.2.2-unmodified-since-412
#[test]
fn the_server_refuses_what_was_modified_when_it_should_not_be() -> Verdict {
    let teach = Teach {
        wrong: "If-Unmodified-Since did not decide between 200 and 412 by the date of the last change",
        why: "412 when the last change is later than the date. Equal is unmodified. (RFC 9110 section 13.1.4)",
        book: "Preconditions in order",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        let server = serving(&folder)?;
        let cases: [(&[Sent], u16); 5] = [
            (&[("If-Unmodified-Since", BEFORE), ("Date", "Thu, 06 Nov 1980 08:49:37 GMT")], 412),
            (&[("If-Unmodified-Since", AFTER), ("Date", "Sat, 06 Nov 2094 08:49:37 GMT")], 200),
            (&[("If-Unmodified-Since", BEFORE)], 412),
            (&[("If-Unmodified-Since", MODIFIED_DATE)], 200),
            (&[("If-Unmodified-Since", AFTER)], 200),
        ];
        expect_all(&server, "/alphabet.txt", &cases)?;
        ask(&server, "HEAD", "/alphabet.txt", &[("If-Unmodified-Since", BEFORE)])?.expect_status(412)
    })
}

/// proves: 9110-13.1.3-304
/// proves: 9110-13.1.4-evaluate
#[test]
fn the_server_compares_dates_in_whole_seconds() -> Verdict {
    let teach = Teach {
        wrong: "for a file whose time has a fraction of a second, the date that the server itself had sent was taken for another one",
        why: "Last-Modified has whole seconds. What is compared with a date must be cut to seconds as well, or who sends back the very date that it got is told of a change that there never was. (RFC 9110 section 8.8.2)",
        book: "Versions and their names",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        set_modified(&folder, "alphabet.txt", UNIX_EPOCH + Duration::from_millis(1000 * MODIFIED + 500))?;
        let server = serving(&folder)?;
        expect_field(&get(&server, "/alphabet.txt", &[])?, "Last-Modified", MODIFIED_DATE)?;
        let cases: [(&[Sent], u16); 4] = [
            (&[("If-Modified-Since", MODIFIED_DATE)], 304),
            (&[("If-Modified-Since", BEFORE)], 200),
            (&[("If-Unmodified-Since", MODIFIED_DATE)], 200),
            (&[("If-Unmodified-Since", BEFORE)], 412),
        ];
        expect_all(&server, "/alphabet.txt", &cases)
    })
}

/// proves: 9110-13.1.3-invalid-date
/// proves: 9110-13.1.4-invalid-date
/// proves: 9110-13.1.3-no-date-known
/// proves: 9110-13.1.4-no-date-known
#[test]
fn the_server_disregards_dates_that_are_none() -> Verdict {
    let teach = Teach {
        wrong: "a date that is not one, or a page without a date, was not answered as if the field were absent",
        why: "A date that cannot be read, or cannot be compared with anything, has no effect: go on with the field that comes next. (RFC 9110 section 13.1.3)",
        book: "Preconditions in order",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        let server = serving(&folder)?;
        let two = format!("{AFTER}, {AFTER}");
        for date in ["yesterday", "0", "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 2094 08:49:37", &two, "\"a\""] {
            expect_all(&server, "/alphabet.txt", &[(&[("If-Modified-Since", date)], 200)])?;
            expect_all(&server, "/alphabet.txt", &[(&[("If-Unmodified-Since", date)], 200)])?;
        }
        let cases: [(&[Sent], u16); 4] = [
            (&[("If-Modified-Since", AFTER), ("If-Modified-Since", AFTER)], 200),
            (&[("If-Unmodified-Since", BEFORE), ("If-Unmodified-Since", BEFORE)], 200),
            (&[("If-Unmodified-Since", "yesterday"), ("If-Modified-Since", AFTER)], 304),
            (&[("If-Unmodified-Since", "yesterday"), ("If-None-Match", "*")], 304),
        ];
        expect_all(&server, "/alphabet.txt", &cases)?;
        let server = pages()?;
        expect_no_field(&get(&server, "/alphabet", &[])?, "Last-Modified")?;
        let cases: [(&[Sent], u16); 3] = [
            (&[("If-Modified-Since", AFTER)], 200),
            (&[("If-Unmodified-Since", BEFORE)], 200),
            (&[("If-Unmodified-Since", BEFORE), ("If-None-Match", "*")], 304),
        ];
        expect_all(&server, "/alphabet", &cases)
    })
}
