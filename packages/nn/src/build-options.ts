import { count, functionOf, type OptionRules, optional, text } from '@seqloom/options';
import type { BuildContext } from './context.ts';

/** Options of `build`. */
export interface BuildOptions {
  /** Decides the initial weights; default 0. */
  readonly seed?: number;
  /** Values that replace those of the initializers, for instance from a file. May refuse a shape by throwing. */
  readonly initial?: BuildContext['initial'];
  /** The place of the layer in a model; by default one of its own. */
  readonly path?: string | undefined;
  /** Where initial values are drawn from; default: from the streams of `seed`. */
  readonly random?: BuildContext['random'] | undefined;
}

export const BUILD_RULES: OptionRules<BuildOptions> = {
  seed: count(0),
  initial: optional(functionOf()),
  path: optional(text()),
  random: optional(functionOf()),
};
