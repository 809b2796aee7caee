//! A head means the same however it is cut, takes no more memory than the limits allow, and what was read can be written
//! and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use message::{Decoder, Error, Head, Limits, RequestDecoder, RequestHead, ResponseHead, Version};

/// The first head of `octets`, or what is wrong with it, when they come in pieces of at most `size`.
fn decode<H: Head>(octets: &[u8], size: usize) -> Result<Option<H>, Error> {
    let mut decoder = Decoder::<H>::new(Limits::default());
    for mut piece in octets.chunks(size) {
        let head = decoder.decode(&mut piece)?;
        assert!(decoder.memory() <= 2 * (8192 + 65536) + 16 * 1024, "{} octets held", decoder.memory());
        if head.is_some() {
            return Ok(head);
        }
    }
    Ok(None)
}

fuzz_target!(|input: (u8, &[u8])| {
    let (size, octets) = input;
    let size = usize::from(size) + 1;
    let whole = decode::<RequestHead>(octets, usize::MAX);
    assert_eq!(whole, decode(octets, size));
    assert_eq!(whole, decode(octets, 1));
    // What is written is HTTP/1.1, and needs the Host that HTTP/1.0 may lack.
    if let Ok(Some(head)) = whole
        && head.version >= Version::HTTP_11
    {
        let mut written = Vec::new();
        head.encode(&mut written);
        let again = RequestDecoder::new(Limits { section: usize::MAX, ..Limits::default() }).decode(&mut &written[..]);
        let again = again.expect("what was read can be written and read").expect("it is whole");
        assert_eq!((&head.method, &head.target), (&again.method, &again.target));
        assert!(head.fields.iter().map(|f| (f.name(), f.value())).eq(again.fields.iter().map(|f| (f.name(), f.value()))));
    }
    let whole = decode::<ResponseHead>(octets, usize::MAX);
    assert_eq!(whole, decode(octets, size));
    assert_eq!(whole, decode(octets, 1));
});
