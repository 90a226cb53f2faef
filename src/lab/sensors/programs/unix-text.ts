import { contentBytes } from '../content/content.ts';
import type { Program, ProgramRun } from '../machine.ts';
import { echo } from '../sh/builtins.ts';
import { printfText } from '../sh/printf.ts';
import { walk } from './unix-files.ts';
import { unixProgram } from './unix-run.ts';
import { hashOf } from './windows-text.ts';

/** Programs that filter text or look into files. */
export const unixTextPrograms: readonly (readonly [string, Program])[] = [
  ['echo', echo],
  [
    'printf',
    ({ args, out }) => {
      out.text(printfText(args[0] ?? '', args.slice(1)));
      return 0;
    },
  ],
  [
    'pwd',
    ({ workingDirectory, out }) => {
      out.text(`${workingDirectory}\n`);
      return 0;
    },
  ],
  [
    'seq',
    ({ args, out }) => {
      const numbers = args.map(Number);
      const [first = 1, last = 1] = numbers.length === 1 ? [1, numbers[0]] : numbers;
      out.text(
        Array.from(
          { length: Math.min(1_000_000, Math.max(0, last - first + 1)) },
          (_, index) => `${first + index}\n`,
        ).join(''),
      );
      return 0;
    },
  ],
  ['grep', grep],
  ['head', (run) => (/^-c\d*$/.test(run.args[0] ?? '') ? firstBytes(run) : firstLines(run))],
  ['cut', cut],
  ['cksum', cksum],
  ['tail', lineFilter('tail', (lines, count) => (count === 0 ? [] : lines.slice(-count)))],
  ['sort', lineFilter('sort', (lines) => lines.sort())],
  ['uniq', lineFilter('uniq', (lines) => lines.filter((line, index) => line !== lines[index - 1]))],
  ['wc', wc],
  ['md5sum', digest('md5sum', 'md5')],
  ['sha1sum', digest('sha1sum', 'sha1')],
  ['sha256sum', digest('sha256sum', 'sha256')],
  ['shasum', ({ args, ...run }) => digest('shasum', `sha${args[1]}`)({ ...run, args: args.slice(2) })],
  ['md5', ({ args, ...run }) => digest('md5', 'md5', ' ')({ ...run, args: args.slice(1) })],
  ['find', find],
  [
    'basename',
    ({ args, out }) => {
      out.text(`${(args[0] ?? '').replace(/\/+$/, '').split('/').at(-1)}\n`);
      return 0;
    },
  ],
  [
    'dirname',
    ({ args, out }) => {
      const path = args[0] ?? '';
      out.text(`${path.includes('/') ? path.replace(/\/+[^/]*\/*$/, '') || '/' : '.'}\n`);
      return 0;
    },
  ],
];

