import { DatasetError } from '@seqloom/archives';

/** Several series of one frequency, such as the sales of many shops. Their lengths may differ. */
export interface Panel {
  /** What messages call it. */
  readonly name: string;
  /** One of each series, all different. */
  readonly ids: readonly string[];
  /** The values of each series, from the earliest to the latest; all are finite. */
  readonly series: readonly Float64Array[];
}

/**
 * Checks series and puts them together.
 *
 * @throws DatasetError when there is no series, an id is empty or there twice, a series has no value, or a value is not finite.
 * @example
 * const panel = panelOf('shops', new Map([['north', [3, 4, 5]], ['south', [8, 6]]]));
 */
export function panelOf(
  name: string,
  series: Iterable<readonly [id: string, values: ArrayLike<number>]>,
): Panel {
  const byId = new Map<string, Float64Array>();
  for (const [id, given] of series) {
    if (id === '') throw new DatasetError(name, `series ${byId.size + 1} has no id. Give each series one.`);
    if (byId.has(id))
      throw new DatasetError(name, `there are two series "${id}". Give each an id of its own.`);
    const values = Float64Array.from(given);
    if (values.length === 0) throw new DatasetError(name, `series "${id}" has no value. Leave it out.`);
    const at = values.findIndex((value) => !Number.isFinite(value));
    if (at >= 0) {
      throw new DatasetError(
        name,
        `value ${at + 1} of series "${id}" is ${values[at]}, expected a finite number. Fill missing values (fillForward), or leave the series out.`,
      );
    }
    byId.set(id, values);
  }
  if (byId.size === 0) throw new DatasetError(name, 'there is no series. Give one or more.');
  return { name, ids: [...byId.keys()], series: [...byId.values()] };
}

/**
 * Divides each series: the last values of each make the second panel.
 *
 * @param count Values of each series in the second panel.
 * @throws RangeError when a series has no more than `count` values.
 */
export function splitPanel(
  { name, ids, series }: Panel,
  count: number,
): readonly [before: Panel, last: Panel] {
  const short = series.findIndex(({ length }) => length <= count);
  if (short >= 0) {
    throw new RangeError(
      `${name}: series "${ids[short]}" has ${series[short]!.length} values, expected more than the ${count} that are held out. Give a smaller horizon, or leave the series out.`,
    );
  }
  return [
    { name, ids, series: series.map((values) => values.subarray(0, values.length - count)) },
    { name, ids, series: series.map((values) => values.subarray(values.length - count)) },
  ];
}

/**
 * The series of a second panel that continue those of a first one, in the order of the first, such as the test file of a competition.
 *
 * @param horizon Values that are taken of each.
 * @throws DatasetError when one of the panels has a series that the other lacks, or a continuation has fewer than `horizon` values.
 */
export function continuationOf(panel: Panel, after: Panel, horizon: number): Panel {
  const place = new Map(after.ids.map((id, i) => [id, i]));
  requireKnown(
    after.name,
    panel.ids.filter((id) => !place.has(id)),
    panel.name,
  );
  const known = new Set(panel.ids);
  requireKnown(
    panel.name,
    after.ids.filter((id) => !known.has(id)),
    after.name,
  );
  const series = panel.ids.map((id) => after.series[place.get(id)!]!);
  const short = series.findIndex(({ length }) => length < horizon);
  if (short >= 0) {
    throw new DatasetError(
      after.name,
      `series "${panel.ids[short]}" has ${series[short]!.length} values, expected the ${horizon} of the horizon. Give a smaller horizon.`,
    );
  }
  return { name: after.name, ids: panel.ids, series: series.map((values) => values.subarray(0, horizon)) };
}

function requireKnown(file: string, missing: readonly string[], other: string): void {
  if (missing.length === 0) return;
  const more = missing.length > 1 ? ` and ${missing.length - 1} more` : '';
  throw new DatasetError(
    file,
    `there is no series "${missing[0]}"${more} of ${other}. Give files with the same series.`,
  );
}
