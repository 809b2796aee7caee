//! Keeps the handle of each thread for ever, and never joins one.
//!
//! fails: the_server_outlives_every_client

// ANCHOR: start
