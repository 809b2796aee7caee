//! Content codings.

use harness::test;

use super::*;

/// proves: 9110-8.4-list-codings
/// proves: 9110-8.4-no-identity
/// proves: 9110-8.8.3.3-coded-tag
/// proves: 9110-12.5.5-vary
#[test]
fn the_server_compresses_for_those_who_can_read_it() -> Verdict {
    let teach = Teach {
        wrong: "the answer with gzip or the one without is not as it should be: content, ETag, Vary, Content-Encoding",
        why: "Two codings are two representations with other octets, so with other tags. Vary tells caches who decided. (RFC 9110 section 8.8.3.3)",
        book: "Content codings",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        let plain = get(&server, "/numbers", &[])?;
        let coded = get(&server, "/numbers", &[("Accept-Encoding", "gzip")])?;
        expect_no_field(&plain, "Content-Encoding")?;
        expect_field(&coded, "Content-Encoding", "gzip")?;
        coded.expect("less content than without gzip", coded.content.len() < plain.content.len())?;
        expect_content(&plain, gunzipped(&coded)?)?;
        expect_field(&coded, "Content-Type", "text/plain; charset=utf-8")?;
        for reply in [&plain, &coded] {
            expect_field(reply, "Vary", "Accept-Encoding")?;
        }
        let (tag, coded_tag) = (field(&plain, "ETag")?, field(&coded, "ETag")?);
        coded.expect("another ETag than without gzip", tag != coded_tag)?;
        for (fields, status, etag) in [
            ([("If-None-Match", tag), ("Accept-Encoding", "gzip")], 200, coded_tag),
            ([("If-None-Match", coded_tag), ("Accept-Encoding", "gzip")], 304, coded_tag),
            ([("If-None-Match", coded_tag), ("Accept-Encoding", "br")], 200, tag),
            ([("If-None-Match", tag), ("Accept-Encoding", "br")], 304, tag),
        ] {
            let reply = get(&server, "/numbers", &fields)?;
            reply.expect_status(status)?;
            expect_field(&reply, "ETag", etag)?;
            expect_field(&reply, "Vary", "Accept-Encoding")?;
        }
        Ok(())
    })
}

/// proves: 9110-12.4.2-weights
/// proves: 9110-12.5.3-acceptable
/// proves: 9110-12.5.3-fallback-plain
/// proves: 9110-8.4.1-coding-case
/// proves: 9110-8.4.1.3-x-gzip
/// proves: 9110-8.4.1.1-x-compress
#[test]
fn the_server_follows_the_weights_of_accept_encoding() -> Verdict {
    let teach = Teach {
        wrong: "the coding is not the one that Accept-Encoding asks for",
        why: "q=0 rules a coding out, a higher q is preferred, * stands for all that are not named. Without the field nothing is coded here. (RFC 9110 section 12.5.3)",
        book: "Content codings",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        for (value, coding) in [
            ("gzip", Some("gzip")),
            ("GZIP", Some("gzip")),
            ("x-gzip", Some("gzip")),
            ("deflate, gzip, br", Some("gzip")),
            ("*", Some("gzip")),
            ("gzip;q=0.5", Some("gzip")),
            ("gzip;q=0.001, br;q=1", Some("gzip")),
            ("gzip, identity", Some("gzip")),
            ("gzip;q=0.5, identity;q=0.5", Some("gzip")),
            ("gzip;q=0.9, identity;q=0.8", Some("gzip")),
            ("identity;q=0, gzip;q=0.1", Some("gzip")),
            ("*;q=0, gzip", Some("gzip")),
            ("", None),
            ("br", None),
            ("compress", None),
            ("x-compress", None),
            ("gzip;q=0", None),
            ("gzip;q=0.000", None),
            ("gzip; Q=0.0", None),
            ("gzip;q=0, *", None),
            ("gzip;q=0.5, identity", None),
            ("gzip;q=0.5, identity;q=0.6", None),
            ("*;q=0, identity", None),
        ] {
            let reply = get(&server, "/numbers", &[("Accept-Encoding", value)])?;
            reply.expect_status(200)?;
            let expected =
                coding.map_or("no Content-Encoding".to_owned(), |coding| format!("Content-Encoding: {coding}"));
            reply.expect(&expected, reply.field("Content-Encoding") == coding)?;
        }
        Ok(())
    })
}

