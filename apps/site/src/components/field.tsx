import './field.css';
import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';

/** What every control with a label has. */
export interface Labelled {
  readonly label: string;
  /** A remark below the control. */
  readonly hint?: string | undefined;
  /** What is wrong with the value and what to do; marks the control as invalid. */
  readonly error?: string | undefined;
  readonly disabled?: boolean;
}

/** The attributes that tie a control to its label, hint and error. */
export interface ControlAttributes {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': 'true' | undefined;
}

/** A label, a control, a hint and an error. */
export interface FieldProps extends Labelled {
  /** What stands at the right of the label, such as the value of a slider. */
  readonly value?: ComponentChildren;
  readonly control: (attributes: ControlAttributes) => VNode;
}

/** A control with its label above and its hint and error below it. */
export function Field({ label, hint, error, value, control }: FieldProps): VNode {
  const id = useId();
  const described = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`];
  const attributes: ControlAttributes = {
    id,
    'aria-describedby': described.join(' ').trim() || undefined,
    'aria-invalid': error === undefined ? undefined : 'true',
  };
  return (
    <div class="field">
      <div class="field-head">
        <label for={id}>{label}</label>
        {value}
      </div>
      {control(attributes)}
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}
