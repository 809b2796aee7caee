//! The checker from outside, itself checked.

mod requests;
mod responses;
