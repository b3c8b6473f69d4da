import type { VNode } from 'preact';
import { Button } from '../../components/button.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Columns, Panel, Row, Section, Stack } from '../../components/layout.tsx';
import { NumberField } from '../../components/number-field.tsx';
import { Select } from '../../components/select.tsx';
import { formatCount } from '../../format/format.ts';
import { SaveModelButton } from '../../training/save-model-button.tsx';
import { TrainingControls } from '../../training/training-controls.tsx';
import { TrainingCurves } from '../../training/training-curves.tsx';
import { isUnderWay } from '../../training/training-state.ts';
import { networkName } from './series-forecasts.tsx';
import type { WithState } from './series-page.tsx';
import { NETWORKS, takesUnits } from './series-settings.ts';
import type { TableFacts } from './series-table.ts';

/** The network: what it is, its training, and its curves. */
export function SeriesNetwork({ state, facts }: WithState & { readonly facts: TableFacts }): VNode {
  const settings = state.settings.value;
  const run = state.training.state.value;
  const underWay = isUnderWay(run.phase);
  const usual = facts.usual;
  const unit = run.plan?.task.unit;
  return (
    <Section
      title="The network"
      lead="It learns from the first 60 % of the rows; the next 20 % choose its best epoch, the last 20 % measure it."
    >
      <Stack>
        <Columns min="22rem">
          <Panel label="Network">
            <Select
              label="Network"
              value={settings.model}
              options={NETWORKS}
              onChange={(model) => state.set({ model })}
            />
            <div class="field-pair">
              {takesUnits(settings.model) && (
                <NumberField
                  label="Units"
                  min={1}
                  max={512}
                  value={settings.units || usual.units}
                  onChange={(units) => state.set({ units })}
                />
              )}
              <NumberField
                label="Epochs"
                min={1}
                max={500}
                value={settings.epochs || usual.epochs}
                onChange={(epochs) => state.set({ epochs })}
              />
              <NumberField
                label="Seed"
                min={0}
                value={settings.seed}
                onChange={(seed) => state.set({ seed })}
              />
            </div>
            <Row align="center">
              <Button kind="primary" onClick={state.train} disabled={underWay}>
                Train
              </Button>
              <SaveModelButton
                training={state.training}
                name={run.result?.model ?? settings.model}
                disabled={run.result === undefined}
              />
            </Row>
          </Panel>
          <Stack>
            <TrainingControls training={state.training} idle="The network has not been trained yet." />
            {state.networkError.value !== undefined && (
              <ErrorPanel
                title="The network cannot forecast the next steps"
                error={state.networkError.value}
              />
            )}
            {run.result && (
              <p>
                {`${networkName(state)}, ${formatCount(run.result.parameters)} weights, ${run.result.epochs} epochs. SHA-256 of the weights: `}
                <code class="digest">{run.digest ?? 'not computed by this browser'}</code>
              </p>
            )}
          </Stack>
        </Columns>
        {run.phase !== 'idle' && (
          <TrainingCurves
            curve={run.curve}
            epochs={run.epochs}
            measures={[
              {
                label: 'mean absolute error',
                training: 'mae',
                validation: 'valMae',
                ...(unit !== undefined && unit !== '' && { unit }),
              },
            ]}
          />
        )}
      </Stack>
    </Section>
  );
}
