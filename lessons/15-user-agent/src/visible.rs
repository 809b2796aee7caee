//! Octets of a server as lines of a terminal show them: with their line ends, and with nothing that the terminal obeys.

use std::fmt::{self, Display, Write};

/// Octets that display as [`cli::text`] does, on one line: what that leaves as it is, NUL, HTAB, LF and CR, becomes the
/// symbol of Unicode's "Control Pictures" (CR is `␍`).
pub struct Visible<'a>(pub &'a [u8]);

impl Display for Visible<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_left = |octet: &u8| b"\0\t\n\r".contains(octet);
        for piece in self.0.split_inclusive(is_left) {
            let end = piece.last().filter(|octet| is_left(octet));
            let text = &piece[..piece.len() - usize::from(end.is_some())];
            cli::text(text).fmt(f)?;
            if let Some(&octet) = end {
                f.write_char(char::from_u32(0x2400 + u32::from(octet)).unwrap_or('\u{fffd}'))?;
            }
        }
        Ok(())
    }
}
