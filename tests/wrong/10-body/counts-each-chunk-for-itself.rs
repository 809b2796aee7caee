//! Holds each chunk against the limits, and not all of them together.
//!
//! fails: the_server_takes_a_form_up_to_its_limit
//! fails: the_server_takes_so_many_extensions_and_no_more

// ANCHOR: limits
    let extensions = line.len() - digits;
    if extensions > self.limits.extensions {
        return Err(Error::new(ErrorKind::ExtensionsTooLong, start + digits));
    }
    if size > self.limits.content {
        return Err(Error::new(ErrorKind::ContentTooLarge, start));
    }
// ANCHOR_END: limits
