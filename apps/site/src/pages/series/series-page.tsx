import './series.css';
import { bytesText } from '@seqloom/tasks';
import type { VNode } from 'preact';
import { AddressProblems } from '../../components/address-problems.tsx';
import { LinkButton } from '../../components/button.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Row, Section, Stack } from '../../components/layout.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { Progress } from '../../components/progress.tsx';
import { KeptModelsSection } from '../../training/kept-models-section.tsx';
import { TrainingControls } from '../../training/training-controls.tsx';
import { SEATTLE } from './bundled-series.ts';
import { KeptForecastTable } from './kept-forecast.tsx';
import { seriesCode } from './series-code.ts';
import { SeriesData } from './series-data.tsx';
import { SeriesErrors } from './series-errors.tsx';
import { NextSteps, PastForecasts } from './series-forecasts.tsx';
import { SeriesNetwork } from './series-network.tsx';
import type { SeriesState } from './series-state.ts';

/** What a part of the page is given. */
export interface WithState {
  readonly state: SeriesState;
}

/** Forecasts of a series: simple rules at once, a network as it learns. */
export function SeriesPage({ state }: WithState): VNode {
  return (
    <>
      <PageHeader
        title="Series"
        lead="Forecast a column of a table some rows ahead. Persistence and ridge regression answer at once; a network learns in this page, and its forecasts are drawn beside theirs. Nothing leaves your machine."
      />
      <AddressProblems problems={state.problems.value} />
      <SeriesData state={state} />
      <Answers state={state} />
    </>
  );
}

function Answers({ state }: WithState): VNode {
  const facts = state.facts.value;
  const baselines = state.baselines.value;
  if (!facts.value || !baselines.value) {
    return (
      <Section title="Forecast and truth">
        <Stack>
          <Waiting state={state} />
          <RunWithoutRows state={state} />
        </Stack>
      </Section>
    );
  }
  return (
    <>
      <PastForecasts state={state} baselines={baselines.value} />
      <SeriesNetwork state={state} facts={facts.value} />
      <NextSteps state={state} baselines={baselines.value} />
      <SeriesErrors state={state} baselines={baselines.value} />
      <KeptModelsSection kept={state.kept} use="Forecast with it" />
      <KeptForecastTable state={state} />
      <Section
        title="The same in Node"
        lead="The code reads the same file and trains the same network: the numbers are those of this page."
      >
        <Stack>
          <CodeBlock
            label="The same forecast, forecast.ts"
            code={seriesCode(state.settings.value, facts.value)}
          />
          {state.settings.value.data === 'seattle' && (
            <Row align="center">
              <LinkButton href={SEATTLE.url.href} download={SEATTLE.name}>
                {`Download ${SEATTLE.name} (${bytesText(SEATTLE.bytes)})`}
              </LinkButton>
            </Row>
          )}
        </Stack>
      </Section>
    </>
  );
}

/** A run can be resumed, paused and stopped, too, while the page has no rows: a link cannot hold a file, and a file may be a wrong one. */
function RunWithoutRows({ state: { training } }: WithState): VNode | null {
  if (training.state.value.phase === 'idle' && !training.interrupted.value) return null;
  return <TrainingControls training={training} idle="The network has not been trained yet." />;
}

/** Why there is no forecast yet. */
function Waiting({ state }: WithState): VNode {
  const facts = state.facts.value;
  const { error } = state.baselines.value;
  if (facts.error !== undefined) {
    return (
      <ErrorPanel
        title="The file cannot be used"
        error={facts.error}
        what="Open another file, or use the bundled series."
      />
    );
  }
  if (!facts.value && !facts.busy) {
    return (
      <EmptyState
        title="No file yet"
        action={{
          label: 'Use the weather of Seattle',
          onClick: () => state.set({ data: 'seattle', time: '', target: '', without: '' }),
        }}
      >
        This link was made for a file, which a link does not contain. Open the file again, or use the bundled
        series.
      </EmptyState>
    );
  }
  if (error !== undefined) {
    return (
      <ErrorPanel
        title="This cannot be forecast"
        error={error}
        what="Choose another target, another column of times, or a file with more rows."
      />
    );
  }
  return (
    <Progress
      label="Measuring simple rules"
      text={facts.busy ? 'Reading the rows …' : 'Measuring simple rules …'}
    />
  );
}
