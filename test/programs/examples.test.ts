import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cblrCommands } from '../../src/commands/index.ts';
import type { LabOptions } from '../../src/lab/lab.ts';
import { main } from '../../src/programs/main.ts';
import { builtins } from '../../src/shell/builtins/index.ts';
import type { Example, Spec } from '../../src/spec/spec.ts';
import { withSensor } from '../../src/spec/with-sensor.ts';
import { verbs } from '../../src/verbs/index.ts';
import { cblrSchemas } from '../../src/views/made/cblr-schemas.ts';
import { cbqSchemas } from '../../src/views/made/cbq-schemas.ts';
import type { Schemas } from '../../src/views/row-schema.ts';
import { cbqEntries } from '../support/entries.ts';
import { layOutExampleFiles } from '../support/example-files.ts';
import { gatherCalls, seenFields } from '../support/made-calls.ts';
import { makeProgramWorld, type ProgramWorld } from '../support/program-world.ts';
import { readTranscripts } from '../support/read-transcripts.ts';
import { schemaOf } from '../support/seen-fields.ts';
import { sentRemedy, watchSent } from '../support/sent.ts';
import type { ShellDriver } from '../support/shell-driver.ts';
import { shellWords } from '../support/shell-words.ts';
import { writeSchemas } from '../support/write-schemas.ts';
import { yes } from '../support/yes.ts';

type AnySpec = Spec<never>;

const implant = 'A276B67AC893B80B963F3415E7DD146B';
const fetched = 'cat C:\\Windows\\win.ini';
const work = 'cblr profile add work';
const saveRunsOn =
  "cbq query save runs-on 'hostname:{host} process_name:{program}' --param host --param program";
const run = 'cblr fleet run --sensor 10 -c "stat C:/Windows/win.ini"';
const session = 'cblr connect 10 --keep -c "get C:/Windows/win.ini"';

interface Shown {
  readonly exitCode: number;
  readonly text: string;
}

/** What is on stdin of a line that reads it. */
const stdin: Readonly<Record<string, string>> = {
  'cblr connect 10': 'pwd\n',
  "cblr fleet shell --sensor 'WEB-*'": 'pwd\n',
  'cblr fleet shell --group Servers --os linux --status online --dry-run': 'ps --name sshd\n',
  'cbq binary download - --to samples -o ndjson': `${implant}\n`,
  'cbq sensor unisolate - --dry-run': '10\n',
};

