//! Puts octets around content, so that its end can be found (RFC 9112 sections 6 and 7).

use std::fmt::{self, Display};

use request::Fields;

use crate::framing::Framing;

/// Says which octets go in front of a piece of content and after it; it does no input or output itself.
///
/// The content need not pass through it, so a file can be sent without a copy:
///
/// ```
/// use body::{BodyEncoder, Framing};
/// use request::Fields;
///
/// let mut encoder = BodyEncoder::new(Framing::Chunked);
/// let mut out = Vec::new();
/// encoder.before(11, &mut out)?;
/// out.extend_from_slice(b"Hello World");
/// encoder.after(&mut out);
/// encoder.end(&Fields::new(), &mut out)?;
/// assert_eq!(out, b"b\r\nHello World\r\n0\r\n\r\n");
/// # Ok::<(), body::EncodeError>(())
/// ```
#[derive(Debug, Clone)]
pub struct BodyEncoder {
    framing: Framing,
    /// How many octets may still be sent.
    left: u64,
    /// Whether a piece of a chunked body was begun and not ended.
    in_chunk: bool,
    ended: bool,
}

/// Defines [`EncodeError`] and what is said of each kind from one table.
macro_rules! errors {
    ($($kind:ident $what:literal)*) => {
        /// What cannot be sent.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum EncodeError {
            $(
                #[doc = concat!("Where ", $what, ".")]
                $kind,
            )*
        }

        impl Display for EncodeError {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Self::$kind => $what,)*
                })
            }
        }
    };
}

errors! {
    TooMuch "there is more content than its Content-Length says (RFC 9110 section 8.6)"
    TooLittle "there is less content than its Content-Length says (RFC 9110 section 8.6)"
    NoTrailers "only chunked content has a trailer section (RFC 9110 section 6.5)"
    NotATrailer "a field that must be known before the content cannot be a trailer (RFC 9110 section 6.5.1)"
    Ended "the content has ended"
}

impl BodyEncoder {
    /// An encoder of content that is framed like this; [`Framing::declare`] says so in the head.
    #[must_use]
    pub fn new(framing: Framing) -> Self {
        Self { framing, left: framing.length().unwrap_or(u64::MAX), in_chunk: false, ended: false }
    }

    /// Writes what goes in front of a piece of `octets` octets. An empty piece is nothing: a chunk of size 0 would end
    /// the body.
    ///
    /// # Errors
    ///
    /// When the content would be longer than its head says; then nothing is written.
    pub fn before(&mut self, octets: usize, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        // ANCHOR: before
        if self.ended {
            return Err(EncodeError::Ended);
        }
        if self.framing.length().is_some() {
            self.left = self.left.checked_sub(octets as u64).ok_or(EncodeError::TooMuch)?;
        }
        if self.framing == Framing::Chunked && octets > 0 {
            out.extend_from_slice(format!("{octets:x}\r\n").as_bytes());
            self.in_chunk = true;
        }
        Ok(())
        // ANCHOR_END: before
    }

    /// Writes what goes after the piece.
    pub fn after(&mut self, out: &mut Vec<u8>) {
        // ANCHOR: after
        if std::mem::take(&mut self.in_chunk) {
            out.extend_from_slice(b"\r\n");
        }
        // ANCHOR_END: after
    }

    /// Writes a piece and what goes around it.
    ///
    /// # Errors
    ///
    /// As [`before`](Self::before).
    pub fn content(&mut self, piece: &[u8], out: &mut Vec<u8>) -> Result<(), EncodeError> {
        self.before(piece.len(), out)?;
        out.extend_from_slice(piece);
        self.after(out);
        Ok(())
    }

    /// Writes the end of the content, with these trailer fields.
    ///
    /// # Errors
    ///
    /// When content is missing, or a trailer field cannot be sent: close the connection, so that the receiver does not
    /// take the message for a whole one.
    pub fn end(&mut self, trailers: &Fields, out: &mut Vec<u8>) -> Result<(), EncodeError> {
        if self.ended {
            return Err(EncodeError::Ended);
        }
        if self.framing.length().is_some() && self.left > 0 {
            return Err(EncodeError::TooLittle);
        }
        if self.framing != Framing::Chunked && !trailers.is_empty() {
            return Err(EncodeError::NoTrailers);
        }
        if !trailers.iter().all(|field| may_be_trailer(field.name())) {
            return Err(EncodeError::NotATrailer);
        }
        self.ended = true;
        if self.framing == Framing::Chunked {
            out.extend_from_slice(b"0\r\n");
            trailers.encode(out);
        }
        Ok(())
    }

    /// Whether the end was written.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.ended
    }
}

/// Whether a field may be sent after the content. Those that say how to frame, route, check or read the message must
/// be known before it (RFC 9110 section 6.5.1).
#[must_use]
pub fn may_be_trailer(name: &str) -> bool {
    const NEVER: [&str; 38] = [
        "Age",
        "Authorization",
        "Cache-Control",
        "Connection",
        "Content-Encoding",
        "Content-Length",
        "Content-Location",
        "Content-Range",
        "Content-Type",
        "Cookie",
        "Date",
        "Expect",
        "Expires",
        "Host",
        "If-Match",
        "If-Modified-Since",
        "If-None-Match",
        "If-Range",
        "If-Unmodified-Since",
        "Keep-Alive",
        "Location",
        "Max-Forwards",
        "Pragma",
        "Proxy-Authenticate",
        "Proxy-Authentication-Info",
        "Proxy-Authorization",
        "Proxy-Connection",
        "Range",
        "Retry-After",
        "Set-Cookie",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
        "Vary",
        "Via",
        "Warning",
        "WWW-Authenticate",
    ];
    !NEVER.iter().any(|never| never.eq_ignore_ascii_case(name))
}

impl std::error::Error for EncodeError {}
