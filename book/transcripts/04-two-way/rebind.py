# A server closes first, so its side stays in TIME_WAIT. Can a new server listen on the port?
import socket

def listen(address, reuse):
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, reuse)
    server.bind(address)
    server.listen()
    return server

for reuse in (False, True):
    server = listen(("127.0.0.1", 0), reuse)
    address = server.getsockname()
    client = socket.create_connection(address)
    connection, _ = server.accept()
    connection.close()
    client.close()
    server.close()
    try:
        listen(address, reuse)
        print("SO_REUSEADDR", reuse, "-> listening again")
    except OSError as error:
        print("SO_REUSEADDR", reuse, "->", error.strerror)
