import './kept-models.css';
import { bytesText } from '@seqloom/tasks';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { Button } from '../components/button.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { FileDrop } from '../components/file-drop.tsx';
import { Row, Section, Stack } from '../components/layout.tsx';
import { formatNumber, formatTime } from '../format/format.ts';
import { MOST_MODELS, type StoredModel } from '../storage/models.ts';
import type { ShownModels } from './kept-models.ts';

/** What {@link KeptModelsSection} shows and does. */
export interface KeptModelsSectionProps {
  readonly kept: ShownModels;
  /** What opening a model is for: `Write with it`. */
  readonly use: string;
}

/** The models that the browser keeps, to be used, saved as files and removed, and files of models to be opened. */
export function KeptModelsSection(props: KeptModelsSectionProps): VNode {
  const { kept } = props;
  const problem = kept.problem.value;
  const models = kept.models.value;
  const list = useRef<HTMLDivElement>(null);
  return (
    <Section
      title="Models on this machine"
      lead={`The ${MOST_MODELS} newest trained models stay in this browser until you remove them. Save those to be kept for longer as files.`}
    >
      <Stack>
        {problem && <ErrorPanel title="Not done" error={problem.message} what={problem.advice} />}
        <div ref={list} tabIndex={-1}>
          {models.length === 0 ? (
            <p class="hint">None yet. A model is kept here as soon as its training ends.</p>
          ) : (
            <ul class="kept-models">
              {models.map((model) => (
                <Kept key={model.id} {...props} model={model} onRemoving={() => list.current?.focus()} />
              ))}
            </ul>
          )}
        </div>
        <FileDrop
          label="Open the file of a model"
          accept=".safetensors"
          hint="As this page or the seqloom command writes it."
          drop={false}
          onFiles={([file]) => file && kept.open(file)}
        />
      </Stack>
    </Section>
  );
}

interface KeptProps extends KeptModelsSectionProps {
  readonly model: StoredModel;
  /** The row goes, and the focus that is in it must not be lost. */
  readonly onRemoving: () => void;
}

function Kept({ model, kept, use, onRemoving }: KeptProps): VNode {
  const { name, savedAt, bytes, facts } = model;
  const told = Object.entries(facts).map(([fact, value]) =>
    typeof value === 'number' ? `${fact} ${formatNumber(value)}` : `${fact} ${value}`,
  );
  return (
    <li>
      <p>
        <strong>{name}</strong>
        <br />
        <span class="hint">{[...told, formatTime(savedAt), bytesText(bytes)].join(', ')}</span>
      </p>
      <Row align="center">
        <Button onClick={() => kept.open(model)} label={`${use}: ${name}`}>
          {use}
        </Button>
        <Button onClick={() => kept.saveAs(model)} label={`Save as file: ${name}`}>
          Save as file
        </Button>
        <Button
          kind="danger"
          onClick={() => {
            onRemoving();
            kept.remove(model);
          }}
          label={`Remove ${name}`}
        >
          Remove
        </Button>
      </Row>
    </li>
  );
}
