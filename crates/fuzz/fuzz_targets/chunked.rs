//! A body means the same however it is cut, holds nothing but chunk lines and trailers, and comes back as it was sent.
#![no_main]

use body::{BodyDecoder, BodyEncoder, Error, Framing, Limits, Part};
use libfuzzer_sys::fuzz_target;
use request::Fields;

/// The content of a chunked body, how many octets the body has, and whether it is complete.
fn decode(octets: &[u8], size: usize) -> Result<(Vec<u8>, usize, bool), Error> {
    let mut decoder = BodyDecoder::for_request(Framing::Chunked, Limits::default());
    let mut content = Vec::new();
    for mut piece in octets.chunks(size) {
        while let Some(part) = decoder.decode(&mut piece)? {
            match part {
                Part::Content(octets) => content.extend_from_slice(octets),
                Part::End(_) => return Ok((content, decoder.offset(), true)),
            }
        }
        assert!(piece.is_empty(), "{} octets were left without a part", piece.len());
        assert!(decoder.memory() <= 256 * 1024, "{} octets held", decoder.memory());
    }
    Ok((content, decoder.offset(), false))
}

fuzz_target!(|input: (u8, &[u8])| {
    let (size, octets) = input;
    let size = usize::from(size) + 1;
    let whole = decode(octets, usize::MAX);
    assert_eq!(whole, decode(octets, size));
    assert_eq!(whole, decode(octets, 1));

    let mut encoder = BodyEncoder::new(Framing::Chunked);
    let mut sent = Vec::new();
    for piece in octets.chunks(size) {
        encoder.content(piece, &mut sent).expect("chunks have no length to miss");
    }
    encoder.end(&Fields::new(), &mut sent).expect("it has not ended");
    assert_eq!(decode(&sent, size), Ok((octets.to_vec(), sent.len(), true)));
});
