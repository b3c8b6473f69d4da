import { curvesOf, curvesSVG } from '@seqloom/charts';
import type { TextResult } from '@seqloom/tasks';
import type { Answer, Request } from './messages.ts';

function element<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no ${kind.name} #${id}.`);
  return found;
}

const epochs = element('epochs', HTMLInputElement);
const seed = element('seed', HTMLInputElement);
const trainButton = element('train', HTMLButtonElement);
const stopButton = element('stop', HTMLButtonElement);
const bar = element('progress', HTMLProgressElement);
const status = element('status', HTMLElement);
const review = element('review', HTMLTextAreaElement);
const verdict = element('verdict', HTMLElement);

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
const ask = (request: Request) => worker.postMessage(request);
const say = (text: string) => {
  status.textContent = text;
};

let backend = '';
let history: Record<'accuracy' | 'valAccuracy' | 'loss' | 'valLoss', number[]>;

element('training', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  history = { accuracy: [], valAccuracy: [], loss: [], valLoss: [] };
  setRunning(true);
  element('result', HTMLElement).hidden = true;
  element('trial', HTMLElement).hidden = true;
  bar.value = 0;
  say('Starting …');
  ask({ type: 'train', epochs: epochs.valueAsNumber, seed: seed.valueAsNumber });
});
stopButton.addEventListener('click', () => ask({ type: 'stop' }));
review.addEventListener('input', () => ask({ type: 'score', text: review.value }));

worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => show(data));
worker.addEventListener('error', ({ message }) => {
  setRunning(false);
  say(`The worker failed: ${message}`);
});

function show(answer: Answer): void {
  switch (answer.type) {
    case 'ready':
      backend = answer.backend;
      epochs.value ||= String(answer.epochs);
      trainButton.disabled = false;
      say(`Ready (${backend}).`);
      break;
    case 'start':
      say(
        `${answer.plan.trainSamples} reviews train, ${answer.plan.validationSamples} validate (${backend}).`,
      );
      break;
    case 'step':
      bar.value = answer.done;
      break;
    case 'epoch':
      for (const name of Object.keys(history) as (keyof typeof history)[])
        history[name].push(answer.epoch[name]!);
      say(
        `Epoch ${answer.epoch.epoch} of ${answer.epoch.epochs}: validation accuracy ${percent(answer.epoch.valAccuracy!)}.`,
      );
      drawCurves();
      break;
    case 'result':
      setRunning(false);
      showResult(answer.result);
      break;
    case 'stopped':
      setRunning(false);
      say('Stopped.');
      break;
    case 'score':
      // an answer to what has been typed over since is of no interest
      if (answer.text === review.value) {
        const { score, label, knownWords } = answer;
        verdict.textContent =
          knownWords === 0
            ? 'No word of it is known.'
            : `${label[0]!.toUpperCase()}${label.slice(1)}: ${percent(score)} positive.`;
      }
      break;
    case 'error':
      setRunning(false);
      say(answer.message);
      break;
  }
}

/** The charts are drawn again: a few kilobytes of SVG that this app has made itself. */
function drawCurves(): void {
  element('curves', HTMLElement).innerHTML = curvesOf(history)
    .map((curves) => curvesSVG([curves], { title: curves.name, columns: 1 }))
    .join('');
}

function showResult(result: TextResult): void {
  bar.value = 1;
  say(`Done: ${result.trainSamples} reviews, ${result.epochs} epochs (${backend}).`);
  element('test-accuracy', HTMLElement).textContent = percent(result.testAccuracy);
  element('baseline', HTMLElement).textContent = percent(result.baselineAccuracy);
  element('validation', HTMLElement).textContent = percent(result.valAccuracy);
  element('seconds', HTMLElement).textContent = result.seconds.toFixed(1);
  element('result', HTMLElement).hidden = false;
  element('trial', HTMLElement).hidden = false;
  ask({ type: 'score', text: review.value });
}

function setRunning(running: boolean): void {
  trainButton.disabled = running;
  stopButton.disabled = !running;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
