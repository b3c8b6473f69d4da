import { bytesText } from '@seqloom/tasks';
import type { VNode } from 'preact';
import { Button, LinkButton } from '../../components/button.tsx';
import { FileDrop } from '../../components/file-drop.tsx';
import { Panel, Row } from '../../components/layout.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { formatCount } from '../../format/format.ts';
import { isUnderWay } from '../../training/training-state.ts';
import { MOBY_DICK } from './own-text.ts';
import type { WithState } from './writing-page.tsx';

/** Texts up to this length are shown in the field; a longer one would make it slow. */
const SHOWN = 200_000;

/** Which text, and the numbers of the network. */
export function WritingText({ state }: WithState): VNode {
  const settings = state.settings.value;
  const underWay = isUnderWay(state.training.state.value.phase);
  return (
    <Panel label="Text and network" tone="raised">
      <Select
        label="Text"
        value={settings.data}
        options={[
          { value: 'moby-dick', label: `Moby Dick (${bytesText(MOBY_DICK.bytes)})` },
          { value: 'own', label: 'A text of your own' },
        ]}
        onChange={(data) => state.set({ data })}
      />
      {settings.data === 'own' ? (
        <OwnText state={state} />
      ) : (
        <p class="hint">{MOBY_DICK.about} It is loaded when the training begins.</p>
      )}
      <FileDrop
        label="Open a text file"
        accept=".txt,.md,.csv,.html,text/*"
        hint="It is read here and sent nowhere."
        onFiles={([file]) => file && void state.openFile(file)}
      />
      <div class="field-pair">
        <NumberField
          label="Units"
          min={8}
          max={1024}
          step={8}
          value={settings.units}
          onChange={(units) => state.set({ units })}
        />
        <NumberField
          label="Context"
          unit="characters"
          min={8}
          max={1000}
          value={settings.context}
          onChange={(context) => state.set({ context })}
        />
        <NumberField
          label="Epochs"
          min={1}
          max={1000}
          value={settings.epochs}
          onChange={(epochs) => state.set({ epochs })}
        />
        <NumberField label="Seed" min={0} value={settings.seed} onChange={(seed) => state.set({ seed })} />
      </div>
      <Row align="center">
        <Button
          kind="primary"
          onClick={state.train}
          disabled={underWay || state.textError.value !== undefined}
        >
          Train
        </Button>
        {settings.data === 'moby-dick' && (
          <LinkButton kind="quiet" href={MOBY_DICK.url.href} download={MOBY_DICK.name}>
            Download the text
          </LinkButton>
        )}
      </Row>
    </Panel>
  );
}

function OwnText({ state }: WithState): VNode {
  const { name, text } = state.own.value;
  const error = state.textError.value;
  const hint =
    text === '' ? 'At least a few thousand characters.' : `${formatCount(text.length)} characters.`;
  if (text.length > SHOWN) {
    return (
      <div class="stack">
        <p>{`${name}: ${hint} It is too long to be shown here; it begins “${text.slice(0, 120).trim()} …”`}</p>
        {error !== undefined && <p class="field-error">{error}</p>}
        <Row align="center">
          <Button onClick={() => state.setOwn({ name: 'text.txt', text: '' })}>Type another text</Button>
        </Row>
      </div>
    );
  }
  return (
    <TextField
      label="Your text"
      rows={8}
      value={text}
      onInput={(typed) => state.setOwn({ name: text === '' ? 'text.txt' : name, text: typed })}
      hint={hint}
      {...(error !== undefined && { error })}
      placeholder="Paste a text"
      spellcheck={false}
    />
  );
}
