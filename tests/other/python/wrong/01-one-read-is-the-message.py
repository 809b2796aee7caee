# instead of: 01-one-way/server.py
# One read is taken for the whole message.
# fails: the_server_keeps_a_character_that_is_split_over_two_packets (wrong)
# fails: the_server_outlives_a_client_that_resets (wrong)
# fails: the_server_prints_a_message_longer_than_any_buffer (wrong)
# fails: the_server_reads_until_the_client_closes (wrong)
# fails: the_server_sleeps_while_its_client_is_silent (wrong)
# fails: the_server_waits_for_a_client_that_takes_its_time (wrong)


def receive_all(connection):
    return connection.recv(16384)
