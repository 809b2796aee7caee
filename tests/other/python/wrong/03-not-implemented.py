# instead of: 03-echo/client.py
# Nothing is written yet: the usual exception for that.
# fails: the_client_ends_when_nobody_takes_its_output (not started yet)
# fails: the_client_goes_on_after_a_write_that_took_a_part (not started yet)
# fails: the_client_prints_what_comes_back_byte_for_byte (not started yet)
# fails: the_client_prints_what_comes_before_its_input_ends (not started yet)
# fails: the_client_says_that_it_cannot_read_its_input (not started yet)
# fails: the_client_says_that_it_could_not_send (not started yet)
# fails: the_client_says_that_the_server_closed_early (not started yet)
# fails: the_client_sends_and_receives_at_the_same_time (not started yet)
# fails: the_client_sends_its_input_byte_for_byte_then_closes_its_side (not started yet)
# fails: the_client_sends_what_a_short_read_brought (not started yet)
# fails: the_client_waits_for_a_server_that_takes_its_time (not started yet)


def copy_both_ways(connection):
    raise NotImplementedError("send and receive at the same time")
