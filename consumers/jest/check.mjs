import { readFileSync } from 'node:fs';

/** Jest with ES modules: a flag of Node's, and no transformation. */
export default async function check({ project, report }) {
  project.remove('result.json');
  await project.tool('jest', [], { NODE_OPTIONS: '--experimental-vm-modules' });
  const result = JSON.parse(readFileSync(`${project.folder}/result.json`, 'utf8'));
  report({ tool: 'Jest', version: project.version('jest'), how: 'environment node', ...result });
}
