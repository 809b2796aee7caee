//! A program that was started: what it prints, how it ends, what it needs; killed and reaped when dropped.

mod end;
mod input;
mod output;
mod resources;

use std::process::ChildStdin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::given;
use crate::process::Process;
use crate::scene;

pub use end::Ended;
pub(crate) use end::LAST_MOMENT;

/// How often a program is asked whether it has ended: the system has no wait with a deadline that is the same everywhere.
pub(crate) const POLL: Duration = Duration::from_millis(2);

/// A program that was started; killed and reaped when dropped.
#[derive(Debug)]
pub struct Running {
    pub(crate) process: Arc<Process>,
    pub(crate) stdin: Mutex<Option<ChildStdin>>,
}

impl Running {
    /// The number of the process.
    pub(crate) fn pid(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if given::commands().is_some() && !self.process.has_ended() {
            scene::let_speak(&self.process);
        }
        self.process.end();
    }
}
