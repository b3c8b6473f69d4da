import type { VNode } from 'preact';
import { Button } from '../../components/button.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import { Figures } from '../../components/figures.tsx';
import { Columns, Row, Section, Stack } from '../../components/layout.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { Select } from '../../components/select.tsx';
import { saveFile } from '../../files/save-file.ts';
import { formatCount, formatShare } from '../../format/format.ts';
import { isolation } from '../../frame/isolation.ts';
import { TrainingControls } from '../../training/training-controls.tsx';
import { TrainingCurves } from '../../training/training-curves.tsx';
import { isUnderWay } from '../../training/training-state.ts';
import { bundledReviewsAddress } from './bundled-reviews.ts';
import { DataFields } from './data-fields.tsx';
import { PAGE_RECIPES } from './recipes.ts';
import { reviewsCode } from './reviews-code.ts';
import { epochsOf, MOST_EPOCHS, MOST_SEED, MOST_THREADS, requestOf } from './reviews-settings.ts';
import {
  file,
  fileProblem,
  lacksFile,
  setSettings,
  settings,
  showModelProblem,
  train,
  training,
} from './reviews-state.ts';

/** Settings of a run, the run, and what it reached. */
export function TrainSection(): VNode {
  const state = training.state.value;
  const busy = isUnderWay(state.phase);
  const { data } = settings.value;
  const cannot = lacksFile.value || (data === 'file' && fileProblem.value !== undefined);
  return (
    <Section
      title="Train one yourself"
      lead="The network learns in a worker of this page. Typing and scoring go on meanwhile."
    >
      <Stack>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!busy && !cannot) train();
          }}
        >
          <Stack>
            <SettingsFields />
            <DataFields />
            <Row>
              <Button kind="primary" type="submit" disabled={busy || cannot}>
                Train
              </Button>
            </Row>
          </Stack>
        </form>
        <TrainingControls training={training} idle="Nothing trains yet." />
        {state.plan && (
          <TrainingCurves
            curve={state.curve}
            epochs={state.epochs}
            measures={[
              { label: 'accuracy', training: 'accuracy', validation: 'valAccuracy' },
              { label: 'loss', training: 'loss', validation: 'valLoss' },
            ]}
          />
        )}
        <ResultView />
        <CodeBlock
          label="The same in Node, with these settings"
          code={reviewsCode(requestOf(settings.value, file.value), bundledReviewsAddress.href)}
        />
      </Stack>
    </Section>
  );
}

/** They can be changed while a network trains: for the next run, and so that the focus is not lost in them. */
function SettingsFields(): VNode {
  const { model, seed, backend, threads } = settings.value;
  return (
    <Stack>
      <Select
        label="Model"
        value={model}
        options={PAGE_RECIPES.map(({ name, title }) => ({ value: name, label: `${name}: ${title}` }))}
        onChange={(chosen) => setSettings({ model: chosen, epochs: 0 })}
      />
      <Columns min="12rem">
        <NumberField
          label="Epochs"
          value={epochsOf(settings.value)}
          min={1}
          max={MOST_EPOCHS}
          onChange={(epochs) => setSettings({ epochs })}
        />
        <NumberField
          label="Seed"
          value={seed}
          min={0}
          max={MOST_SEED}
          onChange={(seed) => setSettings({ seed })}
          hint="Decides the initial weights, the split and the order."
        />
        <Select
          label="Backend"
          value={backend}
          options={[
            { value: 'wasm', label: 'wasm: the processor' },
            { value: 'webgl', label: 'webgl: the graphics card' },
          ]}
          onChange={(chosen) => setSettings({ backend: chosen })}
        />
        <NumberField
          label="Threads"
          value={threads}
          min={0}
          max={MOST_THREADS}
          onChange={(threads) => setSettings({ threads })}
          disabled={backend === 'webgl'}
          hint={`0: all. ${isolation().reason}`}
        />
      </Columns>
    </Stack>
  );
}

function ResultView(): VNode | null {
  const { result, digest, request } = training.state.value;
  if (!result || !request) return null;
  return (
    <Stack>
      <Figures
        figures={[
          {
            label: 'test accuracy',
            value: result.testAccuracy.toFixed(4),
            hint: `${formatCount(result.testSamples)} reviews not used for training`,
          },
          { label: 'majority class', value: formatShare(result.baselineAccuracy) },
          { label: 'validation', value: result.valAccuracy.toFixed(4) },
          { label: 'test loss', value: result.testLoss.toFixed(6) },
          { label: 'weights', value: formatCount(result.parameters) },
        ]}
      />
      {digest !== undefined && (
        <p class="digest">
          SHA-256 of the weights: <code>{digest}</code>
        </p>
      )}
      <Row>
        <Button onClick={() => void downloadModel(`${result.model}.safetensors`)}>
          Save the model as a file
        </Button>
      </Row>
    </Stack>
  );
}

async function downloadModel(name: string): Promise<void> {
  try {
    saveFile(name, [await training.save()], 'application/octet-stream');
  } catch (error) {
    showModelProblem(error);
  }
}
