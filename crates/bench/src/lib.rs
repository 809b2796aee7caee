//! What the benchmarks and the comparison share.
//!
//! - `cargo bench -p bench` measures the layers: heads, chunked content, whole requests over loopback.
//! - `cargo run --release -p bench` compares `responder-server` with nginx and with the floor, a program that does as little
//!   as a program with a thread for each connection can do, and tells whether the goals are met.
//! - `cargo course bench` puts the load on a learner's server.

#![cfg_attr(target_os = "linux", expect(clippy::cast_precision_loss, reason = "no count is near 2 to the power of 52"))]

pub mod heads;
#[cfg(target_os = "linux")]
pub mod load;
#[cfg(target_os = "linux")]
pub mod nginx;
#[cfg(target_os = "linux")]
pub mod process;
