import { divideText, type WritingSource } from '@seqloom/tasks';
import { MOBY_DICK } from './own-text.ts';
import type { WritingData } from './writing-training.ts';

/**
 * Opens the text of a run, in parts.
 *
 * @throws Error that says what is wrong and what to do
 */
export async function openText(data: WritingData, signal?: AbortSignal): Promise<WritingSource> {
  if (data.from === 'own') return { name: data.name, ...divideText(data.name, data.text) };
  const response = await fetch(MOBY_DICK.url, { ...(signal && { signal }) });
  if (!response.ok)
    throw new Error(`${MOBY_DICK.name} cannot be fetched (${response.status}). Load the page again.`);
  return { name: 'moby-dick', ...divideText(MOBY_DICK.name, await response.text()) };
}
