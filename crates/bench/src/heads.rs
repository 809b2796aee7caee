//! Heads of requests as real clients send them, and two ways to read them.

use request::{Limits, RequestDecoder};

/// Names and heads, from short to long.
pub const HEADS: [(&str, &[u8]); 3] = [("curl", CURL), ("browser", BROWSER), ("cookies", COOKIES)];

/// What curl sends.
pub const CURL: &[u8] = b"GET / HTTP/1.1\r\n\
    Host: 127.0.0.1:12345\r\n\
    User-Agent: curl/7.88.1\r\n\
    Accept: */*\r\n\r\n";

/// What Chromium sends when it opens a page.
pub const BROWSER: &[u8] = b"GET /book/08-request.html HTTP/1.1\r\n\
    Host: localhost:12345\r\n\
    Connection: keep-alive\r\n\
    Cache-Control: max-age=0\r\n\
    sec-ch-ua: \"Chromium\";v=\"140\", \"Not=A?Brand\";v=\"24\"\r\n\
    sec-ch-ua-mobile: ?0\r\n\
    sec-ch-ua-platform: \"Linux\"\r\n\
    Upgrade-Insecure-Requests: 1\r\n\
    User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36\r\n\
    Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r\n\
    Sec-Fetch-Site: none\r\n\
    Sec-Fetch-Mode: navigate\r\n\
    Sec-Fetch-User: ?1\r\n\
    Sec-Fetch-Dest: document\r\n\
    Accept-Encoding: gzip, deflate, br, zstd\r\n\
    Accept-Language: en-US,en;q=0.9\r\n\r\n";

/// Short fields and a long one.
pub const COOKIES: &[u8] =
    b"GET /wiki/Hypertext_Transfer_Protocol?action=history&offset=20240101&limit=500 HTTP/1.1\r\n\
    Host: www.example.org\r\n\
    User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\r\n\
    Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n\
    Referer: https://www.example.org/wiki/Transmission_Control_Protocol\r\n\
    Cookie: session=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef; \
    preferences=eyJ0aGVtZSI6ImRhcmsiLCJsYW5ndWFnZSI6ImVuIiwic2l6ZSI6MTYsInNpZGViYXIiOnRydWV9; \
    seen=a0,b1,c2,d3,e4,f5,a6,b7,c8,d9,e0,f1,a2,b3,c4,d5,e6,f7,a8,b9,c0,d1,e2,f3,a4,b5,c6,d7,e8,f9; \
    consent=CPzHq4APzHq4AAGABCENDQCgAAAAAAAAAAAAAAAAAAAA.YAAAAAAAAAAA; visitor=5f0c8b1e-7a52-4f6f-9f4e-2f1c7f1a3d11\r\n\
    If-Modified-Since: Tue, 15 Oct 2024 08:12:31 GMT\r\n\
    If-None-Match: W/\"33a64df551425fcc55e4d42a148795d9f25f89d4\"\r\n\r\n";

/// Reads a head with all our checks; returns how many fields it has.
///
/// # Panics
///
/// When the head is not complete: these heads are.
#[must_use]
pub fn ours(decoder: &mut RequestDecoder, mut head: &[u8]) -> usize {
    match decoder.decode(&mut head) {
        Ok(Some(head)) => head.fields.len(),
        other => panic!("{other:?}"),
    }
}

/// The decoder for [`ours`].
#[must_use]
pub fn decoder() -> RequestDecoder {
    RequestDecoder::new(Limits::default())
}

/// Reads a head with httparse, which copies nothing and looks neither at Host nor into the target.
///
/// # Panics
///
/// When the head is not complete: these heads are.
#[must_use]
pub fn yardstick(head: &[u8]) -> usize {
    let mut fields = [httparse::EMPTY_HEADER; 64];
    let mut request = httparse::Request::new(&mut fields);
    match request.parse(head) {
        Ok(httparse::Status::Complete(_)) => request.headers.len(),
        other => panic!("{other:?}"),
    }
}
