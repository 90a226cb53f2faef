import { describe, expect, it } from 'vitest';
import { numberedLines } from '../../src/verbs/matching-lines.ts';
import { directory, entry, startHostileServer } from '../support/hostile-server.ts';
import { labVerbs } from '../support/lab-verbs.ts';
import { runHostile } from '../support/run-hostile.ts';

const world = labVerbs();
const texts = 'C:\\lab\\texts';

describe('grep', () => {
  it.each([
    ['"line 5000 of"', 'lines-10000.txt', 5000, 'line 5000 of 10000'],
    ['^line.[0-9]{2}7.of', 'lines-10000.txt', 107, 'line 107 of 10000'],
    ['façade', 'utf16le-bom.txt', 1, 'Grüße aus Köln: naïve façade, ½ + ¼, £5, «Ende»'],
    ['K.ln', 'cp850.txt', 1, 'Grüße aus Köln: naïve façade, ½ + ¼, £5, «Ende»'],
    ['Отч --encoding cp866', 'cp866.txt', 1, 'Отчёт о проверке'],
    ['-i SECOND', 'utf8.txt', 2, 'second line'],
  ])('%s finds lines of %s, decoded', async (pattern, file, line, text) => {
    const all = (await (await world.on(10)).json(`grep ${pattern} ${texts}\\${file}`)) as readonly unknown[];
    expect(all[0]).toEqual({ path: `${texts}\\${file}`, line, offset: null, text });
  });

  it('lists a named directory at once: nothing is looked at before', async () => {
    const sensor = await world.on(10);
    const before = world.lab.requests.length;
    await sensor.out(`grep -r "line 7 of" ${texts}`);
    const commands = world.lab.requests.slice(before).flatMap(({ command }) => command ?? []);
    expect(commands.slice(0, 2)).toEqual(['directory list', 'get file']);
    expect(commands.filter((name) => name === 'directory list')).toHaveLength(1);
  });

  it('ends with 0 where nothing is found, and says so', async () => {
    const ran = await (await world.on(10)).run(`grep SECOND ${texts}\\utf8.txt`, { tty: true });
    expect(ran).toMatchObject({ stdout: '', stderr: 'no lines found\n', exitCode: 0 });
  });

  it('-r looks through all below, and names the files', async () => {
    const all = (await (await world.on(1)).json('grep -r "second|10000 of" /lab/texts')) as readonly {
      readonly path: string;
    }[];
    expect(all.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/lab/texts/utf8.txt', '/lab/texts/lines-10000.txt']),
    );
    expect(new Set(all.map(({ path }) => path)).size).toBeGreaterThan(4);
  });

  it('goes on behind a file that cannot be read, and says so', async () => {
    const ran = await (await world.on(10)).run(`grep second C:\\pagefile.sys ${texts}\\utf8.txt`);
    expect(ran.stdout).toContain('second line');
    expect(ran.stderr).toContain('0x80070020');
    expect(ran.exitCode).toBe(6);
    expect((await (await world.on(10)).run('grep x C:\\nope.txt')).exitCode).toBe(3);
  });

  it.each([
    [`grep second ${texts}`, 'hint: grep -r looks through all below it'],
    ['grep ( x', 'grep wants a regular expression, not "("'],
    ['grep (?=a) x', 'look back and forth'],
    ['grep second x --encoding klingon', 'unknown encoding'],
  ])('%s is refused', async (line, words) => {
    const ran = await (await world.on(10)).run(line);
    expect(ran.stderr).toContain(words);
    expect(ran.exitCode).toBe(2);
  });

  it('reads in the strings of what is no text', async () => {
    const bytes = Buffer.concat([
      Buffer.from('MZ\0\0http://evil.example/a\0\x01'),
      Buffer.from('wide evil', 'utf16le'),
      Buffer.from('\0evi'),
    ]);
    await using server = await startHostileServer({
      file: { size: bytes.length },
      content: (_request, response) => void response.end(bytes),
    });
    const ran = await runHostile(server, ['grep', '10', '--json', 'evil?', 'C:\\p\\a.exe']);
    expect(JSON.parse(ran.out)).toEqual([
      { path: 'C:\\p\\a.exe', line: null, offset: 4, text: 'http://evil.example/a' },
      { path: 'C:\\p\\a.exe', line: null, offset: 27, text: 'wide evil' },
    ]);
  });

  it('-r asks for no more than a listing says, and for no name that is none', async () => {
    await using server = await startHostileServer({
      os: 'linux',
      commands: {
        'directory list': ({ object }) => ({
          files: String(object).endsWith('/')
            ? [
                entry('zero', { size: 0 }),
                entry('some', { size: 5 }),
                entry('../up', { size: 5 }),
                entry('l', { size: 5, attributes: ['SYMLINK'] }),
              ]
            : [directory('d')],
        }),
      },
      file: { size: 5 },
      content: (_request, response) => void response.end('evil\n'),
    });
    const ran = await runHostile(server, ['grep', '10', '--json', '-r', 'evil', '/d']);
    expect(JSON.parse(ran.out)).toEqual([{ path: '/d/some', line: 1, offset: null, text: 'evil' }]);
    expect(server.posted.filter(({ name }) => name === 'get file')).toMatchObject([
      { object: '/d/some', get_count: 5 },
    ]);
    expect(ran.err).toContain('cannot be a name');
    expect(ran.exitCode).toBe(6);
  });
});

