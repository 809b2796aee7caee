# instead of: 01-one-way/server.py
# The address of the command line is not used.
# fails: the_server_listens_where_it_is_told (wrong)
# fails: the_server_says_that_an_address_is_in_use (no answer)
# fails: the_server_says_that_its_address_is_none (no answer)


def listen(addr):
    return socket.create_server(("127.0.0.1", 0))