/** Lines in front of an example that is about what somebody did before. */
const before: Readonly<Record<string, readonly string[]>> = {
  'cbq isolate due --list': ['cbq isolate 10 --for 4h --yes'],
  'cbq isolate due --yes': ['cbq isolate 10 --for 1ms --yes'],
  'cbq query list': [saveRunsOn],
  'cbq query show runs-on': [saveRunsOn],
  'cbq query run runs-on --host mkt-ws-46 --program net.exe --group-by id': [saveRunsOn],
  'cbq query rm runs-on --yes': [saveRunsOn],
  'unalias ll': ['alias ll = ls -l'],
  'fg 1': ['pwd &'],
  'end 1': ['pwd &'],
  'files get 1 evidence.bin': [fetched],
  'diff before after': ['snap before', 'exec --no-wait ping -n 600 127.0.0.1', 'snap after'],
  'cblr diff before after': [
    'cblr snap 10 before',
    'cblr exec 10 --no-wait ping -n 600 127.0.0.1',
    'cblr snap 10 after',
  ],
  'ps --diff=before': ['snap before', 'exec --no-wait ping -n 600 127.0.0.1'],
  'cblr ps 10 --diff=before': ['cblr snap 10 before', 'cblr exec 10 --no-wait ping -n 600 127.0.0.1'],
  'memdump --get . --resume': ['memdump'],
  'cblr memdump 10 --get . --resume': ['cblr memdump 10'],
  files: [fetched],
  'unzip /tmp/etc.zip /tmp/unpacked': ['zip /tmp/etc.zip /etc/ssh'],
  commands: [fetched],
  'commands --status complete': [fetched],
  'files rm 1': [fetched],
  archive: [fetched],
  'archive case-7.tar.gz': [fetched],
  'cbq sensor unisolate - --dry-run': ['cbq isolate 10'],
  'cancel 1': [fetched],
  'disconnect 2': ['connect devr-test'],
  'cblr sessions': [session],
  'cblr fleet list': [run],
  'cblr fleet show': [run],
  'cblr fleet show 1 --state done': [run],
  'cblr fleet results 1': [run],
  'cblr fleet results 1 --rare --fold-by name,path': [run],
  'cblr fleet results 1 --by-host -o ndjson': [run],
  'cblr fleet report 1 --html odd.html': [run],
  'cblr fleet resume 1': [run],
  'cblr fleet pause 1': [run],
  'cblr fleet cancel 1': [run],
  'cblr fleet extend 1 --expire 3d': [run],
  'cblr fleet add 1 --sensor CORP-DC-01': [run],
  'cblr fleet rm 1 --yes': [run],
  'cblr fleet retry 1': ['cblr fleet run --sensor 10 -c "ls C:/late"', 'cblr mkdir 10 C:/late'],
  'cblr case list': ['cblr case open 1'],
  'cblr case show': ['cblr case open 1'],
  'cblr case close': ['cblr case open 1'],
  'cblr case note the user opened the mail at 9': ['cblr case open 1'],
  'cblr case add iocs.txt': ['cblr case open 1'],
  'cblr case pin process 00000003-0000-0d7c-01d2-2eca49f7cea2 --note "the implant"': ['cblr case open 1'],
  'cblr case pin sensor 10': ['cblr case open 1'],
  'cblr case report': ['cblr case open 1'],
  'cblr case report --md report.md': ['cblr case open 1'],
  'cblr case verify': ['cblr case open 1'],
  'cblr case export 2024-117.zip': ['cblr case open 1'],
  'cblr transcript list': ['cblr pwd 10'],
  'cblr transcript export --timesketch': ['cblr pwd 10'],
  'cblr transcript show': ['cblr pwd 10'],
  'cblr transcript show --md': ['cblr pwd 10'],
  'cblr transcript verify --all': ['cblr pwd 10'],
  'cblr transcript seal ~/.ssh/id_ed25519.pub': ['cblr pwd 10'],
  'cblr undo list': ["cblr mkdir 10 'C:\\Evidence'"],
  'cblr undo show 1': ["cblr mkdir 10 'C:\\Evidence'"],
  'cblr undo apply 1 --yes': ["cblr mkdir 10 'C:\\Evidence'"],
  'cblr manifest verify taken': ["cblr get -r 10 'C:\\Windows\\System32\\drivers\\etc' taken --manifest"],
  'cblr session show 1': [session],
  'cbq report unignore --query is_ignored:true --feed soc --dry-run': [
    'cbq report ignore soc:updater-implant',
  ],
  'cblr session close 1': [session],
  'cblr session archive 1': [session],
  'cblr archive verify session-1.tar.gz --all': [session, 'cblr session archive 1'],
  'cblr session commands 1': [session],
  'cblr session files 1': [session],
  'cblr session get 1 1 evidence.bin': [session],
  'cblr profile show work --json': [work],
  'cblr profile use work': [work],
  'cblr profile check work --json': [work],
  "cblr profile whoami work --jq 'select(.granted != false) | .right'": [work],
  'cblr profile remove old': ['cblr profile add old'],
};

/** What only Ctrl-C ends: it comes with the first output. */
const endless: ReadonlySet<string> = new Set([
  'cblr lab',
  'cblr lab --user viewer',
  'cblr lab --json --seed 7 --now 2024-05-14T09:30:00Z',
  'tail -f C:\\Windows\\CarbonBlack\\Sensor.LOG',
  "cblr tail 10 -f 'C:\\Windows\\CarbonBlack\\Sensor.LOG'",
  'watch 5 ps --name setup.exe',
]);

const taken = { exitCode: 1, because: 'sensors of the lab take a command at once: none waits' };

