import { beforeAll, expect, it } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import type { AtPrompt, Interruptible } from '../../src/ports/at-prompt.ts';
import { attentive } from '../support/attentive.ts';
import { type LabSensor, labVerbs } from '../support/lab-verbs.ts';

/** All of them in `npm run soak`. */
const count = process.env['CBLR_SOAK'] === '1' ? 100 : 25;
const world = labVerbs();
const never = new AbortController().signal;
const sensors: LabSensor[] = [];

let replied: () => void = () => undefined;

beforeAll(async () => {
  const onReply = (_asked: unknown, json: unknown) => {
    replied();
    return json;
  };
  for (const sensor of [10, 1]) sensors.push(await world.open(sensor, { onReply }));
});

/** Numbers that look random and are the same in every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    yield state / 2 ** 31;
  }
}

/** What runs on the sensor and what lies in its folder for helper files; the sensor's own programs come and go by themselves. */
async function machine({ live }: LabSensor) {
  const [processes, files] = [
    await live.processes.list(never),
    await live.files.list(live.place.directory, never),
  ];
  return {
    ours: processes
      .filter(({ commandLine }) => /ping|sleep|echo/.test(commandLine))
      .map((each) => each.commandLine),
    files: files.map(({ name }) => name).sort(),
  };
}

type How = 'k' | 'Ctrl-C again' | 'a signal';

/** Runs a program, and presses Ctrl-C behind so many replies of the server. */
async function interrupted(sensor: LabSensor, line: string, at: number, how: How): Promise<void> {
  const running = new Set<Interruptible>();
  const stop = new AbortController();
  const prompt: AtPrompt = {
    onInterrupt(verb) {
      running.add(verb);
      return () => running.delete(verb);
    },
    async choose(_question, choices) {
      const chosen = choices.find(({ letter }) => letter === how);
      if (chosen === undefined) throw new CbError('Interrupted', 'interrupted at a question');
      return chosen.value;
    },
    leaveRunning: () => undefined,
    attention: attentive,
  };
  const press = () => {
    if (how === 'a signal') stop.abort(new CbError('Terminated', 'stopped by a signal'));
    else if (![...running].some((verb) => verb.ask())) stop.abort(new CbError('Interrupted', 'interrupted'));
  };
  let replies = 0;
  replied = () => {
    if (replies === at) press();
    replies += 1;
  };
  await sensor.run(line, { prompt, signal: stop.signal });
  replied = () => undefined;
}

const programs = [
  ['exec ping -n 60 127.0.0.1', 'exec sleep 60'],
  ['exec -- cmd.exe /c "echo a& ping -n 60 127.0.0.1"', 'exec -- sh -c "echo a; sleep 60; echo b"'],
  ['exec cmd.exe /c echo quick', 'exec echo quick'],
] as const;

it(`leaves nothing on the sensor after ${count} Ctrl-C at any moment`, { timeout: 300_000 }, async () => {
  const random = numbers(7);
  const next = (below: number) => Math.floor(random.next().value * below);
  for (const [kind, sensor] of sensors.entries()) {
    const before = await machine(sensor);
    for (let number = 0; number < count / 2; number += 1) {
      const line = programs[next(programs.length)]?.[kind] ?? '';
      const [how, at] = [(['k', 'Ctrl-C again', 'a signal'] as const)[next(3)] ?? 'k', next(14)];
      await interrupted(sensor, line, at, how);
      await expect
        .poll(() => machine(sensor), { timeout: 20_000, message: `${line}, ${how} at ${at}` })
        .toEqual(before);
    }
  }
});
