import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { Button } from '../components/button.tsx';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Figures } from '../components/figures.tsx';
import { Panel, Row, Stack } from '../components/layout.tsx';
import { Progress } from '../components/progress.tsx';
import { Status } from '../components/status.tsx';
import { formatDuration, formatNumber } from '../format/format.ts';
import type { TrainingKind } from './messages.ts';
import type { Training } from './training.ts';
import { isUnderWay } from './training-state.ts';
import { backendText, interruptedText, statusText } from './training-texts.ts';

/** What {@link TrainingControls} shows. */
export interface TrainingControlsProps<K extends TrainingKind> {
  readonly training: Training<K>;
  /** What is said before the first run. */
  readonly idle: string;
}

/** A run under way: what it is at, how long it still takes, pause, stop, and going on after a reload. */
export function TrainingControls<K extends TrainingKind>({
  training,
  idle,
}: TrainingControlsProps<K>): VNode {
  const { phase, progress, backend, problem, warnings, resumedAt } = training.state.value;
  const underWay = isUnderWay(phase);
  const status = useRef<HTMLDivElement>(null);
  return (
    <Stack>
      <Interrupted training={training} onLeave={() => status.current?.focus()} />
      <div class="training-status" ref={status} tabIndex={-1}>
        <Status text={statusText(training.state.value as never, idle)} />
      </div>
      {underWay && (
        <Progress
          label="Training"
          {...(progress && { value: progress.done, text: `${Math.floor(100 * progress.done)} %` })}
        />
      )}
      {/* They are there without a run, too, so that the focus is not lost with them. */}
      <Row>
        {phase === 'paused' ? (
          <Button onClick={training.continue}>Continue</Button>
        ) : (
          <Button onClick={training.pause} disabled={phase !== 'running'}>
            Pause
          </Button>
        )}
        <Button onClick={training.stop} disabled={!underWay || phase === 'measuring' || phase === 'stopping'}>
          Stop
        </Button>
      </Row>
      {progress && phase !== 'failed' && (
        <Figures
          figures={[
            { label: 'loss', value: formatNumber(progress.recentLoss, 4) },
            { label: 'a step', value: formatNumber(progress.msPerStep, 1), unit: 'ms' },
            { label: 'trained', value: formatDuration(progress.seconds) },
            ...(underWay ? [{ label: 'left', value: formatDuration(progress.secondsLeft) }] : []),
          ]}
        />
      )}
      {backend && <p class="hint">Computed by {backendText(backend)}.</p>}
      {resumedAt && (
        <p class="hint">
          Resumed in epoch {resumedAt.epoch} after {resumedAt.step} steps.
        </p>
      )}
      {problem && <ErrorPanel title="The training ended" error={problem.message} what={problem.advice} />}
      {warnings.map((warning) => (
        <ErrorPanel key={warning.message} title="Not kept" error={warning.message} what={warning.advice} />
      ))}
    </Stack>
  );
}

interface InterruptedProps<K extends TrainingKind> extends Pick<TrainingControlsProps<K>, 'training'> {
  /** The panel goes, and the focus that is in it must not be lost. */
  readonly onLeave: () => void;
}

/** A run that a reload broke off. */
function Interrupted<K extends TrainingKind>({ training, onLeave }: InterruptedProps<K>): VNode | null {
  const run = training.interrupted.value;
  if (!run || isUnderWay(training.state.value.phase)) return null;
  return (
    <Panel label="A training was broken off" tone="raised">
      <p>{interruptedText(run)} Its last backup is in this browser.</p>
      <Row>
        <Button
          kind="primary"
          onClick={() => {
            training.resume();
            onLeave();
          }}
        >
          Resume
        </Button>
        <Button
          onClick={() => {
            void training.discard();
            onLeave();
          }}
        >
          Discard
        </Button>
      </Row>
    </Panel>
  );
}