describe('lines with their numbers', () => {
  const numbered = async (...chunks: string[]) => {
    async function* given() {
      yield* chunks;
    }
    const all = [];
    for await (const { line, text } of numberedLines(given())) all.push([line, text]);
    return all;
  };

  it('are the same however they come', async () => {
    const all = [
      [1, 'a'],
      [2, ''],
      [3, 'b'],
    ];
    expect(await numbered('a\r\n\nb')).toEqual(all);
    expect(await numbered('a', '\r', '\n', '\n', 'b', '\n')).toEqual(all);
    expect(await numbered('')).toEqual([]);
  });

  it('come in pieces where they are long', async () => {
    const long = 'x'.repeat(65_536);
    for (const chunks of [[`${long}${long}y\nz`], [long, long, 'y', '\nz']]) {
      expect((await numbered(...chunks)).map(([line, text]) => [line, String(text).length])).toEqual([
        [1, 65_536],
        [1, 65_536],
        [1, 1],
        [2, 1],
      ]);
    }
  });
});

describe('strings', () => {
  it('shows what can be read in a file', async () => {
    const all = await (await world.on(10)).json(`strings --min 20 ${texts}\\utf16le-bom.txt`);
    expect(all).toEqual([]);
    expect(await (await world.on(10)).json(`strings ${texts}\\no-newline-at-end.txt`)).toEqual([
      { offset: 0, encoding: 'ascii', text: 'first' },
      { offset: 6, encoding: 'ascii', text: 'last without a newline' },
    ]);
  });

  it('wants a length that can be', async () => {
    const ran = await (await world.on(10)).run('strings --min 0 x');
    expect(ran).toMatchObject({ stderr: '--min wants 1 to 4096\n', exitCode: 2 });
  });
});

describe('du', () => {
  it('adds up all that is below', async () => {
    const sensor = await world.on(10);
    const listed = (await sensor.json(`ls ${texts}`)) as readonly { readonly size: number }[];
    const size = listed.reduce((sum, one) => sum + one.size, 0);
    expect(await sensor.json(`du ${texts}`)).toEqual([{ size, files: listed.length, path: texts }]);
    const below = (await sensor.json('du C:\\Users --depth 2')) as readonly {
      readonly path: string;
      readonly size: number;
    }[];
    expect(below[0]?.path).toBe('C:\\Users');
    expect(below.map((one) => one.size)).toEqual(below.map((one) => one.size).sort((a, b) => b - a));
    const [documents] = (await sensor.json(
      'du --depth 0 C:\\Users\\Administrator\\Documents',
    )) as readonly unknown[];
    expect(below).toContainEqual(documents);
    expect(await sensor.json('du --depth 0 C:\\Users')).toEqual([below[0]]);
  });

  it('takes files, and what a wildcard matches', async () => {
    const sensor = await world.on(10);
    expect(await sensor.json(`du ${texts}\\cp8*.txt`)).toEqual([
      { size: 62, files: 1, path: `${texts}\\cp850.txt` },
      { size: 18, files: 1, path: `${texts}\\cp866.txt` },
    ]);
    expect((await sensor.run('du C:\\nope')).exitCode).toBe(3);
    expect((await sensor.run('du --depth -1')).exitCode).toBe(2);
  });

  it('says what it could not count', async () => {
    await using server = await startHostileServer({
      commands: {
        'directory list': ({ object }) => ({
          files: String(object).endsWith('\\')
            ? [entry('a', { size: 10 }), entry('b', { size: 'x' }), entry('c', { size: 1e300 })]
            : [directory('d')],
        }),
      },
    });
    const ran = await runHostile(server, ['du', '10', '--json', 'C:\\d']);
    expect(JSON.parse(ran.out)).toEqual([{ size: 10, files: 3, path: 'C:\\d' }]);
    expect(ran.err).toContain('not counted, as the sensor says no size: 2 files');
    expect(ran.exitCode).toBe(6);
  });
});
