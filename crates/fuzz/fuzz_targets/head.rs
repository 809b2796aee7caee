//! A head means the same however it is cut, takes no more memory than the limits allow, and what was read can be written
//! and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use request::{Limits, RequestDecoder, Version};
use response::ResponseDecoder;

/// The first head of `octets`, or what is wrong with it, when they come in pieces of at most `size`.
macro_rules! decode {
    ($decoder:ty, $octets:expr, $size:expr) => {{
        let mut decoder = <$decoder>::new(Limits::default());
        let mut decoded = Ok(None);
        for mut piece in $octets.chunks($size) {
            decoded = decoder.decode(&mut piece);
            assert!(decoder.memory() <= 2 * (8192 + 65536) + 16 * 1024, "{} octets held", decoder.memory());
            if !matches!(decoded, Ok(None)) {
                break;
            }
        }
        decoded
    }};
}

fuzz_target!(|input: (u8, &[u8])| {
    let (size, octets) = input;
    let size = usize::from(size) + 1;
    let whole = decode!(RequestDecoder, octets, usize::MAX);
    assert_eq!(whole, decode!(RequestDecoder, octets, size));
    assert_eq!(whole, decode!(RequestDecoder, octets, 1));
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
    let whole = decode!(ResponseDecoder, octets, usize::MAX);
    assert_eq!(whole, decode!(ResponseDecoder, octets, size));
    assert_eq!(whole, decode!(ResponseDecoder, octets, 1));
});
