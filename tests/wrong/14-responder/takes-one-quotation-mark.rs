//! Takes off every quotation mark at the ends, one or many.
//!
//! fails: the_server_sets_no_other_cookie_than_it_means

// ANCHOR: set_cookie
        if !is_token(name.as_bytes()) || !value.trim_matches('"').bytes().all(is_cookie_octet) {
            return Err(InvalidCookie);
        }
        Ok(Self { value: format!("{name}={value}") })
// ANCHOR_END: set_cookie
