//! One HTTP/1.1 connection with many requests and answers: the state machine of its server's side and its client's side
//! (RFC 9112 section 9).
//!
//! This is the third layer of HTTP in this course. Heads come from [`message`], content from [`body`]; this layer says
//! what may come and go when: whether the connection goes on behind an answer, that answers leave in the order of their
//! requests, when 100 (Continue) is due, what becomes of content that nobody read, how long to wait, and how to close so
//! that the last answer arrives.
//!
//! [`ServerConnection`] and [`ClientConnection`] do no input or output and read no clock. Octets of the peer go in, in any
//! pieces, and events come out; answers go in, and octets come out, appended to a buffer, so that several answers can
//! leave in one write. [`blocking`] drives them over a socket, with one thread for each connection.
//!
//! | file | what |
//! |---|---|
//! | `persistence` | whether a connection outlives a message |
//! | `server_side` | the server's side |
//! | `client_side` | the client's side |
//! | `timeouts` | how long a peer may take |
//! | `settings`, `error` | what a connection takes, and what is wrong |
//! | `blocking` | loops that read and write |

pub mod blocking;
mod client_side;
mod date;
mod error;
mod persistence;
mod server_side;
mod settings;
mod timeouts;

pub use client_side::{ClientConnection, ResponseEvent, may_repeat};
pub use date::DateClock;
pub use error::{Error, Fault};
pub use persistence::persists;
pub use server_side::{Event, Next, ServerConnection};
pub use settings::Settings;
pub use timeouts::{Pace, Timeouts};
