import { Dense, Embedding, load, LSTM, padSequences, predict, Tokenizer } from 'seqloom';
const bytes = new Uint8Array(await (await fetch('model.safetensors')).arrayBuffer());
const { model, attachments } = await load(bytes, { layers: [Dense, Embedding, LSTM], attachments: [Tokenizer] });
const tokenizer = attachments.get('tokenizer', Tokenizer);
console.log(await predict(model, padSequences(tokenizer.textsToSequences(['a text']), { maxlen: 20 })));
import { loadKeras } from '@seqloom/keras';
const keras = await loadKeras(new Uint8Array(await (await fetch('model.keras')).arrayBuffer()));
console.log(keras.notes, await predict(keras.model, { data: Int32Array.of(1, 2, 3), shape: [1, 3] }));