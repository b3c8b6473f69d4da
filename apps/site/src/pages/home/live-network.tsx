import { numberIn, type OptionRules } from '@seqloom/options';
import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { addressSettings } from '../../address/address-settings.ts';
import { Button } from '../../components/button.tsx';
import { Chart } from '../../components/chart.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Panel, Row, Section } from '../../components/layout.tsx';
import { Notice } from '../../components/notice.tsx';
import { Progress } from '../../components/progress.tsx';
import { Status } from '../../components/status.tsx';
import { formatCount, formatNumber } from '../../format/format.ts';
import { DigestTable } from './digest-table.tsx';
import { exampleCode } from './example-code.ts';
import { type LiveTraining, liveTraining } from './live-training.ts';
import { WAVE, WAVE_STEPS, waveValues } from './wave.ts';

interface HomeSettings {
  readonly seed?: number;
}

/** Seeds that a link may name. */
const RULES: OptionRules<HomeSettings> = { seed: numberIn({ min: 0, max: 9999, integer: true }, 1) };

const STEPS = Array.from({ length: WAVE_STEPS }, (_, i) => i + 1);
const PLACES = Array.from({ length: WAVE.window + WAVE.ahead }, (_, i) => i - WAVE.window);
const TRUTH = Array.from(waveValues(WAVE.windows, WAVE.window + WAVE.ahead));

/** The network that trains as soon as the page opens. */
export function LiveNetwork(): VNode {
  const address = useMemo(() => addressSettings('home', RULES), []);
  const live = useMemo(liveTraining, []);
  const { seed } = address.settings.value;
  useEffect(() => live.train(seed), [live, seed]);
  return (
    <>
      {address.problems.value.map((problem) => (
        <Notice key={problem} tone="bad" role="status">
          {problem}
        </Notice>
      ))}
      <Panel tone="raised" label="A network in training">
        <LiveHead live={live} seed={seed} next={() => address.set({ seed: (seed + 1) % 10_000 })} />
        <LiveCharts live={live} />
      </Panel>
      <Section
        title="The same digits everywhere"
        lead="One seed decides every number. The weights that this page has trained are those that Node gives on another machine, to the last bit; so their SHA-256 is the same."
      >
        <DigestTable live={live} seed={seed} />
        <CodeBlock label="The same training in Node" code={exampleCode(seed)} />
      </Section>
    </>
  );
}

interface LiveProps {
  readonly live: LiveTraining;
}

function LiveHead({
  live,
  seed,
  next,
}: LiveProps & { readonly seed: number; readonly next: () => void }): VNode {
  if (live.problem.value !== undefined)
    return (
      <ErrorPanel
        title="The network cannot train here"
        error={live.problem.value}
        what="A browser with WebAssembly and SIMD is needed: Chrome or Edge 91, Firefox 89, Safari 16.4, or newer."
        action={{ label: 'Try again', onClick: () => live.train(seed) }}
      />
    );
  const done = live.losses.value.length;
  return (
    <>
      <Row align="center">
        <div class="live-title">
          <h2>It is learning now</h2>
          <p>
            An LSTM of {WAVE.units} units sees {WAVE.window} values of a wave and learns to say the next one.
            Then it goes on by itself.
          </p>
        </div>
        <Button onClick={next}>Train with another seed</Button>
      </Row>
      <Progress label="Training" value={done / WAVE_STEPS} />
      <Status text={statusOf(live, seed)} />
    </>
  );
}

function statusOf(live: LiveTraining, seed: number): string {
  const losses = live.losses.value;
  const trained = live.trained.value;
  const loss = losses.length === 0 ? '' : `, loss ${formatNumber(losses.at(-1)!, 2)}`;
  if (trained) {
    const perStep = formatNumber((1000 * trained.seconds) / WAVE_STEPS, 2);
    return `Trained: ${formatCount(WAVE_STEPS)} steps of ${perStep} ms, seed ${seed}${loss}.`;
  }
  if (losses.length === 0) return 'Loading the network …';
  return `Step ${formatCount(losses.length)} of ${formatCount(WAVE_STEPS)}, seed ${seed}${loss}.`;
}

function LiveCharts({ live }: LiveProps): VNode {
  const losses = live.losses.value;
  const wave = live.wave.value;
  const continued = wave.length === 0 ? [] : [...Array(WAVE.window).fill(null), ...wave];
  return (
    <div class="live-charts">
      <Chart
        title="The wave, continued by the network"
        x={{ label: 'step', values: PLACES }}
        y={{ label: 'value', min: -1.2, max: 1.2 }}
        lines={[
          { label: 'wave', values: TRUTH, style: 'dashed', tone: 5 },
          { label: 'network', values: continued, tone: 1 },
        ]}
        height={240}
      />
      <Chart
        title="Loss"
        x={{ label: 'step', values: STEPS }}
        y={{ label: 'mean squared error', scale: 'log', min: 1e-5, max: 1 }}
        lines={[{ label: 'loss of the batch', values: losses, tone: 2 }]}
        height={240}
      />
    </div>
  );
}
