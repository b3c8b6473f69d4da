import { basename } from 'node:path';
import { printable } from '@seqloom/options';
import { m4Data, m4Frequency, panelOfTable } from '@seqloom/timeseries';
import { readCsvFile, readPanelFile } from '@seqloom/timeseries/node';
import { type OptionTable, textOption } from '../options/command-option.ts';
import { frequencyOf } from '../panel/panel-frequency.ts';
import type { PanelSource } from '../panel/panel-types.ts';
import { shellWord } from '../report/shell-word.ts';

/** What a user may say about a file of many series. */
export interface PanelWhere {
  /** The path of the file with the values that follow. */
  readonly test?: string;
  /** The column that says which series a row is of, in a table with a row for each series and time. */
  readonly id?: string;
  /** The column of values in such a table. */
  readonly target?: string;
  /** What stands between the columns of a wide file. */
  readonly delimiter?: string;
}

/** The same as options of commands. */
export const PANEL_WHERE_OPTIONS: OptionTable<PanelWhere> = {
  test: textOption({
    hint: 'FILE',
    help: 'A file with the values that follow (the last ones of each series test)',
  }),
  id: textOption({
    hint: 'COLUMN',
    help: 'The column that says the series, in a table with a row for each series and time',
  }),
  target: textOption({ hint: 'COLUMN', help: 'The column of values in such a table' }),
  delimiter: textOption({ hint: 'CHAR', help: 'What stands between the columns of a wide file (,)' }),
};

/**
 * Reads many series: a wide file with one a line, as the M4 competition publishes them, or with `id` and `target` a table with a row for
 * each series and time.
 *
 * @throws DatasetError when a file cannot be read, or the two do not fit; RangeError for `id` without `target`
 */
export async function openPanel(path: string, where: PanelWhere = {}): Promise<PanelSource> {
  const { test, id, target } = where;
  if ((id === undefined) !== (target === undefined)) {
    const [given, missing] = id === undefined ? ['target', 'id'] : ['id', 'target'];
    throw new RangeError(`--${missing}: is missing. Give it with --${given}: both name columns of a table.`);
  }
  const { panel, frequency } = await read(path, where);
  const after = test === undefined ? undefined : (await read(test, where)).panel;
  return {
    name: printable(basename(path)),
    data: path,
    panel,
    ...(after && { test: m4Frequency(panel) ? m4Data(panel, after).test : after }),
    frequency,
    words: Object.entries(where).map(([option, value]) => `--${option} ${shellWord(value)}`),
  };
}

async function read(
  path: string,
  { id, target, delimiter }: PanelWhere,
): Promise<Pick<PanelSource, 'panel' | 'frequency'>> {
  if (id !== undefined && target !== undefined) {
    const table = await readCsvFile(path, { time: 'auto', columns: { [id]: 'text' } });
    const { panel, period } = panelOfTable(table, { id, target });
    return { panel, frequency: frequencyOf(period) };
  }
  const panel = await readPanelFile(path, delimiter === undefined ? {} : { delimiter });
  return { panel, frequency: m4Frequency(panel) };
}
