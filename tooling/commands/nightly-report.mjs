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

/** A line per reason for which tests of a part were skipped; nothing where none was. */
function skippedTests(results) {
  const lines = results.flatMap(({ name, skipReasons = {} }) =>
    Object.entries(skipReasons).map(
      ([reason, tests]) => `- ${name}, ${tests} ${tests === 1 ? 'test' : 'tests'}: ${reason}`,
    ),
  );
  return lines.length === 0 ? '' : `\nSkipped:\n\n${lines.join('\n')}\n`;
}

/** The page that keeps the last results. */
export function nightlyReport({ command, date, machine, results }) {
  return `# Last nightly run

Written by \`${command}\` on ${date} (${machine}).

${nightlyTable(results)}
${skippedTests(results)}`;
}
