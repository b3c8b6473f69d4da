import {
  calendarFeatures,
  fillForward,
  joinColumns,
  type Matrix,
  type Rhythm,
  type Scaler,
  scaleSeries,
  type Table,
  type TimeSplit,
  toMatrix,
} from '@seqloom/timeseries';
import { checkForecastQuantiles } from './check-forecast-quantiles.ts';
import type { FileForm } from './file-form.ts';
import type { ForecastTask } from './forecast-task.ts';
import { type RowFilter, timesOf } from './series-source.ts';

/** Which cycles of the calendar are inputs. */
export interface Cycles {
  readonly day: boolean;
  readonly year: boolean;
}

/** What {@link SeriesForm} is made of. */
export interface SeriesFormFields {
  /** The recipe's name. */
  readonly recipe: string;
  readonly task: ForecastTask;
  /** The columns that are inputs, in order; the target is one of them. */
  readonly columns: readonly string[];
  /** Of each column over the training rows. */
  readonly mean: readonly number[];
  /** Of each column over the training rows. */
  readonly std: readonly number[];
  readonly cycles: Cycles;
  /** Whether the network says how much the target changes from the window's last value, not what it becomes. */
  readonly residual: boolean;
  /** Milliseconds between rows; the mean length where months differ. */
  readonly period: number;
  /** The calendar that the rows follow. */
  readonly rhythm: Rhythm;
  /** The time of the last row that training or choosing has seen, UTC milliseconds. */
  readonly seenUntil: number;
  readonly where: RowFilter | null;
  /** What means "no value" and how rows were put on a grid, in the words of the options. */
  readonly cleaning: FileForm;
}

/** What {@link SeriesForm.toJSON} writes. */
export interface SeriesFormJSON extends SeriesFormFields {
  readonly className: 'SeriesForm';
}

/** A table in the form of a model's inputs. */
export interface SeriesInputs {
  /** `[rows, rowWidth]`. */
  readonly matrix: Matrix;
  /** The first row that has every value. */
  readonly start: number;
}

/**
 * How a table becomes a model's inputs and a model's output becomes a value with a unit. It lies in the model file, so
 * that a file is all that `forecast` needs beside data.
 */
export class SeriesForm {
  static readonly className: string = 'SeriesForm';
  readonly className: string = SeriesForm.className;
  readonly fields: SeriesFormFields;

  constructor(fields: SeriesFormFields) {
    this.fields = fields;
  }

  /** The place of the target among the columns. */
  get targetColumn(): number {
    return this.fields.columns.indexOf(this.fields.task.target);
  }

  /** The width of a table's inputs: columns, then two for each cycle. */
  get rowWidth(): number {
    const { columns, cycles } = this.fields;
    return columns.length + 2 * (Number(cycles.day) + Number(cycles.year));
  }

  /** The width of the network's inputs: those of the table, then the future of each column that is known in advance. */
  get width(): number {
    return this.rowWidth + (this.fields.task.known?.length ?? 0);
  }

  /**
   * Every row of a table as inputs: missing values filled from the past, columns scaled, cycles beside them. Rows before
   * `start` lack a value that nothing before them can fill.
   *
   * Shapes: `[rows, rowWidth]`.
   *
   * @param scaler the one that was fitted on this table; without it the one in the form, which has not seen the table
   * @throws LeakError when the scaler has seen more than the training rows; RangeError when a column has no value
   */
  inputs(table: Table, split: TimeSplit, scaler: Scaler = this.#scaler()): SeriesInputs {
    const { columns, cycles } = this.fields;
    const { matrix, start } = fillForward(toMatrix(table, columns), columns);
    const scaled = scaleSeries(matrix, scaler, split);
    if (!cycles.day && !cycles.year) return { matrix: scaled, start };
    return { matrix: joinColumns(scaled, calendarFeatures(timesOf(table), cycles).matrix), start };
  }

  /** A value of the target in its own unit. */
  unscale(value: number): number {
    return value * this.targetStd + this.fields.mean[this.targetColumn]!;
  }

  /** What one unit of the network is in the target's unit. */
  get targetStd(): number {
    return this.fields.std[this.targetColumn]!;
  }

  #scaler(): Scaler {
    const { mean, std } = this.fields;
    return {
      mean: Float64Array.from(mean),
      std: Float64Array.from(std),
      constant: [],
      rows: { start: 0, end: 0 },
    };
  }

  toJSON(): SeriesFormJSON {
    return { className: 'SeriesForm', ...this.fields };
  }

  /** @throws TypeError when the data are not a SeriesForm's */
  static fromJSON(json: unknown): SeriesForm {
    if (!isForm(json)) {
      throw new TypeError(
        `SeriesForm: expected what toJSON writes, got ${String(JSON.stringify(json)).slice(0, 200)}.`,
      );
    }
    const { className: _, ...fields } = json;
    return new SeriesForm(fields);
  }
}

function areQuantiles(value: unknown): boolean {
  try {
    checkForecastQuantiles('SeriesForm', 'quantiles', value);
    return true;
  } catch {
    return false;
  }
}

function isForm(json: unknown): json is SeriesFormJSON {
  const { recipe, task, columns, mean, std, cycles, residual, period, rhythm, seenUntil, where, cleaning } =
    (json ?? {}) as Partial<SeriesFormJSON>;
  const { target, unit, lookback, step, delay, anchor, calendar, multiStep, quantiles, known } = (task ??
    {}) as Partial<ForecastTask>;
  const isText = (value: unknown): boolean => typeof value === 'string';
  const isCount = (value: unknown, least: number): boolean =>
    Number.isSafeInteger(value) && (value as number) >= least;
  const areNumbers = (values: unknown, least: number): boolean =>
    Array.isArray(values) &&
    values.length === columns?.length &&
    values.every((value) => Number.isFinite(value) && value > least);
  return (
    [recipe, target, unit].every(isText) &&
    isCount(lookback, 1) &&
    isCount(step, 1) &&
    isCount(delay, 0) &&
    (anchor === 'next' || anchor === 'last') &&
    [calendar, residual, cycles?.day, cycles?.year, multiStep ?? false].every(
      (value) => typeof value === 'boolean',
    ) &&
    (quantiles === undefined || areQuantiles(quantiles)) &&
    Array.isArray(columns) &&
    columns.every(isText) &&
    columns.includes(target) &&
    (known === undefined || (Array.isArray(known) && known.every((name) => columns.includes(name)))) &&
    areNumbers(mean, Number.NEGATIVE_INFINITY) &&
    areNumbers(std, 0) &&
    Number.isFinite(period) &&
    period! > 0 &&
    (rhythm === 'fixed' || rhythm === 'months' || rhythm === 'business days') &&
    typeof cleaning === 'object' &&
    cleaning !== null &&
    Object.values(cleaning).every(isText) &&
    Number.isFinite(seenUntil) &&
    (where === null || (isText(where?.column) && isText(where?.value)))
  );
}
