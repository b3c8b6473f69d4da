import { writeFileSync } from 'node:fs';
import { test } from '@jest/globals';
import { train } from './src/train.js';

test('trains', async () => {
  writeFileSync('result.json', JSON.stringify(await train({ threads: 2 })));
}, 60_000);