async function readLines(
  { machine, workingDirectory, input }: ProgramRun,
  file: string | undefined,
): Promise<string[]> {
  const bytes =
    file === undefined || file === '-'
      ? input
      : await contentBytes(machine.files.getFile(file, workingDirectory).content);
  const text = bytes.toString('utf8');
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

const firstLines = lineFilter('head', (lines, count) => lines.slice(0, count));

/** `head -c N FILE`. */
function firstBytes(run: ProgramRun): Promise<number> | number {
  const [option = '', ...rest] = run.args;
  const [count, ...files] = option === '-c' ? rest : [option.slice(2), ...rest];
  return unixProgram('head', async ({ machine, workingDirectory, input, out }, complain) => {
    for (const file of files.length === 0 ? [undefined] : files) {
      try {
        const bytes =
          file === undefined
            ? input
            : await contentBytes(machine.files.getFile(file, workingDirectory).content);
        out.bytes(bytes.subarray(0, Number(count)));
      } catch (error) {
        complain(file ?? '-', error);
      }
    }
  })({ ...run, args: [] });
}

/** `cut -dX -fN[,M]`, of its input. */
function cut(run: ProgramRun): Promise<number> | number {
  return unixProgram('cut', async (call) => {
    const option = (letter: string) =>
      run.args.find((argument) => argument.startsWith(`-${letter}`))?.slice(2) ?? '';
    const [mark, wanted] = [option('d'), option('f').split(',').map(Number)];
    const lines = (await readLines(call, undefined)).map((line) => {
      const fields = line.split(mark);
      return fields.length === 1 ? line : wanted.map((one) => fields[one - 1] ?? '').join(mark);
    });
    call.out.text(lines.map((line) => `${line}\n`).join(''));
  })(run);
}

/** The CRC of POSIX and the number of bytes, of its input. */
function cksum({ input, out }: ProgramRun): number {
  let crc = 0;
  const add = (byte: number): void => {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000_0000 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1;
  };
  for (const byte of input) add(byte);
  for (let rest = input.length; rest > 0; rest = Math.floor(rest / 256)) add(rest & 0xff);
  out.text(`${~crc >>> 0} ${input.length}\n`);
  return 0;
}

function lineFilter(name: string, pick: (lines: string[], count: number) => string[]): Program {
  return unixProgram(name, async (call, complain) => {
    const counts = call.args.join(' ').match(/(?:^|\s)-n?\s*(\d+)/);
    const files = call.operands.filter((operand) => operand !== counts?.[1]);
    for (const file of files.length === 0 ? [undefined] : files) {
      try {
        const lines = pick(await readLines(call, file), Number(counts?.[1] ?? '10'));
        call.out.text(lines.map((line) => `${line}\n`).join(''));
      } catch (error) {
        complain(file ?? '-', error);
      }
    }
  });
}

async function grep(run: ProgramRun): Promise<number> {
  let hits = 0;
  const program = unixProgram('grep', async (call, complain) => {
    const [wanted = '', ...files] = call.operands;
    const fold = (text: string) => (call.options.has('i') ? text.toLowerCase() : text);
    for (const file of files.length === 0 ? [undefined] : files) {
      try {
        const lines = (await readLines(call, file)).filter(
          (line) => fold(line).includes(fold(wanted)) !== call.options.has('v'),
        );
        hits += lines.length;
        const prefix = files.length > 1 ? `${file}:` : '';
        call.out.text(
          call.options.has('c')
            ? `${prefix}${lines.length}\n`
            : lines.map((line) => `${prefix}${line}\n`).join(''),
        );
      } catch (error) {
        complain(file ?? '-', error);
      }
    }
  });
  return (await program(run)) === 0 ? Number(hits === 0) : 2;
}

async function wc(run: ProgramRun): Promise<number> {
  return unixProgram('wc', async (call, complain) => {
    for (const file of call.operands.length === 0 ? [undefined] : call.operands) {
      try {
        const lines = await readLines(call, file);
        const bytes =
          file === undefined
            ? call.input.length
            : call.machine.files.getFile(file, call.workingDirectory).content.size;
        const words = lines
          .join(' ')
          .split(/\s+/)
          .filter((word) => word !== '').length;
        const shown = call.options.has('l')
          ? [lines.length]
          : call.options.has('c')
            ? [bytes]
            : [lines.length, words, bytes];
        call.out.text(`${shown.join(' ')}${file === undefined ? '' : ` ${file}`}\n`);
      } catch (error) {
        complain(file ?? '-', error);
      }
    }
  })(run);
}

/** GNU's escape a name with a backslash or a line end in it, and say so by a backslash in front; so does shasum. */
function digest(name: string, algorithm: string, between = '  '): Program {
  return unixProgram(name, async ({ operands, machine, workingDirectory, out }, complain) => {
    for (const path of operands) {
      try {
        const hash = await hashOf(machine.files.getFile(path, workingDirectory), algorithm);
        const escaped = path.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
        const isEscaped = between === '  ' && escaped !== path;
        out.text(isEscaped ? `\\${hash}${between}${escaped}\n` : `${hash}${between}${path}\n`);
      } catch (error) {
        complain(path, error);
      }
    }
  });
}

async function find(run: ProgramRun): Promise<number> {
  const at = run.args.findIndex((argument) => argument.startsWith('-'));
  const paths = at < 0 ? run.args : run.args.slice(0, at);
  const option = (name: string) => {
    const index = run.args.indexOf(name);
    return index < 0 ? undefined : run.args[index + 1];
  };
  const name = option('-name');
  const type = option('-type');
  const matches = name === undefined ? () => true : run.machine.files.rules.matcher(name);
  return unixProgram('find', ({ machine, workingDirectory, out }, complain) => {
    for (const path of paths.length === 0 ? ['.'] : paths) {
      try {
        for (const found of walk(machine, path, workingDirectory)) {
          const kind = machine.files.find(found, workingDirectory)?.kind;
          const fits = type === undefined || (type === 'd') === (kind === 'directory');
          out.text(fits && matches(found.split('/').at(-1) ?? '') ? `${found}\n` : '');
        }
      } catch (error) {
        complain(path, error);
      }
    }
  })({ ...run, args: [] });
}
