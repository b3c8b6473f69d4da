import type { VNode } from 'preact';
import { type Action, Notice } from './notice.tsx';

/** Something that went wrong. */
export interface ErrorPanelProps {
  readonly title: string;
  /** An error or a text; its message is shown as text. */
  readonly error: unknown;
  /** What to do. */
  readonly what?: string;
  readonly action?: Action | undefined;
}

/** Says what went wrong, why, and what to do. */
export function ErrorPanel({ title, error, what, action }: ErrorPanelProps): VNode {
  return (
    <Notice tone="bad" role="alert" title={title} action={action}>
      <p>{messageOf(error)}</p>
      {what !== undefined && <p>{what}</p>}
    </Notice>
  );
}

/** The most of a message that is shown: a file's content may be in it. */
const LONGEST = 600;

/** The message of an error. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.length > LONGEST ? `${message.slice(0, LONGEST)}…` : message;
}
