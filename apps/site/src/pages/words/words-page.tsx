import './words.css';
import { bytesText } from '@seqloom/tasks';
import type { VNode } from 'preact';
import { AddressProblems } from '../../components/address-problems.tsx';
import { Button, LinkButton } from '../../components/button.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Panel, Row, Section, Stack } from '../../components/layout.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Progress } from '../../components/progress.tsx';
import { Tabs } from '../../components/tabs.tsx';
import { TextField } from '../../components/text-field.tsx';
import { formatCount } from '../../format/format.ts';
import { wordsInView } from './map-view.ts';
import { MAP, VECTORS, type WordData } from './word-data.ts';
import { WordList } from './word-list.tsx';
import { WordMap } from './word-map.tsx';
import { VECTORS_FILE, wordsCode } from './words-code.ts';
import { rowOf, rowsOf, type WordsState } from './words-state.ts';

interface WithState {
  readonly state: WordsState;
}

/** Nearest words, analogies, and the map. */
export function WordsPage({ state }: WithState): VNode {
  return (
    <>
      <PageHeader
        title="Words"
        lead="For a network, a word is a vector. Words that are used in similar contexts have vectors that point in similar directions. Look up the nearest words, complete analogies, and find 10,000 words on a map."
      />
      <AddressProblems problems={state.problems.value} />
      <Loaded state={state} />
      <AboutVectors state={state} />
    </>
  );
}

function Loaded({ state }: WithState): VNode {
  const loading = state.loading.value;
  switch (loading.state) {
    case 'loading':
      return (
        <Panel>
          <Progress
            label="Loading the vectors"
            value={loading.fraction}
            text={`Loading ${bytesText(VECTORS.bytes)} of vectors and ${bytesText(MAP.bytes)} of the map …`}
          />
        </Panel>
      );
    case 'failed':
      return (
        <ErrorPanel
          title="The vectors could not be loaded"
          error={loading.error}
          action={{ label: 'Try again', onClick: () => void state.load() }}
        />
      );
    case 'ready':
      return (
        <>
          <div class="words-layout">
            <Places state={state} data={loading.data} />
            <Near state={state} />
          </div>
          <Analogy state={state} />
        </>
      );
  }
}

function Near({ state }: WithState): VNode {
  const { word } = state.settings.value;
  const answer = state.near.value;
  return (
    <Panel label="Nearest words" tone="raised">
      <TextField
        label="Word"
        value={word}
        onInput={(text) => state.lookUp(text)}
        maxLength={60}
        spellcheck={false}
        hint="The map moves to the word."
      />
      {answer && (
        <WordList
          label={`Nearest to ${word}, by cosine`}
          answer={answer}
          onPick={(each) => state.lookUp(each)}
        />
      )}
      <p class="hint">
        The number is the cosine similarity of the two vectors: 1 is the same direction, 0 a right angle.
      </p>
    </Panel>
  );
}

/** Words of the table of those in view. */
const MOST_ROWS = 100;
/** The size of the drawing that the table stands for, where there is none. */
const SQUARE = { width: 600, height: 600 };

function Places({ state, data }: WithState & { readonly data: WordData }): VNode {
  const { word, view: shown } = state.settings.value;
  const view = state.view.value;
  const selected = rowOf(data, word);
  const rows = wordsInView(data.points, view, SQUARE);
  const summary = `${formatCount(rows.length)} of ${formatCount(data.vectors.size)} words in view. The most frequent: ${rows
    .slice(0, 6)
    .map((row) => data.vectors.words[row])
    .join(', ')}.`;
  const near = rowsOf(data, state.near.value);
  return (
    <Tabs
      label="Places of words"
      selected={shown}
      onSelect={(id) => state.set({ view: id === 'table' ? 'table' : 'map' })}
      tabs={[
        {
          id: 'map',
          label: 'Map',
          content: () => (
            <WordMap
              points={data.points}
              words={data.vectors.words}
              view={view}
              selected={selected < 0 ? undefined : selected}
              near={near}
              summary={summary}
              onView={state.setView}
              onPick={(row) => state.lookUp(data.vectors.words[row]!, true)}
            />
          ),
        },
        {
          id: 'table',
          label: 'Table',
          content: () => (
            <DataTable
              caption={`Words in view, the most frequent first`}
              columns={[
                { label: 'word' },
                { label: 'rank', numeric: true },
                { label: 'right', unit: '%', numeric: true },
                { label: 'down', unit: '%', numeric: true },
              ]}
              limit={MOST_ROWS}
              rows={rows.map((row) => [
                data.vectors.words[row]!,
                row + 1,
                Math.round(100 * data.points[2 * row]!),
                Math.round(100 * data.points[2 * row + 1]!),
              ])}
            />
          ),
        },
      ]}
    />
  );
}

/** Analogies that the vectors know. */
const EXAMPLES = [
  ['man', 'king', 'woman'],
  ['france', 'paris', 'japan'],
  ['big', 'bigger', 'small'],
  ['walk', 'walked', 'go'],
] as const;

function Analogy({ state }: WithState): VNode {
  const { a, b, c } = state.settings.value;
  const answer = state.analogy.value;
  return (
    <Section
      title="Analogies"
      lead="The words nearest to a sum of vectors: that of the second word, minus that of the first, plus that of the third."
    >
      <Panel label="Analogy">
        <div class="analogy-fields">
          <TextField
            label="First"
            value={a}
            onInput={(text) => state.set({ a: text })}
            maxLength={60}
            spellcheck={false}
          />
          <TextField
            label="is to"
            value={b}
            onInput={(text) => state.set({ b: text })}
            maxLength={60}
            spellcheck={false}
          />
          <TextField
            label="as"
            value={c}
            onInput={(text) => state.set({ c: text })}
            maxLength={60}
            spellcheck={false}
          />
        </div>
        <Row align="center">
          {EXAMPLES.map(([first, second, third]) => (
            <Button key={first} kind="quiet" onClick={() => state.set({ a: first, b: second, c: third })}>
              {`${first} : ${second} = ${third} : …`}
            </Button>
          ))}
        </Row>
        {answer && (
          <WordList
            label={`${a} is to ${b} as ${c} is to`}
            answer={answer}
            onPick={(each) => state.lookUp(each)}
          />
        )}
      </Panel>
    </Section>
  );
}

function AboutVectors({ state }: WithState): VNode {
  return (
    <Section title="The same in Node" lead="The code prints the words and the numbers that this page shows.">
      <Stack>
        <CodeBlock label="Nearest words and analogies, words.ts" code={wordsCode(state.settings.value)} />
        <Row align="center">
          <LinkButton href={VECTORS.url.href} download={VECTORS_FILE}>
            {`Download the vectors (${bytesText(VECTORS.bytes)})`}
          </LinkButton>
        </Row>
        <p class="hint">
          GloVe 6B, 100 dimensions (Pennington, Socher and Manning 2014), learned from Wikipedia of 2014 and
          Gigaword 5: the 10,000 most frequent words, one byte per number. Public domain (PDDL 1.0). They
          reflect the texts that they were learned from, with their prejudices. The map is a t-SNE layout of
          all words: words that are close together are similar, long distances have little meaning.
        </p>
      </Stack>
    </Section>
  );
}
