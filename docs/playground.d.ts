/** Types of the playground's element and of `window.playground`, version 1. */

export interface Point { x: number; y?: number; label: number; test?: boolean }

export interface Snapshot {
  step: number;
  epoch: number;
  trainLoss: number | null;
  testLoss: number | null;
  trainAccuracy: number | null;
  testAccuracy: number | null;
  accuracy: number | null;
  penalty: number;
  gradientNorm: number | null;
  parameters: number;
  state: "loading" | "ready" | "running" | "paused" | "diverged" | "crashed";
  /** 16 hexadecimal digits: the same configuration, seed and commands give the same ones everywhere. */
  checksum: string;
}

/** Keys are those of docs/configuration.md. */
export type Configuration = Record<string, unknown>;

export interface Layer { weights: number[][]; bias: number[] }

/** Why something was refused: what it is about, what must hold ("must be at most 3"), what was found. */
export interface Problem { key: string; rule: string; found: string }

/** What a rejected promise gives. */
export interface Refusal extends Error { problem: Problem | null }

export type Arrows = "slopeField" | "pointPull" | "boundaryPush" | "residuals";

/** How the page shows things: docs/link.md. */
export interface View {
  speed: "1-step" | "3-steps" | "10-steps" | "30-steps" | "1-epoch" | "4-epochs" | "15-epochs" | "60-epochs" | "unlimited";
  stepBy: "sample" | "batch" | "epoch";
  slopeField: boolean;
  pointPull: boolean;
  boundaryPush: boolean;
  residuals: boolean;
  testPoints: boolean;
  classesOnly: boolean;
  contributions: boolean;
  curveScale: "linear" | "log";
  curveAxis: "epochs" | "steps";
  curveShows: "loss" | "accuracy" | "learningRate" | "gradientNorm";
  theme: "auto" | "light" | "dark";
  lang: "auto" | "en" | "zh";
  shortcuts: boolean;
  view: "playground" | "backprop" | "lab";
  arrows: Arrows[];
  goal: string | null;
  lab: string | null;
  /** "softmax", or a step as "softmax/dishes"; "all" is the list. */
  lesson: string | null;
  /** In a frame: the controls that are there, or null for all, and those that are not. */
  controls?: string[] | null;
  hide?: string[];
}

/** One number per unit of a layer: docs/looking-inside.md. */
export interface TraceLayer { z: number[]; a: number[]; slope: number[]; delta: number[]; mask?: number[] }

export interface Trace {
  point: Point;
  features: number[];
  /** From the first hidden layer to the output. */
  layers: TraceLayer[];
  score: number | number[];
  predict: number | number[];
  loss: number;
  gradient: Layer[];
}

export interface NextStep {
  /** Indices into `points()`. */
  points: number[];
  loss: number;
  penalty: number;
  gradient: Layer[];
  gradientNorm: number;
  clipFactor: number;
  rate: number;
  update: Layer[];
  after: Layer[];
  damping?: number;
}

export interface GradientCheck { backprop: number; difference: number; h: number; relativeError: number; kink: boolean }

export type Verdict =
  | "diverged" | "dead-neurons" | "saturated" | "over-fitting" | "jumping" | "oscillating" | "not-learning" | "under-fitting"
  | "plateau" | "converged" | "healthy" | "no-points";

/** What the doctor says of a run: docs/doctor.md. */
export interface Explanation {
  verdict: Verdict;
  /** The numbers that speak for it, by their names. */
  evidence: Record<string, number>;
  /** One change that should help, for `configure`. */
  advice: Configuration | null;
}

/** The formats of exports that are texts. */
export type TextFormat = "json" | "numpy" | "pytorch" | "keras" | "javascript" | "rust" | "text" | "latex" | "points-csv" | "curve-csv";

/** How a picture is to be; `scale` is of PNG only: pixels for each of the picture's, from 0.25 to 4. */
export interface PictureOptions { of?: "plot" | "diagram" | "curve"; theme?: "light" | "dark"; scale?: number }

