//! Feeds a decoder in every way in which a stream can be cut.

use std::fmt::Debug;

use request::{Error, Limits, RequestDecoder, RequestHead};

/// A decoder of heads.
pub trait Decoder {
    /// What it makes of octets.
    type Head: PartialEq + Debug;
    /// Why it refuses them.
    type Error: PartialEq + Debug;

    /// A decoder that has received nothing.
    fn start(limits: Limits) -> Self;

    /// Takes octets from the front of `input`.
    fn take(&mut self, input: &mut &[u8]) -> Result<Option<Self::Head>, Self::Error>;

    /// How many octets of memory it holds.
    fn held(&self) -> usize;
}

impl Decoder for RequestDecoder {
    type Head = RequestHead;
    type Error = Error;

    fn start(limits: Limits) -> Self {
        Self::new(limits)
    }

    fn take(&mut self, input: &mut &[u8]) -> Result<Option<RequestHead>, Error> {
        self.decode(input)
    }

    fn held(&self) -> usize {
        self.memory()
    }
}

/// What a decoder makes of one message: a head and how many octets it took, or that it wants more, or an error.
pub type Decoded<D> = Result<Option<(<D as Decoder>::Head, usize)>, <D as Decoder>::Error>;

/// Decodes pieces until there is a head or an error.
pub fn decode_pieces<'a, D: Decoder>(limits: Limits, pieces: impl IntoIterator<Item = &'a [u8]>) -> Decoded<D> {
    let mut decoder = D::start(limits);
    let mut taken = 0;
    for piece in pieces {
        let mut input = piece;
        let head = decoder.take(&mut input)?;
        taken += piece.len() - input.len();
        if let Some(head) = head {
            return Ok(Some((head, taken)));
        }
        assert!(input.is_empty(), "a decoder that wants more has taken all");
    }
    Ok(None)
}

/// Decodes a message whole, octet by octet, and cut in two at each position; all must give the same.
#[track_caller]
pub fn decode_all_ways<D: Decoder>(limits: Limits, message: &[u8]) -> Decoded<D> {
    let whole = decode_pieces::<D>(limits, [message]);
    assert_eq!(decode_pieces::<D>(limits, message.chunks(1)), whole, "octet by octet: {}", message.escape_ascii());
    for cut in 0..=message.len() {
        let (first, second) = message.split_at(cut);
        assert_eq!(decode_pieces::<D>(limits, [first, second]), whole, "cut at {cut}: {}", message.escape_ascii());
    }
    whole
}

/// The most memory that a decoder holds while it takes a message in pieces of `size`.
#[allow(dead_code, reason = "not every test that has this module looks at memory")]
pub fn most_held<D: Decoder>(limits: Limits, message: &[u8], size: usize) -> usize {
    let mut decoder = D::start(limits);
    let mut most = 0;
    for mut piece in message.chunks(size) {
        while let Ok(Some(_)) = decoder.take(&mut piece) {}
        most = most.max(decoder.held());
    }
    most
}
