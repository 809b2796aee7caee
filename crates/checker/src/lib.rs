//! An independent pair of eyes: checks every octet that a program sends against the rules of RFC 9110 and RFC 9112.
//!
//! It knows no socket, and shares no code with the crates that it judges. A conversation is one connection: what was sent
//! to the program is read leniently, as far as needed to know what was asked; what the program sent is read strictly,
//! piece by piece, in memory that does not grow with the content. The first rule that is broken is kept as a
//! [`Violation`]: which rule, which requirement of which section, and which octet breaks it.
//!
//! | file | what |
//! |---|---|
//! | `rules` | the rules: requirement, section, words |
//! | `conversation` | one connection, piece by piece |
//! | `violation` | a rule that was broken, with the octets |
//! | `asked` | what was sent to a server, read leniently |
//! | `responses`, `response` | what a server sends: one after the other, and each for itself |
//! | `ranges`, `parts` | 206 and 416, and the parts of multipart/byteranges |
//! | `requests` | what a client sends |
//! | `reader` | heads, content and chunks, read strictly |
//! | `fields`, `grammar` | fields and the grammar of their values |

mod asked;
mod conversation;
mod fault;
mod fields;
mod grammar;
mod parts;
mod ranges;
mod reader;
mod requests;
mod response;
mod responses;
mod rules;
mod violation;

pub use conversation::{Conversation, check_conversation};
pub use response::Received;
pub use responses::Lengths;
pub use rules::{RULES, Rule};
pub use violation::{Detail, Violation};
