//! How far a learner is.

/// How far a learner is with a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing was written yet.
    Untouched,
    /// Something was, and not all tests are known to pass.
    InWork,
    /// All tests pass.
    Solved,
}
