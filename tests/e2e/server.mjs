// A static file server for the built page below a sub-path, as a course site would host it.
// Everything outside that path is 404, so that a page with absolute URLs fails its tests.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const MIME = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** Serves `dir` at `http://127.0.0.1:PORT{prefix}`, with more headers if wanted; `prefix` begins and ends with a slash. */
export async function serve(dir, prefix, headers = {}) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const inside = path.startsWith(prefix) ? normalize(path.slice(prefix.length)) : null;
    if (inside === null || inside.startsWith("..")) return answer(response, 404, "text/plain", "outside the page's path");
    const name = inside === "." || inside.endsWith("/") ? join(inside, "index.html") : inside;
    try {
      const body = await readFile(join(dir, name));
      answer(response, 200, MIME[extname(name)] ?? "application/octet-stream", body, headers);
    } catch {
      answer(response, 404, "text/plain", `no such file: ${name}`);
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    url: origin + prefix,
    close: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }),
  };
}

function answer(response, status, type, body, headers = {}) {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store", ...headers });
  response.end(body);
}
