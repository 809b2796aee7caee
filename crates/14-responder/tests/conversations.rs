//! Whole conversations put together at random, right and wrong, whole and broken off: the server never sends what no
//! server may send, by the rules of the harness's checker.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use arbtest::arbitrary::Unstructured;
use arbtest::{arbitrary, arbtest};
use harness::{Conversation, Folder};
use responder::{Responder, Response, Settings, Stopper};

const METHODS: [&str; 10] = ["GET", "HEAD", "POST", "PUT", "OPTIONS", "TRACE", "CONNECT", "DELETE", "BREW", "get"];

const TARGETS: [&str; 14] = [
    "/",
    "/text.txt",
    "/dir",
    "/dir/",
    "/nowhere",
    "/count",
    "/echo",
    "*",
    "http://a/text.txt",
    "a:1",
    "/a b",
    "/%zz",
    "/../x",
    "https://a/",
];

/// The usual one first: it is taken most of the time.
const VERSIONS: [&str; 5] = ["HTTP/1.1", "HTTP/1.0", "HTTP/1.2", "HTTP/2.0", "http/1.1"];
const HOSTS: [&str; 5] = ["Host: a\r\n", "", "Host: a\r\nHost: b\r\n", "Host : a\r\n", "Host: a b\r\n"];

const FIELDS: [&str; 28] = [
    "",
    "Connection: close\r\n",
    "Connection: keep-alive\r\n",
    "Expect: 100-continue\r\n",
    "Expect: something\r\n",
    "Content-Length: 5\r\n",
    "Content-Length: +5\r\n",
    "Content-Length: 99999999999999999999\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Transfer-Encoding: gzip\r\n",
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5\r\n",
    "Expect: 100-continue\r\nContent-Length: 5\r\n",
    "Range: bytes=0-1\r\n",
    "Range: bytes=0-0,2-3\r\n",
    "Range: bytes=0-,0-,0-\r\n",
    "Range: bytes=-1\r\n",
    "Range: bytes=99999-\r\n",
    "Range: bytes=2-1\r\n",
    "If-Range: \"a\"\r\nRange: bytes=0-1\r\n",
    "If-None-Match: *\r\n",
    "If-Match: \"a\"\r\n",
    "If-Modified-Since: Sun, 06 Nov 2044 08:49:37 GMT\r\n",
    "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n",
    "Accept-Encoding: gzip\r\n",
    "Accept-Encoding: identity;q=0, *;q=0\r\n",
    "Upgrade: x\r\nConnection: upgrade\r\n",
    "Content-Encoding: gzip\r\nContent-Length: 5\r\n",
    "X: a\r\n b\r\n",
];

const CONTENT: [&str; 5] = ["", "hello", "5\r\nhello\r\n0\r\n\r\n", "5\r\nhe", "x\r\n"];

/// Most of the time the first one.
fn seldom<'a>(u: &mut Unstructured<'_>, choices: &[&'a str]) -> arbitrary::Result<&'a str> {
    if u.ratio(1, 6)? { Ok(*u.choose(choices)?) } else { Ok(choices[0]) }
}

fn requests(u: &mut Unstructured<'_>) -> arbitrary::Result<Vec<u8>> {
    let mut octets = Vec::new();
    for _ in 0..u.int_in_range(1..=4)? {
        let (method, target) = (*u.choose(&METHODS)?, *u.choose(&TARGETS)?);
        let (version, host) = (seldom(u, &VERSIONS)?, seldom(u, &HOSTS)?);
        let (one, other) = (*u.choose(&FIELDS)?, seldom(u, &FIELDS)?);
        let content = if one.contains("Content-Length: 5") { "hello" } else { seldom(u, &CONTENT)? };
        octets.extend_from_slice(format!("{method} {target} {version}\r\n{host}{one}{other}\r\n{content}").as_bytes());
    }
    if u.ratio(1, 8)? {
        octets.truncate(u.choose_index(octets.len())?);
    }
    if u.ratio(1, 8)? && !octets.is_empty() {
        let at = u.choose_index(octets.len())?;
        octets[at] = u.arbitrary()?;
    }
    Ok(octets)
}

/// A server that runs in a thread of its own until it is dropped.
struct Running(SocketAddr, Stopper, Option<JoinHandle<io::Result<()>>>);

impl Running {
    fn start(folder: &Folder) -> Self {
        let settings = Settings { log: false, ..Settings::default() };
        let responder = Responder::new()
            .settings(settings)
            .post("/echo", |request| {
                let content = request.content();
                Ok(Response::reading("text/plain", content, content.length()))
            })
            .get("/count", |_| {
                Ok(Response::writing("text/plain", |out| (1..=5).try_for_each(|number| writeln!(out, "{number}"))))
            })
            .folder("/", folder.path())
            .expect("the folder is there");
        let server = responder.bind("127.0.0.1:0").expect("a free port");
        let (addr, stopper) = (server.local_addr().expect("it listens"), server.stopper());
        Self(addr, stopper, Some(thread::spawn(|| server.run())))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.1.stop();
        let _ = self.2.take().map(JoinHandle::join);
    }
}

/// Sends these octets, says that no more will come, and takes what comes back.
fn converse(addr: SocketAddr, sent: &[u8]) {
    let mut stream = TcpStream::connect(addr).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    let mut conversation = Conversation::with_live_server();
    conversation.sent(sent);
    // A server that has enough closes at any time; what it said before counts.
    let _ = stream.write_all(sent).and_then(|()| stream.shutdown(Shutdown::Write));
    let mut buffer = [0; 8 * 1024];
    loop {
        match stream.read(&mut buffer) {
            Ok(0) => break conversation.closed(),
            Ok(count) => {
                conversation.received(&buffer[..count]);
            }
            Err(error) if error.kind() == ErrorKind::ConnectionReset => break,
            Err(error) => panic!("{error}, and the connection was still open: {}", sent.escape_ascii()),
        }
    }
    conversation.verdict().unwrap_or_else(|violation| panic!("{violation}\n{}", sent.escape_ascii()));
}

#[test]
fn nothing_is_sent_that_no_server_may_send() {
    let folder = Folder::new().expect("a folder");
    for (name, content) in [("text.txt", "abcdefghij".repeat(500)), ("dir/index.html", "<p>dir</p>".to_owned())] {
        folder.write(name, content).expect("room for a file");
    }
    let server = Running::start(&folder);
    arbtest(|u| {
        converse(server.0, &requests(u)?);
        Ok(())
    })
    .budget_ms(1000);
}
