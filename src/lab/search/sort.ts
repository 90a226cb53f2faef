/** What rows can be sorted by, as expressions on `document`. */
const expressions: Readonly<Record<string, string>> = {
  last_update: 'updated',
  last_server_update: 'received',
  start: 'start',
  process_pid: 'pid',
  sensor_id: 'sensor',
  segment_id: 'received',
  id: 'process',
  process_name: '(SELECT text FROM name WHERE name.id = document.name)',
  parent_name: '(SELECT text FROM name WHERE name.id = document.parent_name)',
  username: '(SELECT text FROM account WHERE account.id = document.account)',
  path: "(SELECT substr(text, instr(substr(text, instr(text, '|') + 1), '|') + instr(text, '|') + 1) FROM image WHERE image.id = document.image)",
  cmdline: '(SELECT lower(text) FROM cmdline WHERE cmdline.id = document.cmdline)',
  childproc_count: 'childprocs',
  crossproc_count: 'crossprocs',
  filemod_count: 'filemods',
  modload_count: 'modloads',
  netconn_count: 'netconns',
  regmod_count: 'regmods',
  processblock_count: 'blocks',
};

export interface Sort {
  readonly expression: string;
  readonly descending: boolean;
}

const defaultSort: Sort = { expression: 'updated', descending: true };

/** `<field> asc|desc`; undefined for a field that nothing can be sorted by. */
export function readSort(text: string | undefined): Sort | undefined {
  const trimmed = (text ?? '').trim();
  if (trimmed === '') return defaultSort;
  const match = /^(\w+)(?:\s+(asc|desc))?$/i.exec(trimmed);
  const name = match?.[1]?.toLowerCase() ?? '';
  const expression = Object.hasOwn(expressions, name) ? expressions[name] : undefined;
  return expression === undefined
    ? undefined
    : { expression, descending: (match?.[2] ?? 'asc').toLowerCase() === 'desc' };
}
