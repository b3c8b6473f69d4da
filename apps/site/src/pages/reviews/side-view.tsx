import type { TextAnswer, TextExplanation } from '@seqloom/tasks';
import type { VNode } from 'preact';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { HeatText } from '../../components/heat-text.tsx';
import { Panel, Stack } from '../../components/layout.tsx';
import { Meter } from '../../components/meter.tsx';
import { Notice } from '../../components/notice.tsx';
import { Select } from '../../components/select.tsx';
import { formatNumber, formatShare } from '../../format/format.ts';
import type { ModelSide, Reading } from './model-sides.ts';
import { setSettings, settings, TRAINED } from './reviews-state.ts';
import { influenceValues, textParts } from './text-parts.ts';
import type { WordGates } from './word-gates.ts';

/** Classes that are shown; of more, the most probable ones. */
const MOST_CLASSES = 6;

const METHODS: Readonly<Record<TextExplanation['method'], string>> = {
  contributions:
    'What the word adds to the log-odds of the answer, which are a sum over words and phrases; 0.7 doubles the odds.',
  'leave-one-out':
    'Log-odds of the answer with the word minus those without it (leave one out, Zeiler and Fergus 2014); 0.7 doubles the odds.',
};

/** One model and what it says of the text. */
export interface SideViewProps {
  readonly side: ModelSide;
  /** What the model is called. */
  readonly name: string;
  readonly choice: string;
}

/** What a model says of the text: the classes, the influence of each word, the inside of the network. */
export function SideView({ side, name, choice }: SideViewProps): VNode {
  const reading = side.reading.value;
  const problem = side.problem.value;
  return (
    <Panel label={name} tone="raised">
      <Stack>
        <h3>{name}</h3>
        {problem && (
          <ErrorPanel title="This model does not answer" error={problem.message} what={problem.advice} />
        )}
        {!problem && !reading && <Waiting choice={choice} />}
        {!problem && reading && <ReadingView reading={reading} />}
      </Stack>
    </Panel>
  );
}

function Waiting({ choice }: { readonly choice: string }): VNode {
  if (choice !== TRAINED) return <p class="hint">Type a text …</p>;
  return (
    <EmptyState title="Not trained yet">
      Train a model below. It answers here from its first step on.
    </EmptyState>
  );
}

function ReadingView({ reading: { text, answer, reasons } }: { readonly reading: Reading }): VNode {
  const classes = Object.keys(answer.probabilities);
  return (
    <>
      <Probabilities answer={answer} />
      {answer.knownWords === 0 && (
        <Notice>
          No word of this text is in the vocabulary of the model, so the answer says nothing about the text.
        </Notice>
      )}
      {reasons?.words && reasons.words.length > 0 && (
        <HeatText
          label="Influence of each word"
          kind="signed"
          parts={textParts(text, reasons.words, influenceValues(reasons.words, reasons.label, classes))}
          {...(classes.length === 2
            ? { low: `towards ${classes[0]}`, high: `towards ${classes[1]}` }
            : { low: `against ${reasons.label}`, high: `for ${reasons.label}` })}
          method={METHODS[reasons.method!]}
        />
      )}
      {reasons && !reasons.words && (
        <p class="hint">This model reads characters; words cannot be left out of it.</p>
      )}
      {reasons?.words && reasons.gates && <Inside text={text} words={reasons.words} gates={reasons.gates} />}
      {reasons?.words && !reasons.gates && answer.knownWords > 0 && (
        <p class="hint">This network has no gates for single words.</p>
      )}
    </>
  );
}

function Probabilities({ answer: { label, probabilities } }: { readonly answer: TextAnswer }): VNode {
  const entries = Object.entries(probabilities);
  const shown =
    entries.length <= MOST_CLASSES ? entries : entries.sort(([, a], [, b]) => b - a).slice(0, MOST_CLASSES);
  return (
    <div class="probabilities">
      <p>
        Answer: <strong>{label}</strong>
      </p>
      {shown.map(([name, probability]) => (
        <Meter key={name} label={name} value={probability} text={formatShare(probability)} />
      ))}
    </div>
  );
}

interface InsideProps {
  readonly text: string;
  readonly words: NonNullable<NonNullable<Reading['reasons']>['words']>;
  readonly gates: WordGates;
}

/** A gate, or what the answer takes from each word, as a heat map below the text. */
function Inside({ text, words, gates: { layer, rows } }: InsideProps): VNode | null {
  const row = rows.find(({ name }) => name === settings.value.inside) ?? rows[0];
  if (!row) return null;
  const [least, most] = rangeOf(row.values);
  const format = (value: number) => formatNumber(value + least);
  return (
    <>
      <Select
        label="Inside the network"
        value={row.name}
        options={rows.map(({ name }) => ({ value: name, label: name }))}
        onChange={(inside) => setSettings({ inside })}
      />
      <HeatText
        label={`${layer}: ${row.name}`}
        kind="share"
        // from the least to the most: gates differ by little from word to word
        parts={textParts(
          text,
          words,
          row.values.map((value) => (value === null ? null : value - least)),
        )}
        low={formatNumber(least)}
        high={formatNumber(most)}
        format={format}
        method={`${row.about}.`}
      />
    </>
  );
}

function rangeOf(values: readonly (number | null)[]): readonly [least: number, most: number] {
  const numbers = values.filter((value) => value !== null);
  return [Math.min(...numbers), Math.max(...numbers)];
}
