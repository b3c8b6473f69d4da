import * as huggingface from '@huggingface/tokenizers';
import { formatValue, parseJSON, printable } from '@seqloom/options';
import { asInPython } from './as-in-python.ts';
import { checkAddedTokens, checkModel, MOST_TOKENS } from './check-model.ts';
import { checkSteps } from './check-steps.ts';
import { type Fields, fieldsOf } from './fields.ts';
import { type FileSettings, readFileSettings } from './file-settings.ts';
import { TokenizerFileError } from './tokenizer-file-error.ts';
import { unigramPieces } from './unigram-path.ts';

/** What is used of the package's tokenizer. Its own declarations do not resolve for Node's modules. */
interface Tokenizer {
  readonly model: {
    fuse_unk: boolean;
    readonly tokens_to_ids: ReadonlyMap<string, number>;
    readonly unk_token_id?: number;
    encode(words: readonly string[]): string[];
  };
  readonly post_processor: {
    post_process(tokens: readonly string[], pair: null, special: boolean): { readonly tokens: string[] };
  } | null;
  /** An id is undefined where a letter is not known and the file has no unknown token. */
  encode(
    text: string,
    options: { readonly add_special_tokens: boolean },
  ): { readonly ids: (number | undefined)[] };
  decode(
    ids: number[],
    options: { readonly skip_special_tokens: boolean; readonly clean_up_tokenization_spaces: boolean },
  ): string;
  token_to_id(token: string): number | undefined;
}

const { Tokenizer: TokenizerClass } = huggingface as unknown as {
  readonly Tokenizer: new (file: object, settings: object) => Tokenizer;
};

/** What a tokenizer.json holds. */
export interface OpenTokenizer {
  /** Without special tokens. */
  readonly encode: (text: string) => readonly number[];
  /** @param special whether special tokens are kept */
  readonly decode: (ids: number[], special: boolean) => string;
  readonly idOf: (token: string) => number | undefined;
  readonly settings: FileSettings;
  /** Tokens by id; ids may have gaps. */
  readonly tokens: ReadonlyMap<number, string>;
  /** The ids of the special tokens before and behind a text. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/**
 * Opens the text of a tokenizer.json: checks what the package takes as it is, then makes its tokenizer.
 *
 * @throws TokenizerFileError for a file that is damaged or hostile, or gives other ids here than in Python
 */
export function openTokenizer(json: string): OpenTokenizer {
  const file = fieldsOf('the file', parsed(json));
  const tokens = checkModel(file.model);
  const addedTokens = file.added_tokens ?? [];
  checkAddedTokens(addedTokens, tokens);
  for (const kind of ['normalizer', 'pre_tokenizer', 'decoder', 'post_processor'] as const)
    checkSteps(kind, file[kind]);
  const settings = readFileSettings(file, MOST_TOKENS);
  const tokenizer = made(file, addedTokens);
  followPython(tokenizer, fieldsOf('model', file.model));
  return {
    encode: (text) => {
      const { ids } = run(() => tokenizer.encode(text, { add_special_tokens: false }));
      return ids.filter((id) => id !== undefined);
    },
    decode: (ids, special) =>
      run(() =>
        tokenizer.decode(ids, { skip_special_tokens: !special, clean_up_tokenization_spaces: false }),
      ),
    idOf: (token) => tokenizer.token_to_id(token),
    settings,
    tokens,
    ...frameOf(tokenizer),
  };
}

function parsed(json: string): unknown {
  try {
    return parseJSON(json);
  } catch (cause) {
    throw new TokenizerFileError(`the JSON is damaged (${reasonOf(cause)}).`, { cause });
  }
}

function made(file: Fields, addedTokens: unknown): Tokenizer {
  const {
    model,
    normalizer = null,
    pre_tokenizer: preTokenizer = null,
    decoder = null,
    post_processor: postProcessor = null,
  } = file;
  // A model of whole words takes its unknown token from the settings.
  const { unk_token: unknown } = fieldsOf('model', model);
  const given = {
    model,
    normalizer: asInPython(normalizer),
    pre_tokenizer: asInPython(preTokenizer),
    decoder,
    post_processor: postProcessor,
    added_tokens: addedTokens,
  };
  return run(() => new TokenizerClass(given, typeof unknown === 'string' ? { unk_token: unknown } : {}));
}

/** @throws TokenizerFileError for an error of the package, which a value that was not looked at must have caused */
function run<T>(act: () => T): T {
  try {
    return act();
  } catch (cause) {
    throw new TokenizerFileError(`it cannot be used (${reasonOf(cause)}).`, { cause });
  }
}

/** Replaces the package's way from words to tokens where Python has another. */
function followPython({ model }: Tokenizer, settings: Fields): void {
  const encode = model.encode.bind(model);
  const pieces = settings.type === 'Unigram' ? unigramPieces(settings) : (word: string) => encode([word]);
  const isUnknown = (token: string | undefined) =>
    token !== undefined && (model.tokens_to_ids.get(token) ?? model.unk_token_id) === model.unk_token_id;
  // Several unknown tokens in a row are one within a word; of the package also across words.
  const fuses = model.fuse_unk;
  model.fuse_unk = false;
  model.encode = (words) =>
    words.flatMap((word) =>
      pieces(word).filter((token, i, all) => !fuses || !isUnknown(token) || !isUnknown(all[i - 1])),
    );
}

/** Stands for a text; a private letter, so that no token is meant. */
const TEXT = '\uf8ff';

/** What the post-processor puts around a text. */
function frameOf(tokenizer: Tokenizer): Pick<OpenTokenizer, 'before' | 'after'> {
  const processor = tokenizer.post_processor;
  if (!processor) return { before: [], after: [] };
  const { tokens: around } = run(() => processor.post_process([TEXT], null, true));
  const at = around.indexOf(TEXT);
  if (at < 0 || around.lastIndexOf(TEXT) !== at) {
    throw new TokenizerFileError('its post_processor must have the text once.');
  }
  const idOf = (token: string): number => {
    const id = tokenizer.token_to_id(token);
    if (id !== undefined) return id;
    throw new TokenizerFileError(`its post_processor adds ${formatValue(token)}, which has no id.`);
  };
  return { before: around.slice(0, at).map(idOf), after: around.slice(at + 1).map(idOf) };
}

function reasonOf(cause: unknown): string {
  return printable(cause instanceof Error ? cause.message : String(cause))
    .slice(0, 200)
    .replace(/\.$/, '');
}
