import './status.css';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { latestRarely, type Rarely } from '../timing/latest-rarely.ts';

/** What is going on. */
export interface StatusProps {
  readonly text: string;
  /** Whether it is shown but not read aloud, for what changes all the time. */
  readonly quiet?: boolean;
}

/** Screen readers are told of changes at most once in this time. */
const INTERVAL_MS = 1000;

/** What is going on: shown at once, read aloud at most once a second. */
export function Status({ text, quiet = false }: StatusProps): VNode {
  const spoken = useSlowed(text);
  return (
    <div class="status">
      <p aria-hidden={quiet ? undefined : 'true'}>{text}</p>
      {!quiet && (
        <p class="visually-hidden" role="status">
          {spoken}
        </p>
      )}
    </div>
  );
}

/** The text, changed at most once a second; the last one always arrives. */
function useSlowed(text: string): string {
  const [spoken, speak] = useState(text);
  const latest = useRef(text);
  latest.current = text;
  const rarely = useRef<Rarely>(undefined);
  rarely.current ??= latestRarely(() => speak(latest.current), INTERVAL_MS);
  useEffect(() => rarely.current!.soon(), [text]);
  useEffect(() => () => rarely.current!.cancel(), []);
  return spoken;
}
