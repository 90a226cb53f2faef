import { readdirSync, readFileSync } from 'node:fs';
import { journalLines } from '../src/cases/journal-lines.ts';
import { completion } from '../src/commands/completion.ts';
import { completionScripts } from '../src/commands/completion-scripts.ts';
import { completionShells } from '../src/commands/completion-shells.ts';
import { cblrCommands } from '../src/commands/index.ts';
import { manifestLines } from '../src/manifest/lines.ts';
import { cbqCommandEntry } from '../src/programs/entries.ts';
import { fleetOwn } from '../src/programs/fleet/shell/builtins/index.ts';
import { queries } from '../src/queries/index.ts';
import { builtins } from '../src/shell/builtins/index.ts';
import { globalOptions } from '../src/spec/globals.ts';
import { optionUsage } from '../src/spec/help.ts';
import { aboutWithChoices } from '../src/spec/names.ts';
import { helpOfExitCodes } from '../src/spec/program-help.ts';
import type { Listing, Spec } from '../src/spec/spec.ts';
import { nounsOf, toNounIndex, toNounPage, toReference } from '../src/spec/to-markdown.ts';
import { events, indexEvents } from '../src/transcript/events.ts';
import { verbs } from '../src/verbs/index.ts';
import { layerTable } from '../test/contract/layer-table.ts';
import { lineTable } from './line-table.ts';
import { manNames } from './man-pages.ts';

const extensions = { bash: 'bash', zsh: 'zsh', fish: 'fish', powershell: 'ps1' } as const;

/** Folders that hold nothing but generated files. */
export const generatedFolders = [
  'completions',
  'docs/reference',
  'docs/reference/cbq',
  'src/programs/made',
  'src/fleet/playbook/made',
] as const;

/** Path below the project → text, of everything that is made from the specs and from the table of layers. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const shell of completionShells)
    files.set(`completions/cblr.${extensions[shell]}`, completionScripts[shell]);
  const page = (name: string, text: string) => files.set(`docs/reference/${name}.md`, text);
  page('cblr', reference(toReference(cblrCommands, 'cblr: commands outside a session', { program: 'cblr' })));
  page('verbs', reference(toReference(verbs, 'cblr: verbs of the shell')));
  page('shell', reference(toReference(builtins, "cblr: the shell's own verbs")));
  page('fleet-shell', reference(toReference(fleetOwn, 'cblr fleet shell: its own verbs')));
  const nouns = nounsOf<never>([...queries, cbqCommandEntry(completion).spec]);
  page('cbq', reference(toNounIndex(nouns, 'cbq: commands', { program: 'cbq', folder: 'cbq' })));
  for (const noun of nouns) page(`cbq/${noun.noun}`, reference(toNounPage(noun, { program: 'cbq' })));
  page('options', reference(optionsPage()));
  page('exit-codes', reference(exitCodesPage()));
  files.set('package.json', manifestWithPages());
  for (const program of ['cblr', 'cbq'] as const) {
    files.set(`src/programs/made/${program}-listing.ts`, listing(program));
    files.set(`src/programs/made/${program}-entries.ts`, entries(program));
  }
  files.set('docs/architecture.md', withSections('docs/architecture.md', { layers: layerTable() }));
  files.set('src/fleet/playbook/made/shipped.ts', shippedPlaybooks());
  const lines = { transcript: lineTable(events), 'transcript-index': lineTable(indexEvents) };
  files.set('docs/transcript.md', withSections('docs/transcript.md', lines));
  files.set('docs/case.md', withSections('docs/case.md', { journal: lineTable(journalLines) }));
  files.set('docs/manifest.md', withSections('docs/manifest.md', { manifest: lineTable(manifestLines) }));
  return files;
}

/** The playbooks that ship, as text: an executable has no folder beside it. */
function shippedPlaybooks(): string {
  const texts = readdirSync(new URL('../playbooks', import.meta.url))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const lines = readFileSync(new URL(`../playbooks/${name}`, import.meta.url), 'utf8').split('\n');
      return `  '${name.replace(/\.yaml$/, '')}': [\n${lines.map((line) => `    ${JSON.stringify(line)},\n`).join('')}  ].join('\\n'),\n`;
    });
  return `// Made by npm run generate from playbooks/.\n\n/** By their names. */\nexport const shippedPlaybooks: Readonly<Record<string, string>> = {\n${texts.join('')}};\n`;
}

/** npm links what this list names, and no folder: `man cblr-ps` behind `npm i -g`. */
function manifestWithPages(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as object;
  // Of the specs: the listings that the programs read may be those that are to be made anew.
  const names = Object.entries(commandsOf).flatMap(([program, made]) =>
    manNames(
      program,
      made.map(({ spec }) => spec),
    ),
  );
  const man = names.map((name) => `./dist/man/man1/${name}`);
  return `${JSON.stringify({ ...manifest, man }, undefined, 2)}\n`;
}

