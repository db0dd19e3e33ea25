"""A web app small enough to read: it says which version it is, answers health checks and lets slow requests finish.

PORT            where it listens (default 80)
START_DELAY_MS  how long it takes to start (default 0)
UNHEALTHY       set to anything: /up answers 503
"""

import os
import signal
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

VERSION = os.environ.get("KAMAL_VERSION", "dev")
ASSETS = Path(__file__).parent / "public" / "assets"
STOP_WITHIN_S = 25

stopping = threading.Event()


class App(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # keeps connections open between requests
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave in one packet

    def do_GET(self):
        print(f"GET {self.path}", flush=True)
        self.server.requests.start()
        try:
            self.answer(*self.route(urlsplit(self.path)))
            self.wfile.flush()
        finally:
            self.server.requests.finish()

    def route(self, url):
        if url.path == "/up":
            return (503, b"unhealthy\n") if os.environ.get("UNHEALTHY") else (200, b"up\n")
        if url.path == "/slow":
            time.sleep(min(int(parse_qs(url.query).get("ms", ["1000"])[0]), 60_000) / 1000)
        if url.path.startswith("/assets/"):
            file = ASSETS / Path(url.path).name
            return (200, file.read_bytes()) if file.is_file() else (404, b"not found\n")
        return 200, f"{VERSION}\n".encode()

    def answer(self, status, body):
        if status >= 400:
            print(f"{self.command} {self.path} {status}", flush=True)
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if stopping.is_set():
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass  # said on arrival instead, so that a request that never ends is seen too


class Requests:
    """Counts the requests being answered, so that stopping can wait for them."""

    def __init__(self):
        self.count = 0
        self.changed = threading.Condition()

    def start(self):
        with self.changed:
            self.count += 1

    def finish(self):
        with self.changed:
            self.count -= 1
            self.changed.notify_all()

    def wait_for_none(self):
        with self.changed:
            self.changed.wait_for(lambda: self.count == 0, STOP_WITHIN_S)


class Server(ThreadingHTTPServer):
    request_queue_size = 128
    requests = Requests()


def main():
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())  # process 1 of a container has no default for it
    print(f"version {VERSION} starts", flush=True)
    if stopping.wait(int(os.environ.get("START_DELAY_MS", "0")) / 1000):
        return
    server = Server(("", int(os.environ.get("PORT", "80"))), App)
    print(f"version {VERSION} listens", flush=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    stopping.wait()
    server.shutdown()
    server.requests.wait_for_none()


main()
