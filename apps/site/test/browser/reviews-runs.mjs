// Runs that are paused, stopped, broken off and resumed, and how long the main thread was held.
import { checkAccessibility, checkGaps, mainThreadGaps, picture } from './harness.mjs';
import { button, digestOf, reviewField, untilStatus } from './reviews-steps.mjs';

/** A run that a reload breaks off ends with the weights of one that nothing broke off; a stopped one keeps its model. */
export async function breakingOff(site) {
  const visitor = await site.visitor();
  const page = await visitor.open('reviews/#model=lstm&epochs=30');
  await button(page, 'Train').click();
  await untilStatus(page, /^Trained/, 240_000);
  const whole = await digestOf(page);

  await button(page, 'Train').click();
  await untilStatus(page, /^Training: epoch ([2-9]|\d\d) /);
  await button(page, 'Pause').click();
  await untilStatus(page, /^Paused in epoch/);
  await reviewField(page).fill('A paused model answers, too.');
  await page.locator('.heat-words').nth(2).getByText('answers', { exact: true }).waitFor();
  await checkAccessibility(page, 'paused');
  await picture(page, 'reviews-paused');
  await button(page, 'Continue').click();
  await untilStatus(page, /^Training: epoch ([4-9]|\d\d) /, 120_000);
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

  await page.getByLabel('Epochs').fill('300'); // more than a quiet machine has trained before Stop is pressed
  await button(page, 'Train').click();
  await untilStatus(page, /^Training: epoch ([2-9]|\d\d) /);
  await button(page, 'Stop').click();
  await untilStatus(page, /^Stopped/);
  await page.getByRole('heading', { name: /^trained here: lstm/ }).waitFor();
  visitor.check();
  await visitor.leave();
  return `a run broken off by a reload was resumed to the weights of a whole one (${whole.slice(0, 8)}…)`;
}

/** A minute of training on one thread, with typing. */
export async function gapsWhileTraining(site) {
  const visitor = await site.visitor();
  const page = await visitor.open('reviews/#model=lstm&epochs=100&threads=1');
  await page.locator('.heat').first().waitFor();
  await button(page, 'Train').click();
  await untilStatus(page, /^Training: /);
  const gaps = await mainThreadGaps(page, async () => {
    for (let i = 0; i < 30; i++) {
      await reviewField(page).fill(`Number ${i}: not bad at all.`);
      await page.waitForTimeout(2000);
    }
  });
  visitor.check();
  await visitor.leave();
  return `over a minute of training on one thread ${checkGaps('reviews', gaps)}`;
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
