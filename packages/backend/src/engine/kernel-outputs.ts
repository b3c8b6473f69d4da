import type { KernelName, KernelTable } from '../contract/kernel-table.ts';

/** A kernel of the table with several outputs. */
export type KernelWithOutputs = {
  [K in KernelName]: KernelTable<'tensor'>[K]['outputs'] extends 'tensor' ? never : K;
}[KernelName];

type Outputs<K extends KernelWithOutputs> = KernelTable<'tensor'>[K]['outputs'];

/** When a kernel has an output: always, with an attribute that is true, or where an input is given. */
type Conditions<K extends KernelWithOutputs> = {
  readonly [O in keyof Outputs<K>]-?: undefined extends Outputs<K>[O]
    ?
        | { readonly attribute: keyof KernelTable[K]['attributes'] }
        | { readonly input: keyof KernelTable[K]['inputs'] }
    : 'always';
};

const H = { attribute: 'returnSequences' } as const;
const CACHE = { attribute: 'keep' } as const;
const DX = { attribute: 'inputGradient' } as const;
const BIAS = { input: 'bias' } as const;
const H0 = { input: 'h0' } as const;

/** The outputs of each in the order in which tfjs's engine, which knows no names, is given them. */
const OUTPUTS: { readonly [K in KernelWithOutputs]: Conditions<K> } = {
  SimpleRNNSequence: { h: H, hLast: 'always', cache: CACHE },
  SimpleRNNSequenceGrad: {
    dx: DX,
    dKernel: 'always',
    dRecurrentKernel: 'always',
    dBias: BIAS,
    dh0: H0,
  },
  GRUSequence: { h: H, hLast: 'always', cache: CACHE },
  GRUSequenceGrad: {
    dx: DX,
    dKernel: 'always',
    dRecurrentKernel: 'always',
    dBias: BIAS,
    dRecurrentBias: { input: 'recurrentBias' },
    dh0: H0,
  },
  LSTMSequence: { h: H, hLast: 'always', cLast: 'always', cache: CACHE },
  LSTMSequenceGrad: {
    dx: DX,
    dKernel: 'always',
    dRecurrentKernel: 'always',
    dBias: BIAS,
    dh0: H0,
    dc0: { input: 'c0' },
  },
  Attention: { y: 'always', logSumExp: 'always' },
  AttentionGrad: { dq: 'always', dk: 'always', dv: 'always' },
};

type Condition = 'always' | { readonly attribute: string } | { readonly input: string };
const CONDITIONS: Readonly<Record<string, Readonly<Record<string, Condition>>>> = OUTPUTS;

/** The inputs and attributes of a call, of which the outputs depend. */
export interface CallOfKernel {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The outputs of a call in order, undefined for a kernel that has one, or that the table does not have. */
export function outputNames(kernel: string, { inputs, attributes }: CallOfKernel): string[] | undefined {
  if (!Object.hasOwn(CONDITIONS, kernel)) return undefined;
  return Object.entries(CONDITIONS[kernel]!)
    .filter(
      ([, condition]) =>
        condition === 'always' ||
        ('attribute' in condition
          ? attributes[condition.attribute] === true
          : inputs[condition.input] !== undefined),
    )
    .map(([name]) => name);
}

/**
 * The outputs of a body in order.
 *
 * @param result one tensor, several in order, or several by name
 * @throws Error unless named outputs are those of the call
 */
export function outputsInOrder<T extends object>(kernel: string, call: CallOfKernel, result: unknown): T[] {
  // The type of a body says what it returns; what it does not say is that the outputs are those of the call.
  if (Array.isArray(result)) return result as T[];
  const names = outputNames(kernel, call);
  if (names === undefined) return [result as T];
  const named = result as Readonly<Record<string, T | undefined>>;
  const returned = Object.keys(named).filter((name) => named[name] !== undefined);
  const differs = returned.length !== names.length || names.some((name) => named[name] === undefined);
  if (differs) {
    throw new Error(
      `${kernel}: its body returned ${returned.join(', ') || 'nothing'}, expected ${names.join(', ')} for this call.`,
    );
  }
  return names.map((name) => named[name]!);
}
