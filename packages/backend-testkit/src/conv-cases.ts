import * as s from '@seqloom/backend';
import { numbers } from './numbers.ts';

/** A convolution; what is left out has the operation's default. */
export interface ConvolutionCase {
  readonly x: readonly [batch: number, length: number, channels: number];
  readonly kernelSize: number;
  readonly filters: number;
  readonly stride?: number;
  readonly dilation?: number;
  readonly padding?: readonly [left: number, right: number];
  readonly groups?: number;
  readonly bias?: boolean;
  readonly activation?: s.FusedActivation;
}

/** Sizes of one, odd sizes, each option alone and with others, widths that take every path of the fused bodies. */
export const CONVOLUTIONS: readonly ConvolutionCase[] = [
  { x: [1, 1, 1], kernelSize: 1, filters: 1 },
  { x: [1, 1, 3], kernelSize: 3, filters: 2, padding: [1, 1], bias: true },
  { x: [1, 9, 2], kernelSize: 4, filters: 3, bias: true },
  { x: [2, 7, 3], kernelSize: 3, filters: 2, padding: [2, 0] },
  { x: [2, 8, 2], kernelSize: 2, filters: 3, stride: 3, padding: [0, 1] },
  { x: [1, 9, 2], kernelSize: 3, filters: 2, dilation: 2, padding: [4, 0] },
  { x: [1, 11, 4], kernelSize: 3, filters: 2, groups: 2, stride: 2 },
  { x: [1, 10, 3], kernelSize: 3, filters: 6, groups: 3, padding: [1, 1] },
  {
    x: [3, 13, 6],
    kernelSize: 5,
    filters: 9,
    groups: 3,
    dilation: 2,
    padding: [3, 5],
    activation: 'relu',
    bias: true,
  },
  {
    x: [2, 17, 5],
    kernelSize: 3,
    filters: 10,
    groups: 5,
    stride: 2,
    dilation: 2,
    bias: true,
    activation: 'tanh',
  },
  { x: [5, 21, 8], kernelSize: 7, filters: 8, groups: 8, stride: 4, padding: [3, 3], activation: 'sigmoid' },
  { x: [1, 33, 17], kernelSize: 2, filters: 19, stride: 5, padding: [0, 7] },
  { x: [1, 37, 16], kernelSize: 7, filters: 32, padding: [3, 3], bias: true, activation: 'relu' },
  { x: [2, 50, 33], kernelSize: 7, filters: 32, bias: true, activation: 'relu' },
  { x: [3, 19, 32], kernelSize: 5, filters: 21, padding: [4, 0], activation: 'relu' },
  { x: [9, 23, 14], kernelSize: 5, filters: 32, bias: true },
  { x: [4, 6, 3], kernelSize: 2, filters: 4, padding: [9, 4], stride: 2, bias: true },
];

/** A pooling; what is left out has the operation's default. */
export interface PoolingCase {
  readonly x: readonly [batch: number, length: number, channels: number];
  readonly poolSize: number;
  readonly stride?: number;
  readonly padding?: readonly [left: number, right: number];
}

/** Windows that touch, overlap, leave gaps, reach over both ends. */
export const POOLINGS: readonly PoolingCase[] = [
  { x: [1, 1, 1], poolSize: 1 },
  { x: [1, 7, 3], poolSize: 2 },
  { x: [2, 11, 5], poolSize: 3, stride: 2 },
  { x: [3, 12, 4], poolSize: 5, stride: 1, padding: [2, 2] },
  { x: [2, 13, 33], poolSize: 2, stride: 4, padding: [0, 1] },
  { x: [1, 2, 2], poolSize: 3, stride: 1, padding: [2, 2] },
];

/** Deterministic values, no two equal. */
export function draw(shape: readonly number[], seed: number): s.Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return s.tensor(numbers(size, seed), shape);
}
