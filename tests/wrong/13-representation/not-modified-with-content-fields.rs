//! Sends with 304 what it would send with 200.
//!
//! fails: the_server_answers_head_with_the_fields_of_get
//! fails: the_server_compares_dates_in_whole_seconds
//! fails: the_server_compares_if_none_match_weakly
//! fails: the_server_compresses_for_those_who_can_read_it
//! fails: the_server_disregards_dates_that_are_none
//! fails: the_server_does_not_send_again_what_the_client_has
//! fails: the_server_finds_its_tag_in_a_list
//! fails: the_server_goes_on_after_every_kind_of_response
//! fails: the_server_prefers_tags_to_dates
//! fails: the_server_says_what_is_wrong_before_it_tests_preconditions
//! fails: the_server_sends_what_was_modified_since
//! fails: the_server_tests_preconditions_in_their_order

// ANCHOR: not_modified
    whole.clone()
// ANCHOR_END: not_modified
