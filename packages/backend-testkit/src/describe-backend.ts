import {
  type BackendPlugin,
  liveTensors,
  registerBackend,
  type SelectedBackend,
  selectBackend,
} from '@seqloom/backend';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answersSuite } from './answers-suite.ts';
import { arraysSuite } from './arrays-suite.ts';
import { attentionSuite } from './attention-suite.ts';
import { convSuite } from './conv-suite.ts';
import { learningSuite } from './learning-suite.ts';
import { elementwiseSuite } from './ops-suite.ts';
import { refusalsSuite } from './refusals-suite.ts';
import { rowsSuite } from './rows-suite.ts';
import { sequenceSuite } from './sequence-suite.ts';

/**
 * Runs the whole conformance suite on a backend: every operation of the engine, forward and backward, the tape, the
 * updates and the memory rules. Call it at the top of a test file and await it. Where the backend cannot run, one
 * skipped test says why.
 *
 * @param title - how the suite is headed, such as `wasm, stock loader`
 * @param threads how many the backend may use; as many as it chooses by default
 */
export async function describeBackend(title: string, plugin: BackendPlugin, threads?: number): Promise<void> {
  const support = await plugin.checkSupport();
  if (!support.ok) {
    test.skip(`${title}: ${support.reason}`, () => {});
    return;
  }
  describe(title, () => {
    let backend: SelectedBackend;
    let alive: number;
    beforeAll(async () => {
      registerBackend(plugin);
      backend = await selectBackend({ prefer: [plugin.name], threads });
    });
    afterAll(() => backend.dispose());
    beforeEach(() => {
      alive = liveTensors();
    });
    afterEach(() => expect(liveTensors(), 'tensors alive after the test').toBe(alive));

    test('is the one that was asked for', () => {
      expect(backend.name).toBe(plugin.name);
      expect(backend.rejected).toEqual([]);
    });
    elementwiseSuite();
    arraysSuite(plugin);
    learningSuite();
    rowsSuite();
    sequenceSuite();
    convSuite();
    attentionSuite();
    answersSuite(plugin);
    refusalsSuite(plugin);
  });
}
