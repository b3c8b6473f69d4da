import type { VNode } from 'preact';
import { Field, type Labelled } from './field.tsx';

/** A field for a number. */
export interface NumberFieldProps extends Labelled {
  readonly value: number;
  /** Called with every number that is typed, also one out of range: the caller's rules say what is wrong with it. */
  readonly onChange: (value: number) => void;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number | 'any';
  readonly unit?: string;
}

/** A field for a number, with its unit. */
export function NumberField({ value, onChange, min, max, step, unit, ...labelled }: NumberFieldProps): VNode {
  return (
    <Field
      {...labelled}
      label={unit === undefined ? labelled.label : `${labelled.label}, ${unit}`}
      control={(attributes) => (
        <input
          {...attributes}
          class="control"
          type="number"
          value={value}
          min={min}
          max={max}
          step={step}
          disabled={labelled.disabled}
          onInput={({ currentTarget }) => {
            // What is not yet a number, such as "-", is not one to tell of.
            if (Number.isFinite(currentTarget.valueAsNumber)) onChange(currentTarget.valueAsNumber);
          }}
        />
      )}
    />
  );
}
