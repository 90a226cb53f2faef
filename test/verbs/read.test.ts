import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { labVerbs } from '../support/lab-verbs.ts';

const world = labVerbs();
const sample = 'Grüße aus Köln: naïve façade, ½ + ¼, £5, «Ende»\nsecond line\n';

describe('cat', () => {
  test.each([
    ['utf8.txt', `${sample}漢字 😀\n`],
    ['utf8-bom.txt', `${sample}漢字 😀\n`],
    ['utf16le-bom.txt', `${sample}漢字 😀\n`],
    ['cp437.txt', sample],
    ['cp850.txt --encoding cp850', sample],
    ['cp1252.txt --encoding windows-1252', sample],
    ['cp866.txt --encoding cp866', 'Отчёт о проверке\n'],
    ['cp932.txt --encoding shift_jis', '監査報告\n'],
    ['empty.txt', ''],
  ])('decodes %s', async (file, text) => {
    const folder = file === 'empty.txt' ? 'C:\\lab' : 'C:\\lab\\texts';
    expect(await (await world.on(10)).out(`cat ${folder}\\${file}`)).toBe(text);
  });

  test('is type too, and reads several files and wildcards', async () => {
    const sensor = await world.on(10);
    expect(await sensor.out('type C:\\lab\\texts\\utf8.txt C:\\lab\\texts\\cp437.*')).toBe(
      `${sample}漢字 😀\n${sample}`,
    );
  });

  test('escapes what would move the cursor, on a terminal and on a pipe', async () => {
    for (const tty of [true, false]) {
      const { stdout } = await (await world.on(10)).run('cat C:\\lab\\texts\\escapes.txt', { tty });
      expect(stdout).toBe(
        'plain\n\\u{1b}[2J\\u{1b}[31mred?\\u{1b}[0m\n\\u{1b}]0;title\\u{7}\n\\u{202e}gnp.exe\nover\\u{d}written\n',
      );
    }
  });

  test('gives the bytes as they are to a pipe with --raw', async () => {
    const { bytes } = await (await world.on(10)).run('cat --raw C:\\lab\\random-1m.bin');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(
      '9e94812540f2b34bbac2e8abdabf3f87c541a69babd9e683214c0cf031241711',
    );
  });

  test('says that a directory is one, and that a file is not there', async () => {
    const sensor = await world.on(10);
    for (const path of ['C:\\Windows', 'C:\\Windows\\', 'C:\\']) {
      expect(await sensor.run(`cat ${path}`)).toMatchObject({
        exitCode: 2,
        stderr: expect.stringContaining('is a directory'),
      });
    }
    expect(await sensor.run('cat C:\\nope.txt')).toMatchObject({
      exitCode: 3,
      stderr: 'C:\\nope.txt is not on WIN-EP7RMLTCLAJ\nhint: ls shows what is there\n',
    });
    expect((await sensor.run('cat C:\\pagefile.sys')).stderr).toContain('0x80070020');
  });

  test('names the encodings when it does not know one', async () => {
    const ran = await (await world.on(10)).run('cat --encoding klingon C:\\Windows\\win.ini');
    expect(ran).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('unknown encoding "klingon"') });
  });
});

describe('head', () => {
  test('shows the first lines, 10 when not said', async () => {
    const sensor = await world.on(10);
    expect(await sensor.out('head -n 2 C:\\lab\\texts\\lines-10000.txt')).toBe(
      'line 1 of 10000\nline 2 of 10000\n',
    );
    expect((await sensor.out('head C:\\lab\\texts\\lines-10000.txt')).split('\n')).toHaveLength(11);
    expect(await sensor.out('head -n1 C:\\lab\\texts\\utf16le-bom.txt')).toBe(`${sample.split('\n')[0]}\n`);
    expect(await sensor.out('head -n 9 C:\\lab\\texts\\no-newline-at-end.txt')).toBe(
      'first\nlast without a newline',
    );
    expect(await sensor.out('head -n 0 C:\\lab\\texts\\utf8.txt')).toBe('');
  });

  test('reads on where the first piece does not hold so many lines', async () => {
    const text = await (await world.on(10)).out('head -n 9000 C:\\lab\\texts\\lines-10000.txt');
    expect(text.split('\n')).toHaveLength(9001);
    expect(text.endsWith('\nline 9000 of 10000\n')).toBe(true);
  });

  test('makes the sensor send only what is needed', async () => {
    const sensor = await world.on(10);
    await sensor.out('head -n 1 C:\\lab\\texts\\lines-10000.txt');
    const files = await sensor.live.store.files(AbortSignal.timeout(5000));
    expect(files.at(-1)?.sizeBytes).toBe(64 * 1024);
  });
});

