//! Takes content out of the octets that follow a head, in any pieces.

use request::{Fields, Folding};

use crate::chunked::ChunkedDecoder;
use crate::error::{Error, ErrorKind};
use crate::framing::Framing;
use crate::limits::Limits;
use crate::part::{Part, take};

/// Takes the content of one message out of the octets that follow its head; it does no input or output itself.
///
/// Content is borrowed from the input and never copied. However the octets are cut into pieces, the content, the
/// trailers and the errors are the same; only the pieces of content differ.
#[derive(Debug, Clone)]
pub struct BodyDecoder {
    state: State,
    /// How many octets were taken; those of a chunked body count there.
    offset: usize,
    /// How much content may still come, where its framing does not say it.
    room: u64,
    failed: Option<Error>,
}

#[derive(Debug, Clone)]
enum State {
    /// So many octets are left.
    Length(u64),
    Chunked(Box<ChunkedDecoder>),
    UntilClose,
    Ended,
}

impl BodyDecoder {
    /// Decodes the content of a request, as a server does.
    #[must_use]
    pub fn for_request(framing: Framing, limits: Limits) -> Self {
        Self::new(framing, limits, Folding::Refuse)
    }

    /// Decodes the content of a response, as a client does: folded trailer fields are read, and not refused.
    #[must_use]
    pub fn for_response(framing: Framing, limits: Limits) -> Self {
        Self::new(framing, limits, Folding::Replace(response::unfold))
    }

    fn new(framing: Framing, limits: Limits, folding: Folding) -> Self {
        let state = match framing {
            Framing::Empty => State::Length(0),
            Framing::Length(length) => State::Length(length),
            Framing::Chunked => State::Chunked(Box::new(ChunkedDecoder::new(limits, folding))),
            Framing::UntilClose => State::UntilClose,
        };
        let too_large = framing.length().is_some_and(|length| length > limits.content);
        let failed = too_large.then_some(Error::new(ErrorKind::ContentTooLarge, 0));
        Self { state, offset: 0, room: limits.content, failed }
    }

    /// Takes octets from the front of `input`, up to the end of a part.
    ///
    /// Returns `None` when all of `input` was taken and more is needed; after [`Part::End`], always. What is left of
    /// `input` then belongs to what follows the message.
    ///
    /// # Errors
    ///
    /// When the framing is malformed or something is above its limit. Nothing that follows can be trusted then: every
    /// further call returns the same error. Offsets count from the first octet of the body, which is 0, in chunked content
    /// with all that stands around the chunks.
    ///
    /// - [`ErrorKind::ContentTooLarge`] before any octet, at 0, when a declared length is above the limit; else at the size
    ///   of the chunk, or at the octet, that is too much.
    /// - The line in front of a chunk, when it has ended: [`ErrorKind::SizeInvalid`] at its beginning;
    ///   [`ErrorKind::SizeTooLarge`] at the digit that is one too many, or at its beginning above 64 bits;
    ///   [`ErrorKind::ExtensionInvalid`] where no extension goes on, [`ErrorKind::ExtensionsTooLong`] after the digits.
    ///   A line above what digits and extensions may have is [`ErrorKind::ExtensionsTooLong`] at the octet too many.
    /// - [`ErrorKind::ChunkTooLong`] at the octet that stands after the data in place of its line end.
    /// - What no line may hold, and the trailers: as `LineFinder` and `SectionDecoder` of the layer `request` say.
    pub fn decode<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Part<'a>>, Error> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let decoded = self.decode_part(input);
        match &decoded {
            Ok(Some(Part::End(_))) => self.end(),
            Ok(_) => {}
            Err(error) => self.failed = Some(*error),
        }
        decoded
    }

    fn decode_part<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Part<'a>>, Error> {
        let piece = match &mut self.state {
            State::Ended => return Ok(None),
            State::Chunked(chunked) => return chunked.decode(input),
            State::Length(0) => return Ok(Some(Part::End(Fields::new()))),
            State::Length(left) => take(input, left),
            State::UntilClose => {
                let piece = take(input, &mut self.room);
                if !input.is_empty() {
                    return Err(Error::new(ErrorKind::ContentTooLarge, self.offset + piece.len()));
                }
                piece
            }
        };
        self.offset = self.offset.saturating_add(piece.len());
        Ok((!piece.is_empty()).then_some(Part::Content(piece)))
    }

    fn end(&mut self) {
        self.offset = self.offset();
        self.state = State::Ended;
    }

    /// What it means that the connection ends here: the end of content that has no other, and nothing after the end.
    ///
    /// # Errors
    ///
    /// When octets are missing: the message is incomplete and must not be taken for a whole one. And as
    /// [`decode`](Self::decode), when it had failed.
    pub fn end_of_connection(&mut self) -> Result<(), Error> {
        match (self.failed, &self.state) {
            (Some(error), _) => Err(error),
            (None, State::Ended | State::UntilClose | State::Length(0)) => {
                self.end();
                Ok(())
            }
            (None, _) => Err(Error::new(ErrorKind::Incomplete, self.offset())),
        }
    }

    /// Whether the message has ended.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        matches!(self.state, State::Ended)
    }

    /// How many octets were taken, those of the framing among them.
    #[must_use]
    pub fn offset(&self) -> usize {
        match &self.state {
            State::Chunked(chunked) => chunked.offset(),
            _ => self.offset,
        }
    }

    /// How much memory the decoder holds, in octets: none for content, and never more than twice what the limits allow
    /// for chunk lines and trailers, and some kilobytes.
    #[must_use]
    pub fn memory(&self) -> usize {
        match &self.state {
            State::Chunked(chunked) => size_of::<ChunkedDecoder>() + chunked.memory(),
            _ => 0,
        }
    }
}
