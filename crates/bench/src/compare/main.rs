//! Compares `responder-server` with nginx and with the floor, in one run, and tells whether the speed goals are met.
//!
//! Servers have one core and the load has another. Rounds are interleaved: in each, every server has its turn at every
//! load, so what else the machine does meets all of them. What counts is the median of the rounds, mostly of a ratio of two
//! servers in the same round. Rates of small responses are per second of the server's processor time: so neither the load
//! nor other programs can be what is measured. Those per second of the clock stand beside them.
#![cfg_attr(target_os = "linux", expect(clippy::cast_precision_loss, reason = "no count is near 2 to the power of 52"))]

use std::process::ExitCode;

#[cfg(target_os = "linux")]
mod comparison;
#[cfg(target_os = "linux")]
mod report;

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    use clap::Parser as _;

    match comparison::run(&comparison::Args::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => cli::exit(Err::<(), _>(error)),
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    cli::exit(Err::<(), _>("the comparison reads /proc and runs on Linux only; `cargo bench -p bench` runs everywhere"))
}
