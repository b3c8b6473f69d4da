import { checkAccessibility, checkWidth, picture, untilOffline } from './harness.mjs';

const HOSTILE = '<img src=x onerror=alert(1)>';

const untilLoaded = (page) => page.getByRole('list', { name: /^Nearest to/ }).waitFor();
const nearest = (page) =>
  page
    .getByRole('list', { name: /^Nearest to/ })
    .getByRole('button')
    .allTextContents();

/** Words are looked up, related and found on the map, with the pointer and with the keyboard; the address keeps all of it. */
async function short(site) {
  const visitor = await site.visitor();
  const page = await visitor.open('words/#word=king');
  await untilLoaded(page);
  if (!(await nearest(page)).includes('queen')) throw new Error('words: queen is not near king');
  await page
    .getByRole('list', { name: 'man is to king as woman is to' })
    .getByText('queen', { exact: true })
    .waitFor();
  await checkAccessibility(page, 'loaded');
  await picture(page, 'words-wide-light');

  const map = page.getByRole('application', { name: 'Map of words' });
  const inView = async () =>
    Number.parseInt((await page.getByText(/words in view/).textContent()).replaceAll(',', ''), 10);
  const all = await inView();
  await map.focus();
  for (const key of ['+', '+', '+', 'ArrowLeft', 'ArrowUp']) await page.keyboard.press(key);
  await page.waitForFunction(
    (before) =>
      Number.parseInt(document.querySelector('#word-map-summary').textContent.replaceAll(',', ''), 10) <
      before,
    all,
  );
  await page.keyboard.press('Enter');
  await page.waitForURL(/word=(?!king)/);
  const taken = await page.getByLabel('Word', { exact: true }).inputValue();
  await page.waitForURL(/zoom=2\.744/); // three times 1.4
  await page.reload();
  await untilLoaded(page);
  if ((await page.getByLabel('Word', { exact: true }).inputValue()) !== taken)
    throw new Error('words: the word is lost');
  if ((await inView()) >= all) throw new Error('words: the place on the map is lost');

  await page
    .getByRole('list', { name: `Nearest to ${taken}, by cosine` })
    .getByRole('button')
    .first()
    .press('Enter');
  await page.waitForFunction((before) => document.querySelector('main input').value !== before, taken);
  if (!(await page.evaluate(() => document.activeElement.matches('.word-list button'))))
    throw new Error('words: a word that is taken from the list takes the focus with it');
  await page.getByLabel('Word', { exact: true }).fill('theatr');
  await page
    .getByRole('list', { name: 'Words that begin like it' })
    .getByRole('button')
    .first()
    .press('Enter');
  await page.getByRole('list', { name: /^Nearest to theatr/ }).waitFor();
  if (
    !(await page.evaluate(
      () =>
        document.activeElement.contains(document.querySelector('.word-list')) &&
        document.activeElement !== document.body,
    ))
  )
    throw new Error('words: a word that is suggested takes the focus with it');
  await page.getByLabel('Word', { exact: true }).fill('ocean');
  await page
    .getByRole('list', { name: /^Nearest to ocean/ })
    .getByText('sea', { exact: true })
    .waitFor();
  await page.getByRole('tab', { name: 'Table' }).click();
  await page.getByRole('cell', { name: 'ocean', exact: true }).waitFor(); // the map went there
  await checkAccessibility(page, 'with the table');

  await untilOffline(page);
  await page.reload(); // through the service worker, which keeps the vectors
  await untilLoaded(page);
  await visitor.context.setOffline(true);
  await page.reload();
  await page.getByRole('list', { name: /^Nearest to ocean/ }).waitFor();
  await visitor.context.setOffline(false);
  visitor.check();

  const narrow = await site.visitor({ dark: true, width: 360, height: 740 });
  const other = await narrow.open(`words/#word=${encodeURIComponent(HOSTILE)}&zoom=1e9`);
  await other.getByText(`There is no vector for “${HOSTILE}”`).waitFor();
  await other.getByText('Part of the address is not used').waitFor();
  await checkAccessibility(other, 'narrow and dark, with a hostile address');
  await checkWidth(other);
  await picture(other, 'words-narrow-dark');
  narrow.check();
  await withFingers(site);
  return 'words are looked up, related and found on the map, with the keyboard, fingers and off line too';
}

