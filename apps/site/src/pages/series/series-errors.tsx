import type { VNode } from 'preact';
import { Chart } from '../../components/chart.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { Columns, Section, Stack } from '../../components/layout.tsx';
import { formatCount, formatShare } from '../../format/format.ts';
import { networkName, trainedResult } from './series-forecasts.tsx';
import { groupLines } from './series-lines.ts';
import type { WithState } from './series-page.tsx';
import type { Baselines } from './series-table.ts';

/** How far each model is off: in all, by month and by hour. */
export function SeriesErrors({ state, baselines }: WithState & { readonly baselines: Baselines }): VNode {
  const { task, baselines: rules, groups, testSamples } = baselines;
  const trained = trainedResult(state);
  const name = networkName(state);
  const own = trained && state.network.value.groups;
  const unit = task.unit === '' ? '' : `, ${task.unit}`;
  const y = { label: 'mean absolute error', min: 0, ...(task.unit !== '' && { unit: task.unit }) };
  const months = groupLines(groups.months, own && { name, groups: own.months });
  const hours = groupLines(groups.hours, own && { name, groups: own.hours });
  const [persistence] = rules;
  const rows = [...(trained ? [{ ...trained, name }] : []), ...rules.toReversed()];
  return (
    <Section
      title="Errors"
      lead={`Measured on ${formatCount(testSamples)} rows that were not used for training. Skill is how much smaller the error is than that of persistence.`}
    >
      <Stack>
        <DataTable
          caption="Mean errors"
          columns={[
            { label: 'model' },
            { label: `validation, mean absolute error${unit}`, numeric: true },
            { label: `unseen, mean absolute error${unit}`, numeric: true },
            { label: `unseen, root of the mean squared error${unit}`, numeric: true },
            { label: 'skill', numeric: true },
          ]}
          rows={rows.map(({ name: model, valMae, testMae, testRmse }) => [
            model,
            valMae,
            testMae,
            testRmse,
            formatShare(1 - testMae / persistence!.testMae),
          ])}
        />
        <Columns min="22rem">
          <Chart title="By month" x={{ label: 'month', values: months.x }} y={y} lines={months.lines} />
          {hours.x.length > 0 && (
            <Chart title="By hour (UTC)" x={{ label: 'hour', values: hours.x }} y={y} lines={hours.lines} />
          )}
        </Columns>
      </Stack>
    </Section>
  );
}
