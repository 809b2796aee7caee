//! See there: the clients of several lessons are tested alike.

#[path = "../../07-message/tests/client.rs"]
mod client;
