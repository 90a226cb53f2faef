import { CbError } from '../../errors/cb-error.ts';
import { binaryBytes, regBytes } from '../../live/reg-data.ts';
import type { RegistryValue } from '../../live/registry.ts';
import { itemPathOf, type RegistryItem } from '../../live/registry-items.ts';
import { bytes, type Result, text } from '../../spec/result.ts';
import type { PathPattern } from '../../text/typed-glob.ts';
import { dumpedLines } from '../../views/hex-lines.ts';
import type { VerbContext } from '../context.ts';
import { openItems } from './items.ts';
import { dataCell, shownData } from './value-columns.ts';

interface How {
  /** Bytes and what else the registry holds is text in this one. */
  readonly encoding: string | undefined;
  readonly raw: boolean;
}

/** The data of values: text as it is, numbers, and bytes as a hexdump; `raw` as the registry holds it. JSON has it as the wire does, too. */
export async function catValues(
  patterns: readonly PathPattern[],
  { encoding, raw }: How,
  context: VerbContext,
): Promise<Result> {
  const { live, note, signal } = context;
  const { items, isPartial } = openItems(context);
  const values: RegistryValue[] = [];
  for (const pattern of patterns) {
    const found = await items.expand(pattern);
    const named = found.flatMap(({ value }) => value ?? []);
    const [key] = found.filter(({ value }) => value === undefined);
    if (named.length === 0 && key !== undefined) throw isKey(key);
    if (key !== undefined) note(`${itemPathOf(key)} is a key: passed over`);
    values.push(...named);
  }
  if (raw) return bytes(rawOf(values), { isPartial });
  const [only, ...others] = values;
  const fields =
    only === undefined || others.length > 0
      ? {}
      : { value_name: only.name, value_type: only.type, value_data: dataCell(only) };
  async function* texts(): AsyncGenerator<string> {
    for (const value of values) {
      if (encoding === undefined) yield* textOf(value);
      else yield* live.codePage.decode(pieces(mustHave(value)), encoding, signal);
    }
  }
  return text(texts(), () => ({ fields }), { isPartial });
}

function isKey(item: RegistryItem): CbError {
  return new CbError('Usage', `${itemPathOf(item)} is a key`, { hint: 'ls shows what is in it' });
}

function* textOf(value: RegistryValue): Generator<string> {
  const binary = binaryBytes(value);
  const { data } = value;
  const lines =
    binary !== undefined ? dumpedLines(binary) : Array.isArray(data) ? data.map(String) : [shownData(value)];
  for (const line of lines) yield `${line}\n`;
}

async function* rawOf(values: readonly RegistryValue[]): AsyncGenerator<Uint8Array> {
  for (const value of values) yield* mustHave(value);
}

async function* pieces(bytes: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* bytes;
}

function mustHave(value: RegistryValue): Iterable<Uint8Array> {
  const known = regBytes(value);
  if (known !== undefined) return known.bytes;
  throw new CbError('BadReply', `what the sensor says of ${value.name} is no ${value.type}`, {
    hint: 'reg get --json shows it',
  });
}
