import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { evaluate, type PlayValue, StepResult } from '../../src/fleet/playbook/evaluate.ts';
import { ExpressionFault, parseExpression } from '../../src/fleet/playbook/expression.ts';
import { programOfLine } from '../../src/fleet/playbook/program-of-line.ts';
import { readPlaybook } from '../../src/fleet/playbook/read-playbook.ts';
import { cpuMs } from '../support/cpu-time.ts';

const isVerb = (name: string) =>
  ['ps', 'get', 'put', 'exec', 'rm', 'reg query', 'hash', 'kill', 'pwd'].includes(name);
const read = (text: string, file = 'p.yaml') => readPlaybook(text, file, isVerb);

const services = new StepResult('done', [
  { name: 'Spooler', path: '"C:\\Program Files\\a b\\spool.exe" -k x', pid: 4, md5: 'AA' },
  { name: 'Evil', path: 'C:\\x\\evil.exe /s', pid: 12, md5: 'bb', note: null },
]);
const names = new Map<string, PlayValue>([
  ['svc', services],
  ['none', new StepResult('skipped', [])],
  ['lost', new StepResult('failed', [])],
  ['os', 'windows'],
  ['bad', ['BB', 'cc']],
  ['limit', 10],
  ['flag', false],
  ['item', { name: 'one' }],
]);

test.each([
  ["os == 'windows'", true],
  ["os != 'windows' or limit > 3", true],
  ["os == 'windows' and not (limit < 3)", true],
  ['not flag', true],
  ['svc[.md5 in bad].name', ['Evil']],
  ['svc[.pid >= 10 and .name like "E*"].pid', [12]],
  ['svc.name', ['Spooler', 'Evil']],
  ['svc[.md5 not in bad].name', ['Spooler']],
  ["'EVIL' in svc.name", true],
  ["[ 'evil', 'spooler' ] in svc.name", true],
  ["'x' in svc.name", false],
  ["svc.name contains 'evil'", true],
  ["os contains 'WIN'", true],
  ['done(svc) and skipped(none) and failed(lost)', true],
  ['count(svc)', 2],
  ['first(svc).name', 'Spooler'],
  ['program(svc.path)', ['C:\\Program Files\\a b\\spool.exe', 'C:\\x\\evil.exe']],
  ['file(program(svc.path))', ['spool.exe', 'evil.exe']],
  ["folder('/opt/x/y')", '/opt/x'],
  ['unique([1, 1, 2])', [1, 2]],
  ['none.name', []],
  ["'it''s' == \"it's\"", true],
  ['item.name', 'one'],
  ["'a' < 3", false],
  ["'10' == 10", true],
])('%s is %j', (source, value) => {
  expect(evaluate(parseExpression(source), names)).toEqual(value);
});

test.each([
  ["os = 'windows'", 3, 'two of them compare'],
  ['os ==', 5, 'something is missing'],
  ['os windows', 3, 'does not belong here'],
  ['eval(os)', 0, 'there is no eval()'],
  ["'open", 0, 'a quote is not closed'],
  ['a b', 2, 'does not belong here'],
  ['svc[.a', 6, '"]" is missing'],
  ['a; b', 1, '";" does not belong here'],
  ['('.repeat(30), 20, 'nested too deeply'],
  [`a${'.b'.repeat(40)}`, 43, 'nested too deeply'],
  ['x'.repeat(3000), 0, 'longer than 2000'],
  ['constructor()', 0, 'there is no constructor()'],
])('%s is refused at %i: %s', (source, at, words) => {
  let fault: unknown;
  try {
    parseExpression(source);
  } catch (error) {
    fault = error;
  }
  if (!(fault instanceof ExpressionFault)) throw new Error('it was not refused');
  expect(`${fault.message} ${fault.hint}`).toContain(words);
  expect(fault.at).toBe(at);
});

test('a field that no row knows is a slip, and not nothing', () => {
  expect(() => evaluate(parseExpression('svc.md6'), names)).toThrow('no row has a field "md6"');
  expect(evaluate(parseExpression('svc.note'), names)).toEqual([]);
  expect(() => evaluate(parseExpression('item.nane'), names)).toThrow('no row has a field "nane"');
  // What every object has is no field of a row.
  expect(() => evaluate(parseExpression('item.constructor'), names)).toThrow('no row has a field');
});

test('a hundred thousand hashes are looked through once for ten thousand rows', () => {
  const bad = Array.from({ length: 100_000 }, (_, at) => at.toString(16).padStart(32, '0'));
  const rows = Array.from({ length: 10_000 }, (_, at) => ({
    md5: (at * 20).toString(16).padStart(32, '0').toUpperCase(),
  }));
  const own = new Map<string, PlayValue>([
    ['bad', bad],
    ['h', new StepResult('done', rows)],
  ]);
  const test = parseExpression('count(h[.md5 in bad])');
  let found: PlayValue = 0;
  const ms = cpuMs(() => {
    found = evaluate(test, own);
  });
  expect(found).toBe(5000);
  expect(ms).toBeLessThan(1500);
});

