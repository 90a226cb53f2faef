import { globalOptions } from '../spec/globals.ts';

const names = [
  'output',
  'json',
  'jq',
  'template',
  'null',
  'bom',
  'fields',
  'yes',
  'dryRun',
  'noUndo',
  'expect',
  'quiet',
  'manifest',
  'pager',
  'help',
] as const satisfies readonly (keyof typeof globalOptions)[];

/** The global options that may stand on a line of the shell; the others belong to the program's own command line. */
export const shellGlobals = Object.fromEntries(names.map((name) => [name, globalOptions[name]])) as Pick<
  typeof globalOptions,
  (typeof names)[number]
>;
