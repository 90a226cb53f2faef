import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitUnixArguments } from '../../src/lab/sensors/programs/unix-arguments.ts';
import { execLine, type Interpreter } from '../../src/verbs/exec-line.ts';
import { labVerbs } from '../support/lab-verbs.ts';

const lineOf = (style: 'windows' | 'unix', by: Interpreter, text: string) =>
  execLine({ text, words: text.split(' ') }, by, {
    paths: { style },
    session: { current: { directory: 'C:\\Windows\\CarbonBlack' } },
  } as Parameters<typeof execLine>[2]);

/** What lines are made of that interpreters read in their own way. */
const signs = fc.string({
  unit: fc.constantFrom(...('%^&()!"$`\\\'|<>;*~ ab€😀'.match(/./gu) ?? []), '\n', '\r'),
  minLength: 1,
  maxLength: 40,
});
const working = signs.filter((text) => text.trim() !== '');

describe('a line for an interpreter', () => {
  it('is what sh gets, whatever it is made of', () => {
    fc.assert(
      fc.property(working, (text) => {
        expect(splitUnixArguments(lineOf('unix', 'shell', text))).toEqual(['/bin/sh', '-c', text]);
      }),
    );
  });

  it('is what cmd.exe gets between the quotes that /s takes away', () => {
    const oneLine = working.filter((text) => !/[\r\n]/.test(text));
    fc.assert(
      fc.property(oneLine, (text) => {
        const line = lineOf('windows', 'shell', text);
        const front = 'C:\\Windows\\System32\\cmd.exe /d /e:on /v:off /s /c ';
        expect(line.slice(0, front.length)).toBe(front);
        const tail = line.slice(front.length);
        expect(tail.startsWith('"')).toBe(true);
        const last = tail.lastIndexOf('"');
        expect(tail.slice(1, last) + tail.slice(last + 1)).toBe(text);
      }),
    );
  });

  it('is what PowerShell gets, line ends among it', () => {
    fc.assert(
      fc.property(working, (text) => {
        const [, script = ''] =
          / -EncodedCommand ([A-Za-z\d+/=]+)$/.exec(lineOf('windows', 'powershell', text)) ?? [];
        expect(Buffer.from(script, 'base64').toString('utf16le')).toBe(text);
      }),
    );
  });

  it('of several lines is not for cmd.exe, and one that is too long not for PowerShell', () => {
    expect(() => lineOf('windows', 'shell', 'a\nb')).toThrow(
      'a command line for cmd.exe cannot hold a line end',
    );
    expect(() => lineOf('windows', 'powershell', 'x'.repeat(12_500))).toThrow(
      /^the script is too long: .* 32767 are taken$/,
    );
    expect(lineOf('windows', 'powershell', 'x'.repeat(12_000)).length).toBeLessThan(32_767);
    expect(() => lineOf('unix', 'powershell', 'x')).toThrow('powershell is for Windows');
  });
});

describe('exec', () => {
  const world = labVerbs();

  it('--shell runs a line by the interpreter that the sensor has', async () => {
    expect(await (await world.on(10)).out('exec --wait --shell -- echo a^&b & echo "c d" | findstr c')).toBe(
      'a&b \n"c d" \n',
    );
    expect(await (await world.on(1)).out('exec --wait --shell -- x=1; echo "$x & 2" | grep 2')).toBe(
      '1 & 2\n',
    );
  });

  it('--shell quotes several words of argv for it', async () => {
    const windows = await world.on(10);
    expect((await windows.runArgv(['exec', '--wait', '--shell', 'echo', 'a & b', '%PATH%'])).stdout).toBe(
      '"a & b" "%PATH%"\n',
    );
    const linux = await world.on(1);
    expect((await linux.runArgv(['exec', '--wait', '--shell', 'echo', 'a & b', '$HOME'])).stdout).toBe(
      'a & b $HOME\n',
    );
  });

  it('--powershell runs a script with quotes and signs as it stands', async () => {
    const windows = await world.on(10);
    expect(
      await windows.out('exec --wait --powershell -- Write-Output "a & b; c"; Write-Output \'%PATH% ^ "d"\''),
    ).toBe('a & b; c\n%PATH% ^ "d"\n');
  });

  it('--powershell is spoken of as it was typed', async () => {
    const windows = await world.on(10);
    const ran = await windows.run('exec --wait --dir C:\\nowhere --powershell -- Get-Date; "x"');
    expect(ran.exitCode).not.toBe(0);
    expect(ran.stderr).toMatch(/^exec --powershell Get-Date; "x": /);
  });
});
