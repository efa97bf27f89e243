// Keeps the page for when there is no connection: whole versions of it, each in a cache of its own. It answers for the page itself at
// top level and for the files of the folders that are named by their content; for everything else it is as if it were not there.
// The release build writes FOLDER and FILES. As it stands here, without them, it takes away what was kept and itself.
'use strict';
const FOLDER = '';
const FILES = {};
const HOME = registration.scope;
const cacheOf = (folder) => `gradient-playground ${HOME} ${folder}`;

/** What was kept of this address in that version; nothing where the browser has no caches. */
const kept = (url, folder) => caches.match(url, { cacheName: cacheOf(folder), ignoreSearch: true, ignoreVary: true }).catch(() => {});

/** An answer to keep: a browser takes none that was redirected, and the body is no longer compressed. */
const copy = (answer, body) => {
  const headers = new Headers(answer.headers);
  for (const name of ['content-encoding', 'content-length', 'vary']) headers.delete(name);
  return new Response(body, { headers });
};

/** Fetches what is missing of this version. Fails unless each file is what the build made, whatever the host calls it. */
const fill = async () => {
  const cache = await caches.open(cacheOf(FOLDER));
  // One after the other: others use the line too.
  for (const [name, integrity] of Object.entries(FILES)) {
    const url = `${HOME}${FOLDER}/${name}`;
    if (await cache.match(url)) continue;
    // The browser may still have it from the page's own visit; if that is damaged, only the host has it.
    const answer = await fetch(url, { integrity }).catch(() => fetch(url, { integrity, cache: 'reload' }));
    await cache.put(url, copy(answer, answer.body));
  }
  if (await cache.match(HOME)) return;
  const answer = await fetch(HOME, { cache: 'no-cache' });
  const html = await answer.text();
  if (!answer.ok || !html.includes(`./${FOLDER}/boot.js"`)) throw new Error(`${HOME} is not the page of ${FOLDER}`);
  await cache.put(HOME, copy(answer, html));
};

/** Deletes the versions that no open page is of, unless another one is just coming. */
const tidy = async () => {
  const { held } = navigator.locks ? await navigator.locks.query() : { held: [] };
  const used = [FOLDER, ...held.map(({ name }) => name.replace('gradient-playground-version-', ''))].map(cacheOf);
  const names = await caches.keys();
  if (registration.installing || registration.waiting) return;
  for (const name of names) {
    if (name.startsWith(cacheOf('')) && !used.includes(name)) await caches.delete(name);
  }
};

const leave = async () => {
  for (const name of await caches.keys()) if (name.startsWith(cacheOf(''))) await caches.delete(name);
  await registration.unregister();
};

/** Tells a page which version is taken, and puts in order what is kept; where the host has taken this script away, it goes too. */
const ask = async (page) => {
  page.postMessage({ version: FOLDER });
  const { status } = await fetch(location.href, { method: 'HEAD', cache: 'no-store' });
  if (status === 404 || status === 410) return leave();
  await fill();
  await tidy();
};

addEventListener('install', (event) => {
  skipWaiting();
  if (FOLDER) event.waitUntil(fill());
});

addEventListener('activate', (event) => event.waitUntil((async () => {
  if (!FOLDER) return leave();
  await clients.claim();
  await tidy();
  for (const page of await clients.matchAll()) page.postMessage({ version: FOLDER });
})()));

// Who asks hears nothing of what fails: there may be no connection.
addEventListener('message', (event) => event.waitUntil(ask(event.source).catch(() => {})));

addEventListener('fetch', (event) => {
  const { request } = event;
  if (!FOLDER || request.method !== 'GET' || !request.url.startsWith(HOME)) return;
  const [, path, query] = /^([^?#]*)([^#]*)/.exec(request.url.slice(HOME.length));
  const [, folder] = /^([0-9a-f]{16})\/\w+\.\w+$/.exec(path) ?? [];
  if (folder) event.respondWith(kept(request.url, folder).then((answer) => answer ?? fetch(request)));
  // Another page may stand below the same address, and a frame is its host's business.
  if (request.destination !== 'document' || !['', 'index.html'].includes(path)) return;
  const here = async () => await kept(HOME, FOLDER) ?? fetch(request);
  // The way out of whatever was kept.
  const isWayOut = /[?&]defaults\b/.test(query);
  event.respondWith(isWayOut ? fetch(request).catch(here) : here());
});
