//! The chunked transfer coding, one octet after the other.

use request::{ErrorKind as LineError, Folding, SectionDecoder, syntax};

use crate::chunk_line;
use crate::part::Part;
use crate::error::{Error, ErrorKind};
use crate::limits::Limits;

/// Takes content out of chunks.
#[derive(Debug, Clone)]
pub(crate) struct ChunkedDecoder {
    limits: Limits,
    folding: Folding,
    /// What has come of a line: in front of a chunk, or behind its data.
    line: Vec<u8>,
    behind_data: bool,
    data_left: u64,
    section: Option<SectionDecoder>,
    taken: usize,
}

impl ChunkedDecoder {
    pub(crate) fn new(limits: Limits, folding: Folding) -> Self {
        Self { limits, folding, line: Vec::new(), behind_data: false, data_left: 0, section: None, taken: 0 }
    }

    pub(crate) fn decode<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Part<'a>>, Error> {
        while self.section.is_none() && self.data_left == 0 {
            let Some((&octet, rest)) = input.split_first() else { return Ok(None) };
            self.framing_octet(octet)?;
            self.taken += 1;
            *input = rest;
        }
        if let Some(section) = &mut self.section {
            return Ok(section.decode(input)?.map(Part::End));
        }
        let count = input.len().min(usize::try_from(self.data_left).unwrap_or(usize::MAX));
        let (piece, rest) = input.split_at(count);
        *input = rest;
        self.taken += count;
        self.data_left -= count as u64;
        if count == 0 {
            return Ok(None);
        }
        Ok(Some(Part::Content(piece)))
    }

    fn framing_octet(&mut self, octet: u8) -> Result<(), Error> {
        let most = if self.behind_data { 0 } else { self.limits.size_digits + self.limits.extensions };
        let after_cr = self.line.last() == Some(&b'\r');
        let kind = match octet {
            b'\n' if after_cr => {
                self.line.pop();
                return self.line_end();
            }
            _ if after_cr => ErrorKind::Line(LineError::BareCr),
            b'\n' => ErrorKind::Line(LineError::BareLf),
            b'\r' => {
                self.line.push(octet);
                return Ok(());
            }
            _ if !syntax::is_line_octet(octet) => ErrorKind::Line(LineError::ControlOctet),
            _ if self.line.len() < most => {
                self.line.push(octet);
                return Ok(());
            }
            _ if self.behind_data => ErrorKind::ChunkTooLong,
            _ => ErrorKind::ExtensionsTooLong,
        };
        Err(Error::new(kind, self.taken))
    }

    fn line_end(&mut self) -> Result<(), Error> {
        if std::mem::take(&mut self.behind_data) {
            return Ok(());
        }
        let start = self.taken - 1 - self.line.len();
        let line = chunk_line::parse(&self.line, self.limits.size_digits).map_err(|error| error.after(start))?;
        let extensions = self.line.len() - line.digits;
        if extensions > self.limits.extensions {
            return Err(Error::new(ErrorKind::ExtensionsTooLong, start + line.digits));
        }
        if line.size > self.limits.content {
            return Err(Error::new(ErrorKind::ContentTooLarge, start));
        }
        self.limits.extensions -= extensions;
        self.limits.content -= line.size;
        self.line.clear();
        if line.size == 0 {
            self.section = Some(SectionDecoder::new(self.limits.trailers, self.folding, self.taken + 1));
        } else {
            self.data_left = line.size;
            self.behind_data = true;
        }
        Ok(())
    }

    /// How many octets of the body were taken.
    pub(crate) fn offset(&self) -> usize {
        self.section.as_ref().map_or(self.taken, SectionDecoder::offset)
    }

    pub(crate) fn memory(&self) -> usize {
        self.line.capacity() + self.section.as_ref().map_or(0, SectionDecoder::memory)
    }
}
