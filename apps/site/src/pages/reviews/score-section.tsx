import type { VNode } from 'preact';
import { Columns, Row, Section, Stack } from '../../components/layout.tsx';
import { Select, type SelectOption } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { formatTime } from '../../format/format.ts';
import {
  BUNDLED_MODEL,
  isTrained,
  left,
  models,
  OPENED,
  openedFile,
  right,
  setSettings,
  settings,
  TRAINED,
  text,
  training,
} from './reviews-state.ts';
import { SideView } from './side-view.tsx';

const MOST_CHARACTERS = 20_000;

/** What a side can show. */
function modelOptions(): readonly SelectOption<string>[] {
  const { stored, request } = training.state.value;
  const opened = openedFile.value;
  return [
    { value: BUNDLED_MODEL, label: 'pretrained: GRU in both directions' },
    {
      value: TRAINED,
      label: isTrained.value ? `trained here: ${request!.model}` : 'trained here (none yet)',
    },
    ...(opened ? [{ value: OPENED, label: `file: ${opened.name}` }] : []),
    ...models.value.map(({ id, name, savedAt }) => ({
      value: id,
      label: `${id === stored ? 'trained here' : 'stored'}: ${name}, ${formatTime(savedAt)}`,
    })),
  ];
}

/** A text, and what one or two models say of it. */
export function ScoreSection(): VNode {
  const { left: one, right: other } = settings.value;
  const options = modelOptions();
  const nameOf = (choice: string) =>
    options.find(({ value }) => value === choice)?.label ?? 'a model that is not stored here';
  const withMissing = (choice: string) =>
    choice === '' || options.some(({ value }) => value === choice)
      ? options
      : [...options, { value: choice, label: 'a model that is not stored here' }];
  return (
    <Section
      title="Is it positive or negative?"
      lead="Type a review. It is scored on this machine, word by word, and does not leave the page."
    >
      <Stack>
        <TextField
          label="A review of your own"
          rows={4}
          maxLength={MOST_CHARACTERS}
          value={text.value}
          onInput={(typed) => {
            text.value = typed;
          }}
        />
        <Row>
          <Select
            label="Model"
            value={one}
            options={withMissing(one)}
            onChange={(choice) => setSettings({ left: choice })}
          />
          <Select
            label="Second model"
            value={other}
            options={[{ value: '', label: 'no second model' }, ...withMissing(other)]}
            onChange={(choice) => setSettings({ right: choice })}
          />
        </Row>
        <Columns min="22rem">
          <SideView side={left} name={nameOf(one)} choice={one} />
          {other !== '' && <SideView side={right} name={nameOf(other)} choice={other} />}
        </Columns>
      </Stack>
    </Section>
  );
}
