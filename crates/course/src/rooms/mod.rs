//! What rooms are made of: the reference, its marks, the exercise, and how both become a starter.

pub mod anchors;
pub mod contract;
pub mod depth;
pub mod exercise;
pub mod given;
pub mod manifest;
pub mod own;
pub mod starters;
pub mod stubs;
