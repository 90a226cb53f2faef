import { globalOptions } from '../spec/globals.ts';
import type { Options } from '../spec/params.ts';

const {
  output,
  json,
  jq,
  template,
  null: zero,
  bom,
  fields,
  yes,
  dryRun,
  noUndo,
  expect,
  quiet,
  manifest,
  pager,
  help,
} = globalOptions;

/** The global options that may stand on a line of the shell; the others belong to the program's own command line. */
export const shellGlobals = {
  output,
  json,
  jq,
  template,
  null: zero,
  bom,
  fields,
  yes,
  dryRun,
  noUndo,
  expect,
  quiet,
  manifest,
  pager,
  help,
} satisfies Options;
