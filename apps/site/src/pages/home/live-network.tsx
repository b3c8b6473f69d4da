import { numberIn, type OptionRules } from '@seqloom/options';
import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { readPageAddress, writePageAddress } from '../../address/page-address.ts';
import { AddressProblems } from '../../components/address-problems.tsx';
import { Button } from '../../components/button.tsx';
import { Chart } from '../../components/chart.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import { ErrorPanel } from '../../components/error-panel.tsx';
import { Panel, Row, Section } from '../../components/layout.tsx';
import { Progress } from '../../components/progress.tsx';
import { Status } from '../../components/status.tsx';
import { formatCount, formatNumber } from '../../format/format.ts';
import { DigestTable } from './digest-table.tsx';
import { exampleCode } from './example-code.ts';
import { type LiveState, useLiveTraining } from './live-training.ts';
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
  const address = useMemo(() => readPageAddress('home', RULES), []);
  const [seed, setSeed] = useState(address.settings.seed);
  const [live, train] = useLiveTraining();
  useEffect(() => train(seed), [train, seed]);
  const next = () => {
    const following = (seed + 1) % 10_000;
    writePageAddress('home', RULES, { seed: following });
    setSeed(following);
  };
  return (
    <>
      <AddressProblems problems={address.problems} />
      <Panel tone="raised" label="A network in training">
        <LiveHead live={live} seed={seed} next={next} />
        <LiveCharts live={live} />
      </Panel>
      <Section
        title="The same digits everywhere"
        lead="The seed decides the initial weights and the order of the data. Node computes the same weights on another machine, to the last bit: their SHA-256 is the same."
      >
        <DigestTable live={live} seed={seed} />
        <CodeBlock label="The same training in Node" code={exampleCode(seed)} />
      </Section>
    </>
  );
}

interface LiveProps {
  readonly live: LiveState;
}

function LiveHead({
  live,
  seed,
  next,
}: LiveProps & { readonly seed: number; readonly next: () => void }): VNode {
  const done = live.losses.length;
  return (
    <>
      <Row align="center">
        <div class="live-title">
          <h2>{titleOf(live)}</h2>
          <p>
            An LSTM of {WAVE.units} units sees {WAVE.window} values of a wave and learns to predict the next
            one. Then it continues the wave from its own predictions.
          </p>
        </div>
        <Button onClick={next}>Train with another seed</Button>
      </Row>
      {live.problem === undefined ? (
        <>
          <Progress label="Training" value={done / WAVE_STEPS} />
          <Status text={statusOf(live, seed)} />
        </>
      ) : (
        <ErrorPanel
          title="The network cannot train here"
          error={live.problem}
          what="A browser with WebAssembly and SIMD is needed: Chrome or Edge 110, Firefox 115, Safari 16.4, or newer."
          action={{ label: 'Try again', onClick: () => location.reload() }}
        />
      )}
    </>
  );
}

function titleOf({ problem, trained }: LiveState): string {
  if (problem !== undefined) return 'A network that learns in the page';
  return trained === undefined ? 'It is learning now' : 'It has learned';
}

function statusOf(live: LiveState, seed: number): string {
  const losses = live.losses;
  const trained = live.trained;
  const loss = losses.length === 0 ? '' : `, loss ${formatNumber(losses.at(-1)!, 2)}`;
  if (trained) {
    const perStep = formatNumber((1000 * trained.seconds) / WAVE_STEPS, 2);
    return `Trained: ${formatCount(WAVE_STEPS)} steps of ${perStep} ms, seed ${seed}${loss}.`;
  }
  if (losses.length === 0) return 'Loading the network …';
  return `Step ${formatCount(losses.length)} of ${formatCount(WAVE_STEPS)}, seed ${seed}${loss}.`;
}

function LiveCharts({ live }: LiveProps): VNode {
  const losses = live.losses;
  const wave = live.wave;
  const continued = useMemo(
    () => (wave.length === 0 ? [] : [...Array(WAVE.window).fill(null), ...wave]),
    [wave],
  );
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
        y={{ label: 'mean squared error', scale: 'log', min: 1e-6, max: 1 }}
        lines={[{ label: 'loss of the batch', values: losses, tone: 2 }]}
        height={240}
      />
    </div>
  );
}
