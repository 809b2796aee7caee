//! A strict reader of messages: head sections and content as a sender must write them, from pieces of any size.

use crate::fault::{Checked, Fault};
use crate::fields::{Field, Fields};
use crate::grammar::{Cursor, is_text, is_token};
use crate::rules;

/// Octets that have come and are not read yet, and where in the stream they stand.
#[derive(Debug)]
pub(crate) struct Input<'a> {
    pub(crate) octets: &'a [u8],
    pub(crate) at: u64,
}

impl<'a> Input<'a> {
    pub(crate) fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.octets.split_at(count.min(self.octets.len()));
        self.octets = rest;
        self.at += taken.len() as u64;
        taken
    }

    /// A line with its LF, or what has come of it.
    pub(crate) fn take_through_lf(&mut self) -> &'a [u8] {
        let count = self.octets.iter().position(|octet| *octet == b'\n').map_or(self.octets.len(), |at| at + 1);
        self.take(count)
    }
}

/// Lines up to an empty one: a head, or the trailer section of chunked content.
#[derive(Debug)]
pub(crate) struct Section {
    /// Where it begins in the stream.
    pub(crate) at: u64,
    /// All its octets so far.
    pub(crate) octets: Vec<u8>,
    /// Where the lines end, without CR LF.
    ends: Vec<usize>,
}

impl Section {
    pub(crate) fn new(at: u64) -> Self {
        Self { at, octets: Vec::new(), ends: Vec::new() }
    }

    fn line(&self, number: usize) -> (usize, &[u8]) {
        let start = if number == 0 { 0 } else { self.ends[number - 1] + 2 };
        (start, &self.octets[start..self.ends[number]])
    }

