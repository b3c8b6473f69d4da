import type { EpochReport, TextPlan, TextResult, TextScore } from '@seqloom/tasks';

/** What the page asks of its worker. */
export type Request =
  | { readonly type: 'train'; readonly epochs: number; readonly seed: number }
  | { readonly type: 'stop' }
  | { readonly type: 'score'; readonly text: string };

/** What the worker answers. */
export type Answer =
  | {
      readonly type: 'ready' /** What the recipe trains for. */;
      readonly epochs: number;
      readonly backend: string;
    }
  | { readonly type: 'start'; readonly plan: TextPlan }
  /** The share of all steps that is done. */
  | { readonly type: 'step'; readonly done: number }
  | { readonly type: 'epoch'; readonly epoch: EpochReport }
  | { readonly type: 'result'; readonly result: TextResult }
  | { readonly type: 'stopped' }
  | ({ readonly type: 'score'; readonly text: string } & TextScore)
  | { readonly type: 'error'; readonly message: string };
