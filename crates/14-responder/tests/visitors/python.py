"""Python's http.client asks: first the server with the built-in pages, then one with a folder."""
import http.client
import sys

pages, folder = (http.client.HTTPConnection(addr, timeout=20) for addr in sys.argv[1:])


def ask(connection, *request, **more):
    connection.request(*request, **more)
    response = connection.getresponse()
    return response, response.read()


def same(came, expected):
    if came != expected:
        sys.exit(f"expected {expected!r:.200}, came {came!r:.200}")


# Content of known length, and pieces of which nobody says how many there are.
response, content = ask(pages, "POST", "/echo", b"known", {"Content-Type": "text/plain"})
same((response.status, response.getheader("Content-Type"), content), (200, "text/plain", b"known"))
pieces = [b"piece %d\n" % number * 1000 for number in range(20)]
response, content = ask(pages, "POST", "/echo", iter(pieces), encode_chunked=True)
same((response.status, response.chunked, content), (200, True, b"".join(pieces)))

# A client that waits for 100 (Continue). getresponse() passes over it, and the tap has seen it.
pages.putrequest("POST", "/echo")
pages.putheader("Expect", "100-continue")
pages.putheader("Content-Length", "5")
pages.endheaders()
same(pages.sock.recv(1024), b"HTTP/1.1 100 Continue\r\n\r\n")
pages.send(b"later")
same(pages.getresponse().read(), b"later")

# HEAD, and that the next answer begins where it ends.
response, content = ask(pages, "HEAD", "/")
length = int(response.getheader("Content-Length"))
same((response.status, content), (200, b""))
response, content = ask(pages, "GET", "/")
same((response.status, len(content)), (200, length))
response, content = ask(pages, "GET", "/nowhere")
same((response.status, b"/nowhere" in content), (404, True))
response, content = ask(pages, "DELETE", "/form")
same((response.status, response.getheader("Allow")), (405, "GET, HEAD, OPTIONS, POST"))

numbers = "".join(f"{number}\n" for number in range(30000)).encode()
response, content = ask(folder, "GET", "/numbers.txt")
same((response.status, content), (200, numbers))
tag, date = response.getheader("ETag"), response.getheader("Last-Modified")
for field in ({"If-None-Match": tag}, {"If-Modified-Since": date}):
    response, content = ask(folder, "GET", "/numbers.txt", headers=field)
    same((response.status, response.getheader("ETag"), content), (304, tag, b""))
response, content = ask(folder, "GET", "/numbers.txt", headers={"Range": "bytes=10-19", "If-Range": tag})
same((response.status, response.getheader("Content-Range"), content), (206, "bytes 10-19/168890", numbers[10:20]))
response, content = ask(folder, "GET", "/numbers.txt", headers={"Range": "bytes=-7"})
same((response.status, content), (206, numbers[-7:]))
response, content = ask(folder, "GET", "/numbers.txt", headers={"Range": "bytes=168890-"})
same((response.status, response.getheader("Content-Range")), (416, "bytes */168890"))
response, content = ask(folder, "HEAD", "/numbers.txt")
same((response.status, response.getheader("Content-Length"), content), (200, "168890", b""))
response, content = ask(folder, "GET", "/sub")
same((response.status, response.getheader("Location")), (301, "/sub/"))
