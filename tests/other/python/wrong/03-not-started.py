# instead of: 03-echo/server.py
# Nothing is written yet, and the exit status says so.
# fails: a_client_that_does_not_read_disturbs_nobody (not started yet)
# fails: a_client_that_resets_disturbs_nobody (not started yet)
# fails: a_client_that_says_nothing_disturbs_nobody (not started yet)
# fails: ctrl_c_ends_the_server (not started yet)
# fails: the_server_answers_before_the_client_closes (not started yet)
# fails: the_server_goes_on_after_a_write_that_took_a_part (not started yet)
# fails: the_server_goes_on_when_it_gets_no_connection (not started yet)
# fails: the_server_goes_on_when_it_gets_no_thread (not started yet)
# fails: the_server_returns_a_long_text_in_constant_memory (not started yet)
# fails: the_server_returns_all_of_it_after_the_client_has_closed_its_side (not started yet)
# fails: the_server_returns_bytes_in_whatever_pieces_they_come (not started yet)
# fails: the_server_returns_every_byte_as_it_came (not started yet)
# fails: the_server_says_that_a_client_was_lost (not started yet)
# fails: the_server_says_that_an_address_is_in_use (not started yet)
# fails: the_server_serves_fifty_clients_at_once (not started yet)
# fails: the_server_sleeps_while_its_clients_are_silent (not started yet)
# fails: the_server_takes_a_client_that_sends_nothing (not started yet)
# fails: the_server_takes_a_thousand_clients_one_after_another (not started yet)
# fails: the_server_waits_for_clients_that_take_their_time (not started yet)


def main():
    sys.exit(3)
