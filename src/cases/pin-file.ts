import type { LocalFiles } from '../ports/local-files.ts';
import { escapeJson } from '../text/escape.ts';
import { toNumber, toText } from '../text/number.ts';

export type PinnedKind = 'process' | 'binary' | 'alert' | 'sensor';

/** A process as a report tells of it; texts are as hostile as the sensor. */
export interface PinnedProcess {
  readonly id: string;
  readonly parentId: string | undefined;
  readonly name: string;
  readonly path: string;
  readonly commandLine: string;
  readonly username: string;
  readonly hostname: string;
  readonly sensorId: number | undefined;
  readonly pid: number | undefined;
  readonly md5: string | undefined;
  readonly startMs: number | undefined;
}

/** What was pinned: kept as the server told it, so that a report needs no server. */
export interface Pin {
  readonly what: PinnedKind;
  readonly id: string;
  /** A process and who started it, the nearest first; of an alert, the process it is about. */
  readonly chain: readonly PinnedProcess[];
  /** What the server sent of the thing itself. */
  readonly wire: Readonly<Record<string, unknown>>;
}

export function pinText(pin: Pin, server: string): string {
  const { what, id, chain, wire } = pin;
  return `${escapeJson(JSON.stringify({ v: 1, what, id, server, chain, wire }, undefined, 2))}\n`;
}

/** Reads it again; whoever may write to the folder of the case may have changed it. Undefined for what is no pin. */
export async function readPin(
  path: string,
  files: Pick<LocalFiles, 'readText' | 'stat'>,
): Promise<Pin | undefined> {
  if ((await files.stat(path))?.isFile !== true) return undefined;
  const json = parsed(await files.readText(path, { noFollow: true }));
  const what = kinds.find((kind) => kind === json?.['what']);
  const id = toText(json?.['id']);
  if (json === undefined || what === undefined || id === undefined) return undefined;
  const chain = Array.isArray(json['chain']) ? json['chain'].flatMap(readProcess) : [];
  return { what, id, chain, wire: objectOf(json['wire']) ?? {} };
}

const kinds: readonly PinnedKind[] = ['process', 'binary', 'alert', 'sensor'];

function readProcess(value: unknown): readonly PinnedProcess[] {
  const json = objectOf(value);
  const id = toText(json?.['id']);
  if (json === undefined || id === undefined) return [];
  const text = (name: string): string => toText(json[name]) ?? '';
  return [
    {
      id,
      parentId: toText(json['parentId']),
      name: text('name'),
      path: text('path'),
      commandLine: text('commandLine'),
      username: text('username'),
      hostname: text('hostname'),
      sensorId: toNumber(json['sensorId']),
      pid: toNumber(json['pid']),
      md5: toText(json['md5']),
      startMs: toNumber(json['startMs']),
    },
  ];
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}
