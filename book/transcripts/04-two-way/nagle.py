# How long does a reply take to a request of 200 bytes, sent in one write or in two?
import socket, threading, time

def serve(connection):
    received = 0
    while data := connection.recv(200):
        received += len(data)
        if received % 200 == 0:
            connection.sendall(b"ok")

def measure(pieces, nodelay):
    server = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(server.getsockname())
    connection, _ = server.accept()
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, nodelay)
    times = []
    for _ in range(21):
        start = time.perf_counter()
        for piece in pieces:
            client.sendall(piece)
        client.recv(2)
        times.append(1000 * (time.perf_counter() - start))
    return sorted(times)[10]

half = b"x" * 100
print(f"one write:            {measure([half + half], False):.2f} ms")
print(f"two writes:           {measure([half, half], False):.2f} ms")
print(f"two writes, no delay: {measure([half, half], True):.2f} ms")
