"""A stand-in for GOV.UK Notify, which keeps what it gets and can be asked by reference. It listens here only."""

import json
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

API_KEY = f"test-{uuid.UUID(int=1)}-{uuid.UUID(int=2)}"


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server = self.server.notify
        if server.mode != "ok":
            return self.refuse(server.mode)
        kept = {"id": str(uuid.uuid4()), "reference": asked["reference"], "email_address": asked["email_address"]}
        server.kept.append({**kept, "personalisation": asked["personalisation"], "template": asked["template_id"]})
        if server.lose_answers:
            return self.connection.close()
        return self.say(201, kept)

    def do_GET(self):
        [reference] = parse_qs(urlsplit(self.path).query)["reference"]
        found = [kept for kept in self.server.notify.kept if kept["reference"] == reference]
        self.say(200, {"notifications": found, "links": {}})

    def refuse(self, code):
        self.say(code, {"status_code": code, "errors": [{"error": "E", "message": "email_address is not valid"}]})

    def say(self, code, facts):
        body = json.dumps(facts).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Tests are quiet."""


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A sender that was killed hangs up: that is what we test."""


class NotifyServer:
    """`kept` lists what it took, in order."""

    def __init__(self):
        self.kept, self.mode, self.lose_answers = [], "ok", False
        self.http = Quiet(("127.0.0.1", 0), Answers)
        self.http.notify = self
        self.url = f"http://127.0.0.1:{self.http.server_address[1]}"

    def __enter__(self):
        self.thread = threading.Thread(target=self.http.serve_forever, args=[0.05], daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.http.shutdown()
        self.http.server_close()
        self.thread.join(5)
