//! The harness from outside. One program, so that tests that wait and tests that compute run at the same time.

mod endless;
mod failures;
#[cfg(target_os = "linux")]
mod holding;
mod requests;
mod responses;
mod watch;
