import type { VNode } from 'preact';
import { Notice } from './notice.tsx';

/** Says what in the address of the page is not used; nothing where all of it is. */
export function AddressProblems({ problems }: { readonly problems: readonly string[] }): VNode | null {
  if (problems.length === 0) return null;
  return (
    <div class="address-problems">
      <Notice tone="bad" title="Part of the address is not used" role="status">
        {problems.map((problem) => (
          <p key={problem}>{problem}</p>
        ))}
      </Notice>
    </div>
  );
}
