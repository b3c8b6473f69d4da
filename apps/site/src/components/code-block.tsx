import './code-block.css';
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Button } from './button.tsx';
import { ScrollBox } from './scroll-box.tsx';

/** Code to copy. */
export interface CodeBlockProps {
  readonly code: string;
  readonly language?: 'ts' | 'sh';
  /** What the code does. */
  readonly label: string;
}

/** How long the button says what became of it. */
const SAID_MS = 2000;

/** Code with a button that copies it. */
export function CodeBlock({ code, language = 'ts', label }: CodeBlockProps): VNode {
  const [said, say] = useState<'Copied' | 'Select and copy it by hand' | undefined>();
  useEffect(() => {
    if (said === undefined) return;
    const timer = setTimeout(() => say(undefined), SAID_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () =>
    copyText(code).then(
      () => say('Copied'),
      () => say('Select and copy it by hand'),
    );
  return (
    <figure class="code-block">
      <figcaption>
        <span>{label}</span>
        <Button kind="quiet" onClick={copy} label={said ?? `Copy: ${label}`}>
          {said ?? 'Copy'}
        </Button>
      </figcaption>
      <ScrollBox class="code-scroll" label={label}>
        <pre>
          <code class={`language-${language}`}>{code}</code>
        </pre>
      </ScrollBox>
    </figure>
  );
}

/** @throws Error where the page may not write to the clipboard */
async function copyText(text: string): Promise<void> {
  if (!navigator.clipboard) throw new Error('no clipboard');
  await navigator.clipboard.writeText(text);
}
