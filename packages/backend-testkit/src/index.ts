export { cpuBackend } from './cpu-backend.ts';
export { describeBackend } from './describe-backend.ts';
export { type FuzzOptions, type FuzzReport, fuzzEngine } from './fuzz/fuzz-engine.ts';
export { type CheckedInput, checkGradients, type GradientCheckOptions } from './gradient-check.ts';
export { expectClose, numbers, take } from './numbers.ts';
export { startBackend } from './start-backend.ts';
