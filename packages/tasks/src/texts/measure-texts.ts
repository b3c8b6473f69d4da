import type { SelectedBackend } from '@seqloom/backend';
import { confusionMatrix, evaluate, type TrainingData } from '@seqloom/train';
import { epochsText } from '../epochs-text.ts';
import { type Facts, factsOf } from '../report/facts.ts';
import { countText } from '../report/html-page.ts';
import type { Learned, Outcome } from '../run.ts';
import { answerLoss } from './answer.ts';
import { chartsOf, MOST_CONFUSED } from './charts.ts';
import { classScores } from './class-scores.ts';
import { classesTable } from './classes-table.ts';
import { collectAnswers } from './collect-answers.ts';
import { textDataCard } from './data-card.ts';
import type { TextRecipe } from './recipe.ts';
import { majorityAccuracy, type TextSource } from './text-source.ts';
import type { MemberResult, RunSettings, SampleCounts, TextModel, TextResult } from './text-types.ts';

/** What a result says of a run beside what is measured. */
interface TextRunFacts
  extends Pick<TextResult, 'vectors' | 'vectorCoverage' | 'members'>,
    Pick<Learned, 'seconds' | 'epochs' | 'history'> {
  readonly recipe: TextRecipe;
  readonly settings: RunSettings;
  readonly seed: number;
  readonly backend: Pick<SelectedBackend, 'name' | 'threads'>;
  readonly counts: SampleCounts;
  /** On the validation texts: of the last and of the best epoch. */
  readonly valAccuracy: number;
  readonly bestValAccuracy: number;
  readonly signal: AbortSignal | undefined;
}

/** Measures a trained model on the test texts, and makes its result and report. */
export async function measureTexts(
  { model }: Pick<TextModel, 'model'>,
  test: TrainingData,
  source: TextSource,
  run: TextRunFacts,
): Promise<Outcome<TextResult>> {
  const { classes } = source;
  const { recipe, settings, seed, backend, counts, vectors, vectorCoverage, members, signal } = run;
  const { epochs, seconds, history, valAccuracy, bestValAccuracy } = run;
  const loss = answerLoss(classes.length);
  const collected = collectAnswers(classes.length);
  const confusion = classes.length <= MOST_CONFUSED ? confusionMatrix() : undefined;
  const onTest = await evaluate(model, test, {
    loss,
    metrics: ['accuracy', collected.metric, ...(confusion ? [confusion] : [])],
    ...(signal && { signal }),
  });
  const scores = classScores(collected.answers(), source.test.labels, classes);
  const matrix = await confusion?.matrix();
  const result: TextResult = {
    model: recipe.name,
    dataset: source.name,
    ...(source.data !== undefined && { data: source.data }),
    ...(source.form && { form: source.form }),
    backend: backend.name,
    threads: backend.threads,
    seed,
    settings,
    ...(vectors !== undefined && { vectors }),
    ...(vectorCoverage && { vectorCoverage }),
    ...(members && { members }),
    parameters: model.countParams(),
    ...counts,
    epochs,
    seconds,
    valAccuracy,
    bestValAccuracy,
    testLoss: onTest.loss!,
    testAccuracy: onTest.accuracy!,
    baselineAccuracy: majorityAccuracy(source.test.labels),
    ...(classes.length > 2 && { scores }),
    history,
  };
  return {
    result,
    about: members ? aboutMembers(result, members) : aboutRun(result),
    details: () => ({
      settings: settingsFacts(result, loss, recipe),
      data: textDataCard(source, result),
      tables: [...(members ? [membersTable(members)] : []), classesTable(scores, matrix)],
    }),
    charts: () => chartsOf(result, matrix, classes),
  };
}

/** How the network was trained. */
function settingsFacts(
  { settings, vectors, seed, members }: TextResult,
  loss: string,
  { optimizer = 'rmsprop' }: TextRecipe,
): Facts {
  if (members) {
    const own: Facts = members.map(({ model, settings: numbers }) => [model, inOneLine(numbers)]);
    return [...own, ...factsOf({ ...settings, vectors, loss, seed })];
  }
  const { languageModel, ...own } = settings;
  const pretraining = languageModel && inOneLine(languageModel);
  return factsOf({ ...own, languageModel: pretraining, vectors, loss, optimizer, seed });
}

/** `words 10,000, maxlen 400` */
function inOneLine(numbers: object): string {
  return factsOf(numbers)
    .map((fact) => fact.join(' '))
    .join(', ');
}

function aboutRun({ settings, epochs, trainSamples }: TextResult): string {
  const { words, maxlen, batchSize } = settings;
  const reads = maxlen === undefined ? 'whole texts' : `the last ${maxlen} words of a text`;
  return `${countText(words!)} words, ${reads}, ${countText(trainSamples)} texts, ${epochsText(epochs)}, batches of ${batchSize}.`;
}

function aboutMembers(
  { trainSamples, validationSamples }: TextResult,
  members: readonly MemberResult[],
): string {
  const parts = members.map(({ model, weight }) => `${weight.toFixed(2)} ${model}`).join(' + ');
  return `Logits: ${parts}, weights chosen on ${countText(validationSamples)} validation texts; the members learned from ${countText(trainSamples)} texts.`;
}

function membersTable(members: readonly MemberResult[]) {
  return {
    title: 'Members',
    note: 'Weights of the logits, chosen on the validation texts.',
    heads: ['model', 'weight', 'validation accuracy', 'seconds'],
    rows: members.map(({ model, weight, valAccuracy, seconds }) => [
      model,
      weight.toFixed(3),
      valAccuracy.toFixed(3),
      seconds.toFixed(1),
    ]),
  };
}
