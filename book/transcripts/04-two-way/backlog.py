# A server with a backlog of 2 that never accepts, and five clients.
import socket, sys, time

server = socket.socket()
server.bind(("127.0.0.1", int(sys.argv[1])))
server.listen(2)

clients = []
for number in range(1, 6):
    client = socket.socket()
    client.settimeout(0.5)
    clients.append(client)
    try:
        client.connect(server.getsockname())
        client.sendall(b"hello")
        print(number, "connected, and has sent 5 bytes")
    except OSError as error:
        print(number, "->", error)

if len(sys.argv) > 2:
    time.sleep(float(sys.argv[2]))
