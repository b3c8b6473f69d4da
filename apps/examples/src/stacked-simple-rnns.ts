import { Embedding } from '@seqloom/embeddings';
import { SimpleRNN } from '@seqloom/recurrent';
import { Sequential } from '@seqloom/train';
import { type Listing, shapeText } from './listing.ts';

/** A recurrent layer gives its last output, or all of them for the next layer. */
export const stackedSimpleRNNs: Listing = {
  item: 'simple-rnn',
  title: 'SimpleRNN: last output, all outputs, four stacked',
  source: 'section 6.2.1',
  run({ print, seed }) {
    const words = () => new Embedding({ inputDim: 10_000, outputDim: 32 });
    const all = { units: 32, returnSequences: true };
    const models = [
      new Sequential([words(), new SimpleRNN({ units: 32 })]),
      new Sequential([words(), new SimpleRNN(all)]),
      new Sequential([
        words(),
        new SimpleRNN(all),
        new SimpleRNN(all),
        new SimpleRNN(all),
        new SimpleRNN({ units: 32 }),
      ]),
    ];
    const [last, every, stacked] = models.map((model) => {
      model.build([null, null], { seed });
      print(model.summary());
      const facts = {
        shape: shapeText(model.outputShape),
        parameters: model.layers.map((layer) => layer.countParams()).join(', '),
      };
      model.dispose();
      return facts;
    });
    return { last: last!.shape, every: every!.shape, parameters: stacked!.parameters };
  },
};
