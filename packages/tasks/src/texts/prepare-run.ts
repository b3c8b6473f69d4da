import type { Run, RunChoice } from '../run.ts';
import { measureTexts } from './measure-texts.ts';
import { prepareNetwork } from './prepare-network.ts';
import type { PreparedTexts } from './prepare-texts.ts';
import type { TextSettings } from './recipe.ts';
import type { TextSource } from './text-source.ts';
import type { SampleCounts, TextTypes } from './text-types.ts';

/**
 * Makes a run of texts.
 *
 * @param settings of the recipe, with what the user chose
 * @throws RangeError for a setting that does not fit the data
 */
export async function prepareRun(
  source: TextSource,
  settings: TextSettings,
  choice: RunChoice<TextTypes>,
): Promise<Run<TextTypes>> {
  const { recipe, seed, backend, signal } = choice;
  const network = await prepareNetwork(source, settings, choice);
  const { form, prepared, training, vectors, coverage } = network;
  const counts = sampleCounts(prepared);
  return {
    network: network.build,
    before: network.before,
    training,
    plan: (model) => ({
      model: model.name,
      dataset: source.name,
      settings,
      ...counts,
      ...(coverage && { vectorCoverage: coverage }),
      ...(source.notices && { notices: source.notices }),
      stepsPerEpoch: prepared.train.length,
      summary: model.summary(),
    }),
    finish: (model) => ({ model, tokenizer: prepared.tokenizer, form }),
    measure(model, learned) {
      const valAccuracy = learned.history.valAccuracy!;
      return measureTexts({ model }, prepared.test, source, {
        recipe,
        settings,
        seed,
        backend,
        counts,
        signal,
        ...learned,
        ...(vectors !== undefined && { vectors }),
        ...(coverage && { vectorCoverage: coverage }),
        valAccuracy: valAccuracy.at(-1)!,
        bestValAccuracy: Math.max(...valAccuracy),
      });
    },
  };
}

/** How many texts each part has. */
export function sampleCounts({ train, validation, test }: PreparedTexts): SampleCounts {
  return {
    trainSamples: train.samples,
    validationSamples: validation.samples,
    testSamples: test.samples,
  };
}
