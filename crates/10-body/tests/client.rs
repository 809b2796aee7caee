//! See there: the clients of several lessons are tested alike.

#[path = "../../08-message/tests/client.rs"]
mod client;
