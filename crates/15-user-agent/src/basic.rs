//! `--user`: the Basic scheme of authentication (RFC 7617).

/// The value of `Authorization` for a name and a password, given as `NAME:PASSWORD`. The error does not repeat them.
pub fn basic(user: &str) -> Result<String, String> {
    if !user.contains(':') {
        return Err("--user takes a name, a colon and a password".to_owned());
    }
    if user.chars().any(char::is_control) {
        return Err("a control character stands in what --user was given (RFC 7617 section 2)".to_owned());
    }
    Ok(format!("Basic {}", base64(user.as_bytes())))
}

/// Octets in the 64 characters of RFC 4648 section 4, with padding.
fn base64(octets: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(octets.len().div_ceil(3) * 4);
    for group in octets.chunks(3) {
        let bits = group.iter().fold(0, |bits, &octet| bits << 8 | u32::from(octet)) << (8 * (3 - group.len()));
        for place in 0..4 {
            let sextet = (bits >> (18 - 6 * place)) as usize & 0x3f;
            text.push(if place <= group.len() { char::from(ALPHABET[sextet]) } else { '=' });
        }
    }
    text
}
