"""Serves the folder of this file to this computer alone, and opens it in the browser: `python3 serve.py`, on Windows a double click.

With a port, `python3 serve.py 8080`, it opens no browser. Needs Python 3.7 and no network.
"""

import functools
import http.server
import os
import sys
import webbrowser


class Handler(http.server.SimpleHTTPRequestHandler):
    """Gives files with the types that browsers insist on, whatever this computer calls them, and to frames with a sandbox too."""

    extensions_map = {
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".json": "application/json",
        ".wasm": "application/wasm",
    }

    def end_headers(self):
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *_):
        """Says nothing of each file."""


def server(port):
    folder = os.path.dirname(os.path.abspath(__file__))
    return http.server.ThreadingHTTPServer(("127.0.0.1", port), functools.partial(Handler, directory=folder))


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else None
    try:
        # The same port each time: the browser keeps runs and settings by address.
        host = server(8000 if port is None else port)
    except OSError:
        if port is not None:
            raise
        host = server(0)
    address = f"http://localhost:{host.server_address[1]}/"
    print(address, "Ctrl+C", flush=True)
    if port is None:
        webbrowser.open(address)
    try:
        host.serve_forever()
    except KeyboardInterrupt:
        pass
