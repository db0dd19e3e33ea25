"""An app with one fault, which its first argument names; the second is how long it takes to start, in seconds."""

import os
import signal
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FAULT = sys.argv[1]


def serve(respond, port=80, address=""):
    class App(BaseHTTPRequestHandler):
        def do_GET(self):
            status, headers, body = respond(self)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer((address, port), App)
    print(f"listening on port {port}", flush=True)
    server.serve_forever()


def always(status, body=b"up\n", **headers):
    return lambda _: (status, headers, body)


def blocked(request):
    host = request.headers["Host"]
    print(f"[ActionDispatch::HostAuthorization::DefaultResponseApp] Blocked hosts: {host}", flush=True)
    return 403, {}, b"<h1>Blocked hosts</h1>"


def hang_up(request):
    request.connection.shutdown(2)
    raise ConnectionError("hung up")


def crash_soon(_):
    threading.Timer(0.2, os._exit, [7]).start()
    return 200, {}, b"up\n"


if FAULT != "deaf":
    signal.signal(signal.SIGTERM, lambda *_: os._exit(143))
print("starting", flush=True)
time.sleep(float(sys.argv[2]) if len(sys.argv) > 2 else 0)
match FAULT:
    case "none" | "deaf":
        serve(lambda request: (200, {}, b"up\n" if request.path == "/up" else os.environ["KAMAL_VERSION"].encode()))
    case "exit":
        print("could not load the settings", flush=True)
        sys.exit(3)
    case "end":
        print("nothing to do", flush=True)
    case "memory":
        bytearray(b"x" * 200_000_000)
    case "port":
        serve(always(200), port=3000)
    case "loopback":
        serve(always(200), address="127.0.0.1")
    case "error":
        serve(always(500, b"<h1>We are sorry</h1>"))
    case "redirect":
        serve(always(301, Location="https://shop.example.com/up"))
    case "blocked":
        serve(blocked)
    case "nowhere":
        serve(always(404))
    case "idle":
        time.sleep(1000)
    case "hang":
        serve(lambda _: time.sleep(1000))
    case "hang-up":
        serve(hang_up)
    case "crash-soon":
        serve(crash_soon)
    case "variable":
        print(os.environ["DATABASE_URL"])
    case "file":
        open("/app/production.log", "w").close()
    case "name":
        import socket

        socket.create_connection(("sample-db", 5432))
