import './notice.css';
import type { ComponentChildren, VNode } from 'preact';
import { Button } from './button.tsx';

/** What a user can do about something. */
export interface Action {
  readonly label: string;
  readonly onClick: () => void;
}

/** A remark on the page. */
export interface NoticeProps {
  readonly tone?: 'plain' | 'good' | 'bad';
  readonly title?: string;
  readonly children?: ComponentChildren;
  readonly action?: Action | undefined;
  /** `alert` is read aloud at once. */
  readonly role?: 'alert' | 'status';
}

/** A remark on the page: a fact, a success, or a problem. */
export function Notice({ tone = 'plain', title, children, action, role }: NoticeProps): VNode {
  return (
    <div class={`notice ${tone}`} role={role}>
      {title !== undefined && <p class="notice-title">{title}</p>}
      {children !== undefined && <div class="notice-text">{children}</div>}
      {action && <Button onClick={action.onClick}>{action.label}</Button>}
    </div>
  );
}
