import type { Operand, Option, ParamKind } from './params.ts';

/** `dryRun` → `dry-run`. */
export function kebab(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `dryRun` → `--dry-run`. */
export function longName(key: string): string {
  return `--${kebab(key)}`;
}

/** An operand's name in words: `regKey` → `reg key`. */
export function operandName(key: string): string {
  return kebab(key).replaceAll('-', ' ');
}

const placeholders: Partial<Record<ParamKind, string>> = {
  integer: 'N',
  size: 'SIZE',
  durationMs: 'DURATION',
  timeMs: 'TIME',
  list: 'A,B',
  remotePath: 'PATH',
  remoteGlob: 'GLOB',
  itemPath: 'PATH',
  itemGlob: 'GLOB',
  localPath: 'FILE',
  pid: 'PID',
  regKey: 'KEY',
  regValue: 'KEY\\VALUE',
  session: 'ID',
  commandId: 'ID',
  job: 'N',
  fileId: 'ID',
  profile: 'NAME',
  case: 'NAME',
  savedQuery: 'NAME',
};

/** What stands for an option's value in help: `N` of `--count N`, `{f | d}` of `--type {f | d}`. Empty for a flag. */
export function valuePlaceholder(key: string, option: Option): string {
  if (option.kind === 'flag') return '';
  if (option.value !== undefined) return option.value;
  if (option.choices === undefined) return placeholders[option.kind] ?? kebab(key).toUpperCase();
  const choices = choicesOf(option);
  return choices.length <= 24 ? choices : kebab(key).toUpperCase();
}

/** The sentence about an option or operand, with its choices where the usage line does not show them. */
export function aboutWithChoices(param: Operand | Option, shown: string): string {
  if (param.kind === 'timeMs')
    return `${param.about}${param.isEnd === true ? ', with all of the day, minute or second named' : ''}: -15m, 09:30 or 2024-05-14; without a zone it is UTC`;
  if (param.kind === 'durationMs' && !/\d(?:ms|[smhd])\b/.test(param.about))
    return `${param.about}: 30s, 5m or 2h`;
  if (param.choices === undefined || shown.includes('|')) return param.about;
  return `${param.about}: ${param.choices.join(', ')}`;
}

/** `{table | tsv}`. */
export function choicesOf(param: { readonly choices?: readonly string[] }): string {
  return `{${(param.choices ?? []).join(' | ')}}`;
}

/** `<process...>`, `[file]`, `{on | off}`, `[{on | off}]`. */
export function operandUsage(key: string, operand: Operand): string {
  const many = operand.many === true || operand.kind === 'commandLine' ? '...' : '';
  const name = operand.choices === undefined ? kebab(key) : choicesOf(operand);
  if (operand.optional === true) return `[${name}${many}]`;
  return operand.choices === undefined ? `<${name}${many}>` : `${name}${many}`;
}
