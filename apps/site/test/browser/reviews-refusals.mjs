// What cannot be read, stored or computed: each says why, and what to do.
import { classifyTexts } from 'seqloom/models';
import { checkAccessibility, openSite, picture } from './harness.mjs';
import { button, digestOf, fileOf, reviewField, runCopiedCode, untilStatus } from './reviews-steps.mjs';

const HOSTILE = '<img src=x onerror=alert(1)>';

/** Files that hold no reviews, and what the page says. */
const FILES = [
  ['empty.csv', '', /the file is empty/],
  ['binary.csv', Uint8Array.from({ length: 4096 }, (_, i) => (i * 197) % 256), /this is not a text file/],
  ['page.csv', '<!doctype html><html><body>Sign in</body></html>', /are not cut into columns/],
  ['one-class.csv', 'text,label\na good film,1\na fine film,1\n', /has one class, "1"/],
  ['numbers.csv', 'a,b\n1,2\n3,4\n', /no column looks like texts/],
  [`${HOSTILE}.csv`, `${HOSTILE},${HOSTILE}b\n1,2\n3,4\n`, /no column looks like texts; its columns: "<img/],
  ['half.tar.gz', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 75, 76), /truncated|damaged/],
];

/** While a network trains, bad files are refused one after the other, and the training goes on. */
export async function badFiles(site) {
  const visitor = await site.visitor({ width: 360, height: 740 });
  const page = await visitor.open('reviews/');
  for (const [name, content, says] of FILES) {
    await fileOf(page, 'Open a file of reviews', name, content);
    const panel = page.getByRole('alert').filter({ hasText: `${name} cannot be used for training` });
    await panel.getByText(says).first().waitFor();
    if ((await panel.locator('p').count()) < 2)
      throw new Error(`reviews: ${name} is refused without a reason`);
  }
  if ((await page.locator('main img').count()) > 0) throw new Error('reviews: a file became an element');
  await checkAccessibility(page, 'with a bad file');
  await picture(page, 'reviews-bad-file');
  await fileOf(page, 'Open a file of reviews', 'own.csv', ownReviews());
  await page.getByText(/^own\.csv: 60 texts in 2 classes: bad \(30\), good \(30\)/).waitFor();
  await button(page, 'Train').click();
  await untilStatus(page, /^Trained/);
  visitor.check();
  await visitor.leave();
}

function ownReviews() {
  const rows = Array.from({ length: 60 }, (_, i) =>
    i % 2 === 0 ? `"a lovely day number ${i}, really",good` : `"a dreadful day number ${i}, sadly",bad`,
  );
  return `review,opinion\n${rows.join('\n')}\n`;
}

/** Files that are no models, and one whose classes are markup. */
export async function hostileModel(site) {
  const visitor = await site.visitor();
  const page = await visitor.open('reviews/');
  const files = [
    ['noise.safetensors', Uint8Array.from({ length: 999 }, (_, i) => (i * 31) % 256)],
    ['large-header.safetensors', Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 127, 123, 125)],
    ['no-model.safetensors', Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 123, 125)],
  ];
  for (const [name, content] of files) {
    await fileOf(page, 'Open the file of a model', name, content);
    // at the model's place among the answers, and where the file was opened
    for (const title of ['This model does not answer', 'Not done']) {
      const panel = page.getByRole('alert').filter({ hasText: title });
      await panel.getByText(`${name} cannot be opened as a model of classes of texts`).waitFor();
    }
  }
  const texts = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? `good ${i}` : `bad ${i}`));
  const labels = texts.map((_, i) => (i % 2 === 0 ? HOSTILE : 'plain'));
  const model = await classifyTexts({ texts, labels, model: 'bag', settings: { words: 100, epochs: 1 } });
  await fileOf(page, 'Open the file of a model', 'hostile.safetensors', await model.save());
  await reviewField(page).fill('good');
  await page.locator('.meter-label').getByText(HOSTILE).first().waitFor();
  if ((await page.locator('main img').count()) > 0) throw new Error('reviews: a model became an element');
  await checkAccessibility(page, 'with the model of a file');
  visitor.check();
  await visitor.leave();
}

/** The browser gives no storage: the page says so, and the training goes on to its end. */
export async function noStorage(site) {
  const visitor = await site.visitor();
  const page = await visitor.open('reviews/#model=lstm&epochs=3');
  await page.locator('.heat').first().waitFor();
  const session = await visitor.context.newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', {
    origin: new URL(site.base).origin,
    quotaSize: 1000,
  });
  await button(page, 'Train').click();
  await page.getByText(/The training goes on; a reload would lose it\./).waitFor();
  await untilStatus(page, /^Trained/);
  await page.getByRole('heading', { name: 'trained here: lstm' }).waitFor();
  await checkAccessibility(page, 'with full storage');
  await picture(page, 'reviews-full-storage');
  visitor.check();
  await visitor.leave();
}

/** A policy that forbids WebAssembly. */
export async function noWebAssembly(site) {
  const visitor = await site.visitor();
  await visitor.context.route(/reviews-worker/, async (route) => {
    const response = await route.fetch();
    const headers = {
      ...response.headers(),
      'content-security-policy': "script-src 'self'; connect-src 'self'",
    };
    await route.fulfill({ response, headers });
  });
  const page = await visitor.open('reviews/');
  await page.getByText('The security policy of this page forbids WebAssembly.').waitFor();
  await page
    .getByText(/Serve the page with 'wasm-unsafe-eval'/)
    .first()
    .waitFor();
  await picture(page, 'reviews-no-webassembly');
  await visitor.leave(); // the console tells of the policy, as it should
}

/** A host that sends no headers: one thread, and why; the weights are the same. */
export async function noMemoryToShare(browser) {
  const site = await openSite(browser, { isolated: false });
  try {
    const visitor = await site.visitor();
    const page = await visitor.open('reviews/#model=bag&epochs=1');
    await button(page, 'Train').click();
    await page.getByText(/^Computed by wasm, 1 thread: this page is not cross-origin isolated/).waitFor();
    await untilStatus(page, /^Trained/);
    const [here, node] = [await digestOf(page), await runCopiedCode(await page.locator('pre').textContent())];
    if (here !== node.digest)
      throw new Error(`reviews: the weights of one thread are ${here}, of Node ${node.digest}`);
    visitor.check();
  } finally {
    await site.close();
  }
}
