import { readdir, readFile, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LocalFault } from '../../src/errors/local-fault.ts';
import type { Prompter } from '../../src/ports/prompter.ts';
import { StepFolder } from '../../src/undo/step-folder.ts';
import { readStep, type StepHead, statusOfStep } from '../../src/undo/undo-step.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld();
  await world.profile();
  await writeFile(join(world.folder, 'new.txt'), 'new\n');
});
afterAll(() => world.end());

const undoFolder = () => join(world.state, 'transcripts', 'default', 'undo');

function answering(confirm: Prompter['confirm']): Prompter {
  const never = () => Promise.reject(new Error('nothing else is asked'));
  return { confirm, input: never, secret: never, select: never, letter: never, pick: never };
}

/** Its number, by what the list says of the newest. */
async function newest(): Promise<number> {
  const { stdout } = await world.run('cblr undo list -o ndjson');
  return Number(JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}').step);
}

async function fileOf(step: number, ending = '.ndjson'): Promise<string> {
  const name = String(step).padStart(4, '0');
  const found = (await readdir(undoFolder())).find((each) => each.startsWith(name) && each.endsWith(ending));
  return join(undoFolder(), found ?? 'none');
}

describe('what is kept of a file', () => {
  const path = 'C:\\Windows\\win.ini';
  const plain = '; for 16-bit app support';

  test('is for its owner alone, and not its plain bytes', async () => {
    await world.run(['cblr', 'put', '10', '--force', '--yes', 'new.txt', path]);
    const kept = await fileOf(await newest(), '.kept');
    const bytes = await readFile(kept);
    expect(bytes.toString('latin1')).toMatch(/^cblr kept file 1\n/);
    expect(bytes.includes(plain)).toBe(false);
    const decoded = Buffer.from(bytes.subarray(17).map((byte) => byte ^ 0xa5));
    expect(decoded.toString()).toContain(plain);
    expect((await stat(kept)).mode & 0o777).toBe(0o600);
    expect((await stat(undoFolder())).mode & 0o777).toBe(0o700);
  });

  test('is not put back where it was changed here, and what is there stays', async () => {
    const step = await newest();
    const kept = await fileOf(step, '.kept');
    const bytes = await readFile(kept);
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    await writeFile(kept, bytes);
    const { exitCode, stdout } = await world.run(`cblr undo apply ${step} --yes`);
    expect(stdout).toContain('it was changed here');
    expect(exitCode).toBe(9);
    expect((await world.run(['cblr', 'cat', '10', path])).stdout).toBe('new\n');
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    await writeFile(kept, bytes);
    expect(await world.run(`cblr undo apply ${step} --yes`)).toMatchObject({ exitCode: 0 });
    expect((await world.run(['cblr', 'cat', '10', path])).stdout).toContain(plain);
  });
});

test('a step whose program was killed at work is unknown, and what is there decides', async () => {
  await world.run(['cblr', 'reg', 'set', '10', 'HKLM\\SOFTWARE\\Lab\\Types\\new', '--data', 'x']);
  const step = await newest();
  const file = await fileOf(step);
  const text = await readFile(file, 'utf8');
  // Killed before it could say how it ended, in the middle of a line.
  await truncate(file, Buffer.byteLength(text.slice(0, text.indexOf('"ended"') + 3)));
  const { stdout } = await world.run('cblr undo list --fields step,status');
  expect(stdout).toContain(`${step}\tunknown`);
  const ran = await world.run(`cblr undo apply ${step} --yes`);
  expect(ran).toMatchObject({ exitCode: 0 });
  expect(ran.stdout).toContain('put back\tregistry value');
  const gone = await world.run(['cblr', 'reg', 'get', '10', 'HKLM\\SOFTWARE\\Lab\\Types\\new']);
  expect(gone.exitCode).toBe(3);
});

