import type { VNode } from 'preact';
import type { LiveState } from './live-training.ts';
import { NODE_DIGESTS } from './node-digests.ts';

/** One comparison of Node with this page. */
interface DigestRow {
  readonly what: VNode;
  /** What Node gives; undefined where it is not known. */
  readonly node: string | undefined;
  /** What this page gives; undefined until it is computed. */
  readonly page: string | undefined;
}

/** The SHA-256 of trained weights in Node and in this page. */
export function DigestTable({ live, seed }: { readonly live: LiveState; readonly seed: number }): VNode {
  const { wave, command } = NODE_DIGESTS;
  const rows: DigestRow[] = [
    {
      what: <>This network, seed {seed}</>,
      node: wave.seed === seed ? wave.digest : undefined,
      page: live.trained?.seed === seed ? live.trained.digest : undefined,
    },
    { what: <code>npx seqloom digest</code>, node: command, page: live.digest },
  ];
  return (
    <dl class="digests">
      {rows.map((row, i) => (
        <div key={i === 0 ? 'network' : 'command'}>
          <dt>{row.what}</dt>
          <dd>
            <span class="digest-place">Node</span>
            <code>{row.node ?? 'run the code below to see it'}</code>
          </dd>
          <dd>
            <span class="digest-place">This page</span>
            <code>{row.page ?? (live.problem === undefined ? 'computing …' : 'not computed')}</code>
          </dd>
          <dd class="digest-verdict">{verdict(row)}</dd>
        </div>
      ))}
    </dl>
  );
}

function verdict({ node, page }: DigestRow): VNode | null {
  if (node === undefined || page === undefined) return null;
  return node === page ? (
    <span class="same">Same weights</span>
  ) : (
    <span class="different">Different weights: please report it, with the browser and the machine.</span>
  );
}
