//! Refuses every value that has more than letters and digits.
//!
//! fails: the_server_lets_a_client_keep_a_name

// ANCHOR: set_cookie
        let unquoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
        let is_plain = unquoted.bytes().all(|octet| is_cookie_octet(octet) && octet.is_ascii_alphanumeric());
        if !is_token(name.as_bytes()) || !is_plain {
            return Err(InvalidCookie);
        }
        Ok(Self { value: format!("{name}={value}") })
// ANCHOR_END: set_cookie
