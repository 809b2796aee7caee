//! The content that goes with a request.

use std::fs::File;
use std::io::{self, Cursor, Read};

use crate::args::Args;
use crate::failure::Failure;

/// Content to send, from its beginning.
pub struct Data {
    pub source: Box<dyn Read>,
    /// `None` where nobody knows, or nobody is to be told: then it goes out in chunks.
    pub length: Option<u64>,
}

impl Data {
    /// No content.
    pub fn nothing() -> Self {
        Self { source: Box::new(io::empty()), length: Some(0) }
    }
}

/// Where the content comes from, so that it can be sent again.
pub struct Origin {
    given: Option<String>,
    chunked: bool,
    /// Whether what can be read only once was read.
    used: bool,
}

impl Origin {
    pub fn new(args: &Args) -> Self {
        Self { given: args.data.clone(), chunked: args.chunked, used: false }
    }

    /// The media type to send with the content, unless a field of the command line says another.
    pub fn media_type(args: &Args) -> Option<&'static str> {
        let data = args.data.as_ref()?;
        Some(if data.starts_with('@') { "application/octet-stream" } else { body::form::MEDIA_TYPE })
    }

    /// The content from its beginning.
    pub fn open(&mut self) -> Result<Data, Failure> {
        let text = self.given.as_deref().unwrap_or_default();
        let Some(name) = text.strip_prefix('@') else {
            let length = (!self.chunked).then_some(text.len() as u64);
            return Ok(Data { source: Box::new(Cursor::new(text.to_owned())), length });
        };
        if name == "-" && self.chunked && !std::mem::replace(&mut self.used, true) {
            return Ok(Data { source: Box::new(io::stdin()), length: None });
        }
        if name == "-" {
            let advice =
                if self.chunked { "it was read already" } else { "nobody knows how long it is: add --chunked" };
            return Err(Failure::own(format!("cannot send standard input: {advice}")));
        }
        let failed = |error: io::Error| Failure::own(format!("cannot read {name}: {error}"));
        let file = File::open(name).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        if metadata.is_dir() {
            return Err(Failure::own(format!("cannot read {name}: it is a folder")));
        }
        if !metadata.is_file() && !self.chunked {
            let advice = "it is no file, so nobody knows how long it is: add --chunked";
            return Err(Failure::own(format!("cannot send {name}: {advice}")));
        }
        if !metadata.is_file() && std::mem::replace(&mut self.used, true) {
            return Err(Failure::own(format!("cannot send {name} once more: it is no file, and was read already")));
        }
        let source = Source { name: name.to_owned(), file };
        if self.chunked {
            return Ok(Data { source: Box::new(source), length: None });
        }
        let length = metadata.len();
        // A file that grows meanwhile is sent as it was.
        Ok(Data { source: Box::new(source.take(length)), length: Some(length) })
    }
}

/// A file whose errors say which file it is.
struct Source {
    name: String,
    file: File,
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            _ => Failure::own(format!("cannot read {}: {error}", self.name)).into(),
        })
    }
}
