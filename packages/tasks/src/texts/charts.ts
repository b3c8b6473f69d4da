import { barsSVG, curvesOf, curvesSVG, heatmapSVG } from '@seqloom/charts';
import { curvesTable } from '../report/curves-table.ts';
import { countText } from '../report/html-page.ts';
import type { Chart } from '../run.ts';
import { beginning, shownClasses } from './shown-classes.ts';
import type { TextResult } from './text-types.ts';

/** Classes of which a picture shows who was taken for whom; the matrix grows with their square. */
export const MOST_CONFUSED = 60;

/** Classes up to which the picture has numbers, which need room. */
const MOST_NUMBERED = 8;

function confusionChart(
  model: string,
  confusion: readonly (readonly number[])[],
  classes: readonly string[],
): readonly Chart[] {
  const labels = classes.map((label) => beginning(label, 16));
  const svg = heatmapSVG({
    title: `${model}: test texts by class`,
    values: confusion,
    rows: labels,
    columns: labels,
    rowLabel: 'is',
    columnLabel: 'was taken for',
    numbers: classes.length <= MOST_NUMBERED,
    width: 520,
  });
  const table = {
    heads: ['is ╲ was taken for', ...labels],
    rows: confusion.map((row, i) => [labels[i]!, ...row.map(countText)]),
  };
  return [{ file: 'confusion.svg', svg, table }];
}

function wholeCurves(title: string, curves: ReturnType<typeof curvesOf>): Chart {
  return { file: 'curves.svg', svg: curvesSVG(curves, { title }), place: 'none' };
}

/** Every chart of a run: curves, who was taken for whom, the scores of the classes. */
export function chartsOf(
  { model, dataset, history, scores }: TextResult,
  confusion: readonly (readonly number[])[] | undefined,
  classes: readonly string[],
): Chart[] {
  const curves = curvesOf(history);
  const shown = shownClasses(scores?.perClass ?? [], 24);
  return [
    ...(curves.length > 0 ? [wholeCurves(`${model} on ${dataset}`, curves)] : []),
    ...[...curves]
      .sort((a, b) => Number(a.name === 'loss') - Number(b.name === 'loss'))
      .map((curve) => ({
        svg: curvesSVG([curve], { title: `${model}: ${curve.name}`, columns: 1 }),
        table: curvesTable([curve]),
      })),
    ...(confusion ? confusionChart(model, confusion, classes) : []),
    ...(scores
      ? [
          {
            file: 'classes.svg',
            svg: barsSVG({
              title: classesTitle(scores.perClass.length, shown.length),
              label: 'F1 on the test texts',
              width: 520,
              bars: shown.map(({ label, f1 }) => ({ name: label, value: f1 })),
            }),
            table: { heads: ['class', 'F1'], rows: shown.map(({ label, f1 }) => [label, f1.toFixed(3)]) },
          },
        ]
      : []),
  ];
}

function classesTitle(classes: number, shown: number): string {
  return classes === shown ? 'F1 by class' : `F1 by class, the first ${shown} of ${countText(classes)}`;
}
