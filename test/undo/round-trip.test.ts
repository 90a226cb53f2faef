import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';

/** All of them in `npm run soak`. */
const numRuns = process.env['CBLR_SOAK'] === '1' ? 300 : 8;

let world: ProgramWorld;
beforeAll(async () => {
  world = await makeProgramWorld();
  await world.profile();
  await mkdir(join(world.folder, 'tree/deep'), { recursive: true });
  await writeFile(join(world.folder, 'empty.bin'), '');
  await writeFile(join(world.folder, 'tree/one.txt'), 'one\n');
  await writeFile(join(world.folder, 'tree/deep/two.bin'), Buffer.from([0, 0xa5, 0xff, 0x0d, 0x0a, 0x1a]));
  await writeFile(
    join(world.folder, 'other.bin'),
    Buffer.from(Array.from({ length: 3000 }, (_, at) => at % 256)),
  );
});
afterAll(() => world.end());

interface Place {
  readonly folder: string;
  readonly key: string;
}

type Line = (place: Place) => string;

const folders = ['', '\\a', '\\a\\b', '\\tree', '\\tree\\deep'];
const path = fc
  .tuple(fc.constantFrom(...folders), fc.constantFrom('one.txt', 'two.bin', 'Ü b.txt', 'a'))
  .map(([folder, name]) => `${folder}\\${name}`);
const key = fc.constantFrom('', '\\Sub', '\\Sub\\Deep', '\\Other');
const valueName = fc.constantFrom('', 'text', 'Größe', 'a b');
const typed = fc.constantFrom(
  '--type REG_SZ --data hello',
  '--type REG_SZ --data "Grüße = \\"x\\""',
  '--type REG_SZ --data ""',
  '--type REG_EXPAND_SZ --data %SystemRoot%\\x',
  '--type REG_DWORD --data 4294967295',
  '--type REG_QWORD --data 18446744073709551615',
  '--type REG_MULTI_SZ --data a --data "b c"',
  '--type REG_BINARY --data 00a5ff',
  '--type REG_NONE --data ""',
);

/** Lines that change something, or fail: whether what they mean is there is left to chance. */
const line: fc.Arbitrary<Line> = fc.oneof(
  fc.tuple(key, valueName, typed).map(
    ([at, name, data]): Line =>
      (place) =>
        `reg set "${place.key}${at}\\${name}" ${data} --force --yes`,
  ),
  fc.tuple(key, valueName).map(
    ([at, name]): Line =>
      (place) =>
        `reg delete "${place.key}${at}\\${name}" --yes`,
  ),
  key.map(
    (at): Line =>
      (place) =>
        `reg delete --key "${place.key}${at}" --yes`,
  ),
  key.map(
    (at): Line =>
      (place) =>
        `reg create "${place.key}${at}"`,
  ),
  fc.constantFrom('values.reg', 'keys.reg').map(
    (file): Line =>
      () =>
        `reg import ${file} --yes`,
  ),
  fc.tuple(fc.constantFrom('empty.bin', 'tree/one.txt', 'other.bin'), path).map(
    ([local, to]): Line =>
      (place) =>
        `put --force --yes ${local} "${place.folder}${to}"`,
  ),
  path.map(
    (at): Line =>
      (place) =>
        `rm --yes "${place.folder}${at}"`,
  ),
  fc.constantFrom(...folders.slice(1)).map(
    (at): Line =>
      (place) =>
        `rm -r --yes "${place.folder}${at}"`,
  ),
  path.map(
    (at): Line =>
      (place) =>
        `mkdir "${place.folder}${at}"`,
  ),
  path.map(
    (at): Line =>
      (place) =>
        `mkdir -p "${place.folder}${at}"`,
  ),
  fc.tuple(path, path).map(
    ([from, to]): Line =>
      (place) =>
        `mv --force --yes "${place.folder}${from}" "${place.folder}${to}"`,
  ),
  fc.tuple(path, path).map(
    ([from, to]): Line =>
      (place) =>
        `cp --force --yes "${place.folder}${from}" "${place.folder}${to}"`,
  ),
);

/** What `reg import` takes: values that are other, gone and new, and keys that are. */
async function layOutImports(key: string): Promise<void> {
  const at = key.replace('HKLM', 'HKEY_LOCAL_MACHINE');
  const parts = {
    'values.reg': `[${at}]\r\n"text"="other"\r\n@=-\r\n\r\n[${at}\\Sub]\r\n"a b"=hex:00,a5\r\n"Größe"=dword:00000007\r\n`,
    'keys.reg': `[-${at}\\Sub\\Deep]\r\n\r\n[${at}\\Other\\New]\r\n"a b"="x"\r\n`,
  };
  for (const [name, part] of Object.entries(parts))
    await writeFile(join(world.folder, name), `Windows Registry Editor Version 5.00\r\n\r\n${part}`);
}

let runs = 0;

test(
  'whatever was changed, undo puts all of it back: paths, bytes, keys, values and types',
  async () => {
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 8 }), async (lines) => {
        runs += 1;
        const place = { folder: `C:\\work${runs}`, key: `HKLM\\SOFTWARE\\Work${runs}` };
        await layOutImports(place.key);
        const look = (name: string) => [
          `get -r --force --yes "${place.folder}" ${name}`,
          `find "${place.folder}" --fields path,size > ${name}.paths`,
          `reg export "${place.key}" > ${name}.reg`,
        ];
        const script = [
          `put -r tree "${place.folder}" --no-undo`,
          ...['', '\\Sub', '\\Sub\\Deep'].map((at) => `reg create "${place.key}${at}" --no-undo`),
          `reg set "${place.key}\\" --data default --no-undo`,
          `reg set "${place.key}\\text" --type REG_EXPAND_SZ --data %x% --no-undo`,
          `reg set "${place.key}\\Sub\\a b" --type REG_QWORD --data 9007199254740993 --no-undo`,
          ...look(`before${runs}`),
          ...lines.map((each) => each(place)),
          ...look(`between${runs}`),
          ...lines.map(() => 'undo --yes'),
          ...look(`after${runs}`),
        ];
        await writeFile(join(world.folder, 'script'), script.join('\n'));
        const { stderr } = await world.run('cblr connect 10 --script script --keep-going');
        const before = await stateOf(`before${runs}`);
        expect(await stateOf(`after${runs}`), `${script.join('\n')}\n${stderr}`).toEqual(before);
        if (JSON.stringify(await stateOf(`between${runs}`)) !== JSON.stringify(before)) changed += 1;
      }),
      { numRuns },
    );
    expect(changed, 'lines of which none changes anything prove nothing').toBeGreaterThan(numRuns / 3);
  },
  numRuns * 20_000,
);

/** Of the sensor, as it was fetched under that name. */
async function stateOf(name: string) {
  const text = async (file: string) => await readFile(join(world.folder, file), 'utf8');
  const folder = join(world.folder, name);
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name: file }) => join(parentPath, file));
  const files = await Promise.all(
    names.toSorted().map(async (file) => [file.slice(folder.length), await readFile(file, 'hex')]),
  );
  const paths = (await text(`${name}.paths`)).split('\n').toSorted();
  return { files, paths, registry: sortedKeys(await text(`${name}.reg`)) };
}

/** In what order a sensor lists them says nothing. */
function sortedKeys(text: string): readonly (readonly string[])[] {
  return text
    .split('\n\n')
    .map((part) => part.split('\n'))
    .map(([head = '', ...values]) => [head, ...values.toSorted()])
    .toSorted((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}
