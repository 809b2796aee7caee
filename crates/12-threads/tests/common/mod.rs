//! What several of these tests need.
#![allow(dead_code)] // No test needs all of it.

use std::env;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::process;

use request::{Method, RequestHead, Status, Target};
use response::ResponseHead;
use threads::{Conversation, Transport, Trouble};

pub const GET: &str = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
pub const EMPTY: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

/// Responses without their dates, each of which has exactly one.
pub fn undated(responses: &str) -> String {
    let is_date = |line: &&str| line.starts_with("Date: ") && line.ends_with(" GMT\r\n");
    let lines = responses.split_inclusive("\r\n");
    let (dates, heads) = (lines.clone().filter(is_date).count(), responses.matches("HTTP/1.1 ").count());
    let interim = responses.matches("HTTP/1.1 100 ").count();
    assert_eq!(dates, heads - interim, "{responses}");
    lines.filter(|line| !is_date(line)).collect()
}

/// The content of a request, as a reader.
pub struct Body<'c, 'p, T>(pub &'c mut Conversation<'p, T>);

impl<T: Transport> Read for Body<'_, '_, T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read_content(buffer).map_err(io::Error::other)
    }
}

/// All of the content of a request.
pub fn content<T: Transport>(conversation: &mut Conversation<'_, T>) -> Result<Vec<u8>, Trouble> {
    let (mut content, mut piece) = (Vec::new(), [0; 1000]);
    loop {
        match conversation.read_content(&mut piece)? {
            0 => return Ok(content),
            count => content.extend_from_slice(&piece[..count]),
        }
    }
}

/// Echoes content: to `/long` without saying the length, to all other targets with it.
pub fn echo<T: Transport>(conversation: &mut Conversation<'_, T>) -> Result<(), Trouble> {
    loop {
        let echoed = match conversation.next_request() {
            Ok(None) => return Ok(()),
            Ok(Some(head)) => respond(conversation, &head),
            Err(trouble) => Err(trouble),
        };
        match echoed {
            Err(Trouble::Refused(error)) if conversation.is_due() => {
                conversation.respond(ResponseHead::new(error.status()), b"")?;
            }
            echoed => echoed?,
        }
    }
}

fn respond<T: Transport>(conversation: &mut Conversation<'_, T>, head: &RequestHead) -> Result<(), Trouble> {
    let content = content(conversation)?;
    let response = ResponseHead::new(Status::OK);
    if head.target.path() != "/long" {
        return conversation.respond(response, &content);
    }
    conversation.begin(response, None)?;
    conversation.send(&content)?;
    conversation.end()
}

/// The head of a request of this method.
pub fn head(method: Method) -> RequestHead {
    Target::uri("http://a/").ok().and_then(|uri| RequestHead::to(method, &uri)).expect("a server")
}

/// A file with so many octets, no piece of which is like another, and these octets. It has no name any more.
pub fn file_of(name: &str, length: u32) -> (File, Vec<u8>) {
    let octets: Vec<u8> = (0..length).map(|number| number.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
    let path = env::temp_dir().join(format!("threads-{name}-{}", process::id()));
    fs::write(&path, &octets).expect("room for a file");
    let file = OpenOptions::new().read(true).write(true).open(&path).expect("it is there");
    // On Windows it stays until it is closed, or longer.
    let _ = fs::remove_file(&path);
    (file, octets)
}