/// proves: 9110-12.4.1-none-acceptable
/// proves: 9110-15.5.7-list
#[test]
fn the_server_says_when_it_has_nothing_acceptable() -> Verdict {
    let teach = Teach {
        wrong: "a client that rules out everything that there is was not answered with 406",
        why: "What is not coded is acceptable unless identity;q=0 or *;q=0 says otherwise. Then only gzip is left, if it is acceptable. (RFC 9110 section 12.5.3)",
        book: "Content codings",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        for value in ["identity;q=0", "*;q=0", "identity;q=0, gzip;q=0", "br, *;q=0", "br, identity;q=0.000"] {
            let reply = get(&server, "/numbers", &[("Accept-Encoding", value)])?;
            reply.expect_status(406)?;
            expect_field(&reply, "Vary", "Accept-Encoding")?;
            reply.expect("a page that names what there is", split(&reply.content, b"gzip").len() > 1)?;
        }
        Ok(())
    })
}

/// proves: 9110-8.8.3.3-coded-tag
/// proves: 9110-14.2-206
#[test]
fn the_server_counts_ranges_in_the_coded_octets() -> Verdict {
    let teach = Teach {
        wrong: "a range of a compressed answer is not a part of the octets that the whole answer has",
        why: "Ranges count in the representation that is selected, coding and all. Parts of two codings cannot be joined. (RFC 9110 section 14.1.2)",
        book: "Content codings",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        let whole = get(&server, "/numbers", &[("Accept-Encoding", "gzip")])?;
        let tag = field(&whole, "ETag")?;
        let fields = [("Accept-Encoding", "gzip"), ("Range", "bytes=100-199"), ("If-Range", tag)];
        let part = get(&server, "/numbers", &fields)?;
        part.expect_status(206)?;
        expect_field(&part, "Content-Encoding", "gzip")?;
        expect_field(&part, "Content-Range", &format!("bytes 100-199/{}", whole.content.len()))?;
        expect_content(&part, &whole.content[100..200])?;
        let fields = [("Range", "bytes=100-199"), ("If-Range", tag)];
        get(&server, "/numbers", &fields)?.expect_status(200)
    })
}

/// proves: 9110-12.5.5-vary
#[test]
fn the_server_prefers_what_was_compressed_before() -> Verdict {
    let teach = Teach {
        wrong: "a file with a compressed one beside it was not sent as that, or it was although it is an image or has changed since",
        why: "x.txt.gz beside x.txt saves compressing; it is x.txt in another coding, as long as it is not older. What is compressed already gains nothing. (RFC 9110 section 8.4)",
        book: "Content codings",
    };
    LESSON.check(teach, || {
        let folder = Folder::new()?;
        for name in ["x.txt", "x.png"] {
            folder.write(name, "x".repeat(300))?;
            folder.write(&format!("{name}.gz"), "not really compressed")?;
        }
        let server = serving(&folder)?;
        let gzip = [("Accept-Encoding", "gzip")];
        let coded = get(&server, "/x.txt", &gzip)?;
        expect_content(&coded, "not really compressed")?;
        expect_field(&coded, "Content-Encoding", "gzip")?;
        expect_field(&coded, "Content-Type", "text/plain; charset=utf-8")?;
        coded.expect("another ETag than without gzip", coded.field("ETag") != Some(&tag_of(&server, "/x.txt")?))?;
        // Since it was compressed, this one was changed.
        for (name, modified) in [("changed.txt", MODIFIED + 1), ("changed.txt.gz", MODIFIED)] {
            folder.write(name, name.repeat(30))?;
            set_modified(&folder, name, UNIX_EPOCH + Duration::from_secs(modified))?;
        }
        let changed = get(&server, "/changed.txt", &gzip)?;
        let is_older = changed.content.starts_with(b"changed.txt.gz");
        changed.expect("the file as it is, and not the compressed one, which is older", !is_older)?;
        expect_field(&changed, "Content-Encoding", "gzip")?;
        expect_content(&get(&server, "/changed.txt", &[])?, gunzipped(&changed)?)?;
        let image = get(&server, "/x.png", &gzip)?;
        expect_no_field(&image, "Content-Encoding")?;
        expect_no_field(&image, "Vary")?;
        expect_content(&image, "x".repeat(300))
    })
}
