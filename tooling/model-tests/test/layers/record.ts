import type { Layer, LayerClass, Shape } from '@seqloom/nn';

/** What the generated tests of a layer need to know of it. The expected values are worked by hand. */
export interface LayerRecord {
  readonly layerClass: LayerClass;
  /** The layer with its defaults and with options that change its maths, its output or its masks. */
  readonly variants: readonly LayerVariant[];
  /** Input shapes that the first variant must refuse, besides a number without axes. */
  readonly refused?: readonly Shape[];
  /** Whether a layer that was built for D features refuses others. */
  readonly fixedWidth?: boolean;
  /** The message of a refusal, where a layer within may refuse the input; by default it has the label of the layer. */
  readonly refusedBy?: RegExp;
}

/** A layer with certain options, and what it must do with a certain input. */
export interface LayerVariant {
  readonly title: string;
  readonly make: () => Layer;
  /** Sizes of a sample; axis 0 is time where `mask` is given. */
  readonly input: readonly number[];
  /** The layer takes several inputs: the sizes of their last axes, into which `input` is cut along its own. */
  readonly split?: readonly number[];
  /** The inputs are ids below this number rather than float32 numbers. */
  readonly ids?: number;
  /** Sizes of a sample of each output, by hand. */
  readonly outputs: readonly (readonly number[])[];
  /** Names and shapes of the weights, by hand. */
  readonly weights?: Readonly<Record<string, readonly number[]>>;
  /**
   * What becomes of a mask `[B, T]`. `passes`: the output has a mask. `used`: the layer goes by it, and it ends. `ends`: the
   * layer does not support masks and says so. Absent: the input has no time axis.
   */
  readonly mask?: 'passes' | 'used' | 'ends';
  /** The fewest time steps it takes; default 1. */
  readonly leastSteps?: number;
  /** Whether training draws random numbers. */
  readonly random?: boolean;
  /** Sizes of the initial states, for cells, which need them. */
  readonly states?: readonly number[];
  /** Whether the output depends on the input in a way that has a gradient; default true. */
  readonly inputGradient?: boolean;
}
