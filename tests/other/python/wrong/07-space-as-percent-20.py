# instead of: 07-by-hand/client.py
# A form is encoded as if it stood in a path.
# fails: the_client_sends_a_form (wrong)


def encode(text):
    return quote_plus(text, safe="*").replace("~", "%7E").replace("+", "%20")
