/** Bun, which prints the result and not a word besides. */
export default async function check({ project, report }) {
  const printed = await project.tool('bun', ['src/program.js']);
  if (printed.trim().includes('\n')) throw new Error(`More than the result is printed: ${printed}`);
  report({ tool: 'Bun', version: project.version('bun'), how: 'program', ...JSON.parse(printed) });
}
