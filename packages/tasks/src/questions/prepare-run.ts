import { splitPoint } from '@seqloom/arrays';
import { curvesOf, curvesSVG } from '@seqloom/charts';
import { Dense } from '@seqloom/nn';
import { adam, cosineDecay, evaluate, input, Model, type SingleOutputModel } from '@seqloom/train';
import { accuracyMeasures } from '../accuracy.ts';
import { epochsText } from '../epochs-text.ts';
import { curvesTable } from '../report/curves-table.ts';
import { countText } from '../report/html-page.ts';
import type { Run, RunChoice } from '../run.ts';
import { runFacts } from '../run-facts.ts';
import { majorityAccuracy } from '../texts/text-source.ts';
import type { LongerStories, QuestionResult, QuestionSettings, QuestionTypes } from './question-types.ts';
import { longestStory, type Story, type StorySource } from './story.ts';
import { StoryForm, type StoryInputs } from './story-form.ts';

/** Longest gradient of a step; recurrent layers have steep places. */
const CLIP = 1;

/** What is measured on stories. */
export const MEASURED = { loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] } as const;

/**
 * Makes a run of stories.
 *
 * @throws RangeError for settings that do not fit the data
 */
export async function prepareRun(
  source: StorySource,
  { recipe, choices, seed, backend, signal }: RunChoice<QuestionTypes>,
): Promise<Run<QuestionTypes>> {
  const settings: QuestionSettings = { ...recipe.defaults, ...choices };
  const { train, validation } = divide(source.train, settings);
  const form = StoryForm.of(recipe.name, source.train);
  const { epochs, batchSize, learningRate } = settings;
  const longestTrained = longestStory(train);
  const stepsPerEpoch = Math.ceil(train.length / batchSize);
  const counts = {
    trainSamples: train.length,
    validationSamples: validation.length,
    testSamples: source.test.length,
  };
  return {
    network: (networkSeed) => {
      const story = input([null], { name: 'story' });
      const question = input([form.questionWords], { name: 'question' });
      const answer = new Dense({ units: form.answers.length, activation: 'softmax', name: 'answer' });
      const outputs = answer.apply(recipe.read(story, question, form, settings));
      return new Model({ inputs: [story, question], outputs, name: recipe.name }).build({
        seed: networkSeed,
      });
    },
    training: {
      ...MEASURED,
      data: storyExamples(form, train),
      validation: storyExamples(form, validation),
      epochs,
      batchSize,
      optimizer: adam({
        learningRate: cosineDecay({ initialLearningRate: learningRate, decaySteps: epochs * stepsPerEpoch }),
        globalClipnorm: CLIP,
      }),
      measures: accuracyMeasures,
    },
    plan: (model) => ({
      model: model.name,
      dataset: source.name,
      settings,
      ...counts,
      stepsPerEpoch,
      summary: model.summary(),
    }),
    finish: (model) => ({ model, form }),
    async measure(model, { seconds, history }) {
      const measured = await evaluate(model, storyExamples(form, source.test), {
        ...MEASURED,
        ...(signal && { signal }),
      });
      const valAccuracy = history.valAccuracy!;
      const result: QuestionResult = {
        ...runFacts(source, { recipe, backend, seed }),
        settings,
        parameters: model.countParams(),
        ...counts,
        epochs,
        seconds,
        valAccuracy: valAccuracy.at(-1)!,
        bestValAccuracy: Math.max(...valAccuracy),
        testLoss: measured.loss!,
        testAccuracy: measured.accuracy!,
        baselineAccuracy: majorityAccuracy(form.targets(source.test).data as Int32Array),
        longestTrained,
        longer: await onLonger(model, form, source),
        history,
      };
      const about = `Stories of at most ${longestTrained} sentences, ${countText(train.length)} of them, ${epochsText(epochs)}, batches of ${batchSize}.`;
      return {
        result,
        about,
        charts: () => [
          {
            file: 'curves.svg',
            svg: curvesSVG(curvesOf(history), { title: `${recipe.name} on ${source.name}` }),
            place: 'row',
            table: curvesTable(curvesOf(history)),
          },
        ],
      };
    },
  };
}

/** Stories as the arrays that a model takes. */
export function storyExamples(
  form: StoryForm,
  stories: readonly Story[],
): { inputs: StoryInputs & Record<string, StoryInputs['story']>; targets: ReturnType<StoryForm['targets']> } {
  return { inputs: { ...form.inputs(stories) }, targets: form.targets(stories) };
}

/** Accuracy on the lengths that training did not have. */
async function onLonger(
  model: SingleOutputModel,
  form: StoryForm,
  { longer = new Map() }: StorySource,
): Promise<LongerStories[]> {
  const found: LongerStories[] = [];
  for (const [sentences, stories] of longer) {
    const { accuracy } = await evaluate(model, storyExamples(form, stories), MEASURED);
    found.push({ sentences, samples: stories.length, accuracy: accuracy! });
  }
  return found;
}

/** Cuts the last part off for validation: generated stories have no order, and those of a file follow it. */
function divide(
  stories: readonly Story[],
  { validationSplit, trainSamples }: QuestionSettings,
): { readonly train: readonly Story[]; readonly validation: readonly Story[] } {
  const cut = splitPoint('questions', 'validationSplit', validationSplit, stories.length);
  if (trainSamples !== undefined && trainSamples > cut) {
    throw new RangeError(
      `--train-samples: ${trainSamples} asked for, but ${cut} are left beside the validation stories.`,
    );
  }
  return { train: stories.slice(0, trainSamples ?? cut), validation: stories.slice(cut) };
}
