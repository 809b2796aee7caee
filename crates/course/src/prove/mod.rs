//! What maintainers call: starters, requirements, and the proof that the graded tests fail what is wrong.

pub mod maintain;
pub mod proof;
pub mod proved;
pub mod requirements;
pub mod variants;
pub mod workspace;
