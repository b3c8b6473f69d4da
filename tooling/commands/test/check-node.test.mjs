import { describe, expect, test } from 'vitest';
import { checkNode } from '../check-node.mjs';

const ENGINES = '^20.19.0 || ^22.12.0 || >=24.0.0';

describe('checkNode', () => {
  test.each(['20.19.0', '20.20.1', '22.12.0', '22.13.0', '24.0.0', '25.1.0', '26.0.0'])(
    'takes Node %s',
    (version) => {
      expect(() => checkNode(version, ENGINES)).not.toThrow();
    },
  );

  test.each(['18.20.4', '20.9.0', '20.18.3', '21.7.3', '22.11.9', '23.11.0'])(
    'refuses Node %s',
    (version) => {
      expect(() => checkNode(version, ENGINES)).toThrow(
        `Node ${version} is not supported, expected ^20.19.0 or ^22.12.0 or >=24.0.0. Install a current Node.`,
      );
    },
  );

  test('says so when it cannot read the ranges', () => {
    expect(() => checkNode('20.19.0', '20.x')).toThrow('engines: 20.x is neither ^A.B.C nor >=A.B.C.');
  });
});
