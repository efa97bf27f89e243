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

export interface Calls {
  config(): Promise<Configuration>;
  /** Changes these keys and gives the whole configuration in force. */
  configure(partial: Configuration): Promise<Configuration>;
  play(): Promise<Snapshot>;
  pause(): Promise<Snapshot>;
  step(unit: "point" | "batch" | "epoch", n?: number): Promise<Snapshot>;
  reset(): Promise<Snapshot>;
  points(): Promise<Point[]>;
  setPoints(points: Point[]): Promise<Configuration>;
  snapshot(): Promise<Snapshot>;
  model(): Promise<{ layers: Layer[] } & Record<string, unknown>>;
  loadModel(model: object, options?: { skipChecks?: boolean }): Promise<Configuration>;
  log(): Promise<object>;
  replayLink(): Promise<string>;
  /** One number for each place where the network has one output, else a list. */
  predict(places: [number, number][]): Promise<(number | number[])[]>;
  /** Derivatives of typed definitions; it needs no session. See differentiate.md. */
  differentiate(text: string, options: DifferentiateOptions): Promise<Derivatives>;
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

export interface Events {
  ready: { version: 1 };
  snapshot: Snapshot;
  change: { keys: string[]; userInitiated: boolean };
  error: { message: string };
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