test('what a filter in a filter gives is made once, and not once for each row', () => {
  const all = Array.from({ length: 20_000 }, (_, at) => ({ path: `C:\\${at}.exe`, pid: at }));
  const hashed = all.map(({ path }, at) => ({ path: path.toUpperCase(), md5: at % 4 === 0 ? 'aa' : 'bb' }));
  const own = new Map<string, PlayValue>([
    ['all', new StepResult('done', all)],
    ['hashed', new StepResult('done', hashed)],
    ['hashes', ['AA']],
  ]);
  const test = parseExpression('all[.path in hashed[.md5 in hashes].path].pid');
  let found: PlayValue = 0;
  const ms = cpuMs(() => {
    found = evaluate(test, own);
  });
  expect(found).toEqual(all.filter(({ pid }) => pid % 4 === 0).map(({ pid }) => pid));
  expect(ms).toBeLessThan(1500);
  // What asks of the row around it is asked of each.
  expect(evaluate(parseExpression('count(svc[count([.name]) == 1])'), names)).toBe(2);
  expect(evaluate(parseExpression("svc[program(.path) == 'C:\\x\\evil.exe'].name"), names)).toEqual(['Evil']);
});

test.each([
  ['C:\\Windows\\system32\\svchost.exe -k netsvcs', 'C:\\Windows\\system32\\svchost.exe'],
  ['C:\\Program Files\\X Y\\z.exe', 'C:\\Program Files\\X Y\\z.exe'],
  ['"C:\\a b.exe" -x c.exe', 'C:\\a b.exe'],
  ['\\??\\C:\\Windows\\drv.sys', 'C:\\Windows\\drv.sys'],
  ['%SystemRoot%\\System32\\spoolsv.exe', 'C:\\Windows\\System32\\spoolsv.exe'],
  ['\\SystemRoot\\system32\\drivers\\a.sys', 'C:\\Windows\\system32\\drivers\\a.sys'],
  ['system32\\drivers\\a.sys', 'C:\\Windows\\system32\\drivers\\a.sys'],
  ['"%ProgramFiles(x86)%\\A B\\c.exe" /s', 'C:\\Program Files (x86)\\A B\\c.exe'],
  ['%programdata%\\x.exe', 'C:\\ProgramData\\x.exe'],
  ['%OTHER%\\x.exe', '%OTHER%\\x.exe'],
  ['/usr/sbin/sshd -D', '/usr/sbin/sshd'],
  ['', ''],
])('the program of %s is %s', (line, program) => {
  expect(programOfLine(line)).toBe(program);
});

describe('what is wrong in a playbook is told with line and column', () => {
  const head = 'name: x\n';
  test.each([
    ['', 'p.yaml:1:1: the file is empty'],
    ['name: x', 'p.yaml:1:1: the playbook has no steps'],
    ['steps: [ps]', 'p.yaml:1:1: the playbook has no name'],
    [`${head}stepps: [ps]`, 'p.yaml:2:1: unknown key "stepps" in the playbook'],
    [`${head}steps: []`, 'there is no step'],
    [`${head}steps:\n  - pss: x`, 'p.yaml:3:5: unknown verb "pss"'],
    [`${head}steps:\n  - ps\n  - do: ps | grep x`, 'p.yaml:4:9: a step is a verb alone'],
    [`${head}steps:\n  - do: ps\n    when: os = linux`, 'p.yaml:4:14: "=" does not belong here'],
    [`${head}steps:\n  - do: ps\n    when: oss == linux`, 'p.yaml:3:5: step 1: nothing is known as oss'],
    [`${head}steps:\n  - get: \${x.path}`, 'p.yaml:3:5: step 1: nothing is known as x'],
    [`${head}steps:\n  - get: "C:\\\\x\\\\\${item"`, '"${" is not closed'],
    [`${head}steps:\n  - get: \${item.path}`, 'item is for a step with for-each'],
    [`${head}steps:\n  - do: ps\n    register: os`, 'p.yaml:4:15: os is known already'],
    [`${head}steps:\n  - do: ps\n    on-error: panic`, 'p.yaml:4:15: on-error wants stop or continue'],
    [`${head}steps:\n  - do: ps\n    get: x`, 'a step does one thing'],
    [`${head}steps:\n  - register: a`, 'step 1 has nothing to do'],
    [`${head}steps: [ps]\nparams:\n  p: {type: word}`, 'p.yaml:4:13: type wants one of text, number'],
    [`${head}steps: [ps]\nparams:\n  p: {secret: true, default: abc}`, 'a secret has no default'],
    [`${head}steps: [ps]\nparams:\n  p: {type: number, default: abc}`, 'p wants a number, not "abc"'],
    [`${head}steps: [ps]\nfiles:\n  t: {path: a}`, 'file t has no sha256'],
    [`${head}steps: [ps]\nfiles:\n  t: {path: a, sha256: 12}`, 'sha256 wants'],
    [`${head}steps: [ps]\ntargets: {sensr: x}`, 'unknown key "sensr" in targets'],
    [`${head}steps: &a [ps]\ncleanup: *a`, 'anchors (&name) are not read'],
    [`${head}steps: [ps]\nname: y`, 'p.yaml:3:1: "name" stands here a second time'],
    [`${head}steps: !!js/function 'x'`, 'tags (!name) are not read'],
    ['name: "x', 'a quote is not closed'],
    [`${head}steps: ${'['.repeat(5000)}`, 'p.yaml:'],
  ])('%j: %s', async (text, words) => {
    await expect(read(text)).rejects.toMatchObject({
      kind: 'Usage',
      message: expect.stringContaining(words),
    });
  });

  test('and a large one is none', async () => {
    await expect(read(`${head}# ${'x'.repeat(1024 * 1024)}`)).rejects.toThrow('larger than 1 MiB');
  });
});

