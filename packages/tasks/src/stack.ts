import type { Layer, Shape } from '@seqloom/nn';
import { Sequential, type SingleOutputModel } from '@seqloom/train';

/** A stack of layers for samples of a shape (`null`: a size that may vary), built with a seed; when that fails nothing stays allocated. */
export function stack(
  name: string,
  layers: readonly Layer[],
  inputShape: Shape,
): (seed: number) => SingleOutputModel {
  return (seed) => {
    const model = new Sequential([...layers], { name });
    try {
      model.build([null, ...inputShape], { seed });
      return model;
    } catch (error) {
      model.dispose();
      throw error;
    }
  };
}
