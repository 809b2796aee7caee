# instead of: 07-by-hand/server.py
# What somebody typed becomes a part of the page.
# fails: the_server_shows_markup_as_text (wrong)


def respond(method, target, body):
    path = target.split("?")[0]
    match method, path:
        case "GET", "/":
            return "200 OK", '<p>Hello World. There is <a href="/form">a form</a>.</p>', None
        case "GET", "/form":
            return "200 OK", FORM, None
        case "POST", "/form":
            name = form_value(body, "name")
            if name is None:
                return "400 Bad Request", "<p>The form has no name in it.</p>", None
            return "200 OK", f"<p>Hello, {name}!</p>", None
        case _, "/":
            return "405 Method Not Allowed", "<p>This page can only be asked for.</p>", "GET"
        case _, "/form":
            return "405 Method Not Allowed", "<p>Ask for it, or fill it in.</p>", "GET, POST"
        case _:
            return "404 Not Found", "<p>There is no such page.</p>", None