describe('tail', () => {
  test('shows the last lines', async () => {
    const sensor = await world.on(10);
    expect(await sensor.out('tail -n 2 C:\\lab\\texts\\lines-10000.txt')).toBe(
      'line 9999 of 10000\nline 10000 of 10000\n',
    );
    expect((await sensor.out('tail C:\\lab\\texts\\lines-10000.txt')).split('\n')).toHaveLength(11);
    expect(await sensor.out('tail -n 1 C:\\lab\\texts\\no-newline-at-end.txt')).toBe(
      'last without a newline',
    );
    expect(await sensor.out('tail -n 99 C:\\lab\\texts\\utf8.txt')).toBe(`${sample}漢字 😀\n`);
    expect(await sensor.out('tail -n 0 C:\\lab\\texts\\utf8.txt')).toBe('');
    expect(await sensor.out('tail C:\\lab\\empty.txt')).toBe('');
  });

  test('counts lines of UTF-16, in whose end no mark says so', async () => {
    const sensor = await world.on(10);
    expect(await sensor.out('tail -n 2 C:\\lab\\texts\\utf16le-bom.txt')).toBe('second line\n漢字 😀\n');
    const lines = Array.from({ length: 9000 }, (_, index) => `Zeile ${index + 1} Ċ ü\r\n`).join('');
    await write('wide.txt', Buffer.from(`\ufeff${lines}`, 'utf16le'));
    await sensor.out('put wide.txt C:\\Windows\\Temp\\');
    expect(await sensor.out('tail -n 2 C:\\Windows\\Temp\\wide.txt')).toBe(
      'Zeile 8999 Ċ ü\nZeile 9000 Ċ ü\n',
    );
  });

  test('reads back as far as the lines need', async () => {
    const text = await (await world.on(10)).out('tail -n 9000 C:\\lab\\texts\\lines-10000.txt');
    expect(text.split('\n')).toHaveLength(9001);
    expect(text.startsWith('line 1001 of 10000\n')).toBe(true);
  });

  test('does not fetch a huge file without line ends', async () => {
    const ran = await (await world.on(10)).run('tail -n 1 C:\\lab\\random-64m.bin --encoding latin1');
    expect(ran.exitCode).toBe(0);
    const zeros = await (await world.on(10)).run('tail -n 1 C:\\lab\\zero-2g.bin --encoding latin1');
    expect(zeros.stderr).toBe('the lines are longer than 8.0 MiB: their beginning is not shown\n');
  });

  test('follows a file as it grows, from its start again when it gets shorter, until Ctrl-C', async () => {
    const sensor = await world.on(1);
    const signal = AbortSignal.timeout(20_000);
    const stopped = new AbortController();
    const write = (line: string) =>
      sensor.live.programs.start(`/bin/sh -c '${line}'`, {
        directory: '/tmp',
        remoteOutput: undefined,
        deadlineMs: 10_000,
        signal,
        dryRun: undefined,
      });
    await sensor.live.programs.run("/bin/sh -c 'echo one > /tmp/grows; echo two >> /tmp/grows'", {
      directory: '/tmp',
      remoteOutput: '/tmp/ignored',
      deadlineMs: 10_000,
      signal,
      dryRun: undefined,
      onHeld: () => undefined,
    });
    let seen = '';
    const ran = await sensor.run('tail -n 1 -f /tmp/grows', {
      signal: stopped.signal,
      onOut(text) {
        seen += text;
        if (text.endsWith('two\n')) void write('echo three >> /tmp/grows');
        if (text.endsWith('three\n')) void write('echo 4 > /tmp/grows');
        if (text.endsWith('4\n')) stopped.abort();
      },
    });
    expect(seen).toBe('two\nthree\n4\n');
    expect(ran.stderr).toContain('/tmp/grows got shorter: from its start again');
    expect([0, 130]).toContain(ran.exitCode);
  });

  test('ends when the followed file goes away', async () => {
    const sensor = await world.on(1);
    await write('goes.txt', Buffer.from('here\n'));
    await sensor.out('put goes.txt /tmp/');
    const ran = await sensor.run('tail -f /tmp/goes.txt', {
      onOut: () =>
        void sensor.live.files.remove('/tmp/goes.txt', {
          signal: AbortSignal.timeout(5000),
          dryRun: undefined,
        }),
    });
    expect(ran).toMatchObject({
      exitCode: 3,
      stdout: 'here\n',
      stderr: '/tmp/goes.txt is no longer there\n',
    });
  });
});

