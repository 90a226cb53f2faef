import { binaryBytes } from '../../live/reg-data.ts';
import type { RegistryValue } from '../../live/registry.ts';
import type { Cell, Column } from '../../spec/result.ts';
import { dumpedLines, dumpedStart } from '../../views/hex-lines.ts';

/** The default value has no name on the wire. */
export function shownName(name: string): string {
  return name === '' ? '(default)' : name;
}

/** Data as the wire has it: what comes from JSON is a cell. */
export function dataCell(value: RegistryValue): Cell {
  return value.data as Cell;
}

/** For people: a number also in hex; one beyond 2^53 comes as its digits; bytes as the beginning of a hexdump. */
export function shownData(value: RegistryValue): string {
  const { data } = value;
  const binary = binaryBytes(value);
  if (binary !== undefined) return binary.length === 0 ? '' : dumpedStart(binary);
  if (typeof data === 'number' && Number.isSafeInteger(data) && data >= 0)
    return `${data} (0x${data.toString(16)})`;
  if (/^REG_[DQ]WORD/.test(value.type) && typeof data === 'string' && /^\d{1,20}$/.test(data))
    return `${data} (0x${BigInt(data).toString(16)})`;
  if (Array.isArray(data)) return data.map(String).join(', ');
  if (data === null || data === undefined) return '';
  return typeof data === 'object' ? JSON.stringify(data) : String(data);
}

/** For a record: what takes several lines. */
export function dataLines(value: RegistryValue): readonly string[] | undefined {
  const { data } = value;
  if (Array.isArray(data)) return data.map(String);
  const binary = binaryBytes(value);
  if (binary === undefined) return undefined;
  const lines = [...dumpedLines(binary.subarray(0, mostDumped), 4)];
  const more = binary.length - mostDumped;
  return more > 0 ? [...lines, `and ${more} bytes more: cat shows all`] : lines;
}

/** Bytes of a dump in a record. */
const mostDumped = 512;

/** The columns of one value, for a record. */
export const valueColumns: readonly Column<RegistryValue>[] = [
  {
    field: 'value_name',
    head: 'value',
    of: (value) => value.name,
    show: (value) => shownName(value.name),
    style: () => 'name',
  },
  { field: 'value_type', head: 'type', of: (value) => value.type, style: () => 'dim' },
  { field: 'value_data', head: 'data', of: dataCell, show: shownData, lines: dataLines },
];
