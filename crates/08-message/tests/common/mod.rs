//! Feeds a decoder in every way in which a stream can be cut.

use message::{Decoder, Error, Head, Limits};

/// What a decoder makes of one message: a head and how many octets it took, or that it wants more, or an error.
pub type Decoded<H> = Result<Option<(H, usize)>, Error>;

/// Decodes pieces until there is a head or an error.
pub fn decode_pieces<'a, H: Head>(limits: Limits, pieces: impl IntoIterator<Item = &'a [u8]>) -> Decoded<H> {
    let mut decoder = Decoder::new(limits);
    let mut taken = 0;
    for piece in pieces {
        let mut input = piece;
        let head = decoder.decode(&mut input)?;
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
pub fn decode_all_ways<H: Head + PartialEq + std::fmt::Debug>(limits: Limits, message: &[u8]) -> Decoded<H> {
    let whole = decode_pieces(limits, [message]);
    assert_eq!(decode_pieces(limits, message.chunks(1)), whole, "octet by octet: {}", message.escape_ascii());
    for cut in 0..=message.len() {
        let (first, second) = message.split_at(cut);
        assert_eq!(decode_pieces(limits, [first, second]), whole, "cut at {cut}: {}", message.escape_ascii());
    }
    whole
}
