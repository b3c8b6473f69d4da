import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../components/button.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { saveFile } from '../files/save-file.ts';
import type { TrainingKind } from './messages.ts';
import { type Problem, problemOf } from './problem.ts';
import type { Training } from './training.ts';

/** What {@link SaveModelButton} saves. */
export interface SaveModelButtonProps<K extends TrainingKind> {
  readonly training: Training<K>;
  /** The name of the file, without its ending. */
  readonly name: string;
  /** Whether the training has no model yet. */
  readonly disabled: boolean;
}

/** Has the browser save the model of a training, or says why it cannot. */
export function SaveModelButton<K extends TrainingKind>({
  training,
  name,
  disabled,
}: SaveModelButtonProps<K>): VNode {
  const [problem, setProblem] = useState<Problem | undefined>();
  const save = async () => {
    try {
      saveFile(`${name}.safetensors`, [await training.save()], 'application/octet-stream');
      setProblem(undefined);
    } catch (error) {
      setProblem(problemOf(error, 'file'));
    }
  };
  return (
    <>
      <Button onClick={() => void save()} disabled={disabled}>
        Save the model
      </Button>
      {problem && <ErrorPanel title="Not saved" error={problem.message} what={problem.advice} />}
    </>
  );
}
