import { beforeAll, describe, expect, it } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import type { AtPrompt, Interruptible } from '../../src/ports/at-prompt.ts';
import { attentive } from '../support/attentive.ts';
import { type LabSensor, labVerbs } from '../support/lab-verbs.ts';

const world = labVerbs();
let windows: LabSensor;
let linux: LabSensor;
const never = new AbortController().signal;

beforeAll(async () => {
  windows = await world.on(10);
  linux = await world.on(1);
});

/** A prompt at which Ctrl-C can be pressed; `answer` is the letter that is typed then, or Ctrl-C again. */
function promptOf(answer = '') {
  const pressed = new Set<Interruptible>();
  const questions: string[] = [];
  let left = 0;
  const prompt: AtPrompt = {
    onInterrupt(verb) {
      pressed.add(verb);
      return () => pressed.delete(verb);
    },
    async choose(question, choices) {
      questions.push(question);
      const chosen = choices.find(({ letter }) => letter === answer);
      if (chosen === undefined) throw new CbError('Interrupted', 'interrupted at a question');
      return chosen.value;
    },
    leaveRunning() {
      left += 1;
    },
    attention: attentive,
  };
  const interrupt = () => {
    expect([...pressed].map((verb) => verb.ask())).toEqual([true]);
  };
  return { prompt, interrupt, questions, left: () => left };
}

async function runs(sensor: LabSensor, line: string): Promise<boolean> {
  return (await sensor.live.processes.list(never)).some(({ commandLine }) => commandLine === line);
}

async function commandsOf(sensor: LabSensor) {
  return await sensor.live.store.commands(never);
}

/** Files of ours on the sensor. */
async function leftovers(sensor: LabSensor): Promise<readonly string[]> {
  const folder = sensor === windows ? 'C:\\Windows\\CarbonBlack' : '/opt/cbsensor';
  const names = (await sensor.live.files.list(folder, never)).map(({ name }) => name);
  return names.filter((name) => name.startsWith('cblr-'));
}

const nothingIsLeft = (sensor: LabSensor) =>
  expect.poll(() => leftovers(sensor), { timeout: 20_000 }).toEqual([]);

describe('exec at a prompt', () => {
  it('shows the output of a program without holding the sensor, and says that it has no exit code', async () => {
    for (const sensor of [windows, linux]) {
      const before = (await commandsOf(sensor)).length;
      const ran = await sensor.run('exec whoami', promptOf());
      expect(ran).toMatchObject({
        stdout: expect.stringMatching(/^(nt authority\\system|root)\n$/),
        stderr: 'exit code not known: exec --wait has it\n',
        exitCode: 0,
      });
      await nothingIsLeft(sensor);
      const sent = [...(await commandsOf(sensor))].sort((a, b) => a.id - b.id).slice(before);
      expect(sent.slice(0, 3).map(({ name }) => name)).toEqual([
        'create process',
        'process list',
        'get file',
      ]);
      expect(sent[0]).toMatchObject({ object: 'whoami' });
      expect(sent[0]?.wire['wait']).toBe(false);
    }
  });

  it('sends the command line as it was typed, without any interpreter of ours', async () => {
    const line = 'cmd.exe /c "echo a& echo %OS% & exit 3"';
    const ran = await windows.run(`exec ${line}`, promptOf());
    expect(ran.stdout).toBe('a\nWindows_NT \n');
    const sent = (await commandsOf(windows)).filter(({ name }) => name === 'create process');
    expect(sent.some(({ object }) => object === line)).toBe(true);
  });

  it('has the exit code with --wait and with --propagate', async () => {
    expect((await linux.run('exec --wait sh -c "exit 3"', promptOf())).stderr).toBe('exit code 3\n');
    expect((await linux.run('exec --propagate sh -c "exit 3"', promptOf())).exitCode).toBe(3);
  });

  it('shows output as it grows, while other verbs answer', async () => {
    const pieces: string[] = [];
    const other: string[] = [];
    const ran = await linux.run('exec -- sh -c "echo one; sleep 1; echo two"', {
      ...promptOf(),
      onOut: (text) => {
        pieces.push(text);
        if (pieces.length === 1)
          void linux.out('exec --wait echo meanwhile').then((out) => other.push(out, `at ${pieces.length}`));
      },
    });
    expect(ran.stdout).toBe('one\ntwo\n');
    expect(pieces).toEqual(['one\n', 'two\n']);
    expect(other).toEqual(['meanwhile\n', 'at 1']);
  });

  it.each(['k', 'Ctrl-C again'])('ends the program with its children at Ctrl-C and %s', async (answer) => {
    for (const [sensor, line, child] of [
      [windows, 'cmd.exe /c "echo first& ping -n 60 127.0.0.1"', 'ping -n 60 127.0.0.1'],
      [linux, 'sh -c "echo first; sleep 60"', 'sleep 60'],
    ] as const) {
      const at = promptOf(answer);
      const running = sensor.run(`exec -- ${line}`, at);
      while (!(await runs(sensor, child)));
      at.interrupt();
      const ran = await running;
      expect(ran).toMatchObject({
        stdout: expect.stringMatching(/^first\n/),
        stderr: 'ended\n',
        exitCode: 0,
      });
      expect(at.questions).toHaveLength(1);
      expect(await runs(sensor, child)).toBe(false);
      await nothingIsLeft(sensor);
    }
  });

  it('goes on waiting where that is the answer', async () => {
    const at = promptOf();
    const running = linux.run('exec -- sh -c "echo on; sleep 0.8; echo off"', {
      ...at,
      onOut: (text) => {
        if (text === 'on\n') at.interrupt();
      },
    });
    expect(await running).toMatchObject({ stdout: 'on\noff\n', exitCode: 0 });
    expect(at.questions).toEqual([expect.stringMatching(/^pid \d+ \(sh\) runs$/)]);
  });

  it('gives the prompt back where it is left as a job, and reads on', async () => {
    const at = promptOf('d');
    const ran = await linux.run('exec -- sh -c "echo on; sleep 0.8; echo off"', {
      ...at,
      onOut: (text) => {
        if (text === 'on\n') at.interrupt();
      },
    });
    expect(at.left()).toBe(1);
    expect(ran.stdout).toBe('on\noff\n');
  });

  it('says what goes on where it is stopped by a signal or its deadline, and what removes it works', async () => {
    const ran = await linux.run('exec --deadline 300ms sleep 61', promptOf());
    expect(ran).toMatchObject({ exitCode: 5, kind: 'SessionTimeout' });
    const said = /goes on on the sensor: (kill \d+) ends it, then (rm .+) removes its files\n/.exec(
      ran.stderr,
    );
    expect(await leftovers(linux)).toHaveLength(1);
    await linux.out(`${said?.[1]} --yes`);
    await linux.out(`${said?.[2]} --yes`);
    await nothingIsLeft(linux);
  });

  it('says what a sensor cannot start, and leaves nothing', async () => {
    expect(await windows.run('exec dir C:\\', promptOf())).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('hint: dir is a word of cmd.exe'),
    });
    await nothingIsLeft(windows);
  });

  it('in a dry run prints the request and gives nothing', async () => {
    const sent: unknown[] = [];
    const dry = await world.open(10, { dryRun: (request) => sent.push(request.body), pid: 3 });
    expect(await dry.run('exec whoami', promptOf())).toMatchObject({ stdout: '', exitCode: 0 });
    expect(sent).toEqual([
      expect.objectContaining({ name: 'create process', object: 'whoami', wait: false }),
    ]);
    await dry.leave();
  });
});
