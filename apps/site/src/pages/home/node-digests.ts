/** What Node gives, to compare with; a test computes both again. */
export const NODE_DIGESTS = {
  /** The SHA-256 of the weights of the home page's network, by its seed. */
  wave: { seed: 1, digest: '9f83975ea3233cf6a41ac34922864886e716cb6da90d5c94572186bba5a977c5' },
  /** What `npx seqloom digest` prints. */
  command: '5ebacbbd492e0d9cf114354aa9efbbf327de821cffe344be2a32c97550936673',
} as const;
