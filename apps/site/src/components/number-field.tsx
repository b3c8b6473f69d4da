import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Field, type Labelled } from './field.tsx';

/** A field for a whole number. */
export interface NumberFieldProps extends Labelled {
  readonly value: number;
  /** Called with every whole number in range that is typed, and, when the field is left with another one, with the nearest of them. */
  readonly onChange: (value: number) => void;
  readonly min?: number;
  readonly max?: number;
  /** What the arrows of the field add; default 1. */
  readonly step?: number;
  readonly unit?: string;
}

interface FieldEvent {
  readonly currentTarget: HTMLInputElement;
}

/** A field for a whole number, with its unit. What is typed stays as it is until the field is left: the 1 of 128 may be out of range. */
export function NumberField({ value, onChange, min, max, step, unit, ...labelled }: NumberFieldProps): VNode {
  const [typed, setTyped] = useState<string | undefined>();
  const nearest = (number: number) =>
    Math.min(max ?? Infinity, Math.max(min ?? -Infinity, Math.round(number)));
  const take = ({ currentTarget: { value: text, valueAsNumber: number } }: FieldEvent) => {
    setTyped(text);
    // What is not yet a number, such as "-", is NaN, which equals nothing.
    if (nearest(number) === number) onChange(number);
  };
  const leave = ({ currentTarget: { valueAsNumber: number } }: FieldEvent) => {
    if (typed === undefined) return;
    setTyped(undefined);
    if (Number.isFinite(number) && nearest(number) !== number) onChange(nearest(number));
  };
  return (
    <Field
      {...labelled}
      label={unit === undefined ? labelled.label : `${labelled.label}, ${unit}`}
      control={(attributes) => (
        <input
          {...attributes}
          class="control"
          type="number"
          value={typed ?? value}
          min={min}
          max={max}
          step={step}
          disabled={labelled.disabled}
          onInput={take}
          onChange={leave}
          onBlur={leave}
        />
      )}
    />
  );
}