test('the one that docs/playbooks.md shows is read without a fault', async () => {
  const page = await readFile(join(import.meta.dirname, '../../docs/playbooks.md'), 'utf8');
  const [, shown = ''] = /```yaml\n([^`]*)```/.exec(page) ?? [];
  const playbook = await read(shown);
  expect(playbook.steps.map(({ number, isCleanup }) => [number, isCleanup])).toEqual([
    [1, false],
    [2, false],
    [3, false],
    [4, true],
  ]);
});

describe('a playbook of cbinterface2', () => {
  const ini = `[overview]
name=Look around
description=what it does
; which of the placeholders must be given
required_arguments=SERVICE

[put]
operation=DOWNLOAD
file_path=tool.bat
client_file_path=C:\\Windows\\Temp\\tool.bat

[go]
operation = run
command = C:\\Windows\\Temp\\tool.bat "{SERVICE}" {HOSTNAME} 100%% {{x}}
wait_timeout=45
working_directory=C:\\Windows

[cleanup_files]
operation=run
wait_for_completion=no
command=cmd.exe /c del {WORK_DIR}\\tool.bat

[fetch]
operation=upload
path=C:\\Windows\\out.txt
write_results_path={HOSTNAME}_out.txt
post_completion_command=python3 after.py
`;

  test('is read as it is: sections in their order, cleanup last, placeholders by their names', async () => {
    const playbook = await read(ini, 'look.ini');
    expect(playbook.steps.map(({ title, isCleanup }) => [title, isCleanup])).toEqual([
      ['put', false],
      ['go', false],
      ['fetch', false],
      ['cleanup_files', true],
    ]);
    expect(playbook).toMatchObject({ name: 'Look around', about: 'what it does' });
    expect(playbook.params.map(({ name }) => name)).toEqual(['SERVICE']);
    expect(playbook.notes).toEqual([
      'look.ini:27:1: post_completion_command of fetch is left out: it would run a program on this computer',
    ]);
    const pieces = playbook.steps[1]?.words
      .at(-1)
      ?.pieces.map((piece) => (piece.kind === 'text' ? piece.text : `<${piece.source}>`));
    expect(pieces?.join('')).toBe('C:\\Windows\\Temp\\tool.bat "<SERVICE>" <HOSTNAME> 100% {x}');
  });

  test.each([
    ['[overview]\nname=x\n', 'x.ini:1:1: the playbook has no section'],
    ['[a]\nfoo=1', 'x.ini:1:1: section a has no operation'],
    ['[a]\noperation=jump', 'x.ini:2:1: unknown operation "jump"'],
    ['[a]\noperation=run', 'x.ini:1:1: section a has no command'],
    ['[a]\noperation=run\ncommand=x {WHO}', 'nothing is known as {WHO}'],
    ['[a]\noperation=run\ncommand=x %PATH%', 'x.ini:3:1: a % is written twice'],
    ['[a]\nnonsense', 'x.ini:2:1: this is neither'],
    ['[a]\noperation=run\noperation=run', 'x.ini:3:1: operation stands here a second time'],
    ['[a]\noperation=upload\npath=C:\\{WILDMATCH}', '{WILDMATCH} is not read'],
  ])('%j: %s', async (text, words) => {
    await expect(read(text, 'x.ini')).rejects.toMatchObject({
      kind: 'Usage',
      message: expect.stringContaining(words),
    });
  });
});
