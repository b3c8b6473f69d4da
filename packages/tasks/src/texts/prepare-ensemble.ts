import type { Batches, NdArray } from '@seqloom/arrays';
import { Concatenate, Dense, type SymbolicTensor } from '@seqloom/nn';
import { input, Model, predict, type SingleOutputModel } from '@seqloom/train';
import type { Learned, Run, RunChoice, Stage } from '../run.ts';
import { answerActivation } from './answer.ts';
import { mostProbableClasses } from './class-scores.ts';
import { measureTexts } from './measure-texts.ts';
import { inputWidth, prepareNetwork, refuseVectors, type TextNetwork } from './prepare-network.ts';
import { sampleCounts } from './prepare-run.ts';
import { readBatches } from './read-texts.ts';
import type { TextRecipe, TextSettings } from './recipe.ts';
import { stackingWeights } from './stacking-weights.ts';
import type { TextSource } from './text-source.ts';
import type { RunSettings, TextModel, TextTypes } from './text-types.ts';

/**
 * Makes a run of an ensemble: its members learn one after the other, then the weights of their logits are chosen on the validation texts,
 * which no member has learned from. The network is one model, whose inputs are those of the members.
 *
 * @param settings what holds for all members
 * @param settingsOf the numbers of a member
 * @throws RangeError for a setting that does not fit the data
 */
export async function prepareEnsemble(
  source: TextSource,
  settings: RunSettings,
  choice: RunChoice<TextTypes>,
  settingsOf: (member: TextRecipe) => TextSettings,
): Promise<Run<TextTypes>> {
  const { recipe, choices, seed, backend, signal, cache = new Map() } = choice;
  refuseVectors(recipe, choices.vectors);
  const members: TextNetwork[] = [];
  for (const member of recipe.members!) {
    const { vectors } = choices;
    members.push(
      await prepareNetwork(
        source,
        settingsOf(member),
        { recipe: member, choices: { ...(member.pretrained && { vectors }) }, seed, signal, cache },
        'logits',
      ),
    );
  }
  const { length: classes } = source.classes;
  const [first] = members as [TextNetwork];
  const counts = sampleCounts(first.prepared);
  const learned: Learned[] = [];
  let weights: readonly number[] = [];
  let valAccuracy = 0;
  const finish = (model: SingleOutputModel): TextModel => {
    const [own, ...others] = members.map(({ form, prepared: { tokenizer } }) => ({ form, tokenizer }));
    return { model, ...own!, others };
  };
  return {
    network: (networkSeed) => ensembleOf(recipe.name, members, classes, networkSeed),
    before: (model) =>
      members.flatMap((member): Stage[] => {
        const { name } = member.recipe;
        const network = memberOf(model, name);
        const keep = (done: Learned | undefined) => {
          if (done) learned.push(done);
        };
        const stage = { name, model: network, training: member.training, finish: keep };
        return [...member.before(network), stage];
      }),
    async solve(model) {
      const logits: Float32Array[] = [];
      for (const { recipe: member, prepared } of members) {
        logits.push(await logitsOf(memberOf(model, member.name), prepared.validation, classes, signal));
      }
      const labels = Array.from(first.prepared.validation).flatMap(({ targets }) => [...targets!.data]);
      weights = stackingWeights(logits, labels, classes);
      valAccuracy = accuracyOf(logits, weights, labels, classes);
      model.getLayer(MIXING).setWeights([{ name: 'kernel', ...mixingKernel(weights, classes) }]);
    },
    plan: (model) => ({
      model: model.name,
      dataset: source.name,
      settings,
      members: members.map(({ recipe: { name } }) => name),
      ...counts,
      ...(source.notices && { notices: source.notices }),
      stepsPerEpoch: 0,
      summary: model.summary(),
    }),
    finish,
    async measure(model, { seconds }) {
      const results = members.map(({ recipe: { name }, settings: own }, i) => ({
        model: name,
        settings: own,
        weight: weights[i]!,
        valAccuracy: learned[i]!.history.valAccuracy!.at(-1)!,
        seconds: learned[i]!.seconds,
      }));
      const test = await readBatches(finish(model), source.test, signal);
      return measureTexts({ model }, test, source, {
        recipe,
        settings,
        seed,
        backend,
        counts,
        signal,
        seconds,
        epochs: 0,
        history: {},
        ...(choices.vectors !== undefined && { vectors: choices.vectors }),
        members: results,
        valAccuracy,
        bestValAccuracy: valAccuracy,
      });
    },
  };
}

/** The layer that has the weights of the members. */
const MIXING = 'mixing';

function memberOf(model: SingleOutputModel, name: string): SingleOutputModel {
  return model.getLayer(name) as SingleOutputModel; // ensembleOf has put it there
}

/** One network of all members: the sum of their logits, each with a weight, and the probabilities of that. */
function ensembleOf(
  name: string,
  members: readonly TextNetwork[],
  classes: number,
  seed: number,
): SingleOutputModel {
  const built: SingleOutputModel[] = [];
  try {
    for (const member of members) built.push(member.build(seed));
    const inputs = members.map(({ form }, i) => input([inputWidth(form)], { name: `texts${i + 1}` }));
    const logits = built.map((network, i) => network.apply(inputs[i]!) as SymbolicTensor);
    const mixing = new Dense({
      name: MIXING,
      units: classes === 2 ? 1 : classes,
      useBias: false,
      activation: answerActivation(classes),
    });
    const outputs = mixing.apply(new Concatenate().apply(logits));
    return new Model({ inputs, outputs, name }).build({ seed });
  } catch (error) {
    for (const network of built) network.dispose();
    throw error;
  }
}

/** `[members · U, U]`: the weight of each member on the diagonal of its part; U is 1 for two classes. */
function mixingKernel(weights: readonly number[], classes: number): NdArray<Float32Array> {
  const units = classes === 2 ? 1 : classes;
  const kernel = new Float32Array(weights.length * units * units);
  for (const [m, weight] of weights.entries()) {
    for (let unit = 0; unit < units; unit++) kernel[(m * units + unit) * units + unit] = weight;
  }
  return { data: kernel, shape: [weights.length * units, units] };
}

/** The logits of all classes, `[N, classes]`; the one logit of two classes is that of the second against 0. */
async function logitsOf(
  network: SingleOutputModel,
  texts: Batches,
  classes: number,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const { data } = await predict(network, texts, { ...(signal && { signal }) });
  if (classes > 2) return data;
  const pairs = new Float32Array(2 * data.length);
  for (const [row, logit] of data.entries()) pairs[2 * row + 1] = logit;
  return pairs;
}

function accuracyOf(
  logits: readonly Float32Array[],
  weights: readonly number[],
  labels: readonly number[],
  classes: number,
): number {
  const sums = logits[0]!.map((_, i) => weights.reduce((sum, weight, m) => sum + weight * logits[m]![i]!, 0));
  const answers = mostProbableClasses(sums, classes);
  return labels.filter((label, row) => label === answers[row]).length / labels.length;
}
