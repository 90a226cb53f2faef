import type { ChainEvent } from '../../transcript/walk.ts';

/** What an event says, in one line; its fields are shown where there is no sentence for its kind. */
export function sentenceOf({ kind, fields }: ChainEvent): string {
  const of = (name: string): string => String(fields[name] ?? '');
  const key = fields['key'] === undefined ? '' : `#${of('key')} `;
  switch (kind) {
    case 'opened':
      return `${of('program')} ${of('version')} of ${of('user')} on ${of('machine')}: ${of('profile')}, ${of('server')}`;
    case 'session':
      return `session ${of('session')} on sensor ${of('sensor')} (${of('host')})`;
    case 'verb':
      return `${of('line')}${fields['dry_run'] === true ? ' (dry run)' : ''}`;
    case 'ended':
      return [`exit ${of('exit_code')}`, of('error')].filter((part) => part !== '').join(': ');
    case 'command':
      return `${key}${of('body')}`;
    case 'result':
      return `${key}${of('status')}${fields['id'] === undefined ? '' : ` (${of('id')})`}${failure(of('error') || of('said'))}`;
    case 'request':
      return `${key}${of('method')} ${of('path')} ${of('body')}`.trimEnd();
    case 'reply':
      return `${key}${of('status') || 'no reply'}${failure(of('error'))}`;
    case 'file':
      return `${of('way')} ${of('remote')} ${fields['way'] === 'put' ? '←' : '→'} ${of('local')}, ${of('bytes')} bytes, SHA-256 ${of('sha256')}`;
    case 'local':
      return `${of('action')} ${of('path')}`;
    case 'kept':
      return `${of('thing')} ${of('path')}: ${of('before')}${size(of('bytes'))} (step ${of('step')})`;
    case 'changed':
      return `${of('end')}: ${of('after')}${size(of('bytes'))} (step ${of('step')})`;
    case 'undone':
      return `change ${of('change')} of step ${of('step')}`;
    case 'note':
      return of('text');
    default:
      return Object.entries(fields)
        .map(([name, value]) => `${name} ${String(value)}`)
        .join(', ');
  }
}

function size(bytes: string): string {
  return bytes === '' ? '' : `, ${bytes} bytes`;
}

function failure(words: string): string {
  return words === '' ? '' : `: ${words}`;
}
