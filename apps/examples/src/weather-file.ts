import { lineChartSVG } from '@seqloom/charts';
import { numbersOf } from '@seqloom/timeseries';
import type { Listing } from './listing.ts';

/** The file of the station, parsed, and its temperature drawn: all of it, then the first ten days. */
export const weatherFile: Listing = {
  item: '6.29',
  title: "the station's file, parsed and drawn",
  source: 'listings 6.28–6.31',
  async run({ weather, print, picture }) {
    const { name, unit, table, names, task } = await weather();
    print(JSON.stringify([...table.columns.keys()]));
    print(`${table.rows} rows, ${names.length} columns of numbers`);
    const temperature = numbersOf(table, task.target);
    const every = Math.max(1, Math.floor(table.rows / 1500)); // a point for each pixel is enough
    const drawn = (file: string, title: string, values: number[], step: number) =>
      picture(
        file,
        lineChartSVG({
          title,
          series: [{ name: 'temperature', y: values, x: values.map((_, i) => i * step) }],
          xAxis: { label: 'row' },
          yAxis: { label: unit },
        }),
      );
    drawn(
      `${name}.svg`,
      `Temperature of ${name}`,
      [...temperature].filter((_, i) => i % every === 0),
      every,
    );
    drawn(
      `${name}-days.svg`,
      `Temperature of ${name}, the first rows`,
      [...temperature.subarray(0, task.lookback)],
      1,
    );
    return { data: name, rows: table.rows, columns: names.length };
  },
};
