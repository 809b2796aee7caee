//! A date that is read can be written in the one form that is sent, and is read as the same date again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use representation::{format_date, parse_date};

fuzz_target!(|octets: &[u8]| {
    let Some(time) = parse_date(octets) else { return };
    let Some(written) = format_date(time) else { return };
    assert_eq!(parse_date(written.as_bytes()), Some(time), "{written}");
    assert_eq!(written.len(), "Sun, 06 Nov 1994 08:49:37 GMT".len(), "{written}");
});
