import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A page of the documentation that is made of a Markdown file. */
export interface DocsSource {
  /** The Markdown file, from the root of the repository. */
  readonly file: string;
  /** The folder of the page below `docs`: `first-model`, `packages/nn`. */
  readonly path: string;
  /** What the navigation calls it. */
  readonly title: string;
}

/** Pages that stand together in the navigation. */
export interface DocsGroup {
  readonly title: string;
  readonly pages: readonly DocsSource[];
}

const page = (file: string, path: string, title: string): DocsSource => ({ file, path, title });

const GUIDES: readonly DocsGroup[] = [
  {
    title: 'Begin',
    pages: [
      page('docs/first-model.md', 'first-model', 'Your first model'),
      page('docs/own-texts.md', 'own-texts', 'Your own texts'),
      page('docs/own-series.md', 'own-series', 'Your own series'),
      page('README.md', 'overview', 'Overview'),
    ],
  },
  {
    title: 'Coming from',
    pages: [
      page('docs/from-keras.md', 'from-keras', 'Keras'),
      page('docs/from-tensorflow-js.md', 'from-tensorflow-js', 'TensorFlow.js'),
      page('docs/from-pytorch.md', 'from-pytorch', 'PyTorch'),
    ],
  },
  {
    title: 'Backends',
    pages: [
      page('docs/backends.md', 'backends', 'Choose a backend'),
      page('docs/write-a-backend.md', 'write-a-backend', 'Write a backend'),
      page('docs/conformance.md', 'conformance', 'What was tested where'),
      page('docs/consumers.md', 'consumers', 'Bundlers and runtimes'),
      page('docs/scale.md', 'scale', 'Several processes and machines'),
    ],
  },
  {
    title: 'Results',
    pages: [
      page('docs/results.md', 'results', 'Results'),
      page('docs/speed.md', 'speed', 'Speed'),
      page('docs/chapter.md', 'chapter', 'The chapter, by listing'),
      page('docs/chapter-results.md', 'chapter-results', 'The chapter, results'),
      page('docs/onnx.md', 'onnx', 'Exported models in other engines'),
    ],
  },
  {
    title: 'How it is made',
    pages: [
      page('ARCHITECTURE.md', 'architecture', 'Architecture'),
      page('CONTRIBUTING.md', 'contributing', 'Contributing'),
      page('docs/structure.md', 'structure', 'Structure'),
      page('docs/nightly.md', 'nightly', 'Nightly checks'),
    ],
  },
];

/** Every group of pages made of Markdown: guides, one page for each package, one for each app. */
export function docsGroups(repository: string): readonly DocsGroup[] {
  const readmes = (folder: string, title: (name: string) => string) =>
    readdirSync(join(repository, folder))
      .filter((name) => name !== 'site')
      .map((name) => page(`${folder}/${name}/README.md`, `${folder}/${name}`, title(name)))
      .sort((a, b) => (a.title < b.title ? -1 : 1)); // as in the API reference: folders have no scope
  return [
    ...GUIDES,
    {
      title: 'Packages',
      pages: readmes('packages', (name) => (name === 'seqloom' ? name : `@seqloom/${name}`)),
    },
    { title: 'Apps', pages: readmes('apps', (name) => name) },
  ];
}
