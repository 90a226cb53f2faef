import { describe, expect, it } from 'vitest';
import { directory, entry, startHostileServer } from '../support/hostile-server.ts';
import { runHostile } from '../support/run-hostile.ts';

const process = (pid: number, name: string, more: object = {}) => ({
  pid,
  path: `c:\\x\\${name}`,
  proc_guid: `g${pid}`,
  create_time: pid,
  ...more,
});
/** Before the question, and ever after. */
const before = [
  process(1, 'evil.exe'),
  process(2, 'evil.exe'),
  process(3, 'evil.exe'),
  process(9, 'good.exe'),
];
const after = [
  process(1, 'evil.exe'),
  process(3, 'lsass.exe', { proc_guid: 'another' }),
  process(7, 'evil.exe'),
];

function changing() {
  return startHostileServer({
    commands: {
      'process list': (_request, count) => ({ processes: count === 0 ? before : after }),
      'directory list': (_request, count) => ({
        files: [entry('a.log'), ...(count === 0 ? [] : [entry('new.log'), directory('new.d.log')])],
      }),
    },
  });
}

const long = (end: string) => `${'x'.repeat(3000)}${end}`;

it.each([
  [
    'rm',
    ['10', '-r', 'C:\\x\\*'],
    /^delete C:.*a\.log, C:.*b\.log with everything in it on host x+…(?: \(cannot be undone: [^)]{1,300}\))?\?$/,
  ],
  ['kill', ['10', '1', '2'], /^end 1 evilx*…x*1, 2 evilx*…x*2 on host x+… \(cannot be undone\)\?$/],
])('%s asks a question that no name can push out', async (verb, words, question) => {
  await using server = await startHostileServer({
    session: { hostname: `host ${long('')}` },
    sensor: { computer_name: `host ${long('')}` },
    commands: {
      'process list': () => ({ processes: [1, 2].map((pid) => process(pid, `evil${long(String(pid))}`)) }),
      'directory list': () => ({ files: [entry(long('a.log')), directory(long('b.log'))] }),
    },
  });
  const ran = await runHostile(server, [verb, ...words], { tty: true, answers: [false] });
  const [asked = ''] = ran.questions;
  expect(asked).toMatch(question);
  expect(asked.length).toBeLessThan(600);
});

describe('what was asked about', () => {
  it('is what kill ends: what came since is told, what is another process now is not ended', async () => {
    await using server = await changing();
    const ran = await runHostile(server, ['kill', '10', 'evil', '--json'], { tty: true, answers: [true] });
    expect(server.posted.filter(({ name }) => name === 'kill').map(({ object }) => object)).toEqual([1]);
    expect(ran.err).toContain('came since the question, not ended: 7 evil.exe');
    expect(ran.err).toContain('pid 3 is another process now: it was evil.exe, it is lsass.exe');
    expect(ran.exitCode).toBe(6);
    expect(JSON.parse(ran.out)).toEqual([
      { pid: 2, name: 'evil.exe', outcome: 'gone' },
      { pid: 3, name: 'evil.exe', outcome: 'failed' },
      { pid: 1, name: 'evil.exe', outcome: 'killed' },
    ]);
  });

  it('is what rm deletes: what a wildcard means since is told', async () => {
    await using server = await changing();
    const ran = await runHostile(server, ['rm', '10', '-r', 'C:\\x\\*.log'], { tty: true, answers: [true] });
    // What goes is kept before.
    const deleted = server.posted.filter(({ name }) => name !== 'directory list' && name !== 'get file');
    expect(deleted).toMatchObject([{ name: 'delete file', object: 'C:\\x\\a.log' }]);
    expect(ran.err).toContain('came since the question, not deleted: C:\\x\\new.log, C:\\x\\new.d.log');
    expect(ran.exitCode).toBe(0);
  });

  it.each([
    ['kill', '10', 'evil'],
    ['rm', '10', 'C:\\x\\*.log'],
  ])('%s is refused without a terminal before a sensor is asked for anything', async (...words) => {
    await using server = await changing();
    expect((await runHostile(server, words)).exitCode).toBe(2);
    expect(server.received).toEqual([]);
  });
});
