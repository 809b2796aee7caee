//! Loops that read and write: what drives the state machines over a blocking socket, with a thread for each connection.
//!
//! [`serve`] runs the server's side and calls a function for each request; [`Client`] is the client's side.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "these loops read sockets and clocks")]

mod asking;
mod link;
mod serving;

pub use asking::{Client, Content};
pub use link::Transport;
pub use serving::{Exchange, refusal, serve};
