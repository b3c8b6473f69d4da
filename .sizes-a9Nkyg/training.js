import { adam, Dense, Embedding, fit, LSTM, padSequences, predict, Sequential, Tokenizer } from 'seqloom';
const tokenizer = new Tokenizer();
tokenizer.fitOnTexts(['a text', 'another']);
const inputs = padSequences(tokenizer.textsToSequences(['a text', 'another']), { maxlen: 20 });
const model = new Sequential([new Embedding({ inputDim: 9, outputDim: 8 }), new LSTM({ units: 8 }), new Dense({ units: 1 })]);
const targets = { data: Uint8Array.of(0, 1), shape: [2, 1] };
await fit(model, { inputs, targets }, { epochs: 1, optimizer: adam(), loss: 'meanSquaredError' });
console.log(await predict(model, inputs));