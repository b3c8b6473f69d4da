// Runs that are paused, stopped, broken off and resumed, and how long the main thread was held.
import { checkAccessibility, mainThreadGaps, picture } from './harness.mjs';
import { button, digestOf, reviewField, untilStatus } from './reviews-steps.mjs';

/** A run that a reload breaks off ends with the weights of one that nothing broke off; a stopped one keeps its model. */
export async function breakingOff(site) {
  const visitor = await site.visitor();
  const page = await visitor.open('reviews/#model=lstm&epochs=30');
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

/** How long one task of the main thread may compute, in ms. */
const MOST_MS = 50;

/**
 * One thread, a minute, with typing. Other programs hold the main thread, too, so the gaps depend on them; the computing time of its
 * longest task does not.
 */
export async function gapsWhileTraining(site, browser) {
  const visitor = await site.visitor();
  const page = await visitor.open('reviews/#model=lstm&epochs=100&threads=1');
  await page.locator('.heat').first().waitFor();
  await button(page, 'Train').click();
  await untilStatus(page, /^Training: /);
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  const { p99, longest } = await mainThreadGaps(page, async () => {
    for (let i = 0; i < 30; i++) {
      await reviewField(page).fill(`Number ${i}: not bad at all.`);
      await page.waitForTimeout(2000);
    }
  });
  const task = longestTask(JSON.parse(String(await browser.stopTracing())).traceEvents);
  visitor.check();
  await visitor.leave();
  if (task > MOST_MS)
    throw new Error(
      `reviews: a task of the main thread computed for ${task} ms, expected at most ${MOST_MS}`,
    );
  return (
    `over a minute of training on one thread the longest task of the main thread computed for ${task.toFixed(1)} ms, ` +
    `its gaps were p99 ${p99.toFixed(1)} ms, longest ${longest.toFixed(1)} ms`
  );
}

/** The computing time of the longest task of a main thread, in ms. */
function longestTask(events) {
  const isMain = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = events.filter(
    ({ name, tdur, pid, tid }) => name.endsWith('RunTask') && tdur > 0 && isMain.has(`${pid} ${tid}`),
  );
  if (tasks.length === 0) throw new Error('reviews: the browser traced no task of the main thread');
  return tasks.reduce((most, { tdur }) => Math.max(most, tdur), 0) / 1000;
}

/** From the first Tab to a trained model, and stopped, with the keyboard alone; the focus stays on the control that was used. */
export async function withKeyboard(site) {
  const visitor = await site.visitor();
  const page = await visitor.open('reviews/#model=lstm&epochs=20');
  await page.locator('.heat').first().waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
  const goTo = async (name, key = 'Tab') => {
    for (let presses = 0; presses < 60; presses++) {
      if ((await focused()) === name) return;
      await page.keyboard.press(key);
    }
    throw new Error(`reviews: ${name} is not reached by ${key}, the focus is on ${await focused()}`);
  };
  await goTo('Train');
  await page.keyboard.press('Enter');
  await untilStatus(page, /^Training: /);
  await goTo('Pause');
  await page.keyboard.press('Space');
  await untilStatus(page, /^Paused/);
  if ((await focused()) !== 'Continue')
    throw new Error(`reviews: the focus went from Pause to ${await focused()}`);
  await page.keyboard.press('Space');
  await untilStatus(page, /^Training: /);
  await goTo('Stop');
  await page.keyboard.press('Enter');
  await untilStatus(page, /^Stopped/);
  if ((await focused()) !== 'Stop')
    throw new Error(`reviews: the focus went from Stop to ${await focused()}`);
  await goTo('Remove');
  await page.keyboard.press('Enter');
  await page.getByText('None yet').waitFor();
  if ((await page.evaluate(() => document.activeElement?.tagName)) === 'BODY')
    throw new Error('reviews: Remove lost the focus');
  visitor.check();
  await visitor.leave();
}
