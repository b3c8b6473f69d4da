import { transformWithOxc } from 'vite';
import { expect, test } from 'vitest';
import { reviewsCode } from '../../../src/pages/reviews/reviews-code.ts';

const request = (data: Parameters<typeof reviewsCode>[0]['data']) =>
  ({ data, model: 'lstm', choices: { epochs: 3 }, seed: 5, backend: 'wasm', threads: 'auto' }) as const;

test('a file is read as the page reads it', () => {
  const file = new File(['a'], 'own.csv');
  expect(reviewsCode(request({ from: 'file', file }), '')).toContain("readLabelledTextsFile('own.csv');");
  expect(reviewsCode(request({ from: 'file', file, textColumn: 'a', labelColumn: 'b' }), '')).toContain(
    "readLabelledTextsFile('own.csv', { text: 'a', label: 'b' });",
  );
  const archive = new File(['a'], 'aclImdb_v1.tar.gz');
  expect(reviewsCode(request({ from: 'file', file: archive }), '')).toContain(
    "readReviews('aclImdb_v1.tar.gz');",
  );
});

// The code for the bundled reviews is run by the journey through the page, and its weights are compared.
test('names of files and columns stay texts of the code, with quotes and code in them too', async () => {
  const name = `'; process.exit(1) //\u2028\n\\" \${1} </script>.csv`;
  const source = reviewsCode(request({ from: 'file', file: new File(['a'], name), textColumn: name }), '');
  const [line] = source.match(/const reviews = await readLabelledTextsFile\(.*$/m)!;
  const { code } = await transformWithOxc(
    line.replace('await readLabelledTextsFile', 'given').replace('const reviews =', 'return'),
    'x.ts',
  ).catch((error: unknown) => ({ code: String(error) }));
  const given = (file: string, options: { readonly text: string }) => [file, options.text];
  expect(new Function('given', code)(given)).toEqual([name, name]);
});
