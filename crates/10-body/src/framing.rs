//! How the end of content is found, by the head of its message (RFC 9112 section 6.3).

use request::{Class, Fields, InvalidField, Method, RequestHead, Status, Version};
use response::ResponseHead;

use crate::coding::{Coding, transfer_coding};
use crate::error::{Error, ErrorKind};
use crate::length::content_length;

/// How the end of content is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Framing {
    /// There is no content: the message ends at its empty line.
    Empty,
    /// So many octets follow; there may be 0.
    Length(u64),
    /// Chunks follow, each with its size in front, and the last one has size 0.
    Chunked,
    /// All octets until the connection is closed. Responses only.
    UntilClose,
}

/// How the content of a received request is framed. The method makes no difference.
///
/// # Errors
///
/// When the head does not say so in exactly one way: respond with the error's status, and close the connection. An error
/// stands at the value of the field that is wrong, of Transfer-Encoding at the first one's. They are looked for in this
/// order: names with an underscore; Transfer-Encoding, and at last that HTTP/1.0 has none; Content-Length
/// ([`content_length`]); both together, at Content-Length; codings beside chunked, or chunked not last.
pub fn request_framing(head: &RequestHead) -> Result<Framing, Error> {
    refuse_underscores(&head.fields)?;
    let coding = transfer_coding_of(head.version, &head.fields)?;
    let length = content_length(&head.fields)?;
    // ANCHOR: request_framing
    match (coding, length) {
        (None, None) => Ok(Framing::Empty),
        (None, Some(length)) => Ok(Framing::Length(length)),
        (Some(_), Some(_)) => Err(error_at("Content-Length", ErrorKind::LengthBesideCoding, &head.fields)),
        (Some(Coding::Chunked), None) => Ok(Framing::Chunked),
        (Some(Coding::ChunkedOverOthers), None) => {
            Err(error_at("Transfer-Encoding", ErrorKind::CodingUnknown, &head.fields))
        }
        (Some(Coding::Endless), None) => Err(error_at("Transfer-Encoding", ErrorKind::ChunkedNotLast, &head.fields)),
    }
    // ANCHOR_END: request_framing
}

/// Refuses `Content_Length` and `Transfer_Encoding`: no field has such a name, but programs that hand fields on as
/// variables (RFC 3875 section 4.1.18) take it for the one with a hyphen, and would see the end elsewhere.
fn refuse_underscores(fields: &Fields) -> Result<(), Error> {
    // ANCHOR: underscores
    let is_look_alike = |name: &str| {
        let name = name.replace('_', "-");
        ["Content-Length", "Transfer-Encoding"].iter().any(|framing| framing.eq_ignore_ascii_case(&name))
    };
    match fields.iter().find(|field| field.name().contains('_') && is_look_alike(field.name())) {
        Some(field) => Err(Error::new(ErrorKind::Underscore, field.offset())),
        None => Ok(()),
    }
    // ANCHOR_END: underscores
}

/// How the content of a received response is framed, to a request with this method.
///
/// A successful response to CONNECT has no content either: what follows it belongs to the tunnel.
///
/// # Errors
///
/// When the head says so in two ways, or wrongly: throw the response away, and close the connection.
pub fn response_framing(method: &Method, head: &ResponseHead) -> Result<Framing, Error> {
    // ANCHOR: response_framing
    if has_no_content(method, head.status) {
        return Ok(Framing::Empty);
    }
    let coding = transfer_coding_of(head.version, &head.fields)?;
    let length = content_length(&head.fields)?;
    match (coding, length) {
        (None | Some(Coding::Endless), None) => Ok(Framing::UntilClose),
        (None, Some(length)) => Ok(Framing::Length(length)),
        (Some(_), Some(_)) => Err(error_at("Content-Length", ErrorKind::LengthBesideCoding, &head.fields)),
        (Some(Coding::Chunked | Coding::ChunkedOverOthers), None) => Ok(Framing::Chunked),
    }
    // ANCHOR_END: response_framing
}

/// Whether a response ends at its empty line, whatever its fields say.
fn has_no_content(method: &Method, status: Status) -> bool {
    // ANCHOR: no_content
    match (method, status.class()) {
        (Method::Head, _) | (_, Class::Informational) | (Method::Connect, Class::Successful) => true,
        _ => matches!(status, Status::NO_CONTENT | Status::NOT_MODIFIED),
    }
    // ANCHOR_END: no_content
}

/// What Transfer-Encoding says. A program of HTTP/1.0 does not know the field, and one that passes it on does not know
/// what it says about the length: such a message is framed in two ways.
fn transfer_coding_of(version: Version, fields: &Fields) -> Result<Option<Coding>, Error> {
    // ANCHOR: coding_in_http10
    let coding = transfer_coding(fields)?;
    if coding.is_some() && version < Version::HTTP_11 {
        return Err(error_at("Transfer-Encoding", ErrorKind::CodingInHttp10, fields));
    }
    Ok(coding)
    // ANCHOR_END: coding_in_http10
}

/// An error in the field of that name: it stands at the first octet of its value.
fn error_at(name: &str, kind: ErrorKind, fields: &Fields) -> Error {
    Error::new(kind, fields.get(name).map_or(0, |field| field.offset()))
}

impl Framing {
    /// Writes into a header section how the content is framed, in place of what it says about that.
    ///
    /// [`Length`](Self::Length) of 0 is written, as POST and PUT requests need it; [`Empty`](Self::Empty) is not.
    ///
    /// # Errors
    ///
    /// When the section would be too long.
    pub fn declare(self, fields: &mut Fields) -> Result<(), InvalidField> {
        fields.remove("Content-Length");
        fields.remove("Transfer-Encoding");
        match self {
            Self::Empty | Self::UntilClose => Ok(()),
            Self::Length(length) => fields.push("Content-Length", length.to_string()),
            Self::Chunked => fields.push("Transfer-Encoding", "chunked"),
        }
    }

    /// How many octets of content there are, where that is known.
    #[must_use]
    pub fn length(self) -> Option<u64> {
        match self {
            Self::Empty => Some(0),
            Self::Length(length) => Some(length),
            Self::Chunked | Self::UntilClose => None,
        }
    }
}