    /// Takes octets up to the empty line; says whether it has come. With `start_line`, an empty first line is none.
    pub(crate) fn read(&mut self, input: &mut Input<'_>, start_line: bool) -> Checked<bool> {
        while !input.octets.is_empty() {
            self.octets.extend_from_slice(input.take_through_lf());
            if self.octets.last() != Some(&b'\n') {
                return Ok(false);
            }
            let start = self.ends.last().map_or(0, |end| end + 2);
            let end = self.octets.len() - 1;
            if self.octets[start..end].last() != Some(&b'\r') {
                return Err(Fault::new(&rules::BARE_LF).at(self.at + end as u64));
            }
            self.ends.push(end - 1);
            if let Some(cr) = self.octets[start..end - 1].iter().position(|octet| *octet == b'\r') {
                return Err(Fault::new(&rules::BARE_CR).at(self.at + (start + cr) as u64));
            }
            if end - 1 == start && !(start_line && self.ends.len() == 1) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The first line.
    pub(crate) fn start_line(&self) -> &[u8] {
        if self.ends.is_empty() { &self.octets } else { self.line(0).1 }
    }

    /// The fields of a complete section; `first` is the number of the first field line.
    pub(crate) fn fields(&self, first: usize) -> Checked<Fields> {
        let numbers = first..self.ends.len().saturating_sub(1);
        numbers.map(|number| self.field(number, first)).collect::<Checked<Vec<_>>>().map(Fields)
    }

    fn field(&self, number: usize, first: usize) -> Checked<Field> {
        let (start, line) = self.line(number);
        let at = |offset: usize| self.at + (start + offset) as u64;
        if matches!(line.first(), Some(b' ' | b'\t')) {
            let rule = if number == first { &rules::SPACE_FIRST } else { &rules::FOLD };
            return Err(Fault::new(rule).at(at(0)));
        }
        let Some(colon) = line.iter().position(|octet| *octet == b':') else {
            return Err(Fault::new(&rules::FIELD_LINE).at(at(0)));
        };
        let (name, value) = (&line[..colon], &line[colon + 1..]);
        if matches!(name.last(), Some(b' ' | b'\t')) {
            return Err(Fault::new(&rules::SPACE_BEFORE_COLON).at(at(colon - 1)));
        }
        if !is_token(name) {
            return Err(Fault::new(&rules::FIELD_LINE).at(at(0)));
        }
        if let Some(wrong) = value.iter().position(|octet| !is_text(*octet)) {
            return Err(Fault::new(&rules::FIELD_OCTETS).at(at(colon + 1 + wrong)));
        }
        let value = match value {
            [] | [b' '] => &[],
            [b' ', value @ ..] if !matches!(value[0], b' ' | b'\t') => value,
            _ => return Err(Fault::new(&rules::WHITE_SPACE).at(at(colon + 1))),
        };
        if matches!(value.last(), Some(b' ' | b'\t')) {
            return Err(Fault::new(&rules::TRAILING_SPACE).at(at(line.len() - 1)));
        }
        // A name that is a token is ASCII.
        let name = String::from_utf8_lossy(name).into_owned();
        Ok(Field { name, value: value.to_vec(), at: at(0) })
    }
}

/// Where content ends.
#[derive(Debug)]
pub(crate) enum Body {
    /// After so many octets more.
    Length(u64),
    Chunked(Chunked),
    /// With the connection.
    UntilClose,
}

#[derive(Debug)]
pub(crate) struct Chunked {
    state: State,
    line: Vec<u8>,
    /// The trailer section, once it is complete.
    pub(crate) trailers: Fields,
}

#[derive(Debug)]
enum State {
    Size,
    Data(u64),
    /// How many octets of the CR LF after the data have come.
    DataEnd(usize),
    Trailers(Section),
}

impl Chunked {
    pub(crate) fn new() -> Self {
        Self { state: State::Size, line: Vec::new(), trailers: Fields::default() }
    }

    fn read(&mut self, input: &mut Input<'_>, content: &mut dyn FnMut(&[u8])) -> Checked<bool> {
        while !input.octets.is_empty() {
            let at = input.at;
            match &mut self.state {
                State::Size => {
                    self.line.extend_from_slice(input.take_through_lf());
                    if let Some(wrong) = self.line.iter().position(|octet| !is_text(*octet) && !b"\r\n".contains(octet))
                    {
                        return Err(Fault::new(&rules::CHUNK).at(input.at - (self.line.len() - wrong) as u64));
                    }
                    if self.line.last() == Some(&b'\n') {
                        let start = input.at - self.line.len() as u64;
                        let size =
                            chunk_size(&std::mem::take(&mut self.line)).map_err(|rule| Fault::new(rule).at(start))?;
                        self.state =
                            if size == 0 { State::Trailers(Section::new(input.at)) } else { State::Data(size) };
                    }
                }
                State::Data(left) => {
                    let taken = input.take(usize::try_from(*left).unwrap_or(usize::MAX));
                    content(taken);
                    *left -= taken.len() as u64;
                    if *left == 0 {
                        self.state = State::DataEnd(0);
                    }
                }
                State::DataEnd(count) => {
                    if input.take(1) != &b"\r\n"[*count..=*count] {
                        return Err(Fault::new(&rules::CHUNK).at(at).namely("CR LF is due after the data of a chunk"));
                    }
                    *count += 1;
                    if *count == 2 {
                        self.state = State::Size;
                    }
                }
                State::Trailers(section) => {
                    if section.read(input, false)? {
                        self.trailers = section.fields(0)?;
                        return Ok(true);
                    }
                }
            }
        }
        Ok(false)
    }
}

/// The size in a chunk's first line, or the rule that the line breaks.
fn chunk_size(line: &[u8]) -> Result<u64, &'static rules::Rule> {
    let line = line.strip_suffix(b"\r\n").ok_or(&rules::CHUNK)?;
    let mut cursor = Cursor::new(line);
    let digits = cursor.take_while(|octet| octet.is_ascii_hexdigit());
    let size = std::str::from_utf8(digits).ok().and_then(|digits| u64::from_str_radix(digits, 16).ok());
    let mut good = true;
    while good && cursor.eat(b";") {
        good = cursor.token().is_some() && (!cursor.eat(b"=") || cursor.value().is_some());
    }
    match size {
        Some(size) if good && cursor.is_at_end() => Ok(size),
        _ if line.iter().any(|octet| matches!(octet, b' ' | b'\t')) => Err(&rules::CHUNK_SPACE),
        _ => Err(&rules::CHUNK),
    }
}

impl Body {
    /// Takes octets of the content and hands them to `content`; says whether its end has come.
    pub(crate) fn read(&mut self, input: &mut Input<'_>, content: &mut dyn FnMut(&[u8])) -> Checked<bool> {
        match self {
            Self::Length(left) => {
                let taken = input.take(usize::try_from(*left).unwrap_or(usize::MAX));
                content(taken);
                *left -= taken.len() as u64;
                Ok(*left == 0)
            }
            Self::Chunked(chunked) => chunked.read(input, content),
            Self::UntilClose => {
                content(input.take(usize::MAX));
                Ok(false)
            }
        }
    }
}
