//! The heads of HTTP/1.1 requests, read and written: request lines and fields (RFC 9112 sections 2, 3 and 5).
//!
//! This is the first layer of HTTP in this course. It does no input or output: octets go in, in any pieces, and heads come
//! out ([`RequestDecoder`]); heads go in and octets come out ([`RequestHead::encode`]). What follows a head, the content,
//! is for another layer, and so are responses; their lines and fields are read with what is here.
//!
//! It is strict wherever two programs could read the same octets differently: such a request is refused, with an [`Error`]
//! that says what is wrong, where, which section of the RFCs says so, and which status the response has.
//!
//! | file | what |
//! |---|---|
//! | `syntax` | which octets may stand where |
//! | `line` | where lines end |
//! | `section`, `fields` | field lines collected, and looked up |
//! | `method`, `target`, `authority`, `version` | the parts of request lines |
//! | `status` | the status codes: a refusal has one |
//! | `request` | request lines, and the head of a request |
//! | `host` | the Host field |
//! | `decoder` | all of it together |
//! | `limits`, `error` | how much is too much, and what is wrong |

#[path = "../../../crates/08-request/src/authority.rs"]
mod authority;
mod decoder;
// What has a path is given: it lies with the reference. Read it there; nothing in it is left to write.
#[path = "../../../crates/08-request/src/error.rs"]
mod error;
mod fields;
mod host;
#[path = "../../../crates/08-request/src/limits.rs"]
mod limits;
mod line;
#[path = "../../../crates/08-request/src/method.rs"]
mod method;
mod request;
mod section;
#[path = "../../../crates/08-request/src/status.rs"]
mod status;
pub mod syntax;
#[path = "../../../crates/08-request/src/target.rs"]
mod target;
mod version;

pub use authority::Authority;
pub use decoder::RequestDecoder;
pub use error::{Error, ErrorKind};
pub use fields::{Field, Fields, InvalidField, Unfold};
pub use limits::Limits;
pub use line::{Found, LineFinder};
pub use method::{Extension, Method};
pub use request::RequestHead;
pub use section::{Folding, SectionDecoder};
pub use status::{Class, Status};
pub use target::{Form, InvalidUrl, Server, Target};
pub use version::Version;
