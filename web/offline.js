// The page's side of the service worker, which keeps the page for when there is no connection. `boot.js` loads it at top level, when the
// page runs and has nothing better to do. Where there are no service workers, or no place to keep anything, nothing happens.
const [MINE] = import.meta.url.split('/').slice(-2);
const HOUR = 3_600_000;

/** The page offers to load itself again; it never does so by itself. */
const told = ({ data }) => {
  if (data?.version && data.version !== MINE) window.dispatchEvent(new Event('gradient-playground-update'));
};

const keep = async () => {
  const workers = navigator.serviceWorker;
  // Nobody pays for what they may never need.
  if (!workers || navigator.connection?.saveData) return;
  workers.addEventListener('message', told);
  const registration = await workers.register(new URL('../service-worker.js', import.meta.url));
  const { active } = await workers.ready;
  active.postMessage('version');
  let looked = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || Date.now() - looked < HOUR) return;
    looked = Date.now();
    registration.update().catch(() => {}); // there may be no connection
  });
};
keep().catch(() => {}); // the page does without
