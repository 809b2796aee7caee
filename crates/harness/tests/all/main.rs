//! The harness from outside. One program, so that tests that wait and tests that compute run at the same time.

mod columns;
mod crashes;
mod data;
mod endless;
mod failures;
mod given;
#[cfg(target_os = "linux")]
mod holding;
mod left_out;
mod recording;
mod watch;
