# instead of: 07-by-hand/server.py
# A form without a name raises an exception while another one is handled, in the thread of its client.
# fails: the_server_finds_the_name_in_the_form (wrong)


def form_value(body, name):
    try:
        return unquote_plus(dict(pair.split("=", 1) for pair in body.split("&"))[name])
    except KeyError as error:
        raise LookupError(f"no input {name}") from error
