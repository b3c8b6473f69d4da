import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import type { Facts } from '../../report/facts.ts';
import { packageVersion } from './package-version.ts';

/** What a run was made with: versions and the machine. */
export function environmentFacts(): Facts {
  const processor = cpus()[0]?.model.trim() ?? 'unknown';
  return [
    ['Seqloom', packageVersion(new URL('../../../package.json', import.meta.url))],
    ['Node', process.version],
    ['system', `${platform()} ${release()}, ${arch()}`],
    ['processor', `${processor}, ${availableParallelism()} cores`],
    ['memory', `${(totalmem() / 2 ** 30).toFixed(1)} GiB`],
    [
      'finished',
      new Date()
        .toISOString()
        .replace('T', ' ')
        .replace(/\.\d+Z$/, ' UTC'),
    ],
  ];
}
