import { test } from 'vitest';

// What runs in place of the tests of a page where there is no browser.
test.skip(`tests of a page: ${process.env.NO_BROWSER}`, () => {});
