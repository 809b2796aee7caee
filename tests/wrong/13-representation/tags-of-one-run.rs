//! Makes the tags of pages from numbers that are other ones whenever the server is started.
//!
//! fails: the_server_names_the_version_of_what_it_sends

// ANCHOR: of_octets
        use std::hash::{BuildHasher, RandomState};
        static NUMBERS: std::sync::OnceLock<RandomState> = std::sync::OnceLock::new();
        EntityTag::strong(&format!("{:x}", NUMBERS.get_or_init(RandomState::new).hash_one(octets)))
// ANCHOR_END: of_octets
