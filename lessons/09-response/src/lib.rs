//! The heads of HTTP/1.1 responses, read and written: status lines and fields (RFC 9112 sections 4 and 5), and what stands
//! inside of field values (RFC 9110 section 5.6).
//!
//! It stands on the layer `request`, whose lines, fields, versions and status codes it uses, and does no input or output
//! either: octets go in, in any pieces, and heads come out ([`ResponseDecoder`]); heads go in and octets come out
//! ([`ResponseHead::encode`]).
//!
//! A client forgives what the RFCs say it must, and where nothing can be read in two ways: folded fields, any phrase, a
//! missing one. It refuses the rest, with an [`Error`] that says what is wrong, where, and which section is about it.
//!
//! | file | what |
//! |---|---|
//! | `response` | status lines, and the head of a response |
//! | `folding` | field lines that go on in a further line |
//! | `list` | lists, quoted strings and parameters inside of field values |
//! | `decoder` | all of it together |
//! | `error` | what is wrong |

mod decoder;
// What has a path is given: it lies with the reference. Read it there; nothing in it is left to write.
#[path = "../../../crates/09-response/src/error.rs"]
mod error;
mod folding;
mod list;
mod response;

pub use decoder::ResponseDecoder;
pub use error::{Error, ErrorKind};
pub use folding::unfold;
pub use list::{Lists, Parameter, is_singleton, members, parameters, quote, unquote};
pub use response::ResponseHead;
