"""Stands in for the queue worker: takes a job a second and works on it. Listens for nothing but questions for its health.

On SIGTERM it takes no new job, finishes the one in hand and ends; so a generation that leaves loses no work.
"""

import asyncio
import json
import os
import pathlib
import signal
import socket
import ssl
import sys
import time

JOB_SECONDS = 1
# Longer than any job; systemd waits 90 s before it kills.
STOP_SECONDS_MAX = 30
# A worker that has ended no job for that long hangs.
SILENT_SECONDS_MAX = 60
REPORT_EVERY = 60

QUESTION_BYTES_MAX = 4096
QUESTION_SECONDS_MAX = 5
CLOSE_SECONDS_MAX = 2
# Nobody asks but a load balancer or a person.
QUESTIONS_MAX = 50


class Worker:
    """The jobs, and what is said of them."""

    def __init__(self, version):
        self.version = version
        self.asked_to_end = asyncio.Event()
        self.jobs = 0
        self.ended_at = time.monotonic()
        self.questions = 0

    async def work(self):
        """Takes jobs until it is asked to end."""
        while not self.asked_to_end.is_set():
            await self.job()
            self.jobs += 1
            self.ended_at = time.monotonic()
            if self.jobs % REPORT_EVERY == 1:
                self.say(f"has done {self.jobs} jobs")

    async def job(self):
        """One job; here it only takes its time."""
        await asyncio.sleep(JOB_SECONDS)

    async def answer(self, reader, writer):
        """Answers one question; every connection is for one."""
        if self.questions >= QUESTIONS_MAX:
            writer.transport.abort()
            return
        self.questions += 1
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), QUESTION_SECONDS_MAX)
            writer.write(self.health(head))
            writer.close()
            await asyncio.wait_for(writer.wait_closed(), CLOSE_SECONDS_MAX)
        except (asyncio.CancelledError, OSError, EOFError, asyncio.TimeoutError, asyncio.LimitOverrunError):
            writer.transport.abort()
        finally:
            self.questions -= 1

    def health(self, head):
        if not head.startswith(b"GET /health HTTP/1."):
            status, body = "404 Not Found", {"error": "only GET /health"}
        else:
            silent = time.monotonic() - self.ended_at
            well = silent <= SILENT_SECONDS_MAX
            status = "200 OK" if well else "503 Service Unavailable"
            body = {"status": "ok" if well else f"no job for {silent:.0f} s", "version": self.version, "jobs": self.jobs}
        text = json.dumps(body) + "\n"
        return (
            f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(text)}\r\n"
            f"Connection: close\r\n\r\n{text}"
        ).encode()

    def say(self, what):
        print(f"worker {self.version} {what}", file=sys.stderr, flush=True)


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
    worker = Worker(version)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, worker.asked_to_end.set)
    await asyncio.start_server(
        worker.answer,
        "0.0.0.0",
        port,
        ssl=context,
        ssl_handshake_timeout=QUESTION_SECONDS_MAX,
        limit=QUESTION_BYTES_MAX,
    )
    worker.say("begins")
    ready()
    working = asyncio.create_task(worker.work())
    asked = asyncio.create_task(worker.asked_to_end.wait())
    await asyncio.wait([working, asked], return_when=asyncio.FIRST_COMPLETED)
    asked.cancel()
    await asyncio.wait([working], timeout=STOP_SECONDS_MAX)
    if not working.done():
        worker.say(f"ends in the middle of job {worker.jobs + 1}")
        return 1
    working.result()
    worker.say(f"ends after {worker.jobs} jobs")
    return 0


if __name__ == "__main__":
    # worker.py PORT FOLDER: the folder has key.pem and certificate.pem.
    own = pathlib.Path(__file__).resolve().parent / "version.txt"
    sys.exit(asyncio.run(main(int(sys.argv[1]), pathlib.Path(sys.argv[2]), own.read_text().strip())))
