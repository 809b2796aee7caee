//! Serves ten clients and ends.
//!
//! fails: the_server_returns_bytes_in_whatever_pieces_they_come
//! fails: the_server_serves_fifty_clients_at_once
//! fails: the_server_takes_a_thousand_clients_one_after_another

// ANCHOR: serve
    use std::sync::atomic::{AtomicU32, Ordering};
    static CLIENTS: AtomicU32 = AtomicU32::new(0);
    if CLIENTS.fetch_add(1, Ordering::Relaxed) == 10 {
        std::process::exit(0);
    }
    thread::Builder::new().spawn(echo)?;
    Ok(())
// ANCHOR_END: serve
