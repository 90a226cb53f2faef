import type { CommandObjectName } from '../spec/spec.ts';

/** What an undo may send, by the kinds of things that there are. */
export const undoWire: readonly CommandObjectName[] = [
  'directory list',
  'get file',
  'put file',
  'delete file',
  'create directory',
  'create process',
  'reg enum key',
  'reg query value',
  'reg create key',
  'reg delete key',
  'reg set value',
  'reg delete value',
];
