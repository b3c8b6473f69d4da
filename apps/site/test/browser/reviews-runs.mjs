// Runs that are paused, stopped, broken off and resumed, and how long the main thread was held.
import { checkAccessibility, mainThreadGaps, picture } from './harness.mjs';
import { button, digestOf, reviewField, untilStatus } from './reviews-steps.mjs';

/** A run that a reload breaks off ends with the weights of one that nothing broke off; a stopped one keeps its model. */
export async function breakingOff(site) {
  const visitor = await site.visitor();
  const page = await visitor.open('reviews/?model=lstm&epochs=30');
  await button(page, 'Train').click();
  await untilStatus(page, /^Trained/, 240_000);
  const whole = await digestOf(page);

  await button(page, 'Train').click();
  await untilStatus(page, /^Training: epoch 2 /);
  await button(page, 'Pause').click();
  await untilStatus(page, /^Paused in epoch/);
  await reviewField(page).fill('A paused model answers, too.');
  await page.locator('.heat-words').nth(2).getByText('answers', { exact: true }).waitFor();
  await checkAccessibility(page, 'paused');
  await picture(page, 'reviews-paused');
  await button(page, 'Continue').click();
  await untilStatus(page, /^Training: epoch ([4-9]|1\d) /, 120_000);
  await page.reload();
  await page.getByText(/^The training of lstm .* was broken off/).waitFor();
  await checkAccessibility(page, 'broken off');
  await picture(page, 'reviews-broken-off');
  await button(page, 'Resume').click();
  await page.getByText(/^Resumed in epoch \d+ after \d+ steps\.$/).waitFor();
  await untilStatus(page, /^Trained/, 240_000);
  const resumed = await digestOf(page);
  if (resumed !== whole)
    throw new Error(`reviews: a resumed run has the weights ${resumed}, a whole one ${whole}`);

  await button(page, 'Train').click();
  await untilStatus(page, /^Training: epoch 2 /);
  await button(page, 'Stop').click();
  await untilStatus(page, /^Stopped/);
  await page.getByRole('heading', { name: /^trained here: lstm/ }).waitFor();
  visitor.check();
  await visitor.leave();
  return `a run broken off by a reload was resumed to the weights of a whole one (${whole.slice(0, 8)}…)`;
}

/** One thread, a minute, with typing. */
export async function gapsWhileTraining(site) {
  const visitor = await site.visitor();
  const page = await visitor.open('reviews/?model=lstm&epochs=100&threads=1');
  await page.locator('.heat').first().waitFor();
  await button(page, 'Train').click();
  await untilStatus(page, /^Training: /);
  const { p99, longest } = await mainThreadGaps(page, async () => {
    for (let i = 0; i < 30; i++) {
      await reviewField(page).fill(`Number ${i}: not bad at all.`);
      await page.waitForTimeout(2000);
    }
  });
  visitor.check();
  await visitor.leave();
  if (p99 > 50)
    throw new Error(`reviews: gaps of the main thread p99 ${p99.toFixed(1)} ms, expected at most 50`);
  return `gaps of the main thread over a minute of training p99 ${p99.toFixed(1)} ms, longest ${longest.toFixed(1)} ms`;
}
