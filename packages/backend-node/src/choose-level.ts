import type { Instructions, NativeAddon } from './native-addon.ts';

/** Which of the builds in a native file is wanted. */
export interface LevelChoice {
  readonly fma: boolean;
  /** Default: the best that the processor runs. */
  readonly simd: Instructions | undefined;
}

/**
 * The number of the build that fits best.
 *
 * @throws Error where none does
 */
export function chooseLevel({ levels }: NativeAddon, { fma, simd }: LevelChoice): number {
  const fits = levels.map(({ name, fused }) => fused === fma && (simd === undefined || name === simd));
  const best = levels.findIndex(({ supported }, i) => supported && fits[i]);
  if (best >= 0) return best;
  const wanted = `${simd ?? 'any instructions'}${fma ? ' with fused multiply-add' : ''}`;
  const reason = fits.includes(true) ? 'this processor has not' : 'the native file has not';
  throw new Error(`${reason} what was asked for: ${wanted}`);
}
