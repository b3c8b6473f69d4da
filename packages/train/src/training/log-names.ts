import type { Metric } from '../metrics/metric.ts';
import type { MetricName } from '../metrics/metrics.ts';

/** The key of a metric in logs; `string` if the name is known only at run time. */
type NameOf<M> = M extends Metric<infer Name> ? Name : M extends string ? M : never;

/** The key of a weighted metric in logs. It gets the prefix `weighted` if a plain metric has the same name. */
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

/** A value for each log; those on validation data (`valLoss`, …) only if there was validation. */
export type ByLog<Name extends string, Value> = string extends Name
  ? Readonly<Record<string, Value>>
  : { readonly [K in Name]: Value } & { readonly [K in Name as `val${Capitalize<K>}`]?: Value };

/** A log to watch. Editors propose the known names; any other is allowed. */
export type MonitorName = KnownLog | `val${Capitalize<KnownLog>}` | (string & {});

type KnownLog = 'loss' | MetricName;
