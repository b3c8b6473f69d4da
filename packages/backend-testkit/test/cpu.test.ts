import { cpuBackend, describeBackend } from '../src/index.ts';

await describeBackend('cpu', cpuBackend());
