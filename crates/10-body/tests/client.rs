//! See there: the clients of several lessons are tested alike.

#[path = "../../09-response/tests/client.rs"]
mod client;
