import type { VNode } from 'preact';
import { Button } from '../../components/button.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Figures } from '../../components/figures.tsx';
import { FileDrop } from '../../components/file-drop.tsx';
import { Columns, Row, Section, Stack } from '../../components/layout.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { saveFile } from '../../files/save-file.ts';
import { formatCount, formatShare } from '../../format/format.ts';
import { isolation } from '../../frame/isolation.ts';
import { TrainingControls } from '../../training/training-controls.tsx';
import { TrainingCurves } from '../../training/training-curves.tsx';
import { isUnderWay } from '../../training/training-state.ts';
import { bundledReviewsAddress } from './bundled-reviews.ts';
import { PAGE_RECIPES } from './recipes.ts';
import { reviewsCode } from './reviews-code.ts';
import { epochsOf, MOST_EPOCHS, MOST_THREADS, requestOf } from './reviews-settings.ts';
import {
  file,
  fileProblem,
  lacksFile,
  lookAtFile,
  seen,
  setSettings,
  settings,
  showModelProblem,
  takeFile,
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
          onChange={(epochs) => inRange(epochs, 1, MOST_EPOCHS) && setSettings({ epochs })}
        />
        <NumberField
          label="Seed"
          value={seed}
          min={0}
          onChange={(value) => inRange(value, 0, 999_999) && setSettings({ seed: value })}
          hint="Decides first weights, split and order."
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
          onChange={(value) => inRange(value, 0, MOST_THREADS) && setSettings({ threads: value })}
          disabled={backend === 'webgl'}
          hint={`0: all. ${isolation().reason}`}
        />
      </Columns>
    </Stack>
  );
}

function inRange(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function DataFields(): VNode {
  const { data, textColumn, labelColumn } = settings.value;
  const problem = fileProblem.value;
  return (
    <Stack>
      <Select
        label="Reviews"
        value={data}
        options={[
          { value: 'bundled', label: 'bundled: 1,560 short reviews, written for this project' },
          { value: 'file', label: 'a file of your own' },
        ]}
        onChange={(chosen) => setSettings({ data: chosen })}
      />
      <FileDrop
        label="Open a file of reviews"
        accept=".csv,.tsv,.tab,.jsonl,.ndjson,.json,.txt,.zip,.tar,.gz,.tgz"
        hint="CSV, TSV or JSON lines with a text and a label in each row, or the archive aclImdb_v1.tar.gz. It is read here and sent nowhere."
        onFiles={([given]) => given && takeFile(given)}
        error={lacksFile.value ? 'There is no file yet. Open one, or take the bundled reviews.' : undefined}
      />
      {data === 'file' && file.value && (
        <>
          <Row>
            <TextField
              label="Column of texts"
              value={textColumn}
              maxLength={100}
              onInput={(value) => {
                setSettings({ textColumn: value });
                lookAtFile();
              }}
              hint="Empty: seen in the file."
            />
            <TextField
              label="Column of labels"
              value={labelColumn}
              maxLength={100}
              onInput={(value) => {
                setSettings({ labelColumn: value });
                lookAtFile();
              }}
              hint="Empty: seen in the file."
            />
          </Row>
          {problem ? (
            <ErrorPanel
              title={`${file.value.name} cannot be learned from`}
              error={problem.message}
              what={problem.advice}
            />
          ) : (
            <SeenView name={file.value.name} />
          )}
        </>
      )}
    </Stack>
  );
}

function SeenView({ name }: { readonly name: string }): VNode {
  const found = seen.value;
  if (!found) return <p role="status">Reading {name} …</p>;
  const { texts, classes, lines } = found;
  // the reader of tables says it in its own lines
  const said =
    lines.length > 0 ? lines : [`${name}: ${formatCount(texts)} texts in ${classes.length} classes.`];
  return (
    <div role="status">
      {said.map((line) => (
        <p key={line} class="hint">
          {line}
        </p>
      ))}
    </div>
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
            hint: `${formatCount(result.testSamples)} reviews not learned from`,
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
