import './empty-state.css';
import type { ComponentChildren, VNode } from 'preact';
import { Button } from './button.tsx';
import type { Action } from './notice.tsx';

/** A place that will hold something. */
export interface EmptyStateProps {
  readonly title: string;
  /** How something gets here. */
  readonly children?: ComponentChildren;
  readonly action?: Action;
}

/** Stands where there is nothing yet, and says how that changes. */
export function EmptyState({ title, children, action }: EmptyStateProps): VNode {
  return (
    <div class="empty-state">
      <p class="empty-title">{title}</p>
      {children !== undefined && <div>{children}</div>}
      {action && <Button onClick={action.onClick}>{action.label}</Button>}
    </div>
  );
}
