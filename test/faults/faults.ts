import type { Place } from './asked.ts';
import { type How, hows } from './mischief.ts';

/** A fault: what happens to which requests. */
export interface Fault {
  /** `lost reply at the 1st command`. */
  readonly name: string;
  readonly how: How;
  readonly where: Place | 'main write' | 'any';
  /** Which of them, from 1; `each` for all. */
  readonly which: number | 'each';
}

const connection = [
  'reset',
  'stall',
  'lost reply',
  'stalled reply',
  'cut at 0',
  'cut at 1',
  'cut at half',
  'cut before the last byte',
  'stalled at half',
] as const;
const statuses = [
  '400',
  '401 page',
  '403 page',
  '404 page',
  '404 empty',
  '429',
  '500',
  '502',
  '503',
  '504',
  'redirect',
] as const;
const shapes = [
  'login page',
  'empty 200',
  '{}',
  '[]',
  'null',
  '"ok"',
  'errorMessage',
  'result failure',
  'name and message',
  'not JSON',
] as const;
const packing = [
  'called gzip',
  'gzip cut',
  'called brotli',
  'twice the body',
  'bytes behind it',
  'length too long',
  'deaf to chunks',
] as const;
const lostWrites = [
  'lost reply',
  'stalled reply',
  'cut at half',
  '500 after it acted',
  '502 after it acted',
  '504 after it acted',
  'login page after it acted',
  '{} after it acted',
  'called gzip',
] as const;

const at = (where: Fault['where'], which: Fault['which'], names: readonly How[]): Fault[] =>
  names.map((how) => ({
    name: `${how} at ${which === 'each' ? `each ${where}` : `the ${ordinal(which)} ${where}`}`,
    how,
    where,
    which,
  }));

/** Every fault that is tried; each with every job that it can meet. */
export const faults: readonly Fault[] = [
  ...at('any', 1, [...connection, '429', '502', 'login page', 'redirect', 'deaf to chunks']),
  ...at('any', 'each', ['reset', 'stall', '503', 'login page', '401 page']),
  ...at('any', 3, ['reset', '500', 'stalled at half', 'called brotli']),
  ...at('main write', 1, [...new Set([...statuses, ...shapes, ...lostWrites, 'reset', 'stall'] as const)]),
  ...at('read', 1, [...shapes, '404 page', '500', 'chunks cut at half', 'last chunk missing', ...packing]),
  ...at('read', 2, ['500', '504', '{}', 'cut at half', 'errorMessage', 'called gzip']),
  ...at('open', 1, [
    'lost reply',
    '502 after it acted',
    '{} after it acted',
    'login page',
    '404 page',
    '500',
  ]),
  ...at('sessions', 1, ['{}', 'login page', '404 page', '500', '405 page']),
  ...at('session', 1, ['404 page', '{}', '500', 'cut at half']),
  ...at('command', 1, [
    'lost reply',
    'reset',
    '404 page',
    '404 empty',
    '500',
    '504 after it acted',
    '{} after it acted',
    'login page',
  ]),
  ...at('command', 2, ['session gone', 'lost reply', '502']),
  ...at('command', 'each', ['session gone', '503']),
  ...at('poll', 1, [
    'session gone',
    'reset',
    'stall',
    '500',
    '404 page',
    'login page',
    '{}',
    'null',
    'cut at half',
    'called HTML',
  ]),
  ...at('poll', 'each', ['503', 'stall', '{}', '404 page']),
  ...at('file', 1, ['500', '{}', '404 page', 'login page']),
  ...at('content', 1, [
    ...connection,
    'stalled before the last byte',
    'chunks cut at half',
    'last chunk missing',
    'login page',
    '206 page',
    '404 page',
    '500',
    '503',
    '{}',
    'empty 200',
    '204',
    'called HTML',
    ...packing,
  ]),
  ...at('content', 'each', ['login page', 'cut at half', '503', 'stalled at half']),
  ...at('upload', 1, ['lost reply', 'reset', 'login page', '500', '{} after it acted', '404 page']),
  ...at('close', 1, ['lost reply', 'reset', 'stall', '500', '404 page', 'login page']),
  ...at('commands', 1, ['500', '{}', 'reset']),
];

function ordinal(n: number): string {
  return n === 1 ? '1st' : n === 2 ? '2nd' : n === 3 ? '3rd' : `${n}th`;
}

/** Each of them happens somewhere. */
export const howsTried: ReadonlySet<How> = new Set(faults.map(({ how }) => how));
export const allHows = Object.keys(hows) as readonly How[];
