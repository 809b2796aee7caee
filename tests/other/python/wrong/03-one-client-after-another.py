# instead of: 03-echo/server.py
# Whoever comes second waits until the first one has left.
# fails: a_client_that_does_not_read_disturbs_nobody (no answer)
# fails: a_client_that_says_nothing_disturbs_nobody (no answer)
# fails: ctrl_c_ends_the_server (no answer)
# fails: the_server_goes_on_when_it_gets_no_connection (crashed)
# fails: the_server_serves_fifty_clients_at_once (no answer)
# fails: the_server_waits_for_clients_that_take_their_time (no answer)


def main():
    parser = Parser(description=__doc__)
    parser.add_argument("--addr", default="127.0.0.1:12345", metavar="HOST:PORT")
    args = parser.parse_args()
    try:
        listener = listen(args.addr)
    except (OSError, ValueError) as error:
        sys.exit(f"error: cannot listen on {args.addr}: {error}")
    host, port = listener.getsockname()[:2]
    note(f"listening on {f'[{host}]' if ':' in host else host}:{port}")
    while True:
        serve(listener.accept()[0])
