# instead of: 01-one-way/server.py
# Nobody catches what recv raises when a connection breaks.
# fails: the_server_outlives_a_client_that_resets (crashed)


def serve(connection, receive):
    with connection:
        message = receive(connection)
    print("server received:", message.decode("utf-8", "backslashreplace"), flush=True)
    return True
