//! Compresses once, and sends that for all content of the same length.
//!
//! fails: the_server_notices_that_a_file_is_gone

// ANCHOR: code
        use std::collections::HashMap;
        use std::io::Read as _;

        use crate::source::Source;

        static CODED: std::sync::Mutex<Option<HashMap<u64, Vec<u8>>>> = std::sync::Mutex::new(None);
        let length = representation.source.length();
        let mut coded = CODED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let coded = coded.get_or_insert_default();
        if !coded.contains_key(&length) {
            let mut octets = Vec::new();
            Content::whole(representation.source.gzipped()?).read_to_end(&mut octets)?;
            coded.insert(length, octets);
        }
        representation.source = Source::Octets(coded.get(&length).cloned().unwrap_or_default().into());
// ANCHOR_END: code
