//! Ranges.

use harness::test;

use super::*;

/// proves: 9110-14.2-get-only
#[test]
fn the_server_ignores_ranges_of_head() -> Verdict {
    let teach = Teach {
        wrong: "HEAD with Range was not answered like HEAD without",
        why: "Ranges are defined for GET only. A HEAD says how long everything is. (RFC 9110 section 14.2)",
        book: "Ranges",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        for range in ["bytes=0-4", "bytes=900-"] {
            let reply = ask(&server, "HEAD", "/alphabet", &[("Range", range)])?;
            reply.expect_status(200)?;
            expect_field(&reply, "Content-Length", "26")?;
            expect_no_field(&reply, "Content-Range")?;
        }
        Ok(())
    })
}

/// proves: 9110-14.1.1-invalid-set
/// proves: 9110-14.2-unknown-unit
#[test]
fn the_server_disregards_ranges_that_it_cannot_read() -> Verdict {
    let teach = Teach {
        wrong: "a Range field with an error, or in another unit, was not disregarded",
        why: "Whoever gets 200 with everything is well served. One wrong range, a last position below the first too, spoils the field. A position is of the digits 0 to 9 alone: no sign, no space of any kind. (RFC 9110 section 14.1.1)",
        book: "Ranges",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        for range in [
            "bytes=",
            "bytes=-",
            "bytes=5",
            "bytes=5-2",
            "bytes=0-1,5-2",
            "bytes=a-b",
            "bytes=0-b",
            "bytes=+1-2",
            "bytes=1-+2",
            "bytes=--1",
            "bytes=1--2",
            "bytes=5--",
            "bytes=- 5",
            "bytes=5 -",
            "bytes=1-2-3",
            "bytes=1 - 2",
            "bytes=0x0-0x1",
            "bytes=0-1;2-3",
            "bytes=\u{a0}0-1",
            "bytes=0-1\u{a0}",
            "bytes=\u{660}-\u{661}",
            "bytes 0-1",
            "bytes",
            "lines=0-1",
            "0-1",
        ] {
            let reply = get(&server, "/alphabet", &[("Range", range)])?;
            reply.expect_status(200)?;
            expect_content(&reply, ALPHABET)?;
            expect_no_field(&reply, "Content-Range")?;
        }
        get(&server, "/alphabet", &[("Range", "bytes=0-1"), ("Range", "bytes=3-4")])?.expect_status(200)
    })
}

/// proves: 9110-14.2-empty
#[test]
fn the_server_sends_an_empty_file_whole() -> Verdict {
    let teach = Teach {
        wrong: "a range of an empty file was not answered with the empty file",
        why: "There is nothing to choose from, and a client that continues a download of nothing is done. (RFC 9110 section 14.2)",
        book: "Ranges",
    };
    LESSON.check(teach, || {
        let folder = Folder::new()?;
        folder.write("empty.txt", "")?;
        let server = serving(&folder)?;
        for range in ["bytes=0-", "bytes=-5", "bytes=5-9"] {
            let reply = get(&server, "/empty.txt", &[("Range", range)])?;
            reply.expect_status(200)?;
            expect_field(&reply, "Content-Length", "0")?;
        }
        Ok(())
    })
}

/// proves: 9110-14.2-416
/// proves: 9110-14.4-416-field
/// proves: 9110-14.1.2-unsatisfiable
/// proves: 9110-14.1.2-large
#[test]
fn the_server_refuses_ranges_without_a_single_octet() -> Verdict {
    let teach = Teach {
        wrong: "a range after the end was not answered with 416 and the length in Content-Range",
        why: "The last octet of 26 is at position 25. A first position after it, or a suffix of 0, asks for nothing: 416, and `Content-Range: bytes */26` says how much there is. (RFC 9110 section 15.5.17)",
        book: "Ranges",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        for range in [
            "26-",
            "26-30",
            "26-26",
            "100-200",
            "-0",
            "26-,30-",
            "26-,-0",
            "4294967296-",
            "4294967296-4294967300",
            "99999999999999999999999999-",
            "18446744073709551615-",
            "18446744073709551615-18446744073709551615",
        ] {
            let reply = get(&server, "/alphabet", &[("Range", &format!("bytes={range}"))])?;
            reply.expect_status(416)?;
            expect_field(&reply, "Content-Range", "bytes */26")?;
        }
        Ok(())
    })
}

/// proves: 9110-14.2-206
/// proves: 9110-14.1.2-positions
/// proves: 9110-15.3.7.1-content-range
/// proves: 9110-14.4-complete-length
#[test]
fn the_server_sends_the_octets_from_the_first_position_to_the_last() -> Verdict {
    let teach = Teach {
        wrong: "a range was not answered with its octets and a Content-Range that says which they are",
        why: "Positions count from 0, and both belong to the range: bytes=0-0 is one octet. Content-Range counts in the same way. (RFC 9110 section 14.1.2)",
        book: "Ranges",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        expect_part(&server, "bytes=0-4", "abcde", "bytes 0-4/26")?;
        expect_part(&server, "bytes=0-0", "a", "bytes 0-0/26")?;
        expect_part(&server, "bytes=25-25", "z", "bytes 25-25/26")?;
        expect_part(&server, "bytes=7-9", "hij", "bytes 7-9/26")?;
        expect_part(&server, "bytes=0-25", "abcdefghijklmnopqrstuvwxyz", "bytes 0-25/26")?;
        expect_part(&server, "Bytes=01-02", "bc", "bytes 1-2/26")
    })
}

