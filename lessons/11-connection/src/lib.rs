//! One HTTP/1.1 connection with many requests and responses: the state machine of its server's side and its client's side
//! (RFC 9112 section 9).
//!
//! This is the fourth layer of HTTP in this course. Heads come from [`request`] and [`response`], content from [`body`]; this layer says
//! what may come and go when: whether the connection goes on after a response, that responses leave in the order of their
//! requests, when 100 (Continue) is due, what becomes of content that nobody read, how long to wait, and how to close so
//! that the last response arrives.
//!
//! [`ServerConnection`] and [`ClientConnection`] do no input or output and read no clock. Octets of the peer go in, in any
//! pieces, and events come out; responses go in, and octets come out, appended to a buffer, so that several responses can
//! leave in one write. What reads and writes stands around them: a loop in each program of this lesson, and in the next
//! lesson a driver over any transport.
//!
//! | file | what |
//! |---|---|
//! | `states` | what the state of a connection is, and all that changes it |
//! | `server_side` | the server's side: requests decoded, responses encoded |
//! | `client_side` | the client's side: requests encoded, responses decoded |
//! | `persistence` | whether a connection outlives a message |
//! | `timeouts` | how long a peer may take |
//! | `date` | the field Date |
//! | `settings`, `error` | what a connection takes, and what is wrong |

mod client_side;
#[path = "../../../crates/11-connection/src/date.rs"]
mod date;
// What has a path is given: it lies with the reference. Read it there; nothing in it is left to write.
#[path = "../../../crates/11-connection/src/error.rs"]
mod error;
mod persistence;
mod server_side;
#[path = "../../../crates/11-connection/src/settings.rs"]
mod settings;
mod states;
mod timeouts;

pub use client_side::{ClientConnection, ResponseEvent, may_repeat};
pub use date::DateClock;
pub use error::{LocalError, RequestError, ResponseError};
pub use persistence::persists;
pub use server_side::{Event, ServerConnection};
pub use settings::Settings;
pub use states::Next;
pub use timeouts::{Pace, Timeouts};
