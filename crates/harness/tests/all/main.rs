//! The harness from outside. One program, so that tests that wait and tests that compute run at the same time.

mod columns;
mod endless;
mod failures;
mod meanwhile;
mod requests;
mod responses;
mod watch;
