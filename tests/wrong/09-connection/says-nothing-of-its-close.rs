//! Closes without Connection: close in the answer.
//!
//! fails: the_server_answers_one_request_after_another_on_one_connection
//! fails: the_server_answers_what_is_right_then_what_is_wrong_then_nothing
//! fails: the_server_closes_rather_than_read_much_that_nobody_wants
//! fails: the_server_ends_an_answer_of_unknown_length_as_the_client_can_see_it
//! fails: the_server_finds_close_in_any_letter_case_and_list
//! fails: the_server_gives_up_a_request_that_does_not_end
//! fails: the_server_refuses_content_that_it_does_not_want_instead_of_saying_100

// ANCHOR: announce
        if self.asked.persists && self.asked.version < Version::HTTP_11 {
            return fields.push("Connection", "keep-alive");
        }
        Ok(())
// ANCHOR_END: announce
