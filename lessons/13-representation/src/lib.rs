//! Representations of resources: what of a file or page is sent, to whom, and whether at all (RFC 9110 sections 8, 12, 13
//! and 14).
//!
//! A [`Folder`] finds the [`Representation`] that a request asks for, and [`respond`] makes a [`Response`] of it: a head,
//! complete but for `Date` and what the framing and the connection add, and the [`Content`] to send after it. `Content` is
//! read piece by piece ([`std::io::Read`]), so a file of any size takes no more memory than the buffer it is read with.
//! Read 128 KiB at a time. Where there is nothing to send, [`NoRepresentation`] says why: facts, of which a server makes a
//! page for people.
//!
//! ```
//! use std::io::Read;
//! use std::time::SystemTime;
//!
//! use request::{Method, RequestHead, Status, Target};
//! use representation::{NoRepresentation, Representation, respond};
//!
//! let uri = Target::uri("http://example.org/")?;
//! let mut request = RequestHead::to(Method::Get, &uri).unwrap();
//! request.fields.push("Range", "bytes=0-4")?;
//!
//! let hello = || Representation::text("text/plain; charset=utf-8", "Hello World");
//! let mut response = respond(&request, hello(), SystemTime::now()).unwrap();
//! assert_eq!(response.head.status, Status::PARTIAL_CONTENT);
//! assert_eq!(response.head.fields.get("Content-Range").unwrap().value(), b"bytes 0-4/11");
//!
//! let mut content = String::new();
//! response.content.read_to_string(&mut content)?;
//! assert_eq!(content, "Hello");
//!
//! request.fields.set("Range", "bytes=11-")?;
//! let why = respond(&request, hello(), SystemTime::now()).unwrap_err();
//! assert!(matches!(why, NoRepresentation::NotSatisfiable { length: 11, .. }));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Only `folder`, `beneath`, `held`, `listing`, `version` and `source` touch files; all else is decided by pure functions, which
//! take the time of day as `now`.
//!
//! | file | what |
//! |---|---|
//! | `etag`, `date`, `validators` | what tells one version of a representation from another |
//! | `preconditions` | whether a method is performed, and whether a range counts |
//! | `range`, `content_range`, `multipart` | which parts are asked for, and how they are sent |
//! | `coding` | which content coding the client prefers |
//! | `gunzip` | what a client makes of compressed content |
//! | `media_type`, `charset` | what kind of data a file holds |
//! | `cache_control` | what caches may do with it |
//! | `path` | which file a path names |
//! | `source`, `version` | octets in memory or in a file, and which version they are of |
//! | `folder`, `beneath`, `held`, `refusal` | a folder of files, nothing outside of it, and why |
//! | `listing` | what is in a folder |
//! | `representation`, `response`, `missing` | all of it together, and why there is none |

mod beneath;
#[path = "../../../crates/13-representation/src/cache_control.rs"]
mod cache_control;
#[path = "../../../crates/13-representation/src/charset.rs"]
mod charset;
mod coding;
mod content_range;
mod date;
mod etag;
mod folder;
#[path = "../../../crates/13-representation/src/gunzip.rs"]
mod gunzip;
#[path = "../../../crates/13-representation/src/held.rs"]
mod held;
#[path = "../../../crates/13-representation/src/listing.rs"]
mod listing;
#[path = "../../../crates/13-representation/src/media_type.rs"]
mod media_type;
mod missing;
mod multipart;
mod path;
mod preconditions;
mod range;
// What has a path is given: it lies with the reference. Read it there; nothing in it is left to write.
#[path = "../../../crates/13-representation/src/refusal.rs"]
mod refusal;
mod representation;
mod response;
mod source;
mod validators;
mod version;

pub use cache_control::{CacheControl, InvalidCacheControl};
pub use coding::{Coding, choose, weight};
pub use content_range::{content_range, unsatisfied_range};
pub use date::{LastModified, format_date, parse_date, parse_date_at};
pub use etag::{Comparison, EntityTag, entity_tags};
pub use folder::{Folder, Found};
pub use gunzip::Gunzip;
pub use listing::{ListedEntry, Listing};
pub use media_type::{depends_on_octets, is_compressed, is_compressible, media_type};
pub use missing::NoRepresentation;
pub use multipart::{Multipart, boundary};
pub use path::{encode_path, encode_segment, file_path, is_hidden, is_name, normal_path};
pub use preconditions::{Verdict, evaluate, range_counts};
pub use range::{MOST_RANGES, RangeSpec, Selection, parse_ranges, select};
pub use refusal::Refusal;
pub use representation::Representation;
pub use response::{Response, fields_not_modified, respond};
pub use source::{Content, Piece, Source};
pub use validators::Validators;
