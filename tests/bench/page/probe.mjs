// What is noted inside the page while it is measured. `probe` is put into the page as text, before its own scripts; it changes
// nothing of what the page does, and costs a call per drawn plane and per animation frame, and a copy of the points' pixels whenever they are drawn.

/** Notes draws, long tasks and the state in `window.probe`. */
export function probe() {
  const noted = {
    /** Animation frames in which the plot's plane was drawn anew. */
    planes: 0,
    /** [start, length] of tasks over 50 ms, in ms. */
    longTasks: [],
    /** When other points were drawn: ms at the end of that frame. */
    changes: [],
    /** Whether somebody waits for that. */
    isAwaited: false,
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
  let isShown = false;
  let before = null;
  let arePointsDrawn = false;
  const pointsDrawn = ({ data }) => {
    const pixels = new Uint32Array(data.buffer.slice(0));
    if (noted.isAwaited && (pixels.length !== before.length || pixels.some((pixel, at) => pixel !== before[at]))) {
      atFramesEnd((ms) => noted.changes.push(ms));
    }
    before = pixels;
    arePointsDrawn ||= pixels.some((pixel) => pixel !== 0);
    shown();
  };
  const shown = () => {
    if (isShown || noted.planes === 0 || !arePointsDrawn) return;
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
      const name = isPlane ? "drawImage" : "putImageData";
      const draw = context[name];
      context[name] = function (...what) {
        if (isPlane) planeDrawn(); else pointsDrawn(what[0]);
        return draw.apply(this, what);
      };
    }
    return context;
  };

  new MutationObserver(() => {
    const isRunning = document.querySelector("main[data-state]")?.dataset.state === "running";
    if (isRunning && noted.runningMs === null) noted.runningMs = performance.now();
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-state"] });
}
