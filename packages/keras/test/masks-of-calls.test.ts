import { zipMembers } from '@seqloom/archives/streams';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { expect, test } from 'vitest';
import { archiveOf, outcome, refusal } from './hostile-file.ts';
import { recordedFile } from './recorded-models.ts';

startBackend(wasmBackend());

interface KerasLayer {
  readonly name: string;
  class_name: string;
  config: Record<string, unknown>;
  inbound_nodes: { args: unknown[]; kwargs: Record<string, unknown> }[];
}

/** A model whose config is changed. */
async function changed(file: string, change: (layer: (name: string) => KerasLayer) => void) {
  const members = zipMembers(await recordedFile(file));
  const contentOf = async (name: string) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of members.find((member) => member.name === name)!.open()) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
  const root = JSON.parse((await contentOf('config.json')).toString());
  const layers = root.config.layers as KerasLayer[];
  change((name) => layers.find((each) => each.name === name)!);
  return archiveOf({ config: JSON.stringify(root), weights: await contentOf('model.weights.h5') });
}

const GIVEN =
  'mask must be the one that its input has from an Embedding with mask_zero or a Masking, got the output of';

test.each<readonly [string, string, string, (layer: (name: string) => KerasLayer) => void]>([
  [
    'of another input that has one',
    'encoder_decoder.keras',
    `layer "encoder" (LSTM): ${GIVEN} "not_equal".`,
    (layer) => {
      layer('embedding_1').config.mask_zero = true;
      layer('not_equal').inbound_nodes[0]!.args[0] = layer('embedding_1').inbound_nodes[0]!.args[0];
    },
  ],
  [
    'of steps that are not equal to another number',
    'encoder_decoder.keras',
    `layer "encoder" (LSTM): ${GIVEN} "not_equal".`,
    (layer) => {
      layer('not_equal').inbound_nodes[0]!.args[1] = 3;
    },
  ],
  [
    'turned around',
    'encoder_decoder.keras',
    `layer "encoder" (LSTM): ${GIVEN} "not_equal".`,
    (layer) => {
      layer('not_equal').class_name = 'Equal';
    },
  ],
  [
    'given to a layer whose input has none',
    'encoder_decoder.keras',
    `layer "decoder" (LSTM): ${GIVEN} "not_equal".`,
    (layer) => {
      const { mask } = layer('encoder').inbound_nodes[0]!.kwargs;
      Object.assign(layer('decoder').inbound_nodes[0]!.kwargs, { mask });
    },
  ],
  [
    'of the query in place of that of the value',
    'encoder_decoder.keras',
    `layer "decoder" (MultiHeadAttention): ${GIVEN} "not_equal".`,
    (layer) => {
      const decoder = layer('decoder');
      const { args } = decoder.inbound_nodes[0]!;
      const { mask } = layer('encoder').inbound_nodes[0]!.kwargs;
      decoder.class_name = 'MultiHeadAttention';
      decoder.config = { name: 'decoder', num_heads: 1, key_dim: 2 };
      const { args: query } = layer('encoder').inbound_nodes[0]!;
      decoder.inbound_nodes[0] = { args: [...query, ...args], kwargs: { value_mask: mask } };
    },
  ],
  [
    'joined by another operation',
    'transformer_block.keras',
    `layer "global_average_pooling1d" (GlobalAveragePooling1D): ${GIVEN} "logical_or_1".`,
    (layer) => {
      layer('logical_or').class_name = 'LogicalXor';
    },
  ],
])('a mask %s is refused', async (_, file, message, change) => {
  const bytes = await changed(file, change);
  expect(await outcome(bytes)).toBe('refused');
  expect(await refusal(bytes)).toBe(message);
});

test.each<readonly [string, (layer: (name: string) => KerasLayer) => void]>([
  ['of a chain of layers', () => {}],
  [
    'that attention hands on',
    (layer) => {
      layer('logical_or_1').class_name = 'ConvertToTensor';
    },
  ],
])('a mask %s is the one that the input has', async (_, change) => {
  expect(await outcome(await changed('transformer_block.keras', change))).toBe('model');
});

test('an operation of Keras between layers is refused by its name', async () => {
  const bytes = await changed('encoder_decoder.keras', (layer) => {
    const { kwargs } = layer('encoder').inbound_nodes[0]!;
    layer('encoder').inbound_nodes[0]!.args = [kwargs.mask];
  });
  expect(await refusal(bytes)).toBe(
    'layer "encoder" (LSTM): takes the output of "not_equal", which is the operation NotEqual and not a layer. In Keras, make the model of layers, such as Add for a + b.',
  );
});
