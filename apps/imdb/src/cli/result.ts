import { curvesOf, curvesText } from '@seqloom/charts';
import { eventLine, threadsText } from '@seqloom/tasks/node';
import type { TrainingResult } from '../train-recipe.ts';

/** The last line with `--json`. */
export function resultEvent({ history: _, ...result }: TrainingResult): string {
  return eventLine('result', result);
}

/** The result for a person: the curve of the accuracy, then the numbers. */
export function resultText(result: TrainingResult, folder: string | undefined): string {
  const { accuracy, valAccuracy } = result.history;
  const curve = curvesText(curvesOf({ accuracy: accuracy!, valAccuracy: valAccuracy! }));
  const lines = [
    `test accuracy       ${result.testAccuracy.toFixed(4)}  (${result.testSamples} reviews; majority class: ${result.baselineAccuracy.toFixed(4)})`,
    `validation accuracy ${result.valAccuracy.toFixed(4)}  (best epoch: ${result.bestValAccuracy.toFixed(4)})`,
    `trained for         ${result.seconds.toFixed(1)} s  (${result.backend}, ${threadsText(result.threads)}, seed ${result.seed})`,
    ...(folder === undefined ? [] : [`written to          ${folder}`]),
  ];
  return `\n${curve}\n\n${lines.join('\n')}\n`;
}