test('a step that two undo at once is undone by one of them', async () => {
  await world.run(['cblr', 'mkdir', '10', 'C:\\twice']);
  const line = `cblr undo apply ${await newest()} --yes`;
  const ran = await Promise.all([world.run(line), world.run(line)]);
  expect(ran.map(({ exitCode }) => exitCode).toSorted()).toContain(0);
  const { stdout } = await world.run('cblr undo list --fields step,line,status');
  expect(stdout.split('\n').filter((each) => each.includes(line))).toHaveLength(1);
});

describe('what others change while it is asked about stays as they left it', () => {
  const value = 'HKLM\\SOFTWARE\\Lab\\Types\\theirs';
  const key = 'HKLM\\SOFTWARE\\Lab\\Ours';
  const file = 'C:\\Windows\\system.ini';
  test.each([
    {
      what: 'a value',
      ours: ['reg', 'set', '10', value, '--data', 'ours'],
      theirs: ['reg', 'set', '10', value, '--data', 'theirs', '--force', '--yes'],
      look: ['reg', 'get', '10', value],
      shows: 'theirs',
      why: 'it was changed since it was shown',
    },
    {
      what: 'a key that is to go',
      ours: ['reg', 'create', '10', key],
      theirs: ['reg', 'set', '10', `${key}\\inside`, '--data', 'theirs'],
      look: ['reg', 'get', '10', `${key}\\inside`],
      shows: 'theirs',
      why: 'there is something in it',
    },
    {
      what: 'a file',
      ours: ['put', '10', '--force', '--yes', 'new.txt', file],
      theirs: ['put', '10', '--force', '--yes', 'longer.txt', file],
      look: ['cat', '10', file],
      shows: 'what they have put there',
      why: 'it was changed since it was shown',
    },
  ])('$what', async ({ ours, theirs, look, shows, why }) => {
    await writeFile(join(world.folder, 'longer.txt'), 'what they have put there\n');
    await world.run(['cblr', ...ours]);
    const step = await newest();
    const ran = await world.run(`cblr undo apply ${step}`, {
      tty: true,
      prompter: answering(async () => {
        expect(await world.run(['cblr', ...theirs])).toMatchObject({ exitCode: 0 });
        return true;
      }),
    });
    expect(ran.stdout).toContain(why);
    expect(ran.exitCode).toBe(1);
    expect((await world.run(['cblr', ...look])).stdout).toContain(shows);
    expect((await world.run('cblr undo list --fields step,status')).stdout).toContain(`${step}\tdone`);
  });
});

test('what surely was not done is no step', async () => {
  const before = await newest();
  const ran = await world.run([
    'cblr',
    'reg',
    'set',
    '10',
    'HKLM\\SOFTWARE\\Lab\\Types\\text',
    '--data',
    'x',
  ]);
  expect(ran.exitCode).toBe(1);
  expect(await newest()).toBe(before);
});

test('a value says in the step what it was, and in the transcript nothing of it', async () => {
  const secret = 'a-value-of-mine';
  const path = 'HKLM\\SOFTWARE\\Lab\\Types\\text';
  await world.run(['cblr', 'reg', 'set', '10', path, '--force', '--yes', '--data', secret]);
  await world.run(['cblr', 'reg', 'delete', '10', path, '--yes']);
  const { stdout } = await world.run('cblr transcript show -o ndjson');
  const kept = stdout.split('\n').find((line) => line.includes('"kind":"kept"'));
  expect(kept).toContain('registry value');
  expect(stdout).not.toContain(secret);
  expect((await world.run(`cblr undo show ${await newest()}`)).stdout).toContain(`REG_SZ "${secret}"`);
  expect(await readFile(await fileOf(await newest()), 'utf8')).not.toContain(secret);
});

test('what cannot be kept is not changed', async () => {
  const files: typeof world.files = {
    ...world.files,
    openLog(path, options) {
      if (!path.includes('/undo/')) return world.files.openLog(path, options);
      throw new LocalFault(`cannot write ${path}: no space left`, 'ENOSPC');
    },
  };
  const ran = await world.run(['cblr', 'mkdir', '10', 'C:\\full'], { files });
  expect(ran.exitCode).toBe(8);
  expect(ran.stderr).toContain('what is there cannot be kept, so nothing was sent');
  expect((await world.run(['cblr', 'stat', '10', 'C:\\full'])).exitCode).toBe(3);
});

