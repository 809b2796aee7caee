//! `cargo course probe --client`.