/** What does not end with 0, and why. */
const otherwise: Readonly<Record<string, { readonly exitCode: number; readonly because: string }>> = {
  'cblr fleet work --queue rediss://queue.example:6379 --signers ~/.ssh/cblr-signers': {
    exitCode: 1,
    because: 'nobody signs here: there is no such file',
  },
  'cbq watchlist diff watchlists.yaml --prune --exit-code': { exitCode: 1, because: 'the server differs' },
  'cancel 1': taken,
  'cblr cancel 10 1': taken,
  'cblr transcript seal ~/.ssh/id_ed25519.pub': { exitCode: 1, because: 'nobody has such a key here' },
  'cblr profile add prod --keychain': { exitCode: 1, because: 'there is no keyring here' },
  'cd -': { exitCode: 2, because: 'nobody was anywhere before' },
  'watch 5 ps --name setup.exe': { exitCode: 130, because: 'Ctrl-C interrupts what would go on' },
};

/** What prints nothing: that the next prompt comes is what it shows. */
const silent: ReadonlySet<string> = new Set([
  'use 1',
  'disconnect 2',
  'cd C:\\Users',
  'cd ..',
  'cd HKLM\\SOFTWARE',
  'exit',
  'wait',
]);

async function makeWorld(options: LabOptions = {}): Promise<ProgramWorld> {
  const world = await makeProgramWorld(options);
  await layOutExampleFiles(world.folder);
  return world;
}

const cbqSpecs: readonly AnySpec[] = cbqEntries.map(({ spec }) => spec);

/** What only asks the server can ask the same one. */
const readers = { world: undefined as Promise<ProgramWorld> | undefined };
afterAll(async () => await (await readers.world)?.end());

/** A lab with files for the examples of one command: where it writes it disturbs nobody. */
async function withWorld<T>(spec: AnySpec, use: (world: ProgramWorld) => Promise<T>): Promise<T> {
  if (spec.effect === 'reads' && cbqSpecs.includes(spec)) {
    readers.world ??= makeWorld();
    return await use(await readers.world);
  }
  // What the examples name is there in a short history, too.
  const world = await makeWorld({ processes: 500 });
  try {
    return await use(world);
  } finally {
    await world.end();
  }
}

/** ` > FILE` behind a line: what it printed is in that file. */
const redirected = /^(.*?)(?: > (\S+))?$/s;

/** What stands in help for things of the user's own. */
function real(word: string, { lab }: ProgramWorld): string {
  if (word === 'edr.example.net') return lab.url;
  return word === 'pass show edr' ? `echo ${lab.token}` : word;
}

/** A line of the analyst's own shell. */
async function runLine(line: string, world: ProgramWorld): Promise<Shown> {
  const [, own = line] = redirected.exec(line) ?? [];
  const [program, ...argv] = shellWords(own).map((word) => real(word, world));
  const input = stdin[line];
  const plain = world.runtime(argv, input === undefined ? { tty: true } : { stdin: input });
  const runtime = { ...plain, prompter: yes(world) };
  if (endless.has(line)) runtime.streams.out.onWrite(() => void runtime.interrupt());
  const exitCode = await main(program === 'cbq' ? 'cbq' : 'cblr', runtime);
  return { exitCode, text: runtime.out() + runtime.err() };
}

/** A line typed at the prompt of a shell; what ` > FILE` has put into a file counts as shown. */
async function typeLine(line: string, shell: ShellDriver<number>): Promise<Shown> {
  const { streams, interrupt } = shell.runtime;
  await shell.type(line);
  streams.out.clear();
  streams.err.clear();
  if (endless.has(line)) streams.out.onWrite(() => void interrupt());
  const { exitCode } = await shell.line('');
  const file = redirected.exec(line)?.[2];
  if (file !== undefined) streams.out.write(await shell.runtime.files.readText(file));
  return { exitCode, text: streams.out.text() + streams.err.text().replace(promptBehind, '') };
}

/** What the line editor leaves behind the output of a line: the next prompt. */
const promptBehind = /(?:\r?\n)?[^\n]*> [^\n]*$/;

