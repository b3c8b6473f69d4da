import type { Network } from '@seqloom/train';
import { ATTENTION_MODELS } from './models/attention.ts';
import { BRANCHED_MODELS } from './models/branched.ts';
import { CONVOLUTIONAL_MODELS } from './models/convolutional.ts';
import { RECURRENT_MODELS } from './models/recurrent.ts';
import { type InputPlan, type OnnxCase, withWeights } from './onnx-case.ts';

/** A model as a table says it. */
export interface ModelPlan {
  readonly inputs: Readonly<Record<string, Omit<InputPlan, 'name'>>>;
  /** Not built yet, or built without values. */
  readonly make: () => Network;
  /** The lengths that it is run on; by default 6, 1, 9 and 4. */
  readonly lengths?: readonly number[];
}

const ALL: Readonly<Record<string, ModelPlan>> = {
  ...RECURRENT_MODELS,
  ...CONVOLUTIONAL_MODELS,
  ...ATTENTION_MODELS,
  ...BRANCHED_MODELS,
};

/** Models as people make them, at small sizes. */
export const MODEL_CASES: readonly OnnxCase[] = Object.entries(ALL).map(
  ([name, { inputs, make, lengths = [6, 1, 9, 4] }]) => ({
    name,
    inputs: Object.entries(inputs).map(([input, plan]) => ({ name: input, ...plan })),
    lengths,
    make() {
      const model = make();
      if (!model.built) {
        const [plan] = Object.values(inputs);
        if (model.inputNames.length > 0) model.build({ seed: 1 });
        else model.build([null, ...plan!.shape], { seed: 1 });
      }
      return withWeights(model, 0.5);
    },
  }),
);
