//! Passes over empty members of Transfer-Encoding, as over those of other lists.
//!
//! fails: the_client_says_what_is_wrong_with_content
//! fails: the_server_refuses_empty_members_of_transfer_encoding
//! fails: the_server_says_what_is_wrong_and_where

// ANCHOR: transfer_coding
    let Some(first) = fields.get("Transfer-Encoding") else { return Ok(None) };
    let value = fields.combined("Transfer-Encoding").unwrap_or_default();
    coding_of(&value).map(Some).map_err(|kind| Error::new(kind, first.offset()))
// ANCHOR_END: transfer_coding
