import { describe, expect, test } from 'vitest';
import { globalOptions } from '../../src/spec/globals.ts';
import { helpOfRegistry, helpOfSpec, optionLines } from '../../src/spec/help.ts';
import { type HelpLine, wrap } from '../../src/spec/help-lines.ts';
import { operandsLine, usageLine } from '../../src/spec/usage.ts';
import { withSensor } from '../../src/spec/with-sensor.ts';
import { registry, specNamed } from './support.ts';

function texts(lines: readonly HelpLine[]): string {
  return lines.map(({ text }) => text).join('\n');
}

describe('usage', () => {
  test.each([
    ['ls', 'ls [options] [path]'],
    ['kill', 'kill <process...>'],
    ['get', 'get [options] <remote> [local]'],
    ['exec', 'exec [options] <command...>'],
    ['complete', 'complete {on | off}'],
    ['help', 'help [verb...]'],
  ])('of %s', (name, line) => expect(usageLine(specNamed(name))).toBe(line));

  test('of a one-shot names program and sensor', () => {
    expect(usageLine(withSensor(specNamed('exec'), 'cblr'), 'cblr')).toBe(
      'cblr exec <sensor> [options] <command...>',
    );
    expect(operandsLine(withSensor(specNamed('reg query'), 'cblr'), 'cblr')).toBe(
      'cblr reg query <sensor> <key>',
    );
  });
});

test('examples of a one-shot are typed as the local shell wants them', () => {
  const lines = (name: string): readonly string[] =>
    withSensor(specNamed(name), 'cblr').examples.map(({ line }) => line);
  expect(lines('ls')).toEqual([`cblr ls 10 -l 'C:\\Program Files'`]);
  expect(lines('exec')).toEqual([
    `cblr exec 10 --dir 'C:\\' cmd /c dir`,
    `cblr exec 10 -- 'cmd /c dir | find "x"'`,
  ]);
  expect(lines('reg query')).toEqual([`cblr reg query 10 'HKLM\\SOFTWARE'`]);
});

describe('help of a verb', () => {
  test('has examples first, then usage, operands, options, details, effect', () => {
    expect(texts(helpOfSpec(specNamed('get'), { columns: 60 }))).toBe(`get: fetch a file

examples
  get C:\\a.txt
      fetch one file

usage
  get [options] <remote> [local]

operands
  <remote>  file on the sensor
  [local]   where to put it

options
  --offset N         begin there
  --wait[=DURATION]  wait for the sensor: 30s, 5m or 2h

details
  It is written beside its final name first. The hash is
  taken while it comes.

effect
  reads: nothing is changed, so it runs on a readonly
  profile too`);
  });

  test('names the options that make it destroy', () => {
    const get = specNamed('get');
    const flag = { kind: 'flag', about: '' } as const;
    const put: typeof get = {
      ...get,
      effect: 'changes',
      options: {
        quick: flag,
        force: flag,
        query: { kind: 'text', about: '' },
        tags: { kind: 'list', about: '' },
      },
      effectOf: ({ force, query, tags }) =>
        force === true || query !== undefined || Array.isArray(tags) ? 'destroys' : 'changes',
    };
    const words = 'it asks first, or needs --yes without a terminal';
    expect(texts(helpOfSpec(put, { columns: 200 }))).toContain(`with --force, --query or --tags ${words}`);
    expect(texts(helpOfSpec({ ...put, effectOf: () => 'destroys' }, { columns: 200 }))).not.toContain(words);
    const { query: _query, tags: _tags, ...options } = put.options;
    expect(texts(helpOfSpec({ ...put, options }, { columns: 200 }))).toContain(`with --force ${words}`);
  });

  test('names its aliases, and choices that the usage has no room for', () => {
    expect(texts(helpOfSpec(specNamed('ls'), { columns: 80 }))).toContain('also: dir');
    expect(texts(helpOfSpec(specNamed('ls'), { columns: 80 }))).toContain('    --sort {name | size}  order');
    expect(texts(helpOfSpec(specNamed('reg set'), { columns: 100 }))).toContain(
      '--type TYPE  its type: REG_SZ, REG_DWORD, REG_QWORD, REG_BINARY',
    );
  });

  test('has roles for the drawing', () => {
    const lines = helpOfSpec(specNamed('kill'), { columns: 80 });
    expect(lines.find(({ text }) => text === 'usage')?.role).toBe('heading');
    expect(lines.find(({ text }) => text.includes('kill 4312'))?.role).toBe('example');
    expect(lines.find(({ text }) => text.includes('end two'))?.role).toBe('dim');
  });
});

test('the list of verbs stands by group in aligned columns', () => {
  expect(texts(helpOfRegistry(registry, { columns: 80, groupOrder: ['shell', 'files'] }))).toBe(`shell
  complete   switch completion
  help       show help

files
  ls (dir)   list a directory
  get        fetch a file

processes
  kill       end processes on the sensor
  exec       run a command on the sensor

registry
  reg query  list a registry key
  reg set    write a registry value`);
});

test('the list of verbs leaves the longer forms of a noun alone to its page', () => {
  const spec = { ...specNamed('ls'), aliases: ['ls all', 'dir'] };
  expect(texts(helpOfRegistry([spec], { columns: 80 }))).toContain('  ls (dir)  list a directory');
  expect(texts(helpOfSpec(spec, { columns: 80 }))).toContain('also: ls all, dir');
});

test('options have a column for their letters and are wrapped beside their names', () => {
  const lines = texts(optionLines(globalOptions, 60)).split('\n');
  expect(lines.filter((line) => /profile of|--lab|how results|on a terminal, tsv/.test(line))).toEqual([
    '  -p, --profile NAME         which profile of ~/.cbrc',
    '      --lab                  the embedded lab server',
    '  -o, --output FORMAT        how results are printed (table',
    '                             on a terminal, tsv on a pipe):',
  ]);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
});

test('wrapping keeps every word and never goes wider than the width', () => {
  expect(wrap('', 40)).toEqual(['']);
  const text = 'a word that is averyveryverylongone indeed '.repeat(5);
  const lines = wrap(text, 24);
  expect(lines.join(' ')).toBe(text.trim());
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(24);
});