describe('hexdump', () => {
  test('draws offset, sixteen bytes and their characters', async () => {
    const { stdout } = await (await world.on(10)).run('hexdump C:\\lab\\texts\\escapes.txt --count 0x20', {
      tty: true,
    });
    expect(stdout).toBe(
      [
        'OFFSET    HEX                                               ASCII',
        '00000000  70 6c 61 69 6e 0a 1b 5b  32 4a 1b 5b 33 31 6d 72  plain..[2J.[31mr',
        '00000010  65 64 3f 1b 5b 30 6d 0a  1b 5d 30 3b 74 69 74 6c  ed?.[0m..]0;titl',
        '',
      ].join('\n'),
    );
  });

  test('begins at an offset, ends with the file, and gives numbers to programs', async () => {
    expect(await (await world.on(10)).json('hexdump C:\\Windows\\win.ini --offset 80')).toEqual([
      { offset: 80, hex: '6c 5d 0d 0a 4d 41 50 49 3d 31 0d 0a', ascii: 'l]..MAPI=1..' },
    ]);
    expect((await (await world.on(10)).run('hexdump C:\\lab\\empty.txt', { tty: true })).stderr).toBe(
      'no bytes found\n',
    );
  });

  test('goes on over the pieces it asks for', async () => {
    const { stdout } = await (await world.on(10)).run('hexdump C:\\lab\\random-1m.bin --count 200001');
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(12_501);
    expect(lines.at(-1)).toMatch(/^200000\t[0-9a-f]{2}\t.$/);
  });
});

async function write(name: string, bytes: Uint8Array): Promise<void> {
  const writer = await world.local.openWriter(name, { mode: 0o600, flags: 'truncate' });
  await writer.write(bytes);
  await writer.close();
}

describe('a binary file', () => {
  const program = 'C:\\Windows\\notepad.exe';

  test.each(['cat', 'head', 'tail'])('%s refuses it on a terminal, and says what shows it', async (verb) => {
    const sensor = await world.on(10);
    const ran = await sensor.run(`${verb} ${program}`, { tty: true });
    expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ran.stderr).toMatch(/is no text[\s\S]*hexdump/);
  });

  test('goes to a pipe, and to a terminal where an encoding is named', async () => {
    const sensor = await world.on(10);
    expect((await sensor.run(`head ${program}`)).exitCode).toBe(0);
    expect((await sensor.run(`head ${program} --encoding latin1`, { tty: true })).exitCode).toBe(0);
  });

  test('UTF-16 is none', async () => {
    const sensor = await world.on(10);
    const ran = await sensor.run('cat C:\\Windows\\Temp\\MpCmdRun.log', { tty: true });
    expect(ran).toMatchObject({ exitCode: 0, stdout: 'MpCmdRun: End time: 0\n' });
  });
});