/** `use` with a shell on the sensor, which is left then. */
async function withShell<T>(
  sensor: string,
  world: ProgramWorld,
  use: (shell: ShellDriver<number>) => Promise<T>,
): Promise<T> {
  const shell = await world.shell(`cblr connect ${sensor}`, { prompter: yes(world) });
  const shown = await use(shell);
  shell.runtime.streams.in.write('\u0004');
  await shell.ended;
  return shown;
}

interface Shot extends Example {
  /** What is typed before it. */
  readonly earlier: readonly string[];
}

async function runAtHome({ line, earlier }: Shot, _spec: AnySpec, world: ProgramWorld): Promise<Shown> {
  for (const each of earlier) await runLine(each, world);
  return await runLine(line, world);
}

function runInShell({ line, sensor, earlier }: Shot, _spec: AnySpec, world: ProgramWorld): Promise<Shown> {
  return withShell(sensor ?? '10', world, async (shell) => {
    for (const each of earlier) await typeLine(each, shell);
    return await typeLine(line, shell);
  });
}

/** What is done in a session stays in it: a one-shot that is about such things finds the session of a shell. */
async function runOnce({ line, sensor, earlier }: Shot, spec: AnySpec, world: ProgramWorld): Promise<Shown> {
  if (earlier.length === 0 && spec.session !== 'attaches') return await runLine(line, world);
  return await withShell(sensor ?? '10', world, async (shell) => {
    for (const each of earlier) await typeLine(each, shell);
    return await runLine(line, world);
  });
}

const withEarlier = (example: Example): Shot => ({ ...example, earlier: before[example.line] ?? [] });

/** The examples of a verb as `cblr VERB SENSOR …`, each with what was typed before it in the shell. */
function oneShotsOf(spec: AnySpec): readonly Shot[] {
  if (spec.shellOnly === true) return [];
  return spec.examples.flatMap((example) =>
    withSensor({ ...spec, examples: [example] }, 'cblr').examples.map((once) => ({
      ...once,
      earlier: before[example.line] ?? [],
    })),
  );
}

/** As a one-shot each third verb, all of them in `npm run soak`: in the shell they are run whole, and plays have one-shots of each. */
const isSoak = process.env['CBLR_SOAK'] === '1';
const onceHere = verbs.filter((_verb, index) => isSoak || index % 3 === 0);

type Run = (shot: Shot, spec: AnySpec, world: ProgramWorld) => Promise<Shown>;

const examplesOf = ({ examples }: AnySpec) => examples.map(withEarlier);

const families: readonly (readonly [string, readonly AnySpec[], (spec: AnySpec) => readonly Shot[], Run])[] =
  [
    ['of cbq', cbqSpecs, examplesOf, runAtHome],
    ['of cblr', cblrCommands, examplesOf, runAtHome],
    ['of verbs, in the shell', [...verbs, ...builtins], examplesOf, runInShell],
    ['of verbs, once', onceHere, oneShotsOf, runOnce],
  ];

