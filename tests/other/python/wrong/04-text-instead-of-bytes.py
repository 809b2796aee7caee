# instead of: 04-two-way/client.py
# A socket sends bytes, and this is text.
# fails: the_client_goes_on_after_a_write_that_took_a_part (crashed)
# fails: the_client_reads_a_reply_longer_than_any_buffer (crashed)
# fails: the_client_reads_a_reply_that_comes_in_parts (crashed)
# fails: the_client_says_that_it_could_not_send (crashed)
# fails: the_client_says_that_no_reply_came (crashed)
# fails: the_client_says_that_the_connection_was_reset (crashed)
# fails: the_client_sends_every_message_whole (crashed)
# fails: the_client_sends_its_message_and_nothing_else (crashed)
# fails: the_client_sends_its_message_and_prints_the_reply (crashed)
# fails: the_client_shows_a_reply_that_is_not_text (crashed)
# fails: the_client_waits_for_a_reply_that_takes_its_time (crashed)


def send(connection, messages, pause):
    for index, text in enumerate(messages):
        if index > 0:
            time.sleep(pause)
        print("client sending:", text, flush=True)
        connection.sendall(text)
