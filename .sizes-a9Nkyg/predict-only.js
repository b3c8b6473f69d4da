import { Dense, Embedding, load, LSTM, padSequences, predict, Tokenizer } from 'seqloom';
const bytes = new Uint8Array(await (await fetch('model.safetensors')).arrayBuffer());
const { model, attachments } = await load(bytes, { layers: [Dense, Embedding, LSTM], attachments: [Tokenizer] });
const tokenizer = attachments.get('tokenizer', Tokenizer);
console.log(await predict(model, padSequences(tokenizer.textsToSequences(['a text']), { maxlen: 20 })));