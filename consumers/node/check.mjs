/** The Nodes that the packages support: the oldest, and each later line. */
export default async function check({ project, report }) {
  for (const line of ['node20', 'node22', 'node24', 'node26']) {
    const program = `${project.folder}/node_modules/${line}/bin/node`;
    const result = JSON.parse(await project.run(program, ['src/program.js']));
    report({ tool: 'Node', version: project.version(line), how: 'program', ...result });
  }
}
