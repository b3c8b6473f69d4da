import './progress.css';
import type { VNode } from 'preact';

/** How far something is. */
export interface ProgressProps {
  readonly label: string;
  /** A share from 0 to 1; left out while it is not known. */
  readonly value?: number | undefined;
  /** What stands below the bar. */
  readonly text?: string;
}

/** A bar that shows how far something is. */
export function Progress({ label, value, text }: ProgressProps): VNode {
  return (
    <div class="progress">
      <progress aria-label={label} max={1} value={value} />
      {text !== undefined && <p>{text}</p>}
    </div>
  );
}
