import { afterEach, describe, expect, test } from 'vitest';
import { labVerbs } from '../support/lab-verbs.ts';

const world = labVerbs();
afterEach(() => world.lab.clearFaults());

const implant = 'A276B67AC893B80B963F3415E7DD146B';

describe('respond', () => {
  test('changes nothing where the answer is no', async () => {
    const sensor = await world.on(10);
    const ran = await sensor.run('respond svch0st.exe --isolate', { tty: true, answers: [false] });
    expect(ran.questions).toEqual([
      'isolate WIN-EP7RMLTCLAJ, end 1664 svch0st.exe with what runs below (1800 evil.exe) on WIN-EP7RMLTCLAJ?',
    ]);
    expect(ran.kind).toBe('Declined');
    expect(await sensor.json('ps --name svch0st.exe')).toHaveLength(1);
  });

  test('asks once, and says in it what speaks against the ban', async () => {
    const sensor = await world.on(10);
    const ran = await sensor.run('respond svch0st.exe notepad.exe --ban', { tty: true, answers: [false] });
    expect(ran.questions).toEqual([
      expect.stringMatching(
        /^ban 2 hashes, 1 signed by Microsoft and 1 on more than a tenth of 60 sensors, end 1664 svch0st\.exe, 1772 notepad\.exe .*\?$/,
      ),
    ]);
    expect(ran.kind).toBe('Declined');
  });

  test('ends the processes though the host cannot be isolated and the ban is refused', async () => {
    const rights = { globalAdmin: false, banHashes: false, isolateSensors: false };
    const sensor = await world.open(10, { token: world.lab.addUser('responder', rights) });
    const ran = await sensor.run(`respond svch0st.exe --ban --isolate --force --yes -o ndjson`);
    const rows = ran.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows.map(({ action, target, outcome }) => [action, target, outcome])).toEqual([
      ['isolate', 'WIN-EP7RMLTCLAJ', 'failed'],
      ['ban', implant, 'failed'],
      ['kill', '1664 svch0st.exe', 'done'],
      ['kill', '1800 evil.exe', 'done'],
    ]);
    expect(ran.exitCode).toBe(6);
  });
});
