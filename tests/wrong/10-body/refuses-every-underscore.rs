//! Refuses every name with an underscore.
//!
//! fails: the_server_refuses_names_that_others_take_for_those_of_the_framing

// ANCHOR: underscores
    match fields.iter().find(|field| field.name().contains('_')) {
        Some(field) => Err(Error::new(ErrorKind::Underscore, field.offset())),
        None => Ok(()),
    }
// ANCHOR_END: underscores
