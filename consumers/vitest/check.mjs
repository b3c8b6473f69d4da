import { readFileSync } from 'node:fs';

/** Vitest without a configuration, in each of its pools. */
export default async function check({ project, report }) {
  const version = project.version('vitest');
  for (const pool of ['forks', 'threads', 'vmThreads']) {
    project.remove('result.json');
    await project.tool('vitest', ['run', '--pool', pool], { RESULT: 'result.json' });
    const result = JSON.parse(readFileSync(`${project.folder}/result.json`, 'utf8'));
    report({ tool: 'Vitest', version, how: `pool ${pool}`, ...result });
  }
}
