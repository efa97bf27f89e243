// What is noted inside the page while it is measured. `probe` is put into the page as text, before its own scripts; it changes
// nothing of what the page does, and costs a call per drawn plane, per drawn marker and per animation frame.

/** Notes draws, long tasks and the state in `window.probe`. */
export function probe() {
  const noted = {
    /** Animation frames in which the plot's plane was drawn anew. */
    planes: 0,
    /** [start, length] of tasks over 50 ms, in ms. */
    longTasks: [],
    /** When the number of markers on the plot changed, and to what: [ms at the end of that frame, number]. */
    changes: [],
    /** Named times in ms: data-state `running`, and the frame's end after which plane and points are seen. */
    runningMs: null,
    shownMs: null,
  };
  window.probe = noted;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) noted.longTasks.push([startTime, duration]);
  }).observe({ type: "longtask", buffered: true });

  // The first task after a frame: what was drawn in it has been handed to the compositor.
  let isInFrame = false;
  const askFrame = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) => askFrame((ms) => {
    isInFrame = true;
    try { callback(ms); } finally { isInFrame = false; }
  });
  const { port1, port2 } = new MessageChannel();
  const ends = [];
  port1.onmessage = () => ends.shift()(performance.now());
  const atFramesEnd = (then) => {
    ends.push(then);
    const post = () => port2.postMessage(null);
    if (isInFrame) post(); else askFrame(post);
  };
  noted.atFramesEnd = atFramesEnd;

  let lastFrame = -1;
  const planeDrawn = () => {
    const frame = document.timeline.currentTime;
    if (frame !== lastFrame) noted.planes += 1;
    lastFrame = frame;
    shown();
  };
  let markers = 0;
  let before = 0;
  const pointsCleared = () => {
    markers = 0;
    queueMicrotask(() => {
      if (markers !== before) {
        const n = markers;
        atFramesEnd((ms) => noted.changes.push([ms, n]));
      }
      before = markers;
      shown();
    });
  };
  let isShown = false;
  const shown = () => {
    if (isShown || noted.planes === 0 || markers === 0) return;
    isShown = true;
    atFramesEnd((ms) => { noted.shownMs = ms; });
  };

  const { getContext } = HTMLCanvasElement.prototype;
  const known = new WeakSet();
  HTMLCanvasElement.prototype.getContext = function (...how) {
    const context = getContext.apply(this, how);
    if (!known.has(this) && this.parentElement?.matches(".plot")) {
      known.add(this);
      const isPlane = this.parentElement.querySelector("canvas") === this;
      const { drawImage, clearRect } = context;
      context.drawImage = function (...what) {
        if (isPlane) planeDrawn(); else markers += 1;
        return drawImage.apply(this, what);
      };
      if (!isPlane) context.clearRect = function (...what) { pointsCleared(); return clearRect.apply(this, what); };
    }
    return context;
  };

  new MutationObserver(() => {
    const isRunning = document.querySelector("main[data-state]")?.dataset.state === "running";
    if (isRunning && noted.runningMs === null) noted.runningMs = performance.now();
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-state"] });
}
