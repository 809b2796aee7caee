# instead of: 01-one-way/server.py
# Bytes that are no UTF-8 raise an exception.
# fails: the_server_shows_bytes_that_are_not_text (crashed)


def serve(connection, receive):
    with connection:
        try:
            message = receive(connection)
        except OSError as error:
            print(f"client lost: {error}", file=sys.stderr, flush=True)
            return False
    print("server received:", message.decode(), flush=True)
    return True
