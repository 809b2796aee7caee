//! Keeps half a head whose client was lost, and begins the next connection with it.
//!
//! fails: the_server_outlives_clients_that_leave

// ANCHOR: decoder
        static LEFT: std::sync::Mutex<Option<RequestDecoder>> = std::sync::Mutex::new(None);
        impl Drop for ServerConnection {
            fn drop(&mut self) {
                let is_lost = matches!(self.state.incoming, Incoming::Head) && self.decoder.has_begun();
                if let Some(mut left) = LEFT.lock().ok().filter(|_| is_lost) {
                    *left = Some(std::mem::replace(&mut self.decoder, RequestDecoder::new(self.settings.head)));
                }
            }
        }
        let left = LEFT.lock().ok().and_then(|mut left| left.take());
        let decoder = left.unwrap_or_else(|| RequestDecoder::new(settings.head));
// ANCHOR_END: decoder
