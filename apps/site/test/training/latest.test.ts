import { expect, test } from 'vitest';
import { latestOnly } from '../../src/training/latest.ts';

test('asks for the first and for the last, one after the other', async () => {
  const asked: number[] = [];
  const ask = latestOnly(async (question: number) => {
    asked.push(question);
    await new Promise((resolve) => setTimeout(resolve, 5));
  });
  for (const question of [1, 2, 3, 4]) ask(question);
  expect(asked).toEqual([1]);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(asked).toEqual([1, 4]);
});
