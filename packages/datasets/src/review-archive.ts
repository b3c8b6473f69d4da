import { DatasetError } from '@seqloom/archives';
import { type OptionRules, resolveOptions, text } from '@seqloom/options';
import {
  decodeText,
  type LabelledTexts,
  READ_REVIEWS_RULES,
  type ReadReviewsOptions,
  type ReviewSplit,
  TextCollector,
} from './labelled-texts.ts';
import { tarFiles } from './tar-files.ts';

/** Options of {@link readReviewArchive}. */
export interface ReadReviewArchiveOptions<Split extends ReviewSplit = ReviewSplit>
  extends ReadReviewsOptions<Split> {
  /** What messages call the archive: its path or address. */
  readonly name: string;
}

const READ_ARCHIVE_RULES: OptionRules<ReadReviewArchiveOptions> = { ...READ_REVIEWS_RULES, name: text() };

/**
 * Reads labelled texts from the bytes of a `.tar.gz` or `.tar` archive in IMDB's layout
 * (`…/train/neg/0_3.txt`), as they come: nothing is unpacked, and memory holds the wanted texts only. Runs in
 * Node and in pages (`response.body`, `file.stream()`).
 *
 * Order: class by class (`neg`, then `pos`), file names in byte order, regardless of the order in the archive.
 *
 * @throws DatasetError when the archive is truncated, damaged or of another kind, lacks a label folder, or
 * holds an empty or non-UTF-8 text or more than `maxBytes` of texts.
 * @example
 * const { train, test } = await readReviewArchive(file.stream(), { name: file.name });
 */
export async function readReviewArchive<Split extends ReviewSplit = ReviewSplit>(
  archive: ReadableStream<Uint8Array>,
  options: ReadReviewArchiveOptions<Split>,
): Promise<Readonly<Record<Split, LabelledTexts>>> {
  const settings = resolveOptions<ReadReviewArchiveOptions>('readReviewArchive', options, READ_ARCHIVE_RULES);
  const { name } = settings;
  const collector = new TextCollector(settings);
  const { stream, gzipped } = await sniff(archive, name);
  // a DecompressionStream takes any bytes; its declaration asks for ArrayBuffer-backed ones
  const gunzip = new DecompressionStream('gzip') as ReadableWritablePair<Uint8Array, Uint8Array>;
  const tar = gzipped ? stream.pipeThrough(gunzip) : stream;
  try {
    for await (const entry of tarFiles(tar)) {
      const place = collector.placeOf(entry.path);
      if (!place) continue;
      const file = `${name}: ${entry.path}`;
      collector.reserve(entry.size, file);
      collector.add(place, decodeText(await entry.read(), file));
    }
  } catch (error) {
    if (error instanceof DatasetError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatasetError(
      name,
      `the archive is truncated or damaged (${reason.replace(/\.$/, '')}). Fetch it again.`,
      { cause: error },
    );
  }
  return collector.finish(name) as Readonly<Record<Split, LabelledTexts>>; // the collector was given these splits
}

/** Reads the first bytes and puts them back: gzip is recognised by its magic number 1f 8b, because names may be wrong. */
async function sniff(
  archive: ReadableStream<Uint8Array>,
  name: string,
): Promise<{ readonly stream: ReadableStream<Uint8Array>; readonly gzipped: boolean }> {
  const reader = archive.getReader();
  const seen: Uint8Array[] = [];
  const head: number[] = [];
  while (head.length < 2) {
    const { done, value } = await reader.read();
    if (done) break;
    seen.push(value);
    head.push(...value.subarray(0, 2));
  }
  if (head.length === 0) throw new DatasetError(name, 'the archive is empty. Fetch it again.');
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = seen.shift() ?? (await reader.read()).value;
      if (next) controller.enqueue(next);
      else controller.close();
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { stream, gzipped: head[0] === 0x1f && head[1] === 0x8b };
}
