// The manual pages, from the same literals as help: `npm run build` writes them into dist/man/man1, from where npm installs them.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from '../src/programs/app.ts';
import { cblr } from '../src/programs/cblr.ts';
import { cbq } from '../src/programs/cbq.ts';
import { version } from '../src/programs/version.ts';
import { exitReasons } from '../src/spec/program-help.ts';
import { specsBelow } from '../src/spec/registry.ts';
import type { Listing } from '../src/spec/spec.ts';
import { manName, toMan, toProgramMan } from '../src/spec/to-man.ts';

/** Name of the file → its text: the two programs, and every command of each. */
export async function manPages(): Promise<ReadonlyMap<string, string>> {
  const pages = await Promise.all([cblr, cbq].map(pagesOf));
  return new Map(pages.flat());
}

/** `cblr.1`, `cblr-ps.1` and so on. */
export function manNames(program: string, commands: readonly Pick<Listing, 'name'>[]): readonly string[] {
  const names = [program, ...commands.map(({ name }) => manName(program, name))];
  return names.map((name) => `${name}.1`);
}

async function pagesOf({ program }: App): Promise<readonly (readonly [string, string])[]> {
  const { name, about, commands, globals, groupOrder = [], load } = program;
  const own = toProgramMan(commands, {
    program: name,
    version,
    about,
    globals,
    groupOrder,
    exits: exitReasons(),
  });
  const each = commands.map(async (listing) => {
    const below = listing.name.includes(' ')
      ? []
      : specsBelow(commands, listing.name).filter((one) => one !== listing);
    return [
      `${manName(name, listing.name)}.1`,
      toMan(await load(listing), { program: name, version }, below),
    ] as const;
  });
  return [[`${name}.1`, own], ...(await Promise.all(each))];
}

/** Writes them below a folder, as `man` looks for them. */
export async function writeManPages(below: string): Promise<void> {
  const folder = join(below, 'man1');
  await mkdir(folder, { recursive: true });
  for (const [name, text] of await manPages()) await writeFile(join(folder, name), text);
}
