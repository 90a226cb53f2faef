import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { CbError } from '../../src/errors/cb-error.ts';
import { type LabSensor, labVerbs } from '../support/lab-verbs.ts';

const world = labVerbs();
let windows: LabSensor;
let linux: LabSensor;

beforeAll(async () => {
  windows = await world.on(10);
  linux = await world.on(1);
});

/** Temporary files of ours on the sensor, once what runs in the background has ended. */
async function leftovers(sensor: LabSensor): Promise<string[]> {
  const signal = AbortSignal.timeout(10_000);
  for (;;) {
    const folder = sensor === windows ? 'C:\\Windows\\CarbonBlack' : '/opt/cbsensor';
    const names = (await sensor.live.files.list(folder, signal)).map(({ name }) => name);
    const ours = names.filter((name) => name.startsWith('cblr-'));
    const commands = await sensor.live.store.commands(signal);
    if (ours.length === 0 || commands.every(({ isOver }) => isOver)) return ours;
  }
}

describe('exec', () => {
  it('prints the output of a program and leaves nothing on the sensor', async () => {
    expect(await windows.out('exec whoami')).toBe('nt authority\\system\n');
    expect(await leftovers(windows)).toEqual([]);
    expect(await linux.out('exec echo a  b')).toBe('a b\n');
    expect(await leftovers(linux)).toEqual([]);
  });

  it('shows the exit code on stderr, and takes it over only with --propagate', async () => {
    expect(await windows.run('exec cmd.exe /c exit 3')).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: 'exit code 3\n',
    });
    expect(await windows.run('exec --propagate cmd.exe /c exit 3')).toMatchObject({
      exitCode: 3,
      stderr: 'exit code 3\n',
    });
    expect(await linux.run('exec --propagate true')).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('never turns a failure into success when an exit code is larger than ours can be', async () => {
    const ran = await windows.run('exec --propagate cmd.exe /c exit 256');
    expect(ran).toMatchObject({ exitCode: 1, stderr: 'exit code 256\n' });
  });

  it('gives text, pid and exit code as JSON', async () => {
    const json = JSON.parse(await windows.out('exec --json cmd.exe /c "echo hi& exit 4"')) as Record<
      string,
      unknown
    >;
    expect(json).toEqual({ text: 'hi\r\n', pid: expect.any(Number), return_code: 4 });
  });

  it('decodes the console code page of the sensor', async () => {
    expect(await windows.out('exec cmd.exe /c echo Größe ½')).toBe('Größe ½\n');
    expect(await linux.out('exec echo Größe €')).toBe('Größe €\n');
  });

  it('escapes what a program prints', async () => {
    expect(await linux.out("exec printf '\\033[31mred\\033[0m'")).toContain('\\u{1b}[31mred');
  });

  it('runs in the directory of the shell, or in another one', async () => {
    windows.live.place.toDirectory('C:\\Users');
    expect(await windows.out('exec cmd.exe /c cd')).toBe('C:\\Users\n');
    expect(await windows.out('exec --dir ..\\Windows cmd.exe /c cd')).toBe('C:\\Windows\n');
    expect(await linux.out('exec --dir /tmp pwd')).toBe('/tmp\n');
  });

  it('takes the exact text in the shell: quotes, blanks and backslashes as typed', async () => {
    expect(await windows.out('exec cmd.exe /c echo   "a  b"  C:\\x\\')).toBe('  "a  b"  C:\\x\\\n');
  });

  it('takes the line to its end behind --', async () => {
    const line = 'exec -- cmd.exe /c echo one; two| findstr one > C:\\o.txt & type C:\\o.txt';
    expect(await windows.out(line)).toBe('one; two\n');
  });

  it('as a one-shot sends one word as it is and quotes several for the system of the sensor', async () => {
    const objects = async (sensor: LabSensor, argv: readonly string[]) => {
      await sensor.runArgv(['exec', ...argv]);
      const commands = await sensor.live.store.commands(AbortSignal.timeout(5000));
      return commands.filter(({ name }) => name === 'create process').at(-1)?.object;
    };
    expect(await objects(windows, ['cmd.exe /c "echo a"'])).toBe('cmd.exe /c "echo a"');
    expect(await objects(windows, ['cmd.exe', '/c', 'echo', 'a b', 'c"d'])).toBe(
      'cmd.exe /c echo "a b" "c\\"d"',
    );
    expect(await objects(linux, ['echo', "it's", 'a b'])).toBe("echo 'it'\\''s' 'a b'");
  });

  it('keeps the output in a file of the sensor on demand', async () => {
    await windows.out('exec --remote-output C:\\Windows\\Temp\\who.txt whoami');
    expect(
      (await windows.live.files.stat('C:\\Windows\\Temp\\who.txt', AbortSignal.timeout(5000)))?.size,
    ).toBe(21);
  });

  it('says what a sensor cannot start', async () => {
    expect(await windows.run('exec nope.exe')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringMatching(/^exec nope.exe: 0x80070002 file not found\nhint: by its whole path /),
    });
    expect((await windows.run('exec')).exitCode).toBe(2);
    expect((await windows.runArgv(['exec', ''])).exitCode).toBe(2);
  });

  it('whose output a child still holds says pid and exit code, and where the output is', async () => {
    const line = 'cmd.exe /c "echo first& start /b ping -n 8 127.0.0.1& exit 4"';
    const ran = await windows.run(`exec --propagate ${line}`);
    expect(ran.stderr).toMatch(
      /^the program ended with exit code 4, but its output cannot be read yet \(in use by another process\): (\S+) stays there; cat \1 shows it later\n$/,
    );
    expect(ran).toMatchObject({ exitCode: 4, stdout: '' });
    const json = await windows.run(`exec --json ${line}`);
    expect(JSON.parse(json.stdout)).toEqual({
      text: '',
      pid: expect.any(Number),
      return_code: 4,
      output_file: expect.stringContaining('cblr-'),
      output_unread: 'in use',
    });
    expect(json.exitCode).toBe(1);
    for (const { pid } of await windows.live.processes.find(['ping*'], AbortSignal.timeout(5000)))
      await windows.out(`kill --yes ${pid}`);
    for (const { stderr } of [ran, json])
      await windows.out(`rm --yes ${/cat (\S+) shows/.exec(stderr)?.[1]}`);
  });

  it('reads UTF-16 without a byte order mark, and any encoding that is named', async () => {
    expect(await windows.out('exec cmd.exe /u /c echo Größe')).toBe('Größe\n');
    expect(await windows.out('exec --follow cmd.exe /u /c echo Größe')).toBe('Größe\n');
    expect(await linux.out('exec --encoding utf-16be printf ab')).toBe('\u6162');
    expect(await linux.run('exec --encoding klingon true')).toMatchObject({ exitCode: 2, kind: 'Usage' });
  });

  it.each(['cmd', 'CMD.EXE', 'C:\\Windows\\System32\\cmd.exe', 'powershell'])(
    'does not start %s with nothing to run: it would wait for ever',
    async (line) => {
      const ran = await windows.run(`exec ${line}`);
      expect(ran).toMatchObject({ exitCode: 2, kind: 'Usage' });
      expect(ran.stderr).toContain(
        `hint: give it something to run: exec ${line} /c dir`.replace(/powershell .*/, 'powershell -Command'),
      );
    },
  );

  it('says how a word of the interpreter is run, where the sensor knows no such program', async () => {
    expect((await windows.run('exec dir C:\\')).stderr).toBe(
      'exec dir C:\\: 0x80070002 file not found\nhint: dir is a word of cmd.exe: exec cmd /c dir C:\\\n',
    );
    expect((await windows.run('exec --no-wait del x')).stderr).toContain('hint: del is a word of cmd.exe');
    expect((await linux.run('exec cd /tmp')).stderr).toContain(
      "hint: cd is a word of the shell: exec /bin/sh -c 'cd /tmp'",
    );
    expect((await windows.run('exec nope')).stderr).not.toContain('is a word of');
  });

  it('starts without waiting and gives the pid', async () => {
    const ran = await windows.run('exec --no-wait cmd.exe /c exit 0');
    expect(ran.stderr).toMatch(/^started as process \d+\n$/);
    expect(ran.exitCode).toBe(0);
  });

  it('refuses options that exclude each other', async () => {
    expect(await windows.run('exec --no-wait --follow x')).toMatchObject({ exitCode: 2, kind: 'Usage' });
  });

  it('follows the output as it grows and gets the exit code', async () => {
    const pieces: string[] = [];
    const ran = await linux.run('exec --follow -- sh -c "echo one; sleep 1.3; echo two; exit 6"', {
      onOut: (text) => pieces.push(text),
    });
    expect(ran).toMatchObject({ stdout: 'one\ntwo\n', stderr: 'exit code 6\n', exitCode: 0 });
    expect(pieces.length).toBeGreaterThan(1);
    const windowsRan = await windows.run('exec --follow --propagate cmd.exe /c "echo 1& exit 5"');
    expect(windowsRan).toMatchObject({ stdout: '1\n', exitCode: 5 });
    expect(await leftovers(linux)).toEqual([]);
    expect(await leftovers(windows)).toEqual([]);
  });

  it.each(['exit 3', 'echo one& exit 3', 'echo.'])('does not take %s for words of cmd.exe', async (line) => {
    const ran = await windows.run(`exec --follow ${line}`);
    expect(ran).toMatchObject({ exitCode: 3, kind: 'NotOnSensor', stdout: '' });
    expect(await leftovers(windows)).toEqual([]);
  });

  it("runs Windows' own program where one of its name lies in the directory of the shell", async () => {
    await writeFile(join(world.folder, 'hostname.bat'), '@echo planted\r\n');
    await windows.out('put hostname.bat C:\\Users\\Public\\hostname.bat');
    await windows.out('put hostname.bat C:\\Users\\Public\\hostname.exe');
    expect(await windows.out('exec --follow --dir C:\\Users\\Public hostname')).toMatch(/^WIN-/);
    expect(await windows.run('exec --follow --dir C:\\Users\\Public planted')).toMatchObject({ exitCode: 3 });
  });

  it('has the exit code of a batch file that ends its interpreter', async () => {
    await writeFile(join(world.folder, 'lab-exit.bat'), '@echo %1\r\n@exit 6\r\n');
    await windows.out('put lab-exit.bat C:\\lab-exit.bat');
    const ran = await windows.run('exec --follow --propagate C:\\lab-exit.bat "a & b"');
    expect(ran).toMatchObject({ stdout: '"a & b"\n', exitCode: 6 });
  });

  it('hands the line over as it stands, whatever it holds', async () => {
    const pieces = [
      '%',
      '^',
      '&',
      '(',
      ')',
      '!',
      '$',
      '`',
      ';',
      '|',
      '<',
      '>',
      '"a b"',
      'a',
      ' ',
      '%OS%',
      '\\',
    ];
    const lines = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(lines, async (parts) => {
        const tail = parts.join('');
        for (const sensor of [windows, linux]) {
          const echo = sensor === windows ? 'C:\\Windows\\System32\\ping.exe' : '/bin/echo';
          const words = ['--', echo, tail];
          const [plain, followed] = [
            await sensor.runArgv(['exec', '--wait', ...words]),
            await sensor.runArgv(['exec', '--follow', ...words]),
          ];
          expect(followed.stdout).toBe(plain.stdout);
          expect(followed.exitCode).toBe(plain.exitCode);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('says at Ctrl-C what ends a followed program and removes its files, and both work', async () => {
    for (const [sensor, line] of [
      [windows, 'ping -n 60 127.0.0.1'],
      [linux, 'sleep 60'],
    ] as const) {
      const abort = new AbortController();
      const running = sensor.run(`exec --follow ${line}`, { signal: abort.signal });
      const never = new AbortController().signal;
      const isListed = async () =>
        (await sensor.live.processes.list(never)).some(({ commandLine }) =>
          commandLine.endsWith(line.slice(line.indexOf(' '))),
        );
      while (!(await isListed()));
      abort.abort(new CbError('Interrupted', 'stopped'));
      const ran = await running;
      const said =
        /^the program \(pid \d+\) goes on on the sensor: (kill [\d ]+) ends it, then (rm .+) removes its files\n/.exec(
          ran.stderr,
        );
      expect(said?.[1]?.split(' ')).toHaveLength(3);
      expect(await leftovers(sensor)).not.toEqual([]);
      await sensor.out(`${said?.[1]} --yes`);
      await sensor.out(`${said?.[2]} --yes`);
      expect(await isListed()).toBe(false);
      expect(await leftovers(sensor)).toEqual([]);
    }
  });

  it('follows with the words of a one-shot kept from the interpreter in between', async () => {
    for (const word of ['a & echo injected', ') & echo injected & (']) {
      const ran = await windows.runArgv(['exec', '--follow', 'cmd.exe', '/c', 'echo', word]);
      expect(ran.stdout).toContain(word);
      expect(ran.stdout.trim().split('\n')).toHaveLength(1);
      const linuxRan = await linux.runArgv(['exec', '--follow', 'echo', word, '$(id)', '`id`', "'; id; '"]);
      expect(linuxRan.stdout).toBe(`${word} $(id) \`id\` '; id; '\n`);
    }
  });

  it('says after 2 s that the sensor is held, and not before', async () => {
    const seen: string[] = [];
    const ran = await linux.run('exec sleep 2.3', { onErr: (text) => seen.push(text) });
    expect(seen[0]).toContain('still running: the sensor does nothing else until it ends');
    expect(seen).toHaveLength(1);
    expect(ran.exitCode).toBe(0);
  });

  it('stops waiting at Ctrl-C, says that the program goes on, and keeps the session', async () => {
    const abort = new AbortController();
    const running = linux.run('exec sleep 2.5', {
      signal: abort.signal,
      onErr: () => abort.abort(new CbError('Interrupted', 'stopped')),
    });
    const ran = await running;
    expect(ran).toMatchObject({ exitCode: 130, kind: 'Interrupted' });
    expect(ran.stderr).toMatch(/exec sleep 2\.5: stopped; command \d+ goes on on the sensor\n/);
    expect(await linux.out('exec echo next')).toBe('next\n');
    expect(await leftovers(linux)).toEqual([]);
  });

  it('stops waiting at the deadline with exit 5', async () => {
    const ran = await linux.run('exec --deadline 200ms sleep 1');
    expect(ran).toMatchObject({ exitCode: 5, kind: 'SessionTimeout' });
    expect(ran.stderr).toContain('goes on on the sensor');
  });

  it('in a dry run prints the request and gives nothing', async () => {
    const sent: unknown[] = [];
    const dry = await world.open(10, { dryRun: (request) => sent.push(request.body), pid: 3 });
    expect(await dry.run('exec whoami')).toMatchObject({ stdout: '', stderr: '', exitCode: 0 });
    expect(await dry.run('exec --follow whoami')).toMatchObject({ stdout: '', exitCode: 0 });
    const started = await dry.run('exec --no-wait whoami');
    expect(started).toMatchObject({ stdout: '', stderr: 'dry run: nothing was sent\n' });
    expect(sent).toHaveLength(3);
    expect(sent[0]).toMatchObject({ name: 'create process', object: 'whoami', wait: true });
    await dry.leave();
  });
});

describe('run', () => {
  beforeAll(async () => {
    await writeFile(join(world.folder, 't.bat'), '@echo off\r\necho got %1\r\nexit /b 7\r\n');
    await writeFile(join(world.folder, 'two words.ps1'), 'Write-Output "from powershell"\r\n');
    await writeFile(join(world.folder, 't.sh'), '#!/bin/sh\necho "$# $1 $2"\nexit 4\n');
    await writeFile(join(world.folder, 'noname'), '#!/bin/sh\necho plain\n');
  });

  it('asks before it runs something on a terminal', async () => {
    const ran = await windows.run('run t.bat x', { tty: true, answers: [false] });
    expect(ran).toMatchObject({ exitCode: 2, kind: 'Declined', questions: ['run t.bat on the sensor?'] });
  });

  it('looks whether the local file is there before it asks', async () => {
    const ran = await windows.run('run nosuch.sh', { tty: true });
    expect(ran).toMatchObject({ exitCode: 1, kind: 'LocalFile', questions: [] });
    expect((await windows.run('run .', { tty: true })).stderr).toContain('is a folder');
  });

  it('puts a batch file, runs it with its arguments, shows output and exit code, and removes it', async () => {
    const ran = await windows.run('run --yes t.bat one');
    expect(ran).toMatchObject({ stdout: 'got one\n', stderr: 'exit code 7\n', exitCode: 0 });
    expect(await leftovers(windows)).toEqual([]);
  });

  it('runs PowerShell scripts by PowerShell', async () => {
    expect(await windows.out('run --yes "two words.ps1"')).toBe('from powershell\n');
  });

  it('makes a script executable on Unix and hands over its arguments', async () => {
    expect(await linux.run('run --yes t.sh "a b" c')).toMatchObject({
      stdout: '2 a b c\n',
      stderr: 'exit code 4\n',
    });
    expect(await linux.out('run --yes noname')).toBe('plain\n');
    expect(await leftovers(linux)).toEqual([]);
  });

  it('quotes the arguments of a one-shot', async () => {
    expect((await linux.runArgv(['run', '--yes', 't.sh', "a'b c", '$HOME'])).stdout).toBe("2 a'b c $HOME\n");
  });

  it.each(['a&echo injected', '%PATH%', 'x"&echo injected&"', '(b) | echo <c>', '^&echo injected', '100%'])(
    'hands %j to a batch file as one word and nothing else',
    async (word) => {
      const ran = await windows.runArgv(['run', '--yes', 't.bat', word]);
      expect(ran.stdout).toContain(`got "${word.replaceAll('"', '""')}"`);
      expect(ran.stdout.trim().split('\n')).toHaveLength(1);
    },
  );

  it('refuses a line end where cmd.exe reads the line', async () => {
    expect(await windows.runArgv(['run', '--yes', 't.bat', 'a\ncalc'])).toMatchObject({ exitCode: 2 });
    expect(await windows.runArgv(['exec', '--follow', 'x', 'a\ncalc'])).toMatchObject({ exitCode: 2 });
    expect(await windows.runArgv(['exec', 'x.bat', 'a\ncalc'])).toMatchObject({ exitCode: 2 });
  });

  it('hands over what looks like an option of ours', async () => {
    expect((await linux.run('run --yes t.sh --json -y')).stdout).toBe('2 --json -y\n');
  });

  it('takes over the exit code on demand', async () => {
    expect((await windows.run('run --yes --propagate t.bat x')).exitCode).toBe(7);
  });

  it('of a missing local file sends nothing', async () => {
    // What runs in the background may still be looked at, but nothing is uploaded.
    const uploads = () =>
      world.lab.requests.filter(({ method, url }) => method === 'POST' && /\/file$/.test(url));
    const before = uploads().length;
    expect(before).toBeGreaterThan(0);
    expect(await windows.run('run --yes none.exe')).toMatchObject({ exitCode: 1, kind: 'LocalFile' });
    expect(uploads()).toHaveLength(before);
  });

  it('removes a program that the sensor cannot start', async () => {
    await writeFile(join(world.folder, 'broken.exe'), 'no program');
    const ran = await windows.run('run --yes broken.exe');
    expect(ran.exitCode).toBe(1);
    expect(await leftovers(windows)).toEqual([]);
  });

  it('in a dry run removes nothing, as nothing was put', async () => {
    const sent: string[] = [];
    const dry = await world.open(1, { dryRun: ({ method, path }) => sent.push(`${method} ${path}`), pid: 4 });
    const ran = await dry.run('run --yes t.sh');
    expect(ran).toMatchObject({ stdout: '', exitCode: 0 });
    await dry.leave();
    expect(sent.map((line) => line.replace(/\d+/g, 'N'))).toEqual([
      'POST /api/vN/cblr/session/N/file',
      'POST /api/vN/cblr/session/N/command',
      'POST /api/vN/cblr/session/N/command',
    ]);
  });
});
