import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FileDrop } from '../../components/file-drop.tsx';
import { Row, Section, Stack } from '../../components/layout.tsx';
import { saveFile } from '../../files/save-file.ts';
import { formatBytes, formatShare, formatTime } from '../../format/format.ts';
import { MOST_MODELS, type StoredModel } from '../../storage/models.ts';
import {
  modelProblem,
  models,
  openModelFile,
  removeStored,
  setSettings,
  showModelProblem,
  storedFile,
} from './reviews-state.ts';

/** Models that this browser keeps, and files of models. */
export function ModelsSection(): VNode {
  const problem = modelProblem.value;
  const list = useRef<HTMLDivElement>(null);
  return (
    <Section
      title="Models on this machine"
      lead={`The ${MOST_MODELS} newest trained models stay in this browser until you remove them. Save those to be kept for longer as files.`}
    >
      <Stack>
        {problem && <ErrorPanel title="Not done" error={problem.message} what={problem.advice} />}
        <div ref={list} tabIndex={-1}>
          {models.value.length === 0 ? (
            <EmptyState title="None yet">A model is kept here as soon as its training ends.</EmptyState>
          ) : (
            <ul class="models">
              {models.value.map((model) => (
                <ModelRow key={model.id} model={model} onRemove={() => list.current?.focus()} />
              ))}
            </ul>
          )}
        </div>
        <FileDrop
          label="Open the file of a model"
          accept=".safetensors"
          hint="As this page or the seqloom command writes it."
          drop={false}
          onFiles={([given]) => given && openModelFile(given)}
        />
      </Stack>
    </Section>
  );
}

interface ModelRowProps {
  readonly model: StoredModel;
  /** The row goes, and the focus that is in it must not be lost. */
  readonly onRemove: () => void;
}

function ModelRow({ model, onRemove }: ModelRowProps): VNode {
  const { id, name, savedAt, bytes, facts } = model;
  const accuracy = typeof facts.accuracy === 'number' ? `accuracy ${formatShare(facts.accuracy)}, ` : '';
  return (
    <li>
      <p>
        <strong>{name}</strong>
        <br />
        <span class="hint">
          {accuracy}
          {formatTime(savedAt)}, {formatBytes(bytes)}
        </span>
      </p>
      <Row align="center">
        <Button onClick={() => setSettings({ right: id })} label={`Compare ${name}`}>
          Compare
        </Button>
        <Button onClick={() => void download(model)} label={`Save as file: ${name}`}>
          Save as file
        </Button>
        <Button
          kind="danger"
          onClick={() => {
            onRemove();
            void removeStored(id);
          }}
          label={`Remove ${name}`}
        >
          Remove
        </Button>
      </Row>
    </li>
  );
}

async function download({ id, name }: StoredModel): Promise<void> {
  try {
    const safe = name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '') || 'model';
    saveFile(`${safe}.safetensors`, [await storedFile(id)], 'application/octet-stream');
  } catch (error) {
    showModelProblem(error);
  }
}
