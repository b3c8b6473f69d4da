import type { LayerOptions } from '@seqloom/nn';

/** Options of the global pooling layers. */
export interface GlobalPoolingOptions extends LayerOptions {
  /** Whether the time axis stays, with one step. Default false. */
  readonly keepDims?: boolean;
}