export interface Calls {
  config(): Promise<Configuration>;
  /** Changes these keys and gives the whole configuration in force. */
  configure(partial: Configuration): Promise<Configuration>;
  play(): Promise<Snapshot>;
  pause(): Promise<Snapshot>;
  step(unit: "sample" | "batch" | "epoch", n?: number): Promise<Snapshot>;
  reset(): Promise<Snapshot>;
  points(): Promise<Point[]>;
  setPoints(points: Point[]): Promise<Configuration>;
  /** Classes by name or any number, numbers as texts: docs/data.md. */
  setPoints(points: (Omit<Point, "label"> & { label: number | string | boolean })[], options: { labels: "auto" }): Promise<Configuration>;
  snapshot(): Promise<Snapshot>;
  model(): Promise<{ layers: Layer[] } & Record<string, unknown>>;
  /**
   * A model of `model()`; or no more than weights for the present structure: `layers`, a PyTorch `state_dict`, scikit-learn's `coefs_` and
   * `intercepts_` (docs/exports.md). `skipChecks` takes a model whose weights no longer give what its checks say.
   */
  loadModel(model: object, options?: { skipChecks?: boolean }): Promise<Configuration>;
  /** The trained network for another program: docs/exports.md. */
  export(format: TextFormat): Promise<string>;
  export(format: "onnx" | "safetensors"): Promise<Uint8Array>;
  /** A picture of the run. */
  export(format: "svg", options?: PictureOptions): Promise<string>;
  export(format: "png", options?: PictureOptions): Promise<Uint8Array>;
  log(): Promise<object>;
  replayLink(): Promise<string>;
  /** One number for each place where the network has one output, else a list. */
  predict(places: [number, number][]): Promise<(number | number[])[]>;
  /** A point's way through the network and back; with `masks` a point of the next batch, with dropout. */
  trace(options: { point: number | Point; masks?: boolean }): Promise<Trace>;
  /** The step that `step("batch")` will make. */
  nextStep(): Promise<NextStep>;
  /** Backpropagation beside a difference of the training loss; layers, units and inputs from 0. */
  gradientCheck(options: { layer: number; unit: number; input: number | "bias" }): Promise<GradientCheck>;
  /** What loss curve and network say, in a verdict with its evidence and one change that should help. */
  explain(): Promise<Explanation>;
  /** Derivatives of typed definitions; it needs no session: docs/differentiate.md. */
  differentiate(text: string, options: DifferentiateOptions): Promise<Derivatives>;
  /** Sets the goal that the page shows, or takes it away. */
  goal(text: string | null): Promise<{ holds: boolean; facts: Facts } | null>;
  /** Changes how the page shows things, and gives all of it; null is a key's default. */
  view(partial?: { [K in keyof View]?: View[K] | null }): Promise<View>;
}

type ByName<T> = Record<string, T>;

export interface DifferentiateOptions {
  at: ByName<number>;
  wrt?: string[];
  direction?: ByName<number>;
  h?: number;
}

export interface Derivatives {
  outputs: ByName<number>;
  gradient: ByName<number> | null;
  jacobian: number[][];
  hessian: number[][] | null;
  tangent: ByName<number> | null;
  symbolic: ByName<string | null> | null;
  numerical: ByName<{ h: number; forward: number; central: number; errorForward: number; errorCentral: number }> | null;
  nodes: { id: number; op: string; args: number[]; name?: string; value: number; adjoint: number | null; tangent: number | null }[];
  passes: { forward: number; reverse: number };
}

/** What the names in goals stand for now. */
export type Facts = Record<string, number | null>;

export interface Events {
  ready: { version: 1 };
  snapshot: Snapshot;
  goal: { holds: boolean; facts: Facts; checksum: string; userInitiated: boolean };
  change: { keys: string[]; userInitiated: boolean };
  /** A learner has come to a step of a lesson, or has done it. */
  lesson: { id: string; step: string; done: boolean; userInitiated: boolean };
  error: { message: string; problem: Problem | null };
}

export interface Playground extends Calls {
  readonly version: 1;
  on<E extends keyof Events>(event: E, listener: (detail: Events[E]) => void): Promise<void>;
  off<E extends keyof Events>(event: E, listener: (detail: Events[E]) => void): Promise<void>;
}

/** What `getState` gives: opaque. */
export interface State { gradientPlaygroundState: 1 }

export interface GradientPlaygroundElement extends HTMLElement, Calls {
  readonly ready: Promise<GradientPlaygroundElement>;
  getState(): Promise<State>;
  setState(state: State): Promise<void>;
  setDefaultState(state: State): void;
  resetAll(): Promise<void>;
  screenshot(options?: { format?: "png" | "jpeg" | "webp"; scale?: number }): Promise<string>;
}

declare global {
  interface Window { playground: Playground }
  interface HTMLElementTagNameMap { "gradient-playground": GradientPlaygroundElement }
}
