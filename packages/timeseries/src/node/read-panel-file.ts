import { resolveOptions } from '@seqloom/options';
import type { Panel } from '../panel/panel.ts';
import { READ_PANEL_RULES, type ReadPanelOptions, readPanel } from '../panel/read-panel.ts';
import { findPacked } from './open-packed.ts';

/**
 * Reads a wide file with a series in each line: plain, `.gz`, or the only `.csv` of a `.zip`, told apart by their first bytes.
 *
 * @throws DatasetError as {@link readPanel}, and when the file is missing, truncated or damaged, or unpacks to more than
 * `maxBytes` (default for a packed file: 200 times its size, at least 32 MiB).
 * @example
 * const train = await readPanelFile('Hourly-train.csv');
 */
export async function readPanelFile(
  path: string,
  options: Omit<ReadPanelOptions, 'name'> = {},
): Promise<Panel> {
  const file = await findPacked(path);
  resolveOptions('readPanelFile', { ...options, name: path }, READ_PANEL_RULES);
  const { maxBytes } = file;
  return readPanel(file.bytes(), { ...(maxBytes && { maxBytes }), ...options, name: path });
}
