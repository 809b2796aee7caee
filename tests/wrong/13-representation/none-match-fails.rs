//! Answers 412 to GET when If-None-Match is false.
//!
//! fails: the_server_compares_if_none_match_weakly
//! fails: the_server_compresses_for_those_who_can_read_it
//! fails: the_server_disregards_dates_that_are_none
//! fails: the_server_does_not_send_again_what_the_client_has
//! fails: the_server_finds_its_tag_in_a_list
//! fails: the_server_goes_on_after_every_kind_of_response
//! fails: the_server_prefers_tags_to_dates
//! fails: the_server_says_what_is_wrong_before_it_tests_preconditions
//! fails: the_server_tests_preconditions_in_their_order

// ANCHOR: preconditions
    if let Some(tags) = fields.combined("If-Match") {
        if !lists(&tags, current, Comparison::Strong) {
            return Verdict::Failed;
        }
    } else if let Some(date) = date(fields, "If-Unmodified-Since")
        && known.last_modified.is_some_and(|modified| modified.time() > date)
    {
        return Verdict::Failed;
    }
    if let Some(tags) = fields.combined("If-None-Match") {
        if lists(&tags, current, Comparison::Weak) {
            return Verdict::Failed;
        }
    } else if let Some(date) = modified_since
        && known.last_modified.is_some_and(|modified| modified.time() <= date)
    {
        return has_it;
    }
    Verdict::Perform
// ANCHOR_END: preconditions
