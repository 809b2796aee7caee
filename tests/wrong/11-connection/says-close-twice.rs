//! Says close, whether the head says it already or not.
//!
//! fails: the_server_closes_when_the_page_says_so

// ANCHOR: announce
        if !request.persists {
            return fields.push("Connection", "close");
        }
        if request.version < Version::HTTP_11 {
            return fields.push("Connection", "keep-alive");
        }
        Ok(())
// ANCHOR_END: announce
