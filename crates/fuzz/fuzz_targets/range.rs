//! Whatever a Range field says, the parts lie within the content and are not more than it; preconditions and codings never
//! panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use request::{Fields, Method};
use representation::{EntityTag, Selection, Validators, choose, entity_tags, evaluate, parse_ranges, select};

fuzz_target!(|input: (u32, &[u8])| {
    let (length, value) = input;
    let length = u64::from(length);
    if let Some(ranges) = parse_ranges(value) {
        match select(&ranges, length) {
            Selection::Parts(parts) => {
                let asked: u64 = parts.iter().map(|part| part.end - part.start).sum();
                assert!(parts.iter().all(|part| part.start < part.end && part.end <= length), "{parts:?} of {length}");
                assert!(asked <= 2 * length, "{asked} octets asked of {length}");
            }
            Selection::Whole | Selection::Unsatisfiable => {}
        }
    }
    for tag in entity_tags(value) {
        assert_eq!(EntityTag::parse(&tag.to_value()), Some(tag));
    }
    for name in ["If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "Accept-Encoding"] {
        let mut fields = Fields::new();
        if fields.push(name, value).is_ok() {
            let _ = choose(&fields);
            let current = Validators::with_etag(EntityTag::strong("a"));
            let _ = (evaluate(&Method::Get, &fields, Some(&current)), evaluate(&Method::Put, &fields, None));
        }
    }
});