/** What the editor says to the terminal, not to its reader. */
const pasteMode = /\u001b\[\?2004[hl]/g;

describe.concurrent.each(families)(
  'the examples %s',
  { timeout: 300_000 },
  (_family, specs, shotsOf, run) => {
    const runnable = specs.map((spec) => [spec, shotsOf(spec)] as const);
    for (const [spec, shots] of runnable.filter(([, some]) => some.length > 0)) {
      it(`${spec.name} does what its help shows`, async ({ expect }) => {
        await withWorld(spec, async (world) => {
          for (const shot of shots) {
            const { line } = shot;
            const sent = watchSent(world.lab);
            const { exitCode, text, calls } = await gatherCalls(async (made) => ({
              ...(await run(shot, spec, world)),
              calls: made,
            }));
            const wanted = { line, exitCode: otherwise[line]?.exitCode ?? 0, shows: !silent.has(line) };
            const shows = text.replaceAll(pasteMode, '').trim() !== '' && !/^no [\w ]+ found$/m.test(text);
            const where = `example "${line}" of ${spec.name}`;
            expect(
              { line, exitCode, shows },
              `the ${where} is run with the lab, and ends with 0 and shows something: give one that does, or a line in a table above this test (before, otherwise, silent, endless); an unknown command has not met npm run generate. It printed:\n${text}`,
            ).toEqual(wanted);
            expect(sent.beyond(calls), `the ${where} sent this: ${sentRemedy(calls)}`).toEqual([]);
          }
          if (cbqSpecs.includes(spec)) expect(await recordOf(spec, shots, world)).toEqual('as it must be');
        });
      });
    }
  },
);

/** What has nothing to do here, as it is wanted already, and what only asks in its examples. */
const idle: ReadonlySet<string> = new Set(['feed enable', 'api', 'alert triage', 'query save', 'query rm']);

/** What a command of cbq that writes leaves: each request, and what came of it; one that reads leaves nothing. */
async function recordOf(spec: AnySpec, shots: readonly Shot[], { state }: ProgramWorld): Promise<string> {
  const lines = await readTranscripts(join(state, 'transcripts', 'default'));
  // What goes out at once ends in any order.
  const keysOf = (kind: string) =>
    lines
      .filter((line) => line.kind === kind)
      .map(({ key }) => String(key))
      .toSorted();
  const [requests, replies] = [keysOf('request'), keysOf('reply')];
  const writes = spec.effect !== 'reads' && shots.some(({ line }) => !/--dry-run|help/.test(line));
  if (writes !== requests.length > 0 && !idle.has(spec.name)) return `${requests.length} requests are told`;
  return String(requests) === String(replies)
    ? 'as it must be'
    : `${requests} are told, and of ${replies} the end`;
}

it('no exception outlives its example', ({ expect }) => {
  const lines = [
    ...families.flatMap(([, specs, shotsOf]) =>
      specs.flatMap((spec) => shotsOf(spec).map(({ line }) => line)),
    ),
    ...verbs.flatMap((spec) => oneShotsOf(spec).map(({ line }) => line)),
  ];
  const excepted = [stdin, before, otherwise].flatMap((table) => Object.keys(table));
  expect([...excepted, ...endless, ...silent].filter((line) => !lines.includes(line))).toEqual([]);
});

/** Verbs of the shell alone, and what gives whatever it was asked for. */
const withoutSchema = new Set([
  ...builtins.map(({ name }) => `cblr ${name}`),
  'cbq api',
  'cbq schema',
  'cblr schema',
]);

/** What the rows of one program were made of. */
function schemasSeen(program: 'cblr' | 'cbq'): Schemas {
  const own = [...seenFields].filter(([name]) => name.startsWith(`${program} `) && !withoutSchema.has(name));
  return schemaOf(new Map(own.map(([name, each]) => [name.slice(program.length + 1), each])));
}

it.each([
  ['cblr', cblrSchemas],
  ['cbq', cbqSchemas],
] as const)('the rows of %s are made of what its schema says', async (program, kept) => {
  const seen = schemasSeen(program);
  if (process.env['RENEW_SCHEMA'] === '1') {
    expect(seenFields.size).toBeGreaterThan(150);
    return await writeSchemas(program, seen);
  }
  const beyond = Object.entries(seen).flatMap(([name, { fields }]) =>
    fields.flatMap(({ field, types, ...rest }) => {
      const known = kept[name]?.fields.find((each) => each.field === field);
      const isSame = known?.head === rest.head && known.unit === rest.unit && known.where === rest.where;
      return isSame && types.every((type) => known.types.includes(type)) ? [] : [`${name}: ${field}`];
    }),
  );
  const isWhole = seenFields.size > 150;
  const gone = Object.entries(isWhole ? kept : {}).flatMap(([name, { fields }]) =>
    fields
      .filter(({ field }) => seen[name]?.fields.some((each) => each.field === field) !== true)
      .map(({ field }) => `${name}: ${field}`),
  );
  expect(
    { beyond, gone },
    'fields have changed: npm run schema writes them anew, and CHANGELOG.md says what users of scripts meet',
  ).toEqual({ beyond: [], gone: [] });
});