describe('steps', () => {
  const head: StepHead = {
    at: '2024-05-14T09:30:00.000Z',
    program: 'cblr',
    run: '1',
    verb: 1,
    line: 'mkdir x',
    server: 'https://cb',
    user: 'mia',
  };

  test('of processes beside each other have numbers of their own', async () => {
    const own = { pid: process.pid, isAlive: () => true };
    const clock = world.runtime([]).clock;
    const deps = { files: world.files, clock, own };
    const folders = Array.from({ length: 8 }, () => new StepFolder(join(world.home, 'beside'), deps));
    const begun = await Promise.all(folders.map((folder) => folder.begin(head)));
    expect(begun.map(({ number }) => number).toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(await folders[0]?.list()).toHaveLength(8);
  });

  test('are not read from what is none', () => {
    for (const text of ['', '{}', 'null', '[]', '{"kind":"kept"}', '{"kind":"step","v":2}', 'x\ny'])
      expect(readStep(1, text)).toBeUndefined();
  });

  test('pass over lines that are none of ours', () => {
    const step = readStep(
      1,
      ['null', JSON.stringify({ kind: 'step', v: 1, ...head }), 'null', '7'].join('\n'),
    );
    expect(step?.changes).toEqual([]);
  });

  test('of which a line was damaged are not known, and what is left keeps its number', () => {
    const kept = (change: number) => ({
      kind: 'kept',
      change,
      thing: { kind: 'file', path: `/${change}` },
      before: { is: 'data', kept: `0001-${change}.kept` },
    });
    const text = [
      { kind: 'step', v: 1, ...head },
      kept(1),
      kept(2),
      { kind: 'ended', change: 2, end: 'done' },
      { kind: 'removed', kept: '0001-1.kept', at: '2024-08-14T09:30:00.000Z' },
      { kind: 'undone', change: 2, by: 2 },
    ]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join('');
    const damaged = readStep(1, text.replace('"change":1', '"change'));
    expect(damaged?.changes).toMatchObject([{ number: 2, end: 'done', undoneBy: 2 }]);
    expect(damaged && statusOfStep(damaged)).toBe('unknown');
    // What a process that was killed was writing is no damage.
    expect(readStep(1, `${text}{"kind":"ended","cha`)?.unread).toBe(0);
    const far = readStep(1, text.replace('"change":1', '"change":4000000000'));
    expect(far?.changes.map(({ number }) => number)).toEqual([2, 4_000_000_000]);
  });

  test('say what came of them', () => {
    const lines = (...more: readonly object[]) =>
      [{ kind: 'step', v: 1, ...head }, ...more].map((line) => JSON.stringify(line)).join('\n');
    const kept = (change: number, before: object = { is: 'nothing' }) => ({
      kind: 'kept',
      change,
      thing: { kind: 'file', path: `/${change}` },
      before,
    });
    const status = (...more: readonly object[]) => {
      const step = readStep(1, lines(...more));
      return step === undefined ? undefined : statusOfStep(step);
    };
    const done = (change: number) => ({ kind: 'ended', change, end: 'done' });
    const undone = (change: number) => ({ kind: 'undone', change, by: 2 });
    expect(status()).toBe('not done');
    expect(status(kept(1))).toBe('unknown');
    expect(status(kept(1), done(1))).toBe('done');
    expect(status(kept(1), { kind: 'ended', change: 1, end: 'not done' })).toBe('not done');
    expect(status(kept(1), kept(2), done(1), done(2), undone(2))).toBe('partly undone');
    expect(status(kept(1), kept(2), done(1), done(2), undone(2), undone(1))).toBe('undone');
    expect(status(kept(1, { is: 'unkept', why: 'too much' }), done(1))).toBe('cannot be undone');
  });
});

test('what was kept of files for 90 days is removed with the next change, which is said, and so does its plan; in a case it stays', async () => {
  const path = 'C:\\Windows\\old.txt';
  const old = async () => {
    await world.run(['cblr', 'put', '10', '--force', '--yes', 'new.txt', path]);
    const step = await newest();
    const kept = await fileOf(step, '.kept');
    const days = world.runtime([]).clock.now() / 1000 - 91 * 86_400;
    for (const name of await readdir(undoFolder())) {
      if (name.endsWith('.kept')) await utimes(join(undoFolder(), name), days, days);
    }
    return { step, kept };
  };
  await world.run(['cblr', 'put', '10', '--yes', 'new.txt', path]);
  const { step, kept } = await old();
  await world.run(['cblr', 'put', '10', '--no-undo', '--force', '--yes', 'longer.txt', path]);
  expect((await stat(kept)).size).toBeGreaterThan(0);
  const next = await world.run(['cblr', 'mkdir', '10', 'C:\\next']);
  expect(next.stderr).toMatch(
    new RegExp(
      `what was kept of files for undo of steps? (?:\\d+, )*${step} is removed: it was older than 90 days`,
    ),
  );
  await expect(stat(kept)).rejects.toThrow();
  const ran = await world.run(`cblr undo apply ${step} --yes`);
  expect([ran.exitCode === 0, ran.stderr]).toEqual([
    false,
    expect.stringContaining('what was kept of it was removed on 2024-05-14'),
  ]);
  expect((await world.run(['cblr', 'mkdir', '10', 'C:\\next2'])).stderr).not.toContain('removed');
});

test('of what is kept of files the oldest goes where all is more than undo_total, in one process too; its plan says so, and in a case it stays', async () => {
  const own = await makeProgramWorld();
  try {
    await own.profile({ undo_total: '2500' });
    const folder = join(own.state, 'transcripts', 'default', 'undo');
    const kept = async () => (await readdir(folder)).filter((name) => name.endsWith('.kept')).toSorted();
    await writeFile(join(own.folder, 'kilobyte'), Buffer.alloc(1000, 'x'));
    const paths = [1, 2, 3, 4].map((number) => `C:\\room-${number}`);
    const fill = paths.map((path) => `put kilobyte ${path}`).join('; ');
    expect(await own.run(['cblr', 'connect', '10', '-c', fill])).toMatchObject({ exitCode: 0 });

    const one = await own.run(['cblr', 'rm', '10', '--yes', paths[0] ?? '']);
    expect(one.stderr).not.toContain('removed');
    const script = `${paths
      .slice(1)
      .map((path) => `rm --yes ${path}`)
      .join('; ')}; mkdir C:\\room`;
    const { stderr } = await own.run(['cblr', 'connect', '10', '-c', script]);
    const said = (step: number) =>
      `what was kept of files for undo of step ${step} is removed: all of it was more than 2.4 KiB (undo_total)`;
    // Step 5 is the first that keeps bytes; three of them are too much, and four once more.
    expect(stderr.split('\n').filter((line) => line.includes('removed'))).toEqual(
      [said(5), said(6)].map((line) => expect.stringContaining(line)),
    );
    expect(await kept()).toEqual(['0007-1.kept', '0008-1.kept']);

    const gone = await own.run('cblr undo apply 5 --yes');
    expect(gone.stderr).toContain('what was kept of it was removed on 2024-05-14, to make room (undo_total)');
    expect(gone.exitCode).not.toBe(0);
    const back = await own.run('cblr undo apply 7 --yes');
    expect(back).toMatchObject({ exitCode: 0 });
    expect((await own.run(['cblr', 'stat', '10', paths[2] ?? ''])).exitCode).toBe(0);

    await own.run('cblr case open 9');
    const again = [1, 2, 3, 4].map(() => `put --force --yes kilobyte ${paths[2]}`).join('; ');
    const inCase = await own.run(['cblr', 'connect', '10', '-c', `${again}; mkdir C:\\room-2`]);
    expect([inCase.exitCode, inCase.stderr]).toEqual([0, expect.not.stringContaining('removed')]);
    const lying = await readdir(join(own.folder, '9', 'transcripts', 'undo'));
    expect(lying.filter((name) => name.endsWith('.kept'))).toHaveLength(4);
  } finally {
    await own.end();
  }
});
