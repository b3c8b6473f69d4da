import type { Metric } from '../metrics/metric.ts';
import type { MetricName } from '../metrics/metrics.ts';

/** The key of a metric in logs; `string` where only the running program knows it. */
type NameOf<M> = M extends Metric<infer Name> ? Name : M extends string ? M : never;

/** That of a weighted metric, which is another one where the same name is among the plain metrics. */
type WeightedNameOf<W, M> =
  W extends Metric<infer Name>
    ? Name
    : W extends string
      ? W extends NameOf<M>
        ? `weighted${Capitalize<W>}`
        : W
      : never;

/** The names in the logs of a run with metrics `M` and weighted metrics `W`, without those on validation data. */
export type LogName<M, W> = 'loss' | NameOf<M> | WeightedNameOf<W, M>;

/** A value for each log; those on validation data (`valLoss`, …) are there where there was validation. */
export type ByLog<Name extends string, Value> = string extends Name
  ? Readonly<Record<string, Value>>
  : { readonly [K in Name]: Value } & { readonly [K in Name as `val${Capitalize<K>}`]?: Value };

/** A log to watch: one that an editor may propose, or any other. */
export type MonitorName = KnownLog | `val${Capitalize<KnownLog>}` | (string & {});

type KnownLog = 'loss' | MetricName;
