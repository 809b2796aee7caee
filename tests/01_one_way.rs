//! Graded tests of lesson 01.
