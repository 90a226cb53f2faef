import { describe, expect, it } from 'vitest';
import { entry, startHostileServer } from '../support/hostile-server.ts';
import { labVerbs } from '../support/lab-verbs.ts';
import { runHostile } from '../support/run-hostile.ts';

const world = labVerbs();

describe.each([
  [10, 'C:\\lab\\texts\\utf8.txt', 'C:\\Windows\\Temp', '\\', 'copy of cmd.exe', 'move of cmd.exe'],
  [1, '/lab/texts/utf8.txt', '/tmp', '/', '/bin/cp', '/bin/mv'],
] as const)('on sensor %d', (id, source, folder, separator, copying, moving) => {
  const at = (name: string) => `${folder}${separator}${name}`;

  it('cp copies by a program of the sensor, and says which; the time of writing stays', async () => {
    const sensor = await world.on(id);
    const ran = await sensor.run(`cp ${source} ${at('copy.txt')}`);
    expect(ran).toMatchObject({
      exitCode: 0,
      stderr: `copied ${source} to ${at('copy.txt')} (${copying})\n`,
    });
    expect(await sensor.out(`cat ${at('copy.txt')}`)).toBe(await sensor.out(`cat ${source}`));
    const times = async (path: string) =>
      ((await sensor.json(`stat ${path}`)) as { last_write_time: number }).last_write_time;
    expect(await times(at('copy.txt'))).toBe(await times(source));
  });

  it('cp and mv go into a directory', async () => {
    const sensor = await world.on(id);
    expect(await sensor.json(`cp ${source} ${folder}`)).toEqual({
      from: source,
      to: at('utf8.txt'),
      by: copying,
    });
    await sensor.out(`mkdir ${at('into')}`);
    expect(await sensor.json(`mv ${at('utf8.txt')} ${at('into')}${separator}`)).toMatchObject({ by: moving });
    expect((await sensor.run(`stat ${at('utf8.txt')}`)).exitCode).toBe(3);
    await sensor.out(`mv ${at('into')} ${at('moved')}`);
    expect(await sensor.out(`cat ${at('moved')}${separator}utf8.txt`)).toContain('second line');
  });

  it('what is there is refused, and with --force asked about', async () => {
    const sensor = await world.on(id);
    const other = at('other.txt');
    const host = id === 1 ? 'devr-test' : 'WIN-EP7RMLTCLAJ';
    await sensor.out(`cp ${source} ${other}`);
    for (const verb of ['cp', 'mv']) {
      const refused = await sensor.run(`${verb} ${source} ${other}`);
      expect(refused).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining(`${other} is on the sensor already`),
      });
    }
    const declined = await sensor.run(`cp --force ${source} ${other}`, { tty: true, answers: [false] });
    expect(declined.questions).toEqual([`copy ${source} to ${other} on ${host}, over what is there?`]);
    expect(declined.kind).toBe('Declined');
    expect((await sensor.run(`cp --force ${source} ${other}`)).exitCode).toBe(2);
    expect((await sensor.run(`cp --force --yes ${source} ${other}`)).exitCode).toBe(0);
  });

  it('a name is no command', async () => {
    const sensor = await world.on(id);
    const odd = at("a & echo (1) ^ ;$HOME 'x'.txt");
    await sensor.out(`cp ${source} "${odd}"`);
    expect(await sensor.out(`cat "${odd}"`)).toContain('second line');
    await sensor.out(`mv "${odd}" "${odd}.2"`);
    expect((await sensor.run(`stat "${odd}"`)).exitCode).toBe(3);
    expect((await sensor.run(`stat "${odd}.2"`)).exitCode).toBe(0);
  });

  it.each([
    [`cp ${at('nope')} ${at('x')}`, 3, 'is not on'],
    [`cp ${folder} ${at('x')}`, 2, 'is a directory'],
    [`cp ${source} ${at('nowhere')}${separator}`, 3, 'is not on'],
    [`mv ${source} ${source}`, 2, 'are the same'],
    [`mv ${separator} ${at('x')}`, 2, 'is a root'],
  ])('%s is refused', async (line, exitCode, words) => {
    const ran = await (await world.on(id)).run(line);
    expect(ran.stderr).toContain(words);
    expect(ran.exitCode).toBe(exitCode);
  });
});

it('a name that Windows reads otherwise is handed to no program', async () => {
  const ran = await (await world.on(10)).run('cp C:\\lab\\texts\\utf8.txt "C:\\Windows\\Temp\\x."');
  expect(ran.exitCode).toBe(2);
  expect(ran.stderr).toBe(
    'C:\\Windows\\Temp\\x. is handed to no program: Windows reads it as C:\\Windows\\Temp\\x\nhint: get and put take it as it stands\n',
  );
});

/** A sensor whose program ends with this code and prints this, and whose listing shows these paths afterwards. */
async function moveOn(code: number | undefined, printed: string, after: Readonly<Record<string, number>>) {
  let isOver = false;
  await using server = await startHostileServer({
    commands: {
      'directory list': ({ object }) => {
        const disk: Readonly<Record<string, number>> = isOver ? after : { 'C:\\a': 5 };
        const size = disk[String(object)];
        return size === undefined
          ? { status: 'error', result_code: 0x80070002 }
          : { files: [entry(String(object).slice(3), { size })] };
      },
      'create process': () => {
        isOver = true;
        return { pid: 1, ...(code === undefined ? {} : { return_code: code }) };
      },
    },
    file: { size: Buffer.byteLength(printed) },
    content: (_request, response) => void response.end(printed),
  });
  return await runHostile(server, ['mv', '10', 'C:\\a', 'C:\\b']);
}

describe('what the program says is not believed', () => {
  it('but what is there afterwards is', async () => {
    expect(await moveOn(0, '', { 'C:\\b': 5 })).toMatchObject({ exitCode: 0 });
  });

  it.each([
    ['nothing is there', 0, '', {}, 'C:\\b is not there'],
    ['another size', 0, '', { 'C:\\b': 4 }, 'C:\\b is there with another size'],
    ['the source is, too', 0, '', { 'C:\\a': 5, 'C:\\b': 5 }, 'C:\\b is there, and C:\\a is still there'],
    [
      'a failure',
      1,
      'Zugriff verweigert\r\n\u001b[2J',
      { 'C:\\a': 5 },
      'exit code 1 (Zugriff verweigert \\u{1b}[2J): C:\\b is not',
    ],
    [
      'no exit code',
      undefined,
      '',
      { 'C:\\a': 5 },
      'move of cmd.exe ended: C:\\b is not there, and C:\\a is still there',
    ],
    ['it came meanwhile', 183, '', { 'C:\\a': 5, 'C:\\b': 9 }, 'C:\\b is on the sensor already'],
    ['an output without end', 1, 'x'.repeat(100_000), { 'C:\\a': 5 }, `(${'x'.repeat(200)}):`],
  ])('%s', async (_what, code, printed, after, words) => {
    const ran = await moveOn(code, printed, after as Record<string, number>);
    expect(ran.err).toContain(words);
    expect(ran.exitCode).toBe(1);
  });
});
