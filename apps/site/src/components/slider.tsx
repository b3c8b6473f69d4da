import type { VNode } from 'preact';
import { Field, type Labelled } from './field.tsx';

/** A slider. */
export interface SliderProps extends Labelled {
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onInput: (value: number) => void;
  /** How the value is written, default as it is. */
  readonly format?: (value: number) => string;
}

/** A slider with its value beside the label. */
export function Slider({ value, min, max, step, onInput, format = String, ...labelled }: SliderProps): VNode {
  return (
    <Field
      {...labelled}
      value={<span class="field-value">{format(value)}</span>}
      control={(attributes) => (
        <input
          {...attributes}
          class="slider"
          type="range"
          min={min}
          max={max}
          step={step}
          value={value}
          disabled={labelled.disabled}
          aria-valuetext={format(value)}
          onInput={({ currentTarget }) => onInput(currentTarget.valueAsNumber)}
        />
      )}
    />
  );
}
