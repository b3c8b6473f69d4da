import { checkArray, checkBytes, checkSize } from './check.ts';
import type { KernelContext } from './context.ts';
import { ATTENTION_FEATURES, ATTENTION_ROWS } from './generated/constants.ts';
import { pieceCount } from './pieces.ts';

/** Sizes of an attention, and what counts in it. */
export interface AttentionSizes {
  readonly batch: number;
  /** Steps of the query. */
  readonly rows: number;
  /** Steps of key and value. */
  readonly steps: number;
  readonly heads: number;
  /** Features of query and key, at most 128. */
  readonly features: number;
  /** Features of value, at most 128. */
  readonly width: number;
  /** Whether row t sees the first t + 1 steps only. */
  readonly causal: boolean;
  /** Multiplies the products of query and key. */
  readonly scale: number;
}

/** An attention. Pointers are byte offsets of float32 arrays, those of masks of bytes. */
export interface AttentionOptions extends AttentionSizes {
  /** `[batch, rows, heads, features]`. */
  readonly q: number;
  /** `[batch, steps, heads, features]`. */
  readonly k: number;
  /** `[batch, steps, heads, width]`. */
  readonly v: number;
  /** `[batch, rows]` bytes: 0 for a row that is to be zeros; 0 for no mask. */
  readonly queryMask?: number;
  /** `[batch, steps]` bytes: 0 for a step that does not count; 0 for no mask. */
  readonly keyMask?: number;
  /** `[batch, rows, heads, width]`, written. */
  readonly y: number;
  /** `[batch, heads, rows]`, written: the logarithm of the sum of powers of each row. */
  readonly logSumExp: number;
}

/** The gradient of an attention. */
export interface AttentionGradientOptions extends AttentionOptions {
  /** `[batch, rows, heads, width]`. */
  readonly dy: number;
  /** As q, written. */
  readonly dq: number;
  /** As k, written. */
  readonly dk: number;
  /** As v, written. */
  readonly dv: number;
}

/**
 * Attention of many heads, whose scores are computed in blocks and never stored as a whole.
 *
 * Both throw RangeError for sizes that are not positive integers, more than 128 features and arrays outside the heap.
 */
export interface AttentionKernels {
  /** y = Σ p·v with p = softmax(scale · q·k) over the steps that count; zeros where none does. */
  attention(options: AttentionOptions): void;
  /** The gradients of q, k and v; `y` and `logSumExp` are read. */
  attentionGradient(options: AttentionGradientOptions): void;
}

/** Most features of a head, of query and key or of value. */
export const MOST_ATTENTION_FEATURES: number = ATTENTION_FEATURES;

/** The attentions of a context. */
export function attentionKernels(context: KernelContext): AttentionKernels {
  function check(kernel: string, options: AttentionOptions & Partial<AttentionGradientOptions>): void {
    const { batch, rows, steps, heads, features, width } = options;
    checkSize(kernel, 'batch', batch, 1);
    checkSize(kernel, 'rows', rows, 1);
    checkSize(kernel, 'steps', steps, 1);
    checkSize(kernel, 'heads', heads, 1);
    checkFeatures(kernel, 'features', features);
    checkFeatures(kernel, 'width', width);
    const counts = {
      q: batch * rows * heads * features,
      k: batch * steps * heads * features,
      v: batch * steps * heads * width,
      y: batch * rows * heads * width,
      logSumExp: batch * heads * rows,
      dy: batch * rows * heads * width,
      dq: batch * rows * heads * features,
      dk: batch * steps * heads * features,
      dv: batch * steps * heads * width,
    };
    for (const [name, count] of Object.entries(counts)) {
      const pointer = options[name as keyof typeof counts];
      if (pointer !== undefined) checkArray(context, kernel, name, pointer, count);
    }
    const { queryMask = 0, keyMask = 0 } = options;
    if (queryMask !== 0) checkBytes(context, kernel, 'queryMask', queryMask, batch * rows);
    if (keyMask !== 0) checkBytes(context, kernel, 'keyMask', keyMask, batch * steps);
  }
  return {
    attention(options) {
      check('attention', options);
      const { q, k, v, queryMask = 0, keyMask = 0, y, logSumExp, batch, rows, steps, heads } = options;
      const { features, width, scale } = options;
      const values = {
        q,
        k,
        v,
        queryMask,
        keyMask,
        y,
        logSumExp,
        batch,
        rows,
        steps,
        heads,
        features,
        width,
        causal: Number(options.causal),
        scale,
      };
      context.run('attention', values, batch * heads * pieceCount(rows, ATTENTION_ROWS));
    },
    attentionGradient(options) {
      check('attentionGradient', options);
      const { q, k, v, queryMask = 0, keyMask = 0, y, logSumExp, batch, rows, steps, heads } = options;
      const { features, width, scale, dy, dq, dk, dv } = options;
      const values = {
        q,
        k,
        v,
        queryMask,
        keyMask,
        y,
        logSumExp,
        dy,
        dq,
        dk,
        dv,
        batch,
        rows,
        steps,
        heads,
        features,
        width,
        causal: Number(options.causal),
        scale,
      };
      context.run('attention_gradient', values, batch * heads);
    },
  };
}

function checkFeatures(kernel: string, name: string, size: number): void {
  checkSize(kernel, name, size, 1);
  if (size <= MOST_ATTENTION_FEATURES) return;
  throw new RangeError(`${kernel}: ${name} must be at most ${MOST_ATTENTION_FEATURES}, got ${size}.`);
}
