//! Host.

use super::super::check::Class::{Courtesy, Must};
use super::super::check::{Check, check};
use super::{like_plain, refused};

#[rustfmt::skip]
pub const CHECKS: &[Check] = &[
    check("host-missing", Must, "9112-3.2-host-missing-400", "a request in HTTP/1.1 without Host gets 400", &[], |talk| {
        refused(talk, b"GET {path} HTTP/1.1\r\n\r\n", &[400])
    }),
    check("host-missing-absolute", Must, "9112-3.2-host-missing-400", "Host is needed beside a target in absolute form too", &[], |talk| {
        refused(talk, b"GET http://{host}{path} HTTP/1.1\r\n\r\n", &[400])
    }),
    check("host-twice", Must, "9112-3.2-host-duplicate-400", "two lines of Host get 400, though they say the same", &[], |talk| {
        refused(talk, b"GET {path} HTTP/1.1\r\nHost: {host}\r\nHost: {host}\r\n\r\n", &[400])
    }),
    check("host-two", Must, "9112-3.2-host-duplicate-400", "two different hosts get 400", &[], |talk| {
        refused(talk, b"GET {path} HTTP/1.1\r\nHost: {host}\r\nHost: other.invalid\r\n\r\n", &[400])
    }),
    check("host-space", Must, "9112-3.2-host-invalid-400", "a Host with a space in it gets 400", &[], |talk| {
        refused(talk, b"GET {path} HTTP/1.1\r\nHost: a b\r\n\r\n", &[400])
    }),
    check("host-list", Must, "9112-3.2-host-invalid-400", "a Host with two hosts in one line gets 400", &[], |talk| {
        refused(talk, b"GET {path} HTTP/1.1\r\nHost: {host}, other.invalid\r\n\r\n", &[400])
    }),
    check("host-path", Must, "9112-3.2-host-invalid-400", "a Host with a path gets 400", &[], |talk| {
        refused(talk, b"GET {path} HTTP/1.1\r\nHost: localhost/a\r\n\r\n", &[400])
    }),
    check("host-user", Must, "9112-3.2-host-invalid-400", "a Host with a user gets 400", &[], |talk| {
        refused(talk, b"GET {path} HTTP/1.1\r\nHost: user@localhost\r\n\r\n", &[400])
    }),
    check("host-port", Must, "9112-3.2-host-invalid-400", "a Host whose port is no number gets 400", &[], |talk| {
        refused(talk, b"GET {path} HTTP/1.1\r\nHost: localhost:http\r\n\r\n", &[400])
    }),
    check("host-http10", Courtesy, "9112-3.3-empty-authority", "a request in HTTP/1.0 needs no Host", &[], |talk| {
        like_plain(talk, b"GET {path} HTTP/1.0\r\n\r\n")
    }),
];