/** On a phone one finger scrolls the page over the map, two move and enlarge the map, a tap takes a word; buttons do all of it. */
async function withFingers(site) {
  const visitor = await site.visitor({ width: 360, height: 740, hasTouch: true, isMobile: true });
  const page = await visitor.open('words/');
  await untilLoaded(page);
  const box = page.locator('.word-map-box');
  await box.scrollIntoViewIfNeeded();
  const session = await visitor.context.newCDPSession(page);
  const scrolled = () => page.evaluate(() => scrollY);
  /** Moves fingers over the map: each from one place to another, in pixels from its middle. */
  const drag = async (...fingers) => {
    const { x, y, width, height } = await box.boundingBox();
    const at = (part) =>
      fingers.map(({ from, to }, id) => ({
        x: x + width / 2 + from[0] + part * (to[0] - from[0]),
        y: y + height / 2 + from[1] + part * (to[1] - from[1]),
        id,
      }));
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
    for (let step = 1; step <= 10; step++) {
      await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(step / 10) });
      await page.waitForTimeout(16);
    }
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await page.waitForTimeout(600); // the address follows when the map stands still
  };
  const [before, address] = [await scrolled(), page.url()];
  await drag({ from: [0, 0], to: [0, -150] });
  const after = await scrolled();
  if (after - before < 100) throw new Error(`words: one finger scrolls the page by ${after - before}`);
  if (page.url() !== address) throw new Error('words: one finger moves the map');
  await drag({ from: [-30, 0], to: [-60, 0] }, { from: [30, 0], to: [60, 0] });
  const view = () => Object.fromEntries(new URLSearchParams(new URL(page.url()).hash.slice(1)));
  const enlarged = view();
  if (Math.abs(enlarged.zoom - 2) > 0.01)
    throw new Error(`words: two fingers enlarge ${enlarged.zoom} times`);
  await drag({ from: [-30, 0], to: [-30, -80] }, { from: [30, 0], to: [30, -80] });
  const { height } = await box.boundingBox();
  const side = 0.94 * Math.min(328, height) * 2;
  const moved = (view().y - enlarged.y) * side;
  if (Math.abs(moved - 80) > 2) throw new Error(`words: two fingers move the map by ${moved} pixels, not 80`);
  if ((await scrolled()) !== after || (await page.evaluate(() => visualViewport.scale)) !== 1)
    throw new Error('words: two fingers move or enlarge the page');
  await box.tap();
  await page.waitForURL(/word=/);
  await page.getByRole('button', { name: 'Whole map' }).tap();
  await page.waitForURL((url) => !url.href.includes('zoom='));
  await page.getByRole('button', { name: 'Enlarge the map' }).tap();
  await page.getByRole('button', { name: 'Go right on the map' }).tap();
  await page.waitForURL(/x=0\.[5-9]/);
  await picture(page, 'words-fingers');
  visitor.check();
}

/** In Firefox: nearest words, and the map is drawn. Its text runs in the page of the test. */
const inFirefox = {
  path: 'words/#word=king',
  visit: async ({ page, until, type }) => {
    const near = (word) =>
      until(
        () => [...page.querySelectorAll('.word-list button')].some((it) => it.textContent === word),
        `${word} among the nearest words`,
      );
    await near('queen');
    type(page.querySelector('input[type=text]'), 'ocean');
    await near('sea');
    await until(() => {
      const canvas = page.querySelector('canvas');
      if (canvas.width === 0) return false;
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size > 10;
    }, 'the map');
  },
  alive: (page) => page.querySelectorAll('.word-list button').length > 0,
};

export const journey = { short, inFirefox };
