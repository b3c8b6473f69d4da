import './meter.css';
import type { VNode } from 'preact';

/** A share as a bar. */
export interface MeterProps {
  readonly label: string;
  /** From 0 to 1. */
  readonly value: number;
  /** The value as a text. */
  readonly text: string;
  readonly tone?: 'accent' | 'positive' | 'negative';
}

/** A share as a bar, such as the probability of a class. */
export function Meter({ label, value, text, tone = 'accent' }: MeterProps): VNode {
  const percent = Math.max(0, Math.min(1, value)) * 100;
  return (
    <div class={`meter ${tone}`}>
      <span class="meter-label">{label}</span>
      <span class="meter-text">{text}</span>
      <span class="meter-bar" aria-hidden="true">
        <span style={{ width: `${percent}%` }} />
      </span>
    </div>
  );
}
