import type { VNode } from 'preact';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Columns, Panel, Row, Section, Stack } from '../../components/layout.tsx';
import { Slider } from '../../components/slider.tsx';
import { TextField } from '../../components/text-field.tsx';
import { formatCount, formatDuration, formatShare } from '../../format/format.ts';
import type { WithState } from './writing-page.tsx';
import { TEMPERATURES, WRITTEN } from './writing-settings.ts';
import type { TimedSample } from './writing-state.ts';

/** What the network writes: now, and before. */
export function WritingSamples({ state }: WithState): VNode {
  const { temperature, beginning } = state.settings.value;
  const [latest, ...earlier] = state.samples.value;
  return (
    <Section
      title="What it writes"
      lead="The text in bold is given; the network wrote the rest. At a low temperature it takes the most likely characters, at a high one also unlikely ones."
    >
      <Columns min="22rem">
        <Panel label="How it writes">
          <Slider
            label="Temperature"
            {...TEMPERATURES}
            value={temperature}
            format={(value) => value.toFixed(2)}
            onInput={(value) => state.set({ temperature: Number(value.toFixed(2)) })}
          />
          <TextField
            label="Begin with"
            value={beginning}
            placeholder={latest?.beginning ?? 'words of the text'}
            maxLength={200}
            onInput={(text) => state.set({ beginning: text })}
            hint="If empty, a paragraph of the text is continued."
            spellcheck={false}
          />
          {state.kept.opened.value !== undefined && <p>{`With the model “${state.kept.opened.value}”.`}</p>}
          <Row align="center">
            <Button
              kind="primary"
              onClick={() => void state.write()}
              disabled={!state.canWrite.value || state.writing.value}
            >
              {`Write ${WRITTEN} characters`}
            </Button>
          </Row>
        </Panel>
        <Stack>
          {state.sampleError.value !== undefined && (
            <ErrorPanel title="No sample could be written" error={state.sampleError.value} />
          )}
          {latest ? (
            <SampleText sample={latest} large />
          ) : (
            <EmptyState title="Nothing written yet">
              Train the network: the first sample comes after a second.
            </EmptyState>
          )}
        </Stack>
      </Columns>
      {earlier.length > 0 && (
        <div class="samples-earlier">
          <h3>Before</h3>
          <Columns min="18rem">
            {earlier.map((sample) => (
              <SampleText key={sample.number} sample={sample} />
            ))}
          </Columns>
        </div>
      )}
    </Section>
  );
}

function SampleText({
  sample,
  large = false,
}: {
  readonly sample: TimedSample;
  readonly large?: boolean;
}): VNode {
  const { beginning, text, temperature, words, known, read, seconds } = sample;
  const facts = [
    ...(read > 0 ? [`after ${formatCount(read)} characters in ${formatDuration(seconds)}`] : []),
    `temperature ${temperature.toFixed(2)}`,
    ...(words > 0 ? [`${formatShare(known / words)} of ${words} words are in the text`] : []),
  ];
  return (
    <figure class={large ? 'sample large' : 'sample'}>
      <blockquote>
        <strong>{beginning}</strong>
        {text}
      </blockquote>
      <figcaption class="hint">{facts.join(', ')}</figcaption>
    </figure>
  );
}
