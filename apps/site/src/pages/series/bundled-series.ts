import type { SeriesSource } from '@seqloom/tasks';
import { readSeries, withoutColumns } from './read-series.ts';
import type { SeriesData } from './series-training.ts';

/** The file of the bundled series, as `apps/weather` has it. */
export const SEATTLE = {
  name: 'seattle-weather.csv',
  url: new URL('../../../../weather/data/seattle-weather.csv', import.meta.url),
  bytes: 48_219,
  units: { temp_max: '°C', temp_min: '°C' },
  about:
    'Daily weather of Seattle, 2012 to 2015, measured by a station of the NOAA; a work of the US government, in the public domain in the United States.',
} as const;

/**
 * Opens a series with all of its columns: fetches the bundled file, or reads the one that was dropped.
 *
 * @throws DatasetError that says what is wrong and what to do
 */
export async function openSeriesData(data: SeriesData, signal?: AbortSignal): Promise<SeriesSource> {
  if (data.from === 'file') {
    return { name: data.file.name, table: await readSeries(data.file, data.time) };
  }
  const response = await fetch(SEATTLE.url, { ...(signal && { signal }) });
  if (!response.ok)
    throw new Error(`${SEATTLE.name} cannot be fetched (${response.status}). Load the page again.`);
  const file = new File([await response.blob()], SEATTLE.name);
  return { name: SEATTLE.name, table: await readSeries(file, data.time), units: SEATTLE.units };
}

/** A series without the columns that are no inputs. */
export function withInputs(source: SeriesSource, without: readonly string[]): SeriesSource {
  return { ...source, table: withoutColumns(source.table, without) };
}