/// proves: 9110-14.1.2-clamp
#[test]
fn the_server_sends_the_last_octets() -> Verdict {
    let teach = Teach {
        wrong: "a range without a last position, or without a first, was not answered with the end of the content",
        why: "bytes=23- goes from position 23 to the end. bytes=-3 is the last three octets, wherever they begin. (RFC 9110 section 14.1.2)",
        book: "Ranges",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        expect_part(&server, "bytes=23-", "xyz", "bytes 23-25/26")?;
        expect_part(&server, "bytes=-3", "xyz", "bytes 23-25/26")?;
        expect_part(&server, "bytes=-1", "z", "bytes 25-25/26")?;
        expect_part(&server, "bytes=0-", "abcdefghijklmnopqrstuvwxyz", "bytes 0-25/26")?;
        expect_part(&server, "bytes=-26", "abcdefghijklmnopqrstuvwxyz", "bytes 0-25/26")
    })
}

/// proves: 9110-14.1.2-clamp
/// proves: 9110-14.1.2-large
#[test]
fn the_server_ends_a_range_at_the_end_of_the_content() -> Verdict {
    let teach = Teach {
        wrong: "a range that reaches beyond the end was not answered with what there is of it",
        why: "A client need not know the length. Numbers may also be too large for 64 bits: they lie beyond the end as well. (RFC 9110 section 14.1.2)",
        book: "Ranges",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        expect_part(&server, "bytes=20-100", "uvwxyz", "bytes 20-25/26")?;
        expect_part(&server, "bytes=20-26", "uvwxyz", "bytes 20-25/26")?;
        expect_part(&server, "bytes=-100", "abcdefghijklmnopqrstuvwxyz", "bytes 0-25/26")?;
        expect_part(&server, "bytes=25-18446744073709551615", "z", "bytes 25-25/26")?;
        expect_part(&server, "bytes=25-99999999999999999999999999", "z", "bytes 25-25/26")?;
        expect_part(&server, "bytes=-99999999999999999999999999", "abcdefghijklmnopqrstuvwxyz", "bytes 0-25/26")?;
        expect_part(&server, "bytes=24-4294967296", "yz", "bytes 24-25/26")?;
        expect_part(&server, "bytes=-4294967297", "abcdefghijklmnopqrstuvwxyz", "bytes 0-25/26")
    })
}

/// proves: 9110-13.1.5-evaluate
/// proves: 9110-13.1.5-false-full
/// proves: 9110-13.1.5-true-partial
/// proves: 9110-13.1.5-without-range
/// proves: 9110-15.3.7-if-range-fewer
#[test]
fn the_server_sends_parts_of_the_same_version_only() -> Verdict {
    let teach = Teach {
        wrong: "If-Range did not decide between the part and the whole",
        why: "The client will join the part to what it has. So only a strong tag or the exact date may match; all else gets the whole. (RFC 9110 section 13.1.5)",
        book: "Ranges",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        let server = serving(&folder)?;
        let tag = strong_tag_of(&server, "/alphabet.txt")?;
        let (weak, list) = (format!("W/{tag}"), format!("{tag}, \"other\""));
        for (value, status) in [
            (tag.as_str(), 206),
            ("\"other\"", 200),
            (&weak, 200),
            (&list, 200),
            ("*", 200),
            (BEFORE, 200),
            (MODIFIED_DATE, 206),
            (AFTER, 200),
            ("yesterday", 200),
        ] {
            let reply = get(&server, "/alphabet.txt", &[("Range", "bytes=0-4"), ("If-Range", value)])?;
            reply.expect_status(status)?;
            expect_content(&reply, if status == 206 { b"abcde" } else { ALPHABET })?;
            expect_field(&reply, "ETag", &tag)?;
            if status == 206 {
                expect_no_field(&reply, "Last-Modified")?;
            }
        }
        let cases: [(&[Sent], u16); 2] =
            [(&[("If-Range", "\"other\"")], 200), (&[("If-Range", "\"other\""), ("Range", "bytes=900-")], 200)];
        expect_all(&server, "/alphabet.txt", &cases)?;
        let ahead = write_ahead(&folder)?;
        let weak = tag_of(&server, ahead)?;
        let fields = [("Range", "bytes=0-4"), ("If-Range", weak.as_str())];
        get(&server, ahead, &fields)?.expect_status(200)
    })
}

/// proves: 9110-15.3.7-fields
/// proves: 9110-15.3.7-all-fields
#[test]
fn the_server_sends_parts_with_the_fields_of_the_whole() -> Verdict {
    let teach = Teach {
        wrong: "a 206 lacks a field that the 200 has",
        why: "The part may be all that the client has; it must know of what. (RFC 9110 section 15.3.7)",
        book: "Ranges",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        let server = serving(&folder)?;
        strong_tag_of(&server, "/alphabet.txt")?;
        let whole = get(&server, "/alphabet.txt", &[])?;
        let part = get(&server, "/alphabet.txt", &[("Range", "bytes=0-4")])?;
        part.expect_status(206)?;
        for name in ["ETag", "Last-Modified", "Content-Type", "Vary"] {
            expect_field(&part, name, field(&whole, name)?)?;
        }
        Ok(())
    })
}
