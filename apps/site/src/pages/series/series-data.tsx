import { bytesText, timeText } from '@seqloom/tasks';
import type { VNode } from 'preact';
import { CheckField } from '../../components/check-field.tsx';
import { FileDrop } from '../../components/file-drop.tsx';
import { Columns, Panel, Stack } from '../../components/layout.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { Select } from '../../components/select.tsx';
import { formatCount } from '../../format/format.ts';
import { SEATTLE } from './bundled-series.ts';
import type { WithState } from './series-page.tsx';
import { leftOutOf, withInput } from './series-settings.ts';
import type { TableFacts } from './series-table.ts';
import { everyText } from './series-words.ts';

/** Which rows, and what is forecast from what. */
export function SeriesData({ state }: WithState): VNode {
  const facts = state.facts.value;
  return (
    <Columns min="22rem">
      <Panel label="Rows" tone="raised">
        <h2 class="panel-title">Rows</h2>
        <Select
          label="Series"
          value={state.settings.value.data}
          options={[
            { value: 'seattle', label: `Weather of Seattle (${bytesText(SEATTLE.bytes)})` },
            {
              value: 'own',
              label: state.file.value ? `Your file: ${state.file.value.name}` : 'A file of your own',
            },
          ]}
          onChange={(data) => state.set({ data, time: '', target: '', without: '', horizon: 0, lookback: 0 })}
        />
        <FileDrop
          label="Open a CSV file"
          accept=".csv,.tsv,.txt,.gz"
          hint="With a column of times; packed with gzip or not, up to 512 MB. It is read here and sent nowhere."
          onFiles={([file]) => file && state.takeFile(file)}
        />
        {facts.busy && <p role="status">Reading the rows …</p>}
        {!facts.busy && facts.value && <FactsOf state={state} facts={facts.value} />}
        {state.settings.value.data === 'seattle' && <p class="hint">{SEATTLE.about}</p>}
      </Panel>
      {facts.value && <TaskOf state={state} facts={facts.value} />}
    </Columns>
  );
}

function FactsOf({ facts }: WithState & { readonly facts: TableFacts }): VNode {
  const { rows, first, last, period, notices, skippedRows, encoding } = facts;
  return (
    <Stack>
      <p>
        {`${formatCount(rows)} rows, one every ${everyText(period)}, from ${timeText(first)} to ${timeText(last)}`}
        {encoding.startsWith('utf') ? '.' : `, read as ${encoding}.`}
      </p>
      {(notices.length > 0 || skippedRows > 0) && (
        <details>
          <summary>{`${notices.length + Number(skippedRows > 0)} remarks about the file`}</summary>
          <ul class="remarks">
            {notices.map((notice) => (
              <li key={notice}>{notice}</li>
            ))}
            {skippedRows > 0 && <li>{`${formatCount(skippedRows)} rows cannot be read and are left out`}</li>}
          </ul>
        </details>
      )}
    </Stack>
  );
}

/** The longest horizon and the furthest look back that fields take, in rows. */
const [MOST_AHEAD, MOST_BACK] = [1000, 2000];

function TaskOf({ state, facts }: WithState & { readonly facts: TableFacts }): VNode {
  const settings = state.settings.value;
  const { suggested, usable, period, columns, timeColumns } = facts;
  const target = settings.target || suggested.target;
  const known = usable.names.includes(target);
  const rows = `one row every ${everyText(period)}`;
  const out = new Set(leftOutOf(settings, target));
  return (
    <Panel label="Task" tone="raised">
      <h2 class="panel-title">Task</h2>
      <Select
        label="Forecast"
        value={target}
        options={[...(known ? [] : [target]), ...usable.names].map((name) => ({ value: name, label: name }))}
        onChange={(name) => state.set({ target: name })}
        {...(known ? {} : { error: 'The file has no such column of numbers. Choose another one.' })}
      />
      <div class="field-pair">
        <NumberField
          label="Ahead"
          unit="rows"
          min={1}
          max={MOST_AHEAD}
          value={settings.horizon || suggested.delay}
          hint={rows}
          onChange={(horizon) => state.set({ horizon })}
        />
        <NumberField
          label="Look back"
          unit="rows"
          min={1}
          max={MOST_BACK}
          value={settings.lookback || suggested.lookback}
          {...(settings.lookback === 0 && suggested.step > 1 && { hint: `every ${suggested.step} rows` })}
          onChange={(lookback) => state.set({ lookback })}
        />
      </div>
      <fieldset class="inputs">
        <legend>Inputs</legend>
        {usable.names.map((name) => (
          <CheckField
            key={name}
            label={name}
            checked={!out.has(name)}
            disabled={name === target}
            onChange={(isInput) => state.set(withInput(settings, name, isInput))}
          />
        ))}
        <p class="hint">
          The target and the calendar always are inputs.
          {usable.leftOut.length > 0 && ` Left out: ${usable.leftOut.join(', ')}.`}
        </p>
      </fieldset>
      <Select
        label="Column of times"
        value={settings.time}
        options={[
          { value: '', label: `found: ${timeColumns.join(' and ')}` },
          ...columns.map(({ name }) => ({ value: name, label: name })),
          ...(settings.time === '' || columns.some(({ name }) => name === settings.time)
            ? []
            : [{ value: settings.time, label: settings.time }]),
        ]}
        onChange={(time) => state.set({ time })}
      />
    </Panel>
  );
}
