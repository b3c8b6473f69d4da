import { firstNonFinite } from '@seqloom/arrays';
import { l2Norms, type Tensor, tidy } from '@seqloom/backend';
import type { PendingChange } from '@seqloom/nn';
import { toTensor } from '../data/training-data.ts';
import { runModel } from '../model/masked-output.ts';
import { numbersOf } from '../model/preprocessing.ts';
import { placeOf } from '../values/check-values.ts';
import { randomOfStep } from './random-of-step.ts';
import type { StepData, StepSetting } from './train-step.ts';

/**
 * Where the first number that is not finite is in a step whose loss is not: in an input, a weight, or the output of a layer, for which
 * the model runs once more. Undefined where all of them are finite.
 */
export function nonFiniteSource(
  setting: Pick<StepSetting, 'model' | 'seed'>,
  data: Pick<StepData, 'inputs' | 'number' | 'share'>,
): string | undefined {
  const { model } = setting;
  const { inputs } = data;
  const numbers = numbersOf(model, inputs);
  for (const [i, { data, shape }] of numbers.entries()) {
    const wrong = firstNonFinite(data);
    if (wrong < 0) continue;
    const name = inputs.length > 1 ? ` ${JSON.stringify(model.inputNames[i])}` : '';
    return `input${name}, ${data[wrong]} at ${placeOf(wrong, { shape, whole: 'its batch' })}`;
  }
  const bad = model.weights.find(({ value }) => holdsNonFinite(value));
  if (bad) return `weight ${JSON.stringify(bad.path)}`;
  let source: string | undefined;
  const pending: PendingChange[] = [];
  try {
    tidy(() => {
      runModel(model, numbers.map(toTensor), {
        training: true,
        random: randomOfStep(setting, data),
        defer: (change) => void pending.push(change),
        observe: ({ label }, output) => {
          const tensors = [output].flat() as readonly Tensor[];
          if (source === undefined && tensors.some(holdsNonFinite)) source = `output of ${label}`;
        },
      });
    });
  } catch {
    // The error to report is that of the loss; the model has run before, so that only memory can be missing here.
  }
  for (const change of pending) change.discard();
  return source;
}

function holdsNonFinite(x: Tensor): boolean {
  return x.dtype === 'float32' && !Number.isFinite(l2Norms([x])[0]);
}
