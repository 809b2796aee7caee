# instead of: 01-one-way/server.py
# What is printed stays in Python's buffer as long as the program runs: only a terminal gets each line at once.
# fails: the_server_goes_on_with_forever (no answer)
# fails: the_server_keeps_nothing_of_clients_that_have_left (no answer)


def serve(connection, receive):
    with connection:
        try:
            message = receive(connection)
        except OSError as error:
            print(f"client lost: {error}", file=sys.stderr, flush=True)
            return False
    print("server received:", message.decode("utf-8", "backslashreplace"))
    return True
