import { checkOneOf, checkOptions, checkPositive, formatValue } from '@seqloom/options';
import type { ChartText } from './document.ts';

/** What every chart is told about itself, for `checkChart`. */
export const CHART_TEXT = { title: true, description: true, theme: true } as const;

/**
 * Checks what all charts have in common.
 *
 * @param known every option of the chart
 * @throws RangeError for an option that does not exist, a theme or a size; TypeError for one that is null and for a title
 * that is not a text
 */
export function checkChart<Options extends ChartText>(
  owner: string,
  options: Options,
  known: Readonly<Record<keyof NoInfer<Options>, true>>,
): void {
  checkOptions(owner, options, known);
  const { title, theme = 'auto' } = options;
  if (typeof title !== 'string') {
    throw new TypeError(`${owner}: title must be a string, got ${formatValue(title)}.`);
  }
  checkOneOf(owner, 'theme', theme, ['auto', 'light', 'dark']);
  const { width, height } = options as { readonly width?: unknown; readonly height?: unknown };
  if (width !== undefined) checkPositive(owner, 'width', width);
  if (height !== undefined) checkPositive(owner, 'height', height);
}
