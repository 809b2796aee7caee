//! What a learner calls: where they are, chapters, hints, rooms at another depth, hunts, the stack of their layers.

pub mod bench;
pub mod book;
pub mod chapter;
pub mod contents;
pub mod doctor;
mod escapes;
mod facts;
pub mod hints;
pub mod hunt;
pub mod kept;
pub mod next;
mod path;
pub mod progress;
pub mod run;
pub mod say;
mod seen;
pub mod solution;
pub mod stack;
pub mod standing;
pub mod start;
pub mod status;
pub mod table;
pub mod update;
pub mod watch;
