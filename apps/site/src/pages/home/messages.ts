/** What the home page asks of its worker. */
export interface TrainRequest {
  readonly type: 'train';
  readonly seed: number;
  /** The least time between two drawings, in ms. */
  readonly drawEveryMs: number;
}

/** What the worker answers. */
export type HomeAnswer =
  /** The losses of the steps since the last answer, and the wave as the network continues it now. */
  | { readonly type: 'progress'; readonly losses: readonly number[]; readonly wave: Float32Array }
  /** The SHA-256 of the weights, and the seconds of all steps without the drawing. */
  | { readonly type: 'trained'; readonly seed: number; readonly digest: string; readonly seconds: number }
  /** What `seqloom digest` gives in this worker. */
  | { readonly type: 'digest'; readonly digest: string }
  | { readonly type: 'failed'; readonly message: string };
