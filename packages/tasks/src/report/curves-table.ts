import type { Curves } from '@seqloom/charts';
import type { HtmlTable } from './html-page.ts';

/** The numbers of training curves: a row for each epoch; a dash where something was not measured. */
export function curvesTable(curves: readonly Curves[]): HtmlTable {
  const columns = curves.flatMap(({ name, training, validation }) => [
    { head: name, values: training },
    ...(validation ? [{ head: `validation ${name}`, values: validation }] : []),
  ]);
  const epochs = Math.max(0, ...columns.map(({ values }) => values.length));
  return {
    heads: ['epoch', ...columns.map(({ head }) => head)],
    rows: Array.from({ length: epochs }, (_, epoch) => [
      String(epoch + 1),
      ...columns.map(({ values }) => numberText(values[epoch])),
    ]),
  };
}

/** Four decimals, as the lines of epochs have them. */
function numberText(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? '–' : value.toFixed(4).replace('-', '−');
}
