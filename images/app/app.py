"""Stands in for the application: HTTPS on every address of the machine, nothing but Python's own library.

On SIGTERM it takes no new connection, closes those that nobody uses, finishes the open requests and ends.
"""

import asyncio
import json
import os
import pathlib
import re
import signal
import socket
import ssl
import sys

HEAD_BYTES_MAX = 16 * 1024
HEAD_SECONDS_MAX = 10
HANDSHAKE_SECONDS_MAX = 10
# A load balancer keeps its connections; the side that opened them should close them.
IDLE_SECONDS_MAX = 3600
# A service of systemd may have 1024 files open.
CONNECTIONS_MAX = 900
# systemd waits 90 s before it kills.
STOP_SECONDS_MAX = 30
CLOSE_SECONDS_MAX = 2
# A request that was sent before the sender could know is still on its way.
ON_ITS_WAY_SECONDS = 1

REASONS = {200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed"}
REQUEST = re.compile(rb"([A-Z]{1,20}) (/[!-~]*) HTTP/1\.([01])")
FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n\0]*?)[ \t]*")
GONE = (OSError, EOFError, asyncio.TimeoutError, asyncio.LimitOverrunError)


class App:
    """What the service says, and the connections over which it does."""

    def __init__(self, version):
        self.version = version
        self.machine = socket.gethostname()
        self.stopping = False
        self.busy = {}  # by task of a connection: whether a request is open

    async def serve(self, reader, writer):
        task = asyncio.current_task()
        if len(self.busy) >= CONNECTIONS_MAX:
            writer.transport.abort()
            return
        self.busy[task] = False
        try:
            while await self.exchange(task, reader, writer):
                self.busy[task] = False
            writer.close()
            await asyncio.wait_for(writer.wait_closed(), CLOSE_SECONDS_MAX)
        except (asyncio.CancelledError, *GONE):
            # Whoever asked has gone, says too much or too little, or the service ends.
            writer.transport.abort()
        finally:
            del self.busy[task]

    async def exchange(self, task, reader, writer):
        """Answers one request; says whether another may follow on the connection."""
        first = await asyncio.wait_for(reader.readexactly(1), IDLE_SECONDS_MAX)
        self.busy[task] = True
        rest = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), HEAD_SECONDS_MAX)
        status, body, again, with_body = self.answer(first + rest)
        again = again and not self.stopping
        text = (json.dumps(body) + "\n").encode()
        head = [
            f"HTTP/1.1 {status} {REASONS[status]}",
            "Content-Type: application/json",
            f"Content-Length: {len(text)}",
            f"Connection: {'keep-alive' if again else 'close'}",
        ]
        if status == 405:
            head.append("Allow: GET, HEAD")
        writer.write("\r\n".join([*head, "", ""]).encode() + (text if with_body else b""))
        await writer.drain()
        return again

    def answer(self, head):
        """Status, body, whether the connection may be kept, and whether the body is sent."""
        first, *lines = head[:-4].split(b"\r\n")
        request = REQUEST.fullmatch(first)
        fields = [FIELD.fullmatch(line) for line in lines]
        if not request or not all(fields):
            return 400, {"error": "not HTTP/1.1"}, False, True
        method, path, minor = request.groups()
        named = [(name.lower(), value.lower()) for name, value in (f.groups() for f in fields)]
        # What is not read would be taken for the next request.
        if any(name == b"transfer-encoding" or name == b"content-length" and value != b"0" for name, value in named):
            return 400, {"error": "a request with a body"}, False, method != b"HEAD"
        if method not in (b"GET", b"HEAD"):
            return 405, {"error": "only GET and HEAD"}, False, True
        again = minor == b"1" and (b"connection", b"close") not in named
        path = path.partition(b"?")[0]
        if path == b"/health":
            body = {"status": "ok", "version": self.version}
        elif path == b"/":
            body = {"service": "app", "version": self.version, "machine": self.machine}
        else:
            return 404, {"error": "not found"}, again, method == b"GET"
        return 200, body, again, method == b"GET"

    async def stop(self, server):
        """Ends when the open requests have; answers how many had to be cut."""
        self.stopping = True
        server.close()
        await asyncio.sleep(ON_ITS_WAY_SECONDS)
        for task, busy in self.busy.items():
            if not busy:
                task.cancel()
        if not self.busy:
            return 0
        _, late = await asyncio.wait(list(self.busy), timeout=STOP_SECONDS_MAX)
        return len(late)


def ready():
    """Tells systemd that the service answers now (sd_notify(3)); elsewhere nobody is told."""
    place = os.environ.get("NOTIFY_SOCKET", "")
    if place:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.sendto(b"READY=1", "\0" + place[1:] if place.startswith("@") else place)


async def main(port, keys, version):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(keys / "certificate.pem", keys / "key.pem")
    app = App(version)
    asked = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asked.set)
    server = await asyncio.start_server(
        app.serve,
        "0.0.0.0",
        port,
        ssl=context,
        ssl_handshake_timeout=HANDSHAKE_SECONDS_MAX,
        limit=HEAD_BYTES_MAX,
        backlog=512,
    )
    print(f"app {version} listens on port {port}", file=sys.stderr, flush=True)
    ready()
    await asked.wait()
    cut = await app.stop(server)
    print(f"app {version} ends, {cut} requests cut", file=sys.stderr, flush=True)
    return 1 if cut else 0


if __name__ == "__main__":
    # app.py PORT FOLDER: the folder has key.pem and certificate.pem.
    own = pathlib.Path(__file__).resolve().parent / "version.txt"
    sys.exit(asyncio.run(main(int(sys.argv[1]), pathlib.Path(sys.argv[2]), own.read_text().strip())))
