import { placeWindows } from '@seqloom/nn';
import type { ConvLSTM1D, RNN } from '@seqloom/recurrent';
import { zeroMaskedSteps } from '../masks.ts';
import { lstmStates } from './cells.ts';
import { backwards, convolve } from './convolutions.ts';
import type { RecurrentRun } from './recurrent.ts';
import { type SequenceRun, scanSteps, zeroStates } from './scan-steps.ts';

/** A cell, repeated. */
export function runCells({ graph, layer, x, initialState, exportLayer }: RecurrentRun<RNN>): SequenceRun {
  const { cell, goBackwards } = layer.settings;
  const { stateShapes } = layer;
  const [batch = null, , ...features] = x.shape;
  const edge = (name: string, shape: readonly (number | null)[]) =>
    ({ name, type: 'float32', shape: [batch, ...shape] }) as const;
  return scanSteps(graph, {
    x: x.mask ? zeroMaskedSteps(graph, x.name, x.shape.length, x.mask) : x.name,
    stepRank: x.shape.length - 1,
    mask: x.mask,
    initialState: initialState ?? stateShapes.map((shape) => zeroStates(graph, x.name, shape)),
    stateShapes,
    outputShape: cell.computeOutputShape([null, ...features]).slice(1) as readonly number[], // cells fix it
    goBackwards,
    step(body, xt, states) {
      const initial = states.map((state, i) => edge(state, stateShapes[i]!));
      const [output, ...next] = exportLayer(body, cell, [edge(xt, features)], { initialState: initial });
      return { output: output!.name, states: next.map(({ name }) => name) };
    },
  });
}

/** Its products are convolutions; those of the input are made of all steps at once. */
export function runConvLSTM1D({ graph, layer, x, initialState }: RecurrentRun<ConvLSTM1D>): SequenceRun {
  const { filters, kernelSize: size, strides, padding, dilationRate, useBias, ...settings } = layer.settings;
  const { stateShapes } = layer;
  const [outputShape] = stateShapes as readonly [readonly [number, number]];
  const [length, features] = x.shape.slice(2) as [number, number]; // fixed by the layer
  const window = { sizeOption: 'kernelSize', size, strides, padding, dilationRate } as const;
  const input = x.mask ? zeroMaskedSteps(graph, x.name, 4, x.mask) : x.name;
  const rows = convolve(graph, graph.reshape(input, -1, length, features), {
    filter: graph.weight(layer, 'kernel', 'FDK', backwards),
    bias: useBias ? graph.weight(layer, 'bias') : undefined,
    windows: {
      strides: [strides],
      dilations: [dilationRate],
      pads: placeWindows(layer.label, window, length).padding,
    },
  });
  const projected = graph.reshape(rows, graph.sizes(x.name, 0, 2), outputShape[0], 4 * filters);
  const left = Math.floor((size - 1) / 2);
  return scanSteps(graph, {
    x: projected,
    stepRank: 3,
    mask: x.mask,
    initialState: initialState ?? stateShapes.map((shape) => zeroStates(graph, x.name, shape)),
    stateShapes,
    outputShape,
    goBackwards: settings.goBackwards,
    step(body, xt, [h, c]) {
      const filter = graph.weight(layer, 'recurrentKernel', 'FDK', backwards);
      const product = convolve(body, h!, { filter, windows: { pads: [left, size - 1 - left] } });
      const states = lstmStates(body, { ...settings, units: filters }, body.op('Add', [xt, product]), c!);
      return { output: states[0], states };
    },
  });
}
