import './writing.css';
import type { VNode } from 'preact';
import { AddressProblems } from '../../components/address-problems.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import { Columns, Row, Section, Stack } from '../../components/layout.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { formatCount } from '../../format/format.ts';
import { KeptModelsSection } from '../../training/kept-models-section.tsx';
import { SaveModelButton } from '../../training/save-model-button.tsx';
import { TrainingControls } from '../../training/training-controls.tsx';
import { TrainingCurves } from '../../training/training-curves.tsx';
import { writingCode } from './writing-code.ts';
import { WritingSamples } from './writing-samples.tsx';
import { textFileOf, type WritingState } from './writing-state.ts';
import { WritingText } from './writing-text.tsx';

/** What a part of the page is given. */
export interface WithState {
  readonly state: WritingState;
}

/** A network learns to write letter by letter, and writes every second. */
export function WritingPage({ state }: WithState): VNode {
  return (
    <>
      <PageHeader
        title="Writing"
        lead="A network that reads a text letter by letter and learns which letter comes next. At first it writes noise, within a minute words. A new sample is shown every second."
      />
      <AddressProblems problems={state.problems.value} />
      <Columns min="22rem">
        <WritingText state={state} />
        <Run state={state} />
      </Columns>
      <WritingSamples state={state} />
      <Curves state={state} />
      <KeptModelsSection kept={state.kept} use="Write with it" />
      <Code state={state} />
    </>
  );
}

function Run({ state }: WithState): VNode {
  const { phase, progress, result, digest } = state.training.state.value;
  const speed = state.speed.value;
  return (
    <Stack>
      <TrainingControls training={state.training} idle="The network has not been trained yet." />
      {speed !== undefined && (
        <p>
          <strong class="speed">{formatCount(Number(speed.toPrecision(3)))}</strong> characters per second
        </p>
      )}
      {result && (
        <>
          <p>
            {`Perplexity on the last part of the text, which was not used for training: ${result.testPerplexity.toFixed(2)}; of a trigram model ${result.baselinePerplexity.toFixed(2)}. Lower is better: at 1 every next character would be certain.`}
          </p>
          <p>
            {`${formatCount(result.parameters)} weights, SHA-256 `}
            <code class="digest">{digest ?? 'not computed by this browser'}</code>
          </p>
        </>
      )}
      <Row align="center">
        <SaveModelButton
          training={state.training}
          name="writing"
          disabled={phase === 'failed' || (!progress && !result)}
        />
      </Row>
    </Stack>
  );
}

function Curves({ state }: WithState): VNode | null {
  const { phase, curve, epochs } = state.training.state.value;
  if (phase === 'idle') return null;
  return (
    <Section title="How it learns">
      <TrainingCurves
        curve={curve}
        epochs={epochs}
        measures={[{ label: 'perplexity', training: 'perplexity', validation: 'valPerplexity' }]}
      />
    </Section>
  );
}

function Code({ state }: WithState): VNode {
  const settings = state.settings.value;
  const [sample] = state.samples.value;
  const beginning = settings.beginning || sample?.beginning || 'The ';
  return (
    <Section
      title="The same in Node"
      lead="The code trains the same network on the same file, to the last bit of its weights, and writes with it."
    >
      <CodeBlock
        label="The same network, write.ts"
        code={writingCode(settings, textFileOf(settings, state.own.value), beginning)}
      />
    </Section>
  );
}
