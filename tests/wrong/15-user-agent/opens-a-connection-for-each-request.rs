//! Never uses a connection again.
//!
//! fails: a_connection_is_used_again_for_the_same_server
//! fails: octets_after_a_response_are_no_response_to_the_next_request
//! fails: a_connection_that_the_server_has_closed_is_not_used_again
//! fails: a_request_on_a_connection_that_was_closed_is_repeated_once_if_it_may_be
//! fails: a_location_is_taken_from_the_url_that_was_asked_for
//! fails: circles_and_long_chains_of_redirects_end
//! fails: the_status_decides_which_method_follows
//! fails: another_server_gets_its_own_host_and_no_credentials
//! fails: a_password_and_a_host_do_not_go_elsewhere
//! fails: another_version_starts_over
//! fails: a_download_that_is_cut_off_again_stays_a_part
//! fails: a_part_is_not_continued_from_another_url_or_without_its_version
//! fails: a_file_that_is_whole_is_not_fetched_again
//! fails: a_part_is_whole_if_the_server_has_as_much_of_the_same_version

        // ANCHOR: reuse
        Ok((self.connect(server)?, false))
        // ANCHOR_END: reuse
