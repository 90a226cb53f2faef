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
  const never = () => Promise.reject(new Error('nothing else is asked'));
  const prompter: Prompter = {
    confirm: never,
    select: never,
    pick: never,
    input: never,
    secret: never,
    async letter(_question, choices) {
      asked += 1;
      if (asked === 1) {
        const { stdout } = await world.run(
          'cbq alert --status unresolved --severity 60 --all --fields unique_id',
        );
        const ids = stdout.trim().split('\n');
        expect((await world.run(['cbq', 'alert', 'set-status', 'resolved', ...ids])).exitCode).toBe(0);
      }
      const wanted = choices.find(({ letter }) => letter === (asked < 3 ? '' : 'q'));
      if (wanted === undefined) throw new Error('no such letter');
      return wanted.value;
    },
  };
  const { stderr } = await world.run('cbq alert triage --severity 60', { tty: true, prompter });
  const states = [...stderr.matchAll(/state +(\w[\w ]*),/g)].map(([, state]) => state);
  expect(states).toEqual(['Unresolved', 'Resolved', 'Resolved']);
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
