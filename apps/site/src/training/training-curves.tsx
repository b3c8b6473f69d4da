import type { EpochReport } from '@seqloom/tasks';
import type { VNode } from 'preact';
import { Chart } from '../components/chart.tsx';
import { Columns } from '../components/layout.tsx';
import type { CurvePoint } from './curve.ts';

/** A measure of epochs: of the training part and of the validation part. */
export interface CurveMeasure {
  /** What people call it: `accuracy`. */
  readonly label: string;
  readonly unit?: string;
  /** Its names in the report of an epoch. */
  readonly training: string;
  readonly validation: string;
}

/** What {@link TrainingCurves} shows. */
export interface TrainingCurvesProps {
  readonly curve: readonly CurvePoint[];
  readonly epochs: readonly EpochReport[];
  readonly measures: readonly CurveMeasure[];
}

/** The loss step by step, and each measure epoch by epoch, of the training and of the validation part. */
export function TrainingCurves({ curve, epochs, measures }: TrainingCurvesProps): VNode {
  return (
    <Columns min="20rem">
      <Chart
        title="Loss while it learns"
        x={{ label: 'step', values: curve.map(({ step }) => step) }}
        y={{ label: 'loss' }}
        lines={[{ label: 'training', values: curve.map(({ loss }) => loss) }]}
        empty="The curve begins with the first steps."
      />
      {measures.map(({ label, unit, training, validation }) => (
        <Chart
          key={label}
          title={`${label[0]!.toUpperCase()}${label.slice(1)} after each epoch`}
          x={{ label: 'epoch', values: epochs.map(({ epoch }) => epoch) }}
          y={{ label, ...(unit !== undefined && { unit }) }}
          lines={[
            { label: 'training', values: epochs.map((report) => report[training] ?? null), style: 'dashed' },
            { label: 'validation', values: epochs.map((report) => report[validation] ?? null) },
          ]}
          empty="The curve begins after the first epoch."
        />
      ))}
    </Columns>
  );
}
