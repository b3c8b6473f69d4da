/** Deno, with the packages that npm has installed. */
export default async function check({ project, report }) {
  const printed = await project.tool('deno', ['run', '--allow-all', '--quiet', 'src/program.js']);
  report({ tool: 'Deno', version: project.version('deno'), how: 'program', ...JSON.parse(printed) });
}
