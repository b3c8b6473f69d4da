import { timeText } from '@seqloom/tasks';
import type { VNode } from 'preact';
import { DataTable } from '../../components/data-table.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import type { WithState } from './series-page.tsx';

/** What a model that was opened says comes next; its interval belongs to the rows that it was chosen on, and is not known here. */
export function KeptForecastTable({ state }: WithState): VNode | null {
  const forecast = state.keptNext.value;
  if (!forecast) return null;
  if (forecast.error !== undefined) {
    return <ErrorPanel title={`“${forecast.name}” cannot forecast these rows`} error={forecast.error} />;
  }
  return (
    <DataTable
      caption={`Forecasts by “${forecast.name}”`}
      columns={[{ label: 'time' }, { label: 'forecast', numeric: true }]}
      limit={48}
      rows={(forecast.next ?? []).map(({ time, value }) => [timeText(time), value])}
    />
  );
}
