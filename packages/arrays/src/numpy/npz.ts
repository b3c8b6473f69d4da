import { storedZip, unpackedLimit } from '@seqloom/archives';
import { joinBytes, type ZipFile, zipMembers } from '@seqloom/archives/streams';
import { formatValue } from '@seqloom/options';
import { type NumpyArray, readNpy, type WritableArray, writeNpy } from './npy.ts';
import { NumpyFileError } from './numpy-file-error.ts';

const ENDING = '.npy';

/**
 * Reads the arrays that `numpy.savez` or `numpy.savez_compressed` wrote, by their names, in the order of the archive.
 *
 * @throws NumpyFileError for an archive that is damaged, has an array twice, or would unpack to more than 200 times its size (at least
 * 32 MiB); and, naming the array, as `readNpy`
 *
 * @example
 * ```ts
 * const arrays = await readNpz(await readFile('data.npz'));
 * const inputs = toNdArray(arrays.get('x')!);
 * ```
 */
export async function readNpz(bytes: Uint8Array): Promise<Map<string, NumpyArray>> {
  const arrays = new Map<string, NumpyArray>();
  let left = unpackedLimit(bytes.length);
  for (const member of membersOf(bytes)) {
    left -= member.size;
    if (left < 0) {
      throw new NumpyFileError(
        `it would unpack to more than 200 times its size, at ${formatValue(member.name)}.`,
      );
    }
    if (!member.name.endsWith(ENDING)) {
      throw new NumpyFileError(
        `${formatValue(member.name)} is not an array: its name does not end in ${ENDING}.`,
      );
    }
    const name = member.name.slice(0, -ENDING.length);
    if (arrays.has(name)) throw new NumpyFileError(`it has the array ${formatValue(name)} twice.`);
    arrays.set(name, await readMember(member, name));
  }
  return arrays;
}

function membersOf(bytes: Uint8Array): ZipFile[] {
  try {
    return zipMembers(bytes);
  } catch (cause) {
    throw new NumpyFileError((cause as Error).message, { cause });
  }
}

async function readMember(member: ZipFile, name: string): Promise<NumpyArray> {
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of member.open()) chunks.push(chunk);
    return readNpy(joinBytes(chunks));
  } catch (cause) {
    const problem = (cause as Error).message.replace('NumPy file: ', '');
    throw new NumpyFileError(`array ${formatValue(name)}: ${problem}`, { cause });
  }
}

/**
 * Writes arrays as `numpy.savez` does, not packed, for `numpy.load`. Equal arrays give equal bytes.
 *
 * @param arrays by their names, such as `Object.entries({ x, y })` or what `readNpz` gave
 * @throws NumpyFileError as `writeNpy`; RangeError for a name that comes twice
 *
 * @example
 * ```ts
 * await writeFile('data.npz', writeNpz(Object.entries({ x: inputs, y: targets })));
 * ```
 */
export function writeNpz(
  arrays: Iterable<readonly [name: string, array: WritableArray]>,
): Uint8Array<ArrayBuffer> {
  const names = new Set<string>();
  const files = Array.from(arrays, ([name, array]) => {
    if (names.has(name)) throw new RangeError(`writeNpz: names must differ, got ${formatValue(name)} twice.`);
    names.add(name);
    return { name: name + ENDING, bytes: writeNpy(array) };
  });
  return storedZip(files);
}
