import { describe, expect, it, onTestFinished } from 'vitest';
import type { AtPrompt } from '../../src/ports/at-prompt.ts';
import type { CommandObjectName } from '../../src/spec/spec.ts';
import { attentive } from '../support/attentive.ts';
import { type LabSensor, labVerbs } from '../support/lab-verbs.ts';

const world = labVerbs();

/** A session on the Windows sensor, whose supported list lacks one command object. */
async function without(lacking: CommandObjectName): Promise<LabSensor> {
  const sensor = await world.open(10, { onReply: (_asked, json) => listWithout(json, lacking) });
  expect(sensor.live.session.supports(lacking)).toBe(false);
  onTestFinished(() => sensor.leave());
  return sensor;
}

function listWithout(json: unknown, lacking: string): unknown {
  if (Array.isArray(json)) return json.map((each) => listWithout(each, lacking));
  if (typeof json !== 'object' || json === null || !('supported_commands' in json)) return json;
  const { supported_commands: list } = json;
  return Array.isArray(list)
    ? { ...json, supported_commands: list.filter((name) => name !== lacking) }
    : json;
}

/** Somebody who presses no Ctrl-C. */
const prompt: AtPrompt = {
  onInterrupt: () => () => undefined,
  choose: () => Promise.reject(new Error('nothing is to be asked')),
  leaveRunning: () => undefined,
  attention: attentive,
};

const posted = (from: number): readonly (string | undefined)[] =>
  world.lab.requests.slice(from).flatMap(({ command }) => command ?? []);

describe('a sensor that does not offer every command object', () => {
  it('refuses what cannot be done without it, before anything is sent', async () => {
    const sensor = await without('create process');
    const from = world.lab.requests.length;
    expect(await sensor.run('exec whoami')).toMatchObject({
      kind: 'Unsupported',
      stderr: expect.stringContaining('this sensor does not offer "create process", which exec needs'),
    });
    expect(posted(from)).toEqual([]);
  });

  it('does what goes without it, and refuses the rest when it comes to that', async () => {
    const sensor = await without('create process');
    const path = 'C:\\Windows\\win.ini';
    expect(await sensor.json(`hash ${path}`)).toMatchObject([
      { path, by: 'here', sha256: expect.any(String) },
    ]);
    await sensor.out('mkdir C:\\lesser');
    const from = world.lab.requests.length;
    expect(await sensor.run('rm -r C:\\lesser --yes')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('this sensor does not offer "create process"'),
    });
    expect(posted(from)).not.toContain('create process');
  });

  it('runs a program without a list of processes, and waits for it at the prompt, too', async () => {
    const sensor = await without('process list');
    const from = world.lab.requests.length;
    expect(await sensor.out('exec --wait whoami')).toBe('nt authority\\system\n');
    expect(await sensor.out('exec whoami', { prompt })).toBe('nt authority\\system\n');
    expect(posted(from)).not.toContain('process list');
    expect(await sensor.run('ps')).toMatchObject({ kind: 'Unsupported' });
  });
});
