/** What the home page asks of its worker. */
export interface TrainRequest {
  readonly type: 'train';
  readonly seed: number;
  /** The least time between two drawings, in ms. */
  readonly drawEveryMs: number;
}

/** What the worker answers. */
export type HomeAnswer =
  /** Steps since the last answer, with the loss of each. */
  | { readonly type: 'steps'; readonly losses: readonly number[] }
  /** The wave as the network continues it now. */
  | { readonly type: 'wave'; readonly step: number; readonly values: Float32Array }
  /** The SHA-256 of the weights, and the seconds of all steps without the drawing. */
  | { readonly type: 'trained'; readonly seed: number; readonly digest: string; readonly seconds: number }
  /** What `seqloom digest` gives in this worker. */
  | { readonly type: 'digest'; readonly digest: string }
  | { readonly type: 'failed'; readonly message: string };
