# Two connections. Then the network dies, without a word to anybody.
import socket, subprocess, time

def connect():
    listener = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(listener.getsockname())
    server, _ = listener.accept()
    return client, server

def wait(name, server):
    server.settimeout(20)
    start = time.monotonic()
    try:
        server.recv(1)
    except OSError as error:
        print(f"{name}: {error}, after {time.monotonic() - start:.1f} s")

subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
plain, watched = connect(), connect()
watched[1].setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
watched[1].setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 2)   # seconds of silence before the first probe
watched[1].setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 1)  # seconds between probes
watched[1].setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3)    # lost probes before it gives up
subprocess.run(["ip", "link", "set", "lo", "down"], check=True)

wait("with keep-alive   ", watched[1])
wait("without keep-alive", plain[1])
