//! The content of HTTP/1.1 messages: where it ends, read and written (RFC 9112 sections 6 and 7).
//!
//! This is the third layer of HTTP in this course; heads come from [`request`] and [`response`]. It does no input or output:
//! octets go in, in any pieces, and pieces of content come out, borrowed from them. Nothing is collected but the lines
//! of chunked framing and trailer fields, within [`Limits`]: content of any length takes the same memory.
//!
//! A receiver asks the head how the content is framed ([`request_framing`], [`response_framing`]) and hands what follows
//! the head to a [`BodyDecoder`]. A sender chooses a [`Framing`], lets it into the head ([`Framing::declare`]), and puts
//! the content through a [`BodyEncoder`].
//!
//! What two programs could read in two ways is refused with an [`Error`]. After an error nobody knows where the next
//! message begins, so the connection must be closed.
//!
//! ```
//! use body::{BodyDecoder, Framing, Limits, Part};
//! use request::RequestDecoder;
//!
//! let mut input: &[u8] = b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\
//!     6\r\nHello \r\n5\r\nWorld\r\n0\r\nX-Sum: 11\r\n\r\nwhat follows";
//! let head = RequestDecoder::new(request::Limits::default()).decode(&mut input)?.expect("a whole head has come");
//! let framing = body::request_framing(&head)?;
//! assert_eq!(framing, Framing::Chunked);
//!
//! let mut decoder = BodyDecoder::for_request(framing, Limits::default());
//! let mut content = Vec::new();
//! let trailers = loop {
//!     match decoder.decode(&mut input)? {
//!         Some(Part::Content(piece)) => content.extend_from_slice(piece),
//!         Some(Part::End(trailers)) => break trailers,
//!         None => unreachable!("all of it has come; a driver would read more here"),
//!     }
//! };
//! assert_eq!(content, b"Hello World");
//! assert_eq!(trailers.get("X-Sum").unwrap().value(), b"11");
//! assert_eq!(input, b"what follows");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | file | what |
//! |---|---|
//! | `framing` | how content is framed, by the head of its message |
//! | `length`, `coding` | Content-Length and Transfer-Encoding |
//! | `decoder`, `part` | content out of octets |
//! | `chunked`, `chunk_line` | the chunked transfer coding |
//! | `encoder` | octets around content |
//! | `expect` | who waits for 100 (Continue) |
//! | `form` | forms of web pages |
//! | `limits`, `error` | how much is too much, and what is wrong |

mod chunk_line;
mod chunked;
mod coding;
mod decoder;
mod encoder;
// What has a path is given: it lies with the reference. Read it there; nothing in it is left to write.
#[path = "../../../crates/10-body/src/error.rs"]
mod error;
#[path = "../../../crates/10-body/src/expect.rs"]
mod expect;
#[path = "../../../crates/10-body/src/form.rs"]
pub mod form;
mod framing;
mod length;
#[path = "../../../crates/10-body/src/limits.rs"]
mod limits;
mod part;

pub use coding::is_coded;
pub use decoder::BodyDecoder;
pub use encoder::{BodyEncoder, EncodeError, may_be_trailer};
pub use error::{Error, ErrorKind};
pub use expect::{Expectation, expectation};
pub use framing::{Framing, request_framing, response_framing};
pub use length::content_length;
pub use limits::Limits;
pub use part::Part;
