import { render } from 'preact-render-to-string';
import { describe, expect, test } from 'vitest';
import { Button } from '../../src/components/button.tsx';
import { DataTable } from '../../src/components/data-table.tsx';
import { ErrorPanel } from '../../src/components/error-panel.tsx';
import { HeatText } from '../../src/components/heat-text.tsx';
import { NumberField } from '../../src/components/number-field.tsx';
import { Tabs } from '../../src/components/tabs.tsx';

const HOSTILE = '<img src=x onerror=alert(1)>';
const nothing = () => {};

describe('what comes from outside', () => {
  test.each([
    ['an error', <ErrorPanel title="Failed" error={new Error(HOSTILE)} />],
    ['a cell', <DataTable caption="Table" columns={[{ label: HOSTILE }]} rows={[[HOSTILE]]} />],
    ['a word', <HeatText label="Influence" kind="signed" parts={[{ text: HOSTILE, value: 1 }]} />],
  ])('stays text in %s', (_name, component) => {
    const html = render(component);
    expect(html).toContain('&lt;img');
    expect(html).not.toContain('<img');
  });

  test('is shortened in a message', () => {
    expect(render(<ErrorPanel title="Failed" error={'x'.repeat(5000)} />).length).toBeLessThan(1000);
  });
});

test('a disabled button keeps its place in the order of the keyboard', () => {
  const html = render(
    <Button disabled onClick={nothing}>
      Stop
    </Button>,
  );
  expect(html).toContain('aria-disabled="true"');
  expect(html).not.toMatch(/ disabled/);
});

test('a field ties its label, hint and error to the control', () => {
  const html = render(
    <NumberField label="Epochs" value={0} onChange={nothing} hint="From 1" error="Too few" />,
  );
  const [, id] = html.match(/<label for="([^"]+)">Epochs<\/label>/) ?? [];
  expect(html).toContain(`id="${id}"`);
  expect(html).toContain(`aria-describedby="${id}-hint ${id}-error"`);
  expect(html).toContain('aria-invalid="true"');
});

test('words coloured by a number keep the spaces between them and say their number', () => {
  const parts = [
    { text: 'not', value: -2 },
    { text: ' ', value: null },
    { text: 'bad', value: 1 },
  ];
  const html = render(<HeatText label="Influence" kind="signed" parts={parts} />);
  expect(html).toMatch(/class="heat negative"[^>]*title="-2"[^>]*>not<\/span> <span class="heat positive"/);
  expect(html).toContain('--heat:50%');
  expect(html).toContain('--heat:25%');
});

test('of tabs one is selected and one panel is shown', () => {
  const tabs = ['one', 'two'].map((id) => ({ id, label: id, content: () => `content of ${id}` }));
  const html = render(<Tabs label="Parts" tabs={tabs} selected="two" onSelect={nothing} />);
  expect(html).toContain('content of two');
  expect(html).not.toContain('content of one');
  expect(html.match(/aria-selected="true"/g)).toHaveLength(1);
  expect(html.match(/tabindex="-1"/g)).toHaveLength(1);
});

test('a table says how many rows it leaves out', () => {
  const rows = Array.from({ length: 12 }, (_, i) => [i]);
  const html = render(
    <DataTable caption="Numbers" columns={[{ label: 'n', numeric: true }]} rows={rows} limit={10} />,
  );
  expect(html).toContain('the first 10 of 12 rows');
  expect(html.match(/<tr>/g)).toHaveLength(11);
});
