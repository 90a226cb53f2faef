import { done } from '../../src/spec/result.ts';
import { type Spec, specFor } from '../../src/spec/spec.ts';

const verb = specFor<undefined>();

/** A small registry with what the real ones have: groups, aliases, noun words, a command line, choices. */
export const registry: readonly Spec<undefined>[] = [
  verb({
    name: 'ls',
    aliases: ['dir'],
    about: 'list a directory',
    group: 'files',
    effect: 'reads',
    operands: { path: { kind: 'remoteGlob', optional: true, about: 'directory or glob' } },
    options: {
      long: { kind: 'flag', short: 'l', about: 'every column' },
      sort: { kind: 'choice', choices: ['name', 'size'], about: 'order' },
    },
    examples: [{ line: 'ls -l "C:\\Program Files"', shows: 'all columns of a directory' }],
    run: () => done('done'),
  }),
  verb({
    name: 'get',
    about: 'fetch a file',
    details: 'It is written beside its final name first. The hash is taken while it comes.',
    group: 'files',
    effect: 'reads',
    operands: {
      remote: { kind: 'remotePath', about: 'file on the sensor' },
      local: { kind: 'localPath', optional: true, about: 'where to put it' },
    },
    options: {
      offset: { kind: 'size', value: 'N', about: 'begin there' },
      wait: { kind: 'durationMs', optionalValue: true, about: 'wait for the sensor' },
    },
    search: ['download', 'fetch'],
    examples: [{ line: 'get C:\\a.txt', shows: 'fetch one file' }],
    run: () => done('done'),
  }),
  verb({
    name: 'kill',
    about: 'end processes on the sensor',
    group: 'processes',
    effect: 'destroys',
    operands: { process: { kind: 'process', many: true, about: 'pid or name, as shown by ps' } },
    options: {},
    search: ['taskkill', 'stop'],
    examples: [{ line: 'kill 4312 4400', shows: 'end two processes' }],
    complete: { process: () => ['4312', '4400', 'cmd.exe', 'evil\u001b[31m.exe', 'a b.exe'] },
    run: () => done('done'),
  }),
  verb({
    name: 'exec',
    about: 'run a command on the sensor',
    group: 'processes',
    effect: 'changes',
    operands: { command: { kind: 'commandLine', about: 'what to run' } },
    options: { dir: { kind: 'remotePath', short: 'd', about: 'where it runs' } },
    examples: [
      { line: 'exec --dir C:\\ cmd /c dir', shows: 'a listing by cmd' },
      { line: 'exec -- cmd /c dir | find "x"', shows: 'a pipe on the sensor' },
    ],
    run: () => done('done'),
  }),
  verb({
    name: 'reg query',
    about: 'list a registry key',
    group: 'registry',
    effect: 'reads',
    operands: { key: { kind: 'regKey', about: 'the key' } },
    options: {},
    examples: [{ line: 'reg query HKLM\\SOFTWARE', shows: 'its keys and values' }],
    run: () => done('done'),
  }),
  verb({
    name: 'reg set',
    about: 'write a registry value',
    group: 'registry',
    effect: 'changes',
    operands: { value: { kind: 'regValue', about: 'the value' } },
    options: {
      type: {
        kind: 'choice',
        choices: ['REG_SZ', 'REG_DWORD', 'REG_QWORD', 'REG_BINARY'],
        about: 'its type',
      },
    },
    search: ['write'],
    examples: [],
    run: () => done('done'),
  }),
  verb({
    name: 'complete',
    about: 'switch completion',
    group: 'shell',
    effect: 'reads',
    operands: { state: { kind: 'choice', choices: ['on', 'off'], about: 'on or off' } },
    options: {},
    examples: [],
    run: () => done('done'),
  }),
  verb({
    name: 'help',
    about: 'show help',
    group: 'shell',
    effect: 'reads',
    operands: { verb: { kind: 'verb', optional: true, many: true, about: 'about what' } },
    options: {},
    examples: [],
    run: () => done('done'),
  }),
];

/** The spec of that name. */
export function specNamed(name: string): Spec<undefined> {
  const found = registry.find((spec) => spec.name === name);
  if (found === undefined) throw new Error(`no spec ${name}`);
  return found;
}
