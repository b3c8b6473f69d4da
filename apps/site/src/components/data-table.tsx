import './data-table.css';
import type { VNode } from 'preact';
import { formatCount, formatNumber } from '../format/format.ts';
import { ScrollBox } from './scroll-box.tsx';

/** A column of a table. */
export interface TableColumn {
  readonly label: string;
  readonly unit?: string;
  readonly numeric?: boolean;
}

/** What stands in a cell; `null` is no value. */
export type TableCell = string | number | null;

/** A table of data. */
export interface DataTableProps {
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly TableCell[])[];
  /** How many rows are shown at most, default 500; the table says how many there are. */
  readonly limit?: number;
  /** How numbers are written. */
  readonly format?: (value: number) => string;
}

/** A table of data, which scrolls within its box where it is wider than the page. */
export function DataTable(props: DataTableProps): VNode {
  const { caption, columns, rows, limit = 500, format = formatNumber } = props;
  const write = (cell: TableCell) => (cell === null ? '–' : typeof cell === 'number' ? format(cell) : cell);
  return (
    <ScrollBox class="data-table" label={caption}>
      <table>
        <caption>
          {caption}
          {rows.length > limit && ` (the first ${formatCount(limit)} of ${formatCount(rows.length)} rows)`}
        </caption>
        <thead>
          <tr>
            {columns.map(({ label, unit, numeric }) => (
              <th key={label} scope="col" class={numeric ? 'numeric' : undefined}>
                {unit === undefined ? label : `${label}, ${unit}`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, limit).map((row, i) => (
            // rows have no name of their own and are only ever appended
            <tr key={i}>
              {row.map((cell, column) => (
                <td key={columns[column]?.label} class={columns[column]?.numeric ? 'numeric' : undefined}>
                  {write(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
