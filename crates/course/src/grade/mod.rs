//! Judges rooms, and programs in any language: compiled and run where they can do no harm.

pub mod bar;
pub mod check;
pub mod class;
pub mod commands;
pub mod desk;
pub mod drawn;
pub mod isolation;
pub mod libtest;
pub mod load;
pub mod points;
pub mod private;
pub mod programs;
pub mod report;
pub mod results;
pub mod search;
pub mod submission;
