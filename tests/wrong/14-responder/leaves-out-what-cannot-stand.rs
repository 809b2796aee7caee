//! Sends what is left of a value without what cannot stand in it.
//!
//! fails: the_server_sets_no_other_cookie_than_it_means

// ANCHOR: set_cookie
        let left: String = value.chars().filter(|c| u8::try_from(*c).is_ok_and(is_cookie_octet)).collect();
        if !is_token(name.as_bytes()) {
            return Err(InvalidCookie);
        }
        let quotes = if value.len() > 1 && value.starts_with('"') && value.ends_with('"') { "\"" } else { "" };
        Ok(Self { value: format!("{name}={quotes}{left}{quotes}") })
// ANCHOR_END: set_cookie
