import type { VNode } from 'preact';
import { Field, type Labelled } from './field.tsx';

/** One of what can be selected. */
export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly disabled?: boolean;
}

/** A list to select from. */
export interface SelectProps<Value extends string> extends Labelled {
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
}

/** A list to select one of. */
export function Select<Value extends string>({
  value,
  options,
  onChange,
  ...labelled
}: SelectProps<Value>): VNode {
  return (
    <Field
      {...labelled}
      control={(attributes) => (
        <select
          {...attributes}
          class="control"
          value={value}
          disabled={labelled.disabled}
          // the list has the values of the options alone
          onChange={({ currentTarget }) => onChange(currentTarget.value as Value)}
        >
          {options.map((option) => (
            <option
              key={option.value}
              value={option.value}
              disabled={option.disabled}
              selected={option.value === value}
            >
              {option.label}
            </option>
          ))}
        </select>
      )}
    />
  );
}
