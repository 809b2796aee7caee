//! Says 100 whenever it waits for content, asked or not.
//!
//! fails: the_server_answers_requests_that_come_together_in_their_order
//! fails: the_server_answers_what_came_before_the_client_closed_its_side
//! fails: the_server_gives_up_a_request_that_does_not_end
//! fails: the_server_keeps_the_connection_after_a_large_upload
//! fails: the_server_leaves_100_out_when_the_content_is_there
//! fails: the_server_never_says_100_to_http_1_0
//! fails: the_server_outlives_clients_that_leave
//! fails: the_server_takes_two_requests_that_are_cut_anywhere
//! fails: the_server_says_100_in_its_turn_and_once
//! fails: the_server_waits_for_content_that_keeps_its_pace

// ANCHOR: continue
        if self.is_due() {
            output.extend_from_slice(b"HTTP/1.1 100 Continue\r\n\r\n");
        }
// ANCHOR_END: continue
