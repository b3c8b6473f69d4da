import { forecastSeries, panelTask } from '../panel/panel-task.ts';
import type { PanelTypes } from '../panel/panel-types.ts';
import type { CommandTask } from './command-task.ts';
import { openPanel, PANEL_WHERE_OPTIONS, type PanelWhere } from './open-panel.ts';

/** The command line of one model for many series. */
export function panelCommand(version: string): CommandTask<PanelTypes, PanelWhere> {
  return {
    task: panelTask,
    description: 'What are the next values of many series?',
    version,
    data: {
      hint: 'PATH',
      help: 'Series: a wide file with one a line (id,V1,V2,…), .csv, .csv.gz or .zip, or a table with --id (the same as FILE)',
    },
    where: PANEL_WHERE_OPTIONS,
    openSource: (data, where) => openPanel(data, where),
    answers: {
      help: 'Forecast the next values of each series of a file',
      async forecast(model, source, { signal }) {
        const forecasts = await forecastSeries(model, source, signal);
        const { recipe, horizon } = model.form;
        const [first] = forecasts;
        const shown = [...first!.values.subarray(0, 3)].map((value) => value.toFixed(1)).join(', ');
        return {
          result: { model: recipe, dataset: source.name, series: forecasts.length, horizon },
          text: `${horizon} values after the last ones of ${forecasts.length} series (${recipe}); "${first!.id}": ${shown}, …. Write all of them with --out next.csv.`,
          rows: forecasts.flatMap(({ id, values }) =>
            Array.from(values, (forecast, i) => ({ id, step: i + 1, forecast })),
          ),
        };
      },
    },
  };
}
