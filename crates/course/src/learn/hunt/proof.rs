//! Whether a hunt can be solved: its octets make the same of the reference twice, and something else of the fault.

use std::path::Path;
use std::time::Duration;

use crate::learn::hunt::data::Hunt;
use crate::learn::hunt::play;
use crate::learn::hunt::program::Program;
use crate::learn::hunt::seen::{Difference, Seen};
use crate::learn::hunt::tell;

/// The silence that is waited for; many hunts are proved at a time.
const QUIET: Duration = Duration::from_millis(600);

/// Plays a hunt's octets against the programs whose paths are these without their role. Says in a few words what was
/// found, or what is wrong.
pub fn prove(hunt: &Hunt, reference: &Path, fault: &Path, folder: &Path) -> Result<String, String> {
    let first = Program::new(hunt, reference, &folder.join("first"));
    let second = Program::new(hunt, reference, &folder.join("second"));
    let fault = Program::new(hunt, fault, &folder.join("fault"));
    let seen = play::play(hunt, &hunt.send, &[&first, &second, &fault], QUIET).map_err(|error| error.to_string())?;
    let [first, second, fault] = &*seen else { return Err("not every program was seen".to_owned()) };
    if let Some(difference) = first.difference(second) {
        return Err(format!("the reference differs from itself: {}", place(first, second, difference)));
    }
    match first.difference(fault) {
        None => Err("the reference does the same".to_owned()),
        Some(difference) => {
            let sent = tell::octets(hunt.send.length());
            Ok(format!("found with {sent}: {}", place(first, fault, difference)))
        }
    }
}

/// Where two programs differ, in a few words.
fn place(one: &Seen, other: &Seen, difference: Difference) -> String {
    let part = [one, other].into_iter().find_map(|seen| seen.parts.get(difference.part));
    match part {
        Some(part) if part.is_words => part.what.clone(),
        Some(part) => format!("{}, octet {}", part.what, difference.at),
        None => String::new(),
    }
}
