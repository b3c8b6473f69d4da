import type uPlot from 'uplot';
import { formatNumber } from '../format/format.ts';

/**
 * Shows the numbers at the place of the mouse beside it.
 *
 * @param place a value of the x axis as a text
 * @param unit of the numbers
 */
export function chartTip(place: (value: number) => string, unit: string | undefined): uPlot.Plugin {
  const tip = document.createElement('div');
  tip.className = 'chart-tip';
  tip.hidden = true;
  return {
    hooks: {
      init: (plot) => {
        plot.over.append(tip);
        plot.over.addEventListener('mouseleave', () => {
          tip.hidden = true;
        });
      },
      setCursor(plot) {
        const { idx, left = -1 } = plot.cursor;
        if (idx == null || left < 0) {
          tip.hidden = true;
          return;
        }
        tip.replaceChildren(...tipLines(plot, idx, place, unit));
        tip.hidden = false;
        // At the side of the mouse that has room.
        const after = left < plot.over.clientWidth / 2;
        tip.style.left = after ? `${left + 12}px` : 'auto';
        tip.style.right = after ? 'auto' : `${plot.over.clientWidth - left + 12}px`;
      },
    },
  };
}

function tipLines(
  plot: uPlot,
  index: number,
  place: (value: number) => string,
  unit: string | undefined,
): HTMLElement[] {
  const head = document.createElement('strong');
  head.textContent = place(plot.data[0][index]!);
  const lines = plot.series.slice(1).flatMap(({ label }, i) => {
    const value = plot.data[i + 1]?.[index];
    if (value == null) return [];
    const line = document.createElement('span');
    line.textContent = `${label} ${formatNumber(value)}${unit === undefined ? '' : ` ${unit}`}`;
    return [line];
  });
  return [head, ...lines];
}
