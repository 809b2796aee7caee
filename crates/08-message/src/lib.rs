//! The heads of HTTP/1.1 messages, read and written: start lines and fields (RFC 9112 sections 2 to 5).
//!
//! This is the first layer of HTTP in this course. It does no input or output: octets go in, in any pieces, and heads come
//! out ([`RequestDecoder`], [`ResponseDecoder`]); heads go in and octets come out ([`RequestHead::encode`],
//! [`ResponseHead::encode`]). What follows a head, the content, is for the next layer.
//!
//! It is strict wherever two programs could read the same octets differently: such a message is refused, with an [`Error`]
//! that says what is wrong, where, which section of the RFCs says so, and which status the answer has.
//!
//! | file | what |
//! |---|---|
//! | `syntax` | which octets may stand where |
//! | `line` | where lines end |
//! | `section`, `fields` | field lines collected, and looked up |
//! | `list` | lists, quoted strings and parameters inside field values |
//! | `method`, `target`, `authority`, `version`, `status` | the parts of start lines |
//! | `request`, `response` | the two kinds of head |
//! | `host` | the Host field |
//! | `decoder` | all of it together |
//! | `limits`, `error` | how much is too much, and what is wrong |

mod authority;
mod decoder;
mod error;
mod fields;
mod host;
mod limits;
mod line;
mod list;
mod method;
mod request;
mod response;
mod section;
mod status;
pub mod syntax;
mod target;
mod version;

pub use authority::Authority;
pub use decoder::{Decoder, Head, RequestDecoder, ResponseDecoder};
pub use error::{Error, ErrorKind};
pub use fields::{Field, Fields, InvalidField};
pub use limits::Limits;
pub use line::{Found, LineFinder};
pub use list::{Parameter, members, parameters, quote, unquote};
pub use method::{Extension, Method};
pub use request::{RequestHead, RequestLine};
pub use response::{ResponseHead, StatusLine};
pub use section::{Folding, SectionDecoder};
pub use status::{Class, Status};
pub use target::{Form, InvalidUrl, Server, Target};
pub use version::Version;
