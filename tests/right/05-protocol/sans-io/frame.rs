//! Frames without input or output: bytes go into a decoder, frames come out.

use std::fmt::{self, Display};

#[derive(Debug, Clone)]
pub struct Frame {
    pub head: String,
    pub kind: String,
    pub key: Option<String>,
    pub body: Vec<u8>,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Bad {
    Malformed,
    TooLarge,
}

/// Collects bytes until they make a frame.
#[derive(Default)]
pub struct Decoder {
    bytes: Vec<u8>,
}

impl Decoder {
    pub fn feed(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The next frame; `None` as long as a part of it is missing.
    pub fn next(&mut self) -> Result<Option<Frame>, Bad> {
        let Some(line_end) = self.bytes.iter().take(100).position(|&byte| byte == b'\n') else {
            return if self.bytes.len() < 100 { Ok(None) } else { Err(Bad::TooLarge) };
        };
        let (mut frame, length) = head(&self.bytes[..line_end]).ok_or(Bad::Malformed)?;
        let length = length.filter(|&length| length <= 65_536).ok_or(Bad::TooLarge)?;
        let body_end = line_end + 1 + length;
        if self.bytes.len() < body_end {
            return Ok(None);
        }
        frame.body = self.bytes[line_end + 1..body_end].to_vec();
        self.bytes.drain(..body_end);
        if frame.kind == "text" && std::str::from_utf8(&frame.body).is_err() {
            return Err(Bad::Malformed);
        }
        Ok(Some(frame))
    }
}

/// The frame without its body, and the length, if it fits.
fn head(line: &[u8]) -> Option<(Frame, Option<usize>)> {
    let words = line.split(|&byte| byte == b' ').map(|word| String::from_utf8(word.to_vec()).ok());
    let words: Vec<String> = words.collect::<Option<_>>()?;
    let (head, kind, length) = (words.first()?, words.get(1)?, words.get(2)?);
    let key = words.get(3).cloned();
    let digits = length.bytes().all(|byte| byte.is_ascii_digit()) && !length.is_empty();
    let good = words.len() <= 4
        && is_token(head)
        && ["text", "bytes"].contains(&kind.as_str())
        && digits
        && (length == "0" || !length.starts_with('0'))
        && key.as_deref().is_none_or(is_key);
    let frame = Frame { head: head.clone(), kind: kind.clone(), key, body: Vec::new() };
    good.then(|| (frame, length.parse().ok()))
}

pub fn is_token(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

pub fn is_key(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| (0x21..=0x7e).contains(&byte))
}

/// For the argument `--key`.
pub fn key(word: &str) -> Result<String, &'static str> {
    if is_key(word) { Ok(word.to_owned()) } else { Err("not visible ASCII") }
}

impl Frame {
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = format!("{} {} {}", self.head, self.kind, self.body.len());
        if let Some(key) = &self.key {
            bytes.push(' ');
            bytes.push_str(key);
        }
        bytes.push('\n');
        [bytes.as_bytes(), &self.body].concat()
    }
}

impl Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.head, self.kind, cli::text(&self.body))
    }
}
