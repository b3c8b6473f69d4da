/** One row per part of a nightly run, as a Markdown table. */
export function nightlyTable(results) {
  const rows = results.map(({ name, what, skip, counts, seconds }) =>
    skip
      ? [name, what, `skipped: ${skip}`, '–', '–', '–']
      : [name, what, counts.passed, counts.failed, counts.skipped, seconds.toFixed(0)],
  );
  const lines = [
    ['part', 'what runs', 'passed', 'failed', 'skipped', 'seconds'],
    Array(6).fill('---'),
    ...rows,
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The page that keeps the last results. */
export function nightlyReport({ command, date, machine, results }) {
  return `# Last nightly run

Written by \`${command}\` on ${date} (${machine}).

${nightlyTable(results)}
`;
}
