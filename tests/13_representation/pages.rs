//! Pages and their fields.

use harness::test;

use super::*;

/// proves: 9110-8.3-content-type
/// proves: 9110-8.8.3.1-send-etag
/// proves: 9110-15.3.1-validators
/// proves: 9110-8.6-cl-when-known
/// proves: 9110-9.1-get-head
/// proves: 9110-8.7-no-semantics
#[test]
fn the_server_names_the_version_of_what_it_sends() -> Verdict {
    let teach = Teach {
        wrong: "GET /alphabet was not answered with the page, its length, its type and its entity tag, or a server that was started anew gave it another tag",
        why: "The ETag names the version: the same octets have the same tag, today and tomorrow, so a client can ask for changes only. (RFC 9110 section 8.8.3)",
        book: "Versions and their names",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        let reply = get(&server, "/alphabet", &[("Content-Location", "/numbers")])?;
        reply.expect_status(200)?;
        expect_content(&reply, ALPHABET)?;
        expect_field(&reply, "Content-Type", "text/plain; charset=utf-8")?;
        expect_field(&reply, "Content-Length", "26")?;
        expect_field(&reply, "Accept-Ranges", "bytes")?;
        let tag = field(&reply, "ETag")?;
        let is_tag = tag.len() > 2 && tag.starts_with('"') && tag.ends_with('"');
        reply.expect("a strong entity tag, in double quotes", is_tag)?;
        expect_field(&get(&server, "/alphabet", &[])?, "ETag", tag)?;
        reply.expect("another tag for another page", tag_of(&server, "/numbers")? != tag)?;
        expect_field(&get(&pages()?, "/alphabet", &[])?, "ETag", tag)?;
        server.expect_stdout_that(&predicate::str::starts_with("GET /alphabet 200\n"))
    })
}

/// proves: 9110-10.2.1-allow-in-405
/// proves: 9110-15.5-explain
/// proves: 9110-14.4-request-ignored
#[test]
fn the_server_lets_nobody_write() -> Verdict {
    let teach = Teach {
        wrong: "a method that is not GET or HEAD was not refused as it should be, or a field of what is written had an effect on what is read",
        why: "405 names in Allow what the resource does have; what is not there is 404 with any method, and a method that nobody knows is 501. (RFC 9110 section 10.2.1)",
        book: "Versions and their names",
    };
    LESSON.check(teach, || {
        let folder = folder()?;
        let server = serving(&folder)?;
        for method in ["POST", "PUT", "DELETE", "TRACE"] {
            let reply = ask(&server, method, "/alphabet.txt", &[("Content-Range", "bytes 0-0/26")])?;
            reply.expect_status(405)?;
            expect_field(&reply, "Allow", "GET, HEAD")?;
        }
        ask(&server, "BREW", "/alphabet.txt", &[])?.expect_status(501)?;
        ask(&server, "POST", "/nowhere", &[])?.expect_status(404)?;
        // Nor does a field of what is written make a difference to what is read.
        let whole = get(&server, "/alphabet.txt", &[("Content-Range", "bytes 0-0/26")])?;
        whole.expect_status(200)?;
        expect_content(&whole, ALPHABET)
    })
}

/// proves: 9110-9.3.2-no-content
/// proves: 9110-9.3.2-same-fields
/// proves: 9110-8.6-head-cl-equal
#[test]
fn the_server_answers_head_with_the_fields_of_get() -> Verdict {
    let teach = Teach {
        wrong: "HEAD was not answered with the fields of GET and no content",
        why: "HEAD is GET without the content: same status, same Content-Length, same ETag, also when it is conditional or compressed. (RFC 9110 section 9.3.2)",
        book: "Versions and their names",
    };
    LESSON.check(teach, || {
        let server = pages()?;
        let tag = tag_of(&server, "/numbers")?;
        let cases: [(&str, &[Sent]); 5] = [
            ("/numbers", &[]),
            ("/numbers", &[("Accept-Encoding", "gzip")]),
            ("/numbers", &[("If-None-Match", &tag)]),
            ("/numbers", &[("If-Match", "\"other\"")]),
            ("/nowhere", &[]),
        ];
        for (path, fields) in cases {
            let (get, head) = (get(&server, path, fields)?, ask(&server, "HEAD", path, fields)?);
            head.expect_status(get.status)?;
            for name in ["Content-Length", "Content-Type", "Content-Encoding", "ETag", "Vary", "Accept-Ranges"] {
                head.expect(&format!("the {name} of GET"), head.field(name) == get.field(name))?;
            }
        }
        Ok(())
    })
}
