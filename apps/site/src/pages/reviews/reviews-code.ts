import { literal } from '../../code/literal.ts';
import type { RunRequest } from '../../training/messages.ts';
import type { ReviewsTraining } from './reviews-training.ts';

/**
 * TypeScript that trains the same model in Node: the same digits of accuracy and the same weights, where the page computed on `wasm`.
 *
 * @param address of the bundled reviews
 */
export function reviewsCode(request: RunRequest<ReviewsTraining>, address: string): string {
  const { model, choices, seed } = request;
  const { imports, read, texts } = dataCode(request.data, address);
  return `import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { saveWeights } from 'seqloom';
import { classifyTexts } from 'seqloom/models';
${imports}

${read}
const model = await classifyTexts({
${texts}
  model: ${literal(model)},
  settings: { epochs: ${choices.epochs} },
  seed: ${seed},
  onEpoch: ({ epoch, valAccuracy }) => console.error('epoch', epoch, valAccuracy),
});
console.log('test accuracy', model.result?.testAccuracy);
console.log('weights', createHash('sha256').update(await saveWeights(model.parts.model)).digest('hex'));
console.log(await model.predict(['not bad at all, I enjoyed every minute']));
await writeFile('reviews.safetensors', await model.save());
`;
}

interface DataCode {
  readonly imports: string;
  readonly read: string;
  readonly texts: string;
}

const POLES = "  classes: ['negative', 'positive'],";

function dataCode(data: ReviewsTraining['data'], address: string): DataCode {
  if (data.from === 'bundled') {
    return {
      imports: "import { readLabelledTexts, textParts } from 'seqloom/datasets';",
      read: `const response = await fetch(${literal(address)});
const { train, test } = textParts(await readLabelledTexts(response.body!));`,
      texts: `  texts: train!.texts,\n  labels: train!.labels,\n${POLES}\n  test,`,
    };
  }
  const { file, textColumn, labelColumn } = data;
  const name = literal(file.name);
  if (/\.(?:tar|tar\.gz|tgz)$/i.test(file.name)) {
    return {
      imports: "import { readReviews } from 'seqloom/node';",
      read: `const { train, test } = await readReviews(${name});`,
      texts: `  texts: train.texts,\n  labels: train.labels,\n${POLES}\n  test,`,
    };
  }
  const columns = [
    ...(textColumn === undefined ? [] : [`text: ${literal(textColumn)}`]),
    ...(labelColumn === undefined ? [] : [`label: ${literal(labelColumn)}`]),
  ];
  const options = columns.length === 0 ? '' : `, { ${columns.join(', ')} }`;
  return {
    imports:
      "import { textParts } from 'seqloom/datasets';\nimport { readLabelledTextsFile } from 'seqloom/node';",
    read: `const reviews = await readLabelledTextsFile(${name}${options});
// a column split, or folders, may say which texts are for the test
const { train = reviews, test } = reviews.parts?.includes('test') ? textParts(reviews) : {};`,
    texts: '  texts: train.texts,\n  labels: train.labels,\n  classes: reviews.classes,\n  test,',
  };
}
