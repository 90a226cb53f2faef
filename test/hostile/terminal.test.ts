import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/programs/main.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { markLoneUnits } from '../../src/text/lone-units.ts';
import { directory, entry, type HostileOptions, startHostileServer } from '../support/hostile-server.ts';
import { makeRuntime } from '../support/make-runtime.ts';
import { harmIn, runHostile } from '../support/run-hostile.ts';
import { ShellDriver } from '../support/shell-driver.ts';

const evil =
  'A\u001b]0;pwn\u0007\r\nB\u009b31m\u202eC\u200b\t\ud800\u2028\u2029\ufeffD\u{e0041}\u007f\b\u0000';
const formula = '=cmd|calc';

/** Says it wherever a sensor or its server says anything. */
const everywhere: HostileOptions = {
  sensor: { computer_name: evil, computer_dns_name: evil, os_environment_display_string: evil },
  session: {
    hostname: evil,
    current_working_directory: `C:\\${evil}`,
    drives: [evil],
    address: evil,
    supported_commands: [],
  },
  commands: {
    'directory list': ({ object }) => ({
      files: String(object).includes('below')
        ? []
        : [entry(evil, { alt_name: evil, attributes: [evil] }), entry(formula), directory(`below${evil}`)],
    }),
    'process list': () => ({
      processes: [
        {
          pid: 4,
          parent: 0,
          path: `C:\\${evil}`,
          command_line: evil,
          username: evil,
          sid: evil,
          proc_guid: evil,
        },
        { pid: 5, parent: 4, path: formula, command_line: formula, create_time: evil },
      ],
    }),
    'reg enum key': ({ object }) => ({
      values: [
        { value_name: evil, value_type: evil, value_data: evil },
        { value_name: formula, value_type: 'REG_MULTI_SZ', value_data: [formula, evil] },
      ],
      sub_keys: String(object).includes('pwn') ? [] : [evil],
    }),
    'reg query value': () => ({ value: { value_name: evil, value_type: evil, value_data: evil } }),
    'delete file': () => ({ status: 'error', result_code: 5, result_type: evil, result_desc: evil }),
    'create directory': () => ({ status: 'error', result_code: 5, result_desc: evil }),
    kill: () => ({ status: 'error', result_code: 5, result_desc: evil, username: evil }),
    'create process': () => ({ pid: 5, return_code: 3 }),
  },
  sessions: [],
  file: { file_name: evil, size: Buffer.byteLength(evil) },
  content: (_request, response) => response.end(Buffer.from(evil)),
};

const verbs = [
  'ls -l',
  'ls *',
  'find --depth 2',
  'stat a',
  'cat a',
  'cat --raw a',
  'head a',
  'tail a',
  'hexdump a',
  'ps',
  'ps --tree',
  'kill 4',
  'exec x',
  'reg query HKLM\\X',
  'reg get HKLM\\X\\y',
  'reg export HKLM\\X',
  'drives',
  'info',
  'commands',
  'files',
  'pwd',
  'rm a',
  'mkdir a',
  'get *',
  'get a',
  `cd "${formula}"`,
  'nonsense\u001b[2J',
];

describe('what a sensor says', () => {
  it.each(['table', 'tsv', 'csv', 'json', 'ndjson'])('reaches no terminal unescaped, as %s', async (mode) => {
    await using server = await startHostileServer(everywhere);
    const words = ['connect', '10', '-y', '--keep-going', '-o', mode, '-c', verbs.join('; ')];
    const ran = await runHostile(server, words, { tty: true });
    expect(harmIn(ran.out + ran.err)).toEqual([]);
    expect(ran.err).not.toContain('unexpected failure');
    expect(server.posted.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['kill', 'reg enum key', 'get file']),
    );
  });

  it('stands on one line of a list, whatever it holds', async () => {
    await using server = await startHostileServer(everywhere);
    for (const [line, count] of [
      ['ls', 3],
      ['ps', 2],
      ['drives', 1],
    ] as const) {
      const ran = await runHostile(server, ['connect', '10', '-c', line]);
      expect(ran.out.trimEnd().split('\n')).toHaveLength(count);
    }
  });

  it('is the same again behind JSON, but for the half of a pair, which no JSON can hold', async () => {
    await using server = await startHostileServer(everywhere);
    const { out } = await runHostile(server, ['ps', '10', '--json']);
    expect(JSON.parse(out)[0]).toMatchObject({
      command_line: markLoneUnits(evil),
      username: markLoneUnits(evil),
    });
  });

  it('is no formula of a spreadsheet', async () => {
    await using server = await startHostileServer(everywhere);
    const line = 'ls; ps; reg query HKLM\\X';
    const { out } = await runHostile(server, ['connect', '10', '-o', 'csv', '-c', line]);
    const cells = out.split(/[,\n]/).map((cell) => cell.replace(/^"/, ''));
    expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    expect(cells).toContain(`'${formula}`);
  });

  it('is harmless in a file it is redirected to, in a debug trace, and in notes of a session', async () => {
    const session = { id: 41, sensor_id: 10, status: 'active', hostname: evil };
    const used = { ...everywhere.commands };
    await using server = await startHostileServer({ ...everywhere, commands: used, sessions: [session] });
    const ran = await runHostile(server, [
      'connect',
      '10',
      '--debug',
      '--keep-going',
      '-y',
      '-c',
      'kill 4; ls > a; ps >> a; cat x >> a',
    ]);
    expect(harmIn(await readFile(join(ran.folder, 'a'), 'utf8'))).toEqual([]);
    expect(harmIn(ran.out + ran.err)).toEqual([]);
    const list = await runHostile(server, ['sessions', '--all'], { tty: true });
    expect(harmIn(list.out + list.err)).toEqual([]);
  });

  it('is harmless where one of several sensors is chosen', async () => {
    await using server = await startHostileServer({
      route({ url }, response) {
        if (!url.startsWith('/api/v1/sensor?') && url !== '/api/v1/sensor') return false;
        const sensors = [1, 2].map((id) => ({
          id,
          computer_name: 'TWIN',
          status: evil,
          network_adapters: `${evil},x|`,
        }));
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(sensors));
        return true;
      },
    });
    const ran = await runHostile(server, ['ls', 'twin']);
    expect(ran).toMatchObject({ exitCode: 2, err: expect.stringContaining('is 2 sensors') });
    expect(harmIn(ran.err)).toEqual([]);
  });
});

