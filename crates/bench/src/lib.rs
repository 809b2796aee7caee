//! What the benchmarks and the comparison share.
//!
//! - `cargo bench -p bench` measures the layers: heads, chunked content, whole requests over loopback.
//! - `cargo run --release -p bench` compares `responder-server` with nginx and with the floor, a program that does as little
//!   as a program with a thread for each connection can do, and tells whether the goals are met.

pub mod heads;
