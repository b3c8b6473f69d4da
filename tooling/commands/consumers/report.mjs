/** One cell for the terminal. */
export function line({ tool, version = '', how, digest, threads, error }) {
  const name = `${tool} ${version}`.trim().padEnd(24);
  if (error) return `${name} ${how.padEnd(34)} failed: ${error}`;
  return `${name} ${how.padEnd(34)} ${digest} ${threads === 1 ? '1 thread' : `${threads} threads`}`;
}

/** The table of all cells as a page of documentation. */
export function document(cells, digest, chromium) {
  const rows = cells.map(
    ({ tool, version = '', how, threads }) =>
      `| ${tool} | ${version} | ${how} | ${threads} | \`${digest}\` |`,
  );
  return `# Where Seqloom runs

Written by \`pnpm check:consumers\`, which installs the packed packages in the projects of \`consumers/\`, trains one small
model (Embedding, LSTM with both dropouts, Dense; 3 epochs) in each way that they run it, and compares the SHA-256 of the
model's file. It is the same in all cells. Pages ran in Chromium ${chromium}; *isolated* means cross-origin isolated, without
which a page cannot share memory among threads.

| tool | version | how | threads | digest |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}