describe('what a person looks at in the shell', () => {
  /** Escape sequences of the editor itself: cursor moves and erasing as it draws its line, and pastes that wait for Enter. */
  const ownSequences = /\u001b\[\?2004[hl]|\u001b\[\d*[ABCDGJK]|\u001b\[\d+;\d+H|\r/g;

  it('has a harmless prompt, harmless candidates and a harmless history', async () => {
    await using server = await startHostileServer({
      ...everywhere,
      commands: {
        ...everywhere.commands,
        'directory list': () => ({
          files: [entry(`one${evil}`), entry('one plain; calc'), entry('one$(calc)'), directory(evil)],
        }),
      },
    });
    const runtime = makeRuntime({ argv: ['connect', '10'], tty: true, env: server.env });
    const state = join(runtime.home, '.local/state/cblr');
    await mkdir(state, { recursive: true, mode: 0o700 });
    await writeFile(join(state, 'history-environment'), `ls ${evil}\nps\n`, { mode: 0o600 });
    const driver = new ShellDriver(
      (events) => main('cblr', { ...runtime, clock: systemClock }, events),
      runtime,
    );
    await driver.prompt();
    await driver.keys('c', 'a', 't', ' ', 'o');
    await driver.tab();
    await driver.tab();
    await driver.keys('\u0015', '\u001b[A', '\u001b[A', '\u001b[A', '\u0015');
    await driver.line('history');
    await driver.enter('exit');
    await driver.ended;
    const seen = runtime.out() + runtime.err();
    expect(seen).toContain('one$(calc)');
    expect(seen).not.toContain('pwn\u0007');
    expect(harmIn(seen.replaceAll(ownSequences, ''))).toEqual([]);
  });

  it('asks harmless questions', async () => {
    await using server = await startHostileServer(everywhere);
    const ran = await runHostile(server, ['rm', '10', `a${evil}`], { tty: true, answers: [false] });
    expect(ran.exitCode).toBe(2);
    expect(harmIn(ran.err)).toEqual([]);
  });

  it('lists local names of any kind', async () => {
    await using server = await startHostileServer();
    const ran = await runHostile(server, ['connect', '10', '-c', 'lls; lpwd'], {
      tty: true,
      prepare: (folder) => writeFile(join(folder, 'a\u001b[2J\u202e\nb'), ''),
    });
    expect(ran).toMatchObject({ exitCode: 0, out: expect.stringContaining('a\\u{1b}[2J\\u{202e}\\u{a}b') });
    expect(harmIn(ran.out)).toEqual([]);
  });

  it('is told harmlessly what is wrong with a profile file of somebody else', async () => {
    await using server = await startHostileServer();
    const text = `[default]\nurl = ${server.url}\ntoken = x\nssl_verify = no\nlabel = L\u001b]0;pwn\u0007\u202e\n[\u001b[2J]\nurl = \u001b[2J\n`;
    const none = { CBAPI_URL: '', CBAPI_TOKEN: '' };
    const prepare = (folder: string) => writeFile(join(folder, '.cbrc'), text, { mode: 0o600 });
    for (const words of [
      ['profile', 'list'],
      ['profile', 'show'],
      ['-p', '\u001b[2J', 'sessions'],
      ['sessions'],
    ]) {
      const ran = await runHostile(server, words, { tty: true, env: none, prepare });
      expect(harmIn(ran.out + ran.err)).toEqual([]);
    }
  });
});
