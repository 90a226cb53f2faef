import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAlert } from '../../src/api/wire/alert.ts';
import { CbError } from '../../src/errors/cb-error.ts';
import type { Prompter } from '../../src/ports/prompter.ts';
import { toldAlert } from '../../src/queries/alert/told-alert.ts';
import { mockCb } from '../support/mock-cb.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld();
  await world.profile();
});
afterAll(() => world.end());

const unresolved = async (): Promise<readonly string[]> => {
  const { stdout } = await world.run('cbq alert --status unresolved --all --fields unique_id');
  return stdout.trim().split('\n');
};

/** Somebody at the terminal who presses these, and can do something before. */
function letters(next: () => Promise<string> | string): Prompter {
  const never = () => Promise.reject(new Error('nothing else is asked'));
  return {
    confirm: never,
    select: never,
    pick: never,
    input: never,
    secret: never,
    async letter(_question, choices) {
      const pressed = await next();
      const wanted = choices.find(({ letter }) => letter === pressed);
      if (wanted === undefined) throw new Error('no such letter');
      return wanted.value;
    },
  };
}

test('wants a terminal', async () => {
  const { exitCode, stderr } = await world.run('cbq alert triage');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('there is no terminal to decide on');
});

test('what was decided before Ctrl-C stands, and is shown', async () => {
  const before = await unresolved();
  const { exitCode, stdout, stderr } = await world.run('cbq alert triage --severity 60', {
    tty: true,
    answers: ['f', '', new CbError('Interrupted', 'interrupted at a question')],
  });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/False Positive +done/);
  expect(stderr).toMatch(/1 decided, \d+ left as they are/);
  const after = await unresolved();
  expect(before.filter((id) => !after.includes(id))).toHaveLength(1);
});

test('an alert is shown as it is by then, not as it was found', async () => {
  let asked = 0;
  const prompter = letters(async () => {
    asked += 1;
    if (asked === 1) {
      const { stdout } = await world.run(
        'cbq alert --status unresolved --severity 60 --all --fields unique_id',
      );
      const ids = stdout.trim().split('\n');
      expect((await world.run(['cbq', 'alert', 'set-status', 'resolved', ...ids])).exitCode).toBe(0);
    }
    return asked < 3 ? '' : 'q';
  });
  const { stderr } = await world.run('cbq alert triage --severity 60', { tty: true, prompter });
  const states = [...stderr.matchAll(/state +(\w[\w ]*),/g)].map(([, state]) => state);
  expect(states).toEqual(['Unresolved', 'Resolved', 'Resolved']);
});

test('what a colleague did while an alert was looked at is not undone: it is shown, and asked again', async () => {
  const [id = ''] = await unresolved();
  const host = (await world.run(['cbq', 'alert', 'show', id, '--fields', 'hostname'])).stdout
    .trim()
    .split('\t')
    .at(-1);
  const pressed = ['i', 'f'];
  let isChanged = false;
  const prompter = letters(async () => {
    if (!isChanged) await world.run(['cbq', 'alert', 'set-status', 'resolved', id]);
    isChanged = true;
    return pressed.shift() ?? 'q';
  });
  const words = ['cbq', 'alert', 'triage', `unique_id:"${id}"`, '--status', 'unresolved'];
  const { stdout, stderr } = await world.run([...words, '--hostname', host ?? ''], { tty: true, prompter });
  expect(stderr).toContain('nothing was sent: somebody changed it while you looked at it');
  expect(stderr).toMatch(/state +Resolved.*meanwhile it was changed: it was Unresolved/s);
  expect(stdout).toMatch(/False Positive +done/);
  expect(stdout).not.toContain('In Progress');
});

test('what was decided is shown though the server fails behind it', async () => {
  const pressed = ['f', ''];
  const prompter = letters(() => {
    if (pressed.length === 1) world.lab.setFault('status=500');
    return pressed.shift() ?? 'q';
  });
  try {
    const { exitCode, stdout, stderr } = await world.run('cbq alert triage', { tty: true, prompter });
    expect(exitCode).not.toBe(0);
    expect(stdout).toMatch(/False Positive +done/);
    expect(stderr).toContain('(500)');
  } finally {
    world.lab.clearFaults();
  }
});

test('what cannot be had now is said, and the rest is shown', async () => {
  const server = mockCb();
  const md5 = 'A'.repeat(32);
  const id = '00000007-0000-0005-01da-1747c6b94b40';
  server.info();
  server.answers('GET', `/api/v1/process/${id}/0`, 403, 'no');
  server.answers('GET', `/api/v1/binary/${md5}/summary`, 403, 'no');
  const alert = readAlert({ unique_id: 'x', watchlist_name: 'W', process_id: id, md5, hostname: 'HOST' });
  const lines = await toldAlert(alert, server.cb(), new AbortController().signal);
  expect(lines[0]).toContain('W');
  expect(lines.filter((line) => line.includes('not known: '))).toHaveLength(2);
  expect(lines.join('\n')).toContain('HOST');
  await server.done();
});
