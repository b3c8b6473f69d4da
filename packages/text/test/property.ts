import fc from 'fast-check';
import { test as vitestTest } from 'vitest';

export { fc };

/** `test.prop(arbitraries)(name, check)`: a vitest test that checks a property of 100 random inputs. */
export const test = {
  prop<T extends [unknown, ...unknown[]]>(arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> }) {
    return (name: string, check: (...inputs: T) => void): void => {
      vitestTest(name, () => fc.assert(fc.property(...arbitraries, check)));
    };
  },
};
