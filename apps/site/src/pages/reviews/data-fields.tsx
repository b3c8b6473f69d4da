import type { VNode } from 'preact';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { FileDrop } from '../../components/file-drop.tsx';
import { Row, Stack } from '../../components/layout.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { formatCount } from '../../format/format.ts';
import {
  file,
  fileProblem,
  lacksFile,
  lookAtFile,
  seen,
  setSettings,
  settings,
  takeFile,
} from './reviews-state.ts';

/** Which reviews are learned from, and what was seen in a file of the user's own. */
export function DataFields(): VNode {
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
        error={lacksFile.value ? 'There is no file yet. Open one, or use the bundled reviews.' : undefined}
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
              title={`${file.value.name} cannot be used for training`}
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
