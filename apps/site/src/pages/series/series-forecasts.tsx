import { timeText } from '@seqloom/tasks';
import type { VNode } from 'preact';
import { Button } from '../../components/button.tsx';
import { Chart } from '../../components/chart.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { Figures } from '../../components/figures.tsx';
import { Row, Section, Stack } from '../../components/layout.tsx';
import { Status } from '../../components/status.tsx';
import { saveFile } from '../../files/save-file.ts';
import { formatNumber } from '../../format/format.ts';
import { forecastLines, nextLines } from './series-lines.ts';
import type { WithState } from './series-page.tsx';
import { NETWORKS } from './series-settings.ts';
import type { Baselines } from './series-table.ts';
import { inUnit } from './series-words.ts';

interface WithBaselines extends WithState {
  readonly baselines: Baselines;
}

/** What each model said of rows that none of them has learned from, and what came. */
export function PastForecasts({ state, baselines }: WithBaselines): VNode {
  const { task, unseen } = baselines;
  const network = state.network.value.unseen;
  const name = networkName(state);
  const trained = trainedResult(state);
  const { x, lines } = forecastLines(unseen, network && { name, unseen: network });
  const [persistence, ridge] = [baselines.baselines[0]!, baselines.baselines.at(-1)!];
  const shown = `${unseen.times.length} rows`;
  return (
    <Section
      title="Forecast and truth"
      lead={`The last ${shown} of the part that no model has learned from. Every point was forecast ${ahead(task.delay)} before.`}
    >
      <Stack>
        <Status
          text={
            state.baselines.value.busy
              ? 'Measuring simple rules …'
              : trained
                ? `Error on unseen rows: ${name} ${inUnit(trained.testMae, task.unit)}, ridge ${inUnit(ridge.testMae, task.unit)}, persistence ${inUnit(persistence.testMae, task.unit)}.`
                : `Error on unseen rows: ridge ${inUnit(ridge.testMae, task.unit)}, persistence ${inUnit(persistence.testMae, task.unit)}.`
          }
        />
        <Chart
          title={`${task.target}, ${ahead(task.delay)} ahead`}
          x={{ label: 'time', values: x, time: true }}
          y={{ label: task.target, ...(task.unit !== '' && { unit: task.unit }) }}
          lines={lines}
          height={340}
        />
        <Figures
          figures={[
            ...(trained
              ? [{ label: `${name}, mean error`, value: formatNumber(trained.testMae), unit: task.unit }]
              : []),
            { label: 'ridge, mean error', value: formatNumber(ridge.testMae), unit: task.unit },
            { label: 'persistence, mean error', value: formatNumber(persistence.testMae), unit: task.unit },
          ]}
        />
      </Stack>
    </Section>
  );
}

/** What follows the last row, with its interval, and all forecasts as a file. */
export function NextSteps({ state, baselines }: WithBaselines): VNode {
  const { task, unseen } = baselines;
  const network = state.network.value;
  const trained = trainedResult(state);
  const isNetwork = trained !== undefined && network.next !== undefined;
  const next = isNetwork ? network.next! : baselines.next;
  const name = isNetwork ? networkName(state) : 'ridge';
  const { interval } = isNetwork ? trained : baselines;
  const { x, lines } = nextLines(unseen, next, { name, isNetwork }, interval);
  const percent = interval && Math.round(100 * interval.level);
  const unit = task.unit === '' ? '' : `, ${task.unit}`;
  const save = async () => {
    const table = {
      target: task.target,
      unit: task.unit,
      model: name,
      unseen: isNetwork && network.unseen ? network.unseen : unseen,
      next,
      interval,
    };
    // spreadsheets take UTF-8 for it by the mark at the beginning
    saveFile('forecast.csv', ['\ufeff', await state.csv(table)], 'text/csv;charset=utf-8');
  };
  return (
    <Section
      title="The next steps"
      lead={`What follows the last row, by ${name}.${isNetwork ? '' : ' A trained network replaces it.'}`}
      aside={<Button onClick={() => void save()}>Download as CSV</Button>}
    >
      <Stack>
        <Chart
          title={`${task.target}, the next ${next.length === 1 ? 'step' : `${next.length} steps`}`}
          x={{ label: 'time', values: x, time: true }}
          y={{ label: task.target, ...(task.unit !== '' && { unit: task.unit }) }}
          lines={lines}
        />
        <p class="hint">
          {interval
            ? `The band is the ${percent} % interval from the errors on the validation part (residuals, split conformal): ${signed(interval.low)} to ${signed(interval.high)}${unit} around each forecast. On the unseen part it held ${(100 * interval.testCoverage).toFixed(1)} % of the values.`
            : 'There are too few rows in the validation part for an interval.'}
        </p>
        <Row align="center">
          <DataTable
            caption={`Forecasts by ${name}`}
            columns={[
              { label: 'time' },
              { label: `${task.target}${unit}`, numeric: true },
              { label: `from${unit}`, numeric: true },
              { label: `to${unit}`, numeric: true },
            ]}
            limit={48}
            rows={next.map(({ time, value }) => [
              timeText(time),
              value,
              interval ? value + interval.low : null,
              interval ? value + interval.high : null,
            ])}
          />
        </Row>
      </Stack>
    </Section>
  );
}

/** `3 rows`. */
function ahead(rows: number): string {
  return rows === 1 ? '1 row' : `${rows} rows`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${formatNumber(Math.abs(value))}`;
}

/** What the network of the run is called, else the one that is chosen. */
export function networkName({ training, settings }: WithState['state']): string {
  const model = training.state.value.request?.model ?? settings.value.model;
  return NETWORKS.find(({ value }) => value === model)?.label ?? model;
}

/** The result of the run, where it is of the rows and the task that the page shows. */
export function trainedResult({ network, training }: WithState['state']) {
  return network.value.unseen ? training.state.value.result : undefined;
}
