//! Whether a hunt can be solved: its octets make the same of the reference twice, and something else of the fault.

use std::path::Path;
use std::time::Duration;

use crate::hunt::data::Hunt;
use crate::hunt::play;
use crate::hunt::program::Program;

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
        let what = first.parts.get(difference.part).map_or("", |part| &part.what);
        return Err(format!("the reference differs from itself: {what}, octet {}", difference.at));
    }
    if first.difference(fault).is_none() {
        return Err("the reference does the same".to_owned());
    }
    Ok(format!("found with {}", super::tell::octets(hunt.send.length())))
}
