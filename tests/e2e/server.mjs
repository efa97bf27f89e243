// A static file server for the built page below a sub-path, as a course site would host it.
// Everything outside that path is 404, so that a page with absolute URLs fails its tests.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { basename, extname, join, normalize } from "node:path";

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

/**
 * Serves `dir` at `http://127.0.0.1:PORT{prefix}`, with more headers if wanted; `prefix` begins and ends with a slash. `fault` may
 * bend an answer by the file's name and path: { cut } the connection, give another { status }, { type }, { body } or more { headers },
 * or { hold } it until that says so. A host that comes back has the `port` that it had.
 */
export async function serve(dir, prefix, headers = {}, fault = () => null, port = 0) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const inside = path.startsWith(prefix) ? normalize(path.slice(prefix.length)) : null;
    if (inside === null || inside.startsWith("..")) return answer(response, 404, "text/plain", "outside the page's path");
    const name = inside === "." || inside.endsWith("/") ? join(inside, "index.html") : inside;
    const bent = await fault(basename(name), name) ?? {};
    while (bent.hold && !bent.hold()) await new Promise((resolve) => { setTimeout(resolve, 50); });
    if (bent.cut) return request.destroy();
    try {
      const body = bent.body ?? await readFile(join(dir, name));
      answer(response, bent.status ?? 200, bent.type ?? MIME[extname(name)] ?? "application/octet-stream", body, { ...headers, ...bent.headers });
    } catch {
      answer(response, 404, "text/plain", `no such file: ${name}`);
    }
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
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
