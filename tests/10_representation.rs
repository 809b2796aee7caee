//! Graded tests of lesson 10: representations.
