//! Representations of resources: what of a file or page is sent, to whom, and whether at all (RFC 9110 sections 8, 12, 13
//! and 14).
//!
//! A [`Folder`] answers requests with its files; [`answer`] does the same with one [`Representation`], a page for
//! instance. Both give an [`Answer`]: a head, complete but for `Date`
//! and what the framing and the connection add, and the [`Content`] to send behind it. `Content` is read piece by piece ([`std::io::Read`]), so a file of any size takes no
//! more memory than the buffer it is read with. Read 128 KiB at a time.
//!
//! ```
//! use std::io::Read;
//! use std::time::SystemTime;
//!
//! use request::{Method, RequestHead, Status, Target};
//! use representation::{Representation, answer};
//!
//! let uri = Target::uri("http://example.org/")?;
//! let mut request = RequestHead::to(Method::Get, &uri).unwrap();
//! request.fields.push("Range", "bytes=0-4")?;
//!
//! let page = Representation::page("text/plain; charset=utf-8", "Hello World");
//! let mut answer = answer(&request, page, SystemTime::now());
//! assert_eq!(answer.head.status, Status::PARTIAL_CONTENT);
//! assert_eq!(answer.head.fields.get("Content-Range").unwrap().value(), b"bytes 0-4/11");
//!
//! let mut content = String::new();
//! answer.content.read_to_string(&mut content)?;
//! assert_eq!(content, "Hello");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Only `folder`, `beneath`, `listing`, `version` and `source` touch files; all else is decided by pure functions, which
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
//! | `folder`, `beneath`, `refusal` | a folder of files, nothing outside of it, and why |
//! | `listing` | a page that lists what is in a folder |
//! | `answer`, `pages` | all of it together, and the pages for what goes wrong |

mod answer;
mod beneath;
mod cache_control;
mod charset;
mod coding;
mod content_range;
mod date;
mod etag;
mod folder;
mod gunzip;
mod listing;
mod media_type;
mod multipart;
mod pages;
mod path;
mod preconditions;
mod range;
mod refusal;
mod source;
mod validators;
mod version;

pub use answer::{Answer, Representation, answer};
pub use cache_control::{CacheControl, InvalidCacheControl};
pub use coding::{Coding, choose, weight};
pub use content_range::{content_range, unsatisfied_range};
pub use date::{LastModified, format_date, parse_date, parse_date_at};
pub use etag::{Comparison, EntityTag, entity_tags};
pub use folder::Folder;
pub use gunzip::Gunzip;
pub use media_type::{depends_on_octets, is_compressed, is_compressible, media_type};
pub use multipart::{Multipart, boundary};
pub use pages::{method_not_allowed, page};
pub use path::{encode_path, encode_segment, file_path, is_hidden, is_name, normal_path};
pub use preconditions::{Verdict, evaluate, range_counts};
pub use range::{MOST_RANGES, RangeSpec, Selection, parse_ranges, select};
pub use refusal::Refusal;
pub use source::{Content, Piece, Source};
pub use validators::Validators;
