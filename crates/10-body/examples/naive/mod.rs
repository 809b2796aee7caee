//! What the two naive programs share: a head is read line by line, and a field is the first line of that name.

use std::env;
use std::io::{self, BufRead, ErrorKind};

/// The word after `name` on the command line.
pub fn option(name: &str) -> Option<String> {
    env::args().skip_while(|word| word != name).nth(1)
}

/// The first two words of a head: method and target of a request, version and status of a response.
pub fn first_words(head: &str) -> &str {
    let mut spaces = head.lines().next().unwrap_or_default().match_indices(' ');
    spaces.nth(1).map_or("?", |(at, _)| &head[..at])
}

/// Reads lines up to an empty one, which is part of the head; nothing when the peer has closed. Empty lines in front of it
/// are passed over.
pub fn head(input: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut head = String::new();
    while head.len() < 8000 {
        let before = head.len();
        if input.read_line(&mut head)? == 0 {
            return if before == 0 { Ok(None) } else { Err(ErrorKind::UnexpectedEof.into()) };
        }
        match (before, head[before..].trim_end()) {
            (0, "") => head.clear(),
            (_, "") => return Ok(Some(head)),
            _ => {}
        }
    }
    Err(ErrorKind::InvalidData.into())
}

/// The value of a field, whatever the letter case of its name.
pub fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut fields = head.lines().filter_map(|line| line.split_once(':'));
    fields.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}