interface Made {
  readonly spec: Spec<never>;
  /** The function of programs/entries.ts that makes an entry of it. */
  readonly by: 'commandEntry' | 'cbqCommandEntry' | 'queryEntry' | 'verbEntry';
}

/** What each program runs, in the order of its help. */
const commandsOf: Readonly<Record<'cblr' | 'cbq', readonly Made[]>> = {
  cblr: [
    ...cblrCommands.map((spec) => ({ spec, by: 'commandEntry' }) as const),
    ...verbs
      .filter(({ shellOnly }) => shellOnly !== true)
      .map((spec) => ({ spec, by: 'verbEntry' }) as const),
  ],
  cbq: [
    ...queries.map((spec) => ({ spec, by: 'queryEntry' }) as const),
    { spec: completion, by: 'cbqCommandEntry' },
  ],
};

/** Spec → the file below src/ that exports it, and its name there. */
const homes = new Map<unknown, { readonly file: string; readonly exported: string }>();
for (const folder of ['commands', 'verbs', 'queries']) {
  for (const path of readdirSync(new URL(`../src/${folder}`, import.meta.url), { recursive: true }).sort()) {
    const file = `${folder}/${String(path).replaceAll('\\', '/')}`;
    if (!file.endsWith('.ts')) continue;
    const { href } = new URL(`../src/${file}`, import.meta.url);
    const module: object = await import(/* @vite-ignore */ href);
    for (const [exported, value] of Object.entries(module)) homes.set(value, { file, exported });
  }
}

/** What brings the entry of one command. */
function entries(program: 'cblr' | 'cbq'): string {
  const made = commandsOf[program].map(({ spec, by }) => {
    const home = homes.get(spec);
    if (home === undefined) throw new Error(`no file of src/ exports the spec of ${spec.name}`);
    return `  '${spec.name}': async () => ${by}((await import('../../${home.file}')).${home.exported}),\n`;
  });
  const used = [...new Set(commandsOf[program].map(({ by }) => by))].sort();
  return `// Made by npm run generate.
import { ${used.join(', ')}, type Entries } from '../entries.ts';

/** Brings a command of \`${program}\`, by its name. */
export const ${program}Entries: Entries = {
${made.join('')}};
`;
}

/** What a program knows of its commands before it loads one. */
function listing(program: 'cblr' | 'cbq'): string {
  const made = commandsOf[program].map(
    ({ spec: { name, aliases, about, group, search } }): Listing => ({
      name,
      ...(aliases === undefined ? {} : { aliases }),
      about,
      group,
      ...(search === undefined ? {} : { search }),
    }),
  );
  return `// Made by npm run generate.
import type { Listing } from '../../spec/spec.ts';

/** What is known of the commands of \`${program}\` before one of them is loaded. */
export const ${program}Listing: readonly Listing[] = [
${made.map((each) => `  ${JSON.stringify(each)},\n`).join('')}];
`;
}

function reference(text: string): string {
  return text.replace('\n', '\n\n<!-- Made by npm run generate. -->\n');
}

/** The page as it is, with what stands between each `<!-- made: NAME -->` and `<!-- end -->` made anew. */
function withSections(path: string, sections: Readonly<Record<string, string>>): string {
  const page = readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
  return Object.entries(sections).reduce((whole, [name, text]) => {
    const [before, rest] = whole.split(`<!-- made: ${name} -->\n`);
    const end = rest?.indexOf('<!-- end -->') ?? -1;
    if (rest === undefined || end < 0) throw new Error(`${path} has no section "${name}" to be made`);
    return `${before}<!-- made: ${name} -->\n${text}\n${rest.slice(end)}`;
  }, page);
}

function optionsPage(): string {
  const rows = Object.entries(globalOptions).map(([key, option]) => {
    const usage = optionUsage(key, option);
    return `| \`${usage.replaceAll('|', '\\|')}\` | ${aboutWithChoices(option, usage).replaceAll('|', '\\|')} |`;
  });
  return `# Options of both programs\n\nThey may stand anywhere; where a verb has a short letter of its own, that wins behind the verb.\n\n| Option | Meaning |\n|---|---|\n${rows.join('\n')}\n`;
}

/** As `cblr help exit-codes` shows it. */
function exitCodesPage(): string {
  const [, ...lines] = helpOfExitCodes(1000);
  const rows = lines.flatMap(({ text }) => {
    const [, code, when] = /^\s*(\d+)\s+(.+)$/.exec(text) ?? [];
    return code === undefined ? [] : [`| ${code} | ${when} |`];
  });
  return `# Exit codes\n\n| Exit | When |\n|---|---|\n${rows.join('\n')}\n`;
}
