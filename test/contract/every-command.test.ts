import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cblrCommands } from '../../src/commands/index.ts';
import { cblr } from '../../src/programs/cblr.ts';
import { cbq } from '../../src/programs/cbq.ts';
import { fleetBuiltins, fleetOwn } from '../../src/programs/fleet/shell/builtins/index.ts';
import { fleetVerbs } from '../../src/programs/fleet/shell/fleet-verbs.ts';
import { queries } from '../../src/queries/index.ts';
import { builtins } from '../../src/shell/builtins/index.ts';
import { globalOptions } from '../../src/spec/globals.ts';
import { locate } from '../../src/spec/locate.ts';
import { kebab, longName } from '../../src/spec/names.ts';
import type { Operand, Option, ParamKind } from '../../src/spec/params.ts';
import { wordsOf } from '../../src/spec/parse.ts';
import { findSpec } from '../../src/spec/registry.ts';
import type { CommandObjectName, Effect, Spec } from '../../src/spec/spec.ts';
import { verbatimAfterDashes } from '../../src/spec/verbatim.ts';
import { withSensor } from '../../src/spec/with-sensor.ts';
import { tokenise } from '../../src/text/tokenise.ts';
import { verbs } from '../../src/verbs/index.ts';
import { cblrEntries, cbqEntries } from '../support/entries.ts';
import { parseWords } from '../support/parse-words.ts';
import { changingCommands, mayBeSent } from '../support/sent.ts';
import { root } from './source-scan.ts';

type AnySpec = Spec<never>;

const shellRegistry: readonly AnySpec[] = [...verbs, ...builtins];
const fleetRegistry: readonly AnySpec[] = [...fleetVerbs, ...fleetBuiltins];
const now = Date.parse('2024-05-14T09:30:00Z');

/** Where the specs of a registry live, and how one is written there. */
interface Family {
  readonly name: string;
  readonly registry: readonly AnySpec[];
  readonly folder: string;
  /** The function around each literal. */
  readonly made: string;
  readonly atLeast: number;
}

const families: readonly Family[] = [
  { name: 'verbs', registry: verbs, folder: 'src/verbs', made: 'verb', atLeast: 30 },
  { name: 'builtins', registry: builtins, folder: 'src/shell/builtins', made: 'builtin', atLeast: 10 },
  {
    name: 'fleet shell',
    registry: fleetOwn,
    folder: 'src/programs/fleet/shell/builtins',
    made: 'builtin',
    atLeast: 9,
  },
  { name: 'commands', registry: cblrCommands, folder: 'src/commands', made: 'command', atLeast: 14 },
  { name: 'queries', registry: queries, folder: 'src/queries', made: 'query', atLeast: 4 },
];

const each = families.flatMap((family) =>
  family.registry.map((spec) => [`${family.name}: ${spec.name}`, spec, family] as const),
);

/** What commands stand under: those of both programs, in their order, and what the shells have besides. */
const headings = [cblr, cbq]
  .flatMap(({ program }) => program.groupOrder ?? [])
  .concat('shell', 'group', 'hosts');

/** Beyond undoing, whatever the options say. */
const destroying: ReadonlySet<CommandObjectName> = new Set(['kill', 'reg delete key', 'reg delete value']);

/** Options that mean the very thing that the program's own of that name do. */
const sameMeaning: ReadonlySet<string> = new Set(['profile add url', 'profile add pin']);

/** Ends what it has started itself, when it is told to. */
const endingOwn: ReadonlySet<string> = new Set(['exec']);

/** Verbs that look on the sensor, and change something on the server. */
const changingServer: ReadonlySet<string> = new Set(['ban']);

/** Kinds of which nothing can be proposed: numbers and times are typed. */
const typedKinds: ReadonlySet<ParamKind> = new Set(['integer', 'size', 'durationMs', 'timeMs']);

/** Operands that are completed by nothing, and why. */
const uncompleted: Readonly<Record<string, string>> = {
  'timeline targets': 'GUIDs and ids are pasted',
  'history netconn remote': 'any address or domain',
  'query save name': 'it is made up',
  'note text': 'it is free text',
  'case note text': 'it is free text',
  'case pin ids': 'GUIDs, hashes and ids are pasted',
  'alias line': 'it begins with a =',
  'cd place': 'no host is asked for the folders of all',
  'exec command': "the line is the sensor's own",
  'grep pattern': 'it is made up',
  'run args': 'they are for the program that is run',
  'time verb': 'the shell completes what follows as a line of its own',
  'watch verb': 'the shell completes what follows as a line of its own',
  'process show process': 'GUIDs are pasted',
  'process parents process': 'GUIDs are pasted',
  'process tree process': 'GUIDs are pasted',
  'process events process': 'GUIDs are pasted',
  'process segments process': 'GUIDs are pasted',
  'binary show md5': 'hashes are pasted',
  'report show report': 'ids are pasted',
  'ingress add name': 'it is made up',
  'investigation tag text': 'it is free text',
  'investigation note text': 'it is free text',
  'investigation note event': 'ids are pasted',
  'investigation untag event': 'ids are pasted',
  'report ignore report': 'ids are pasted',
  'report unignore report': 'ids are pasted',
  'alert show alert': 'ids are pasted',
  'alert set-status alert': 'ids are pasted',
  'alert assign alert': 'ids are pasted',
  'alert ignore alert': 'ids are pasted',
  'binary download md5': 'hashes are pasted',
  'binary hexdump md5': 'hashes are pasted',
  'ban show md5': 'hashes are pasted',
  'ban add md5': 'hashes are pasted',
  'ban enable md5': 'hashes are pasted',
  'ban disable md5': 'hashes are pasted',
  'ban remove md5': 'hashes are pasted',
  'watchlist create name': 'a new name is typed',
  'group create name': 'it is made up',
  'site create name': 'it is made up',
  'user create username': 'it is made up',
  'team create name': 'it is made up',
  'open object': 'ids are pasted',
};

/** Values of options that are typed, whatever has the option: words, patterns and commands that nobody knows beforehand. */
const typedOptions: ReadonlySet<string> = new Set([
  'user',
  ...['name', 'include', 'exclude', 'grep', 'text', 'data', 'command', 'ip', 'description'],
  ...['hash', 'url', 'tokenCommand', 'pin', 'proxy', 'label', 'fault', 'set', 'setJson', 'access', 'server'],
  ...['firstName', 'lastName', 'email', 'username', 'title', 'note'],
  ...['hits', 'alerts', 'param', 'about', 'watchlist', 'feed', 'path', 'commandLine', 'md5', 'process'],
]);

function registryOf(spec: AnySpec): readonly AnySpec[] {
  return fleetRegistry.includes(spec) && !shellRegistry.includes(spec) ? fleetRegistry : shellRegistry;
}

function params(spec: AnySpec): readonly (readonly [string, Operand | Option])[] {
  return [...Object.entries(spec.operands), ...Object.entries(spec.options)];
}

/** Parses a line of the shell as the shell does; gives the specs it names. */
function parseShellLine(line: string, registry = shellRegistry): readonly string[] {
  const { statements } = tokenise(line, {
    verbatimAfterDashes: verbatimAfterDashes(registry, globalOptions),
  });
  return statements.flatMap((statement) => {
    if (statement.kind !== 'verb') return [];
    const found = findSpec(
      registry,
      statement.words.map((word) => word.text),
    );
    if (found === undefined) throw new Error(`no verb in: ${line}`);
    const words = statement.words.slice(found.used);
    parseWords(found.spec, words, { now, globals: globalOptions, source: statement.source });
    return [found.spec.name];
  });
}

const entriesOf = { cblr: cblrEntries, cbq: cbqEntries } as const;

/** Parses a line of the analyst's own shell, `cblr …` or `cbq …`; gives the name of its command. */
function parseProgramLine(line: string, app: typeof cblr): string {
  const { statements } = tokenise(line);
  const [statement] = statements;
  if (statement?.kind !== 'verb') throw new Error(`no command in: ${line}`);
  const [program, ...argv] = statement.words.map((word) => word.text);
  expect(program).toBe(app.name);
  const specs = entriesOf[app.name].map(({ spec }): AnySpec => spec);
  const { found, rest } = locate(specs, argv);
  if (found === undefined) throw new Error(`no command in: ${line}`);
  parseWords(found.spec, wordsOf(rest), { now, globals: globalOptions });
  return found.spec.name;
}

/** `reg query` → `reg/query.ts`; a noun alone that lists or searches may be `list.ts` or `search.ts` of its folder. */
function filesOf(spec: AnySpec): readonly string[] {
  const path = spec.name.replace(' ', '/');
  return path.includes('/') ? [`${path}.ts`] : [`${path}.ts`, `${path}/list.ts`, `${path}/search.ts`];
}

/** Verbs that ask a program of the sensor's system have a maker of their own. */
function callOf(made: string): string {
  return made === 'verb' ? '(?:verb|systemVerb<\\w+>)\\(' : `${made}\\(`;
}

describe.each(families)('$name', ({ registry, folder, made, atLeast }) => {
  test(`are at least ${atLeast}`, () => {
    expect(registry.length, `${folder} has lost some`).toBeGreaterThanOrEqual(atLeast);
  });

  test('have no name or alias twice', () => {
    const names = registry.flatMap((spec) => [spec.name, ...(spec.aliases ?? [])]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('are all in the registry that have a file', () => {
    const literal = new RegExp(`^export const \\w+(?:: [^=]+)? = ${callOf(made)}`, 'm');
    const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => readFileSync(join(root, folder, path), 'utf8'))
      .filter((text) => literal.test(text))
      .map((text) => /^ {2}name: '([^']+)'/m.exec(text)?.[1] ?? 'one without a name');
    const listed = registry.map(({ name }) => name);
    const remedy = `these have a file and no line in ${folder}/index.ts (import it there, and put it into the list)`;
    expect(
      names.filter((name) => !listed.includes(name)),
      remedy,
    ).toEqual([]);
    expect(names.length).toBe(registry.length);
  });
});

/** Verbs with a path that may be left out and is not the directory of the shell then, and what it is. */
const elsewhere: Readonly<Record<string, string>> = {
  'memdump remote': 'a new file among those of the sensor',
  'unzip directory': 'beside the archive',
};

describe.each(verbs.map((spec) => [spec.name, spec] as const))(
  '%s where the shell stands in the registry',
  (_name, spec) => {
    const ofFiles = Object.entries(spec.operands).filter(
      ([, { kind }]) => kind === 'remotePath' || kind === 'remoteGlob',
    );

    test('says which of its operands is the place of the shell when it is left out', () => {
      const left = ofFiles.filter(
        ([key, { optional }]) => optional === true && spec.hereUnless?.includes(key) !== true,
      );
      const remedy = `say hereUnless: ['${left[0]?.[0]}'] in its literal, or in elsewhere of this test what it is`;
      expect(
        left.map(([key]) => `${spec.name} ${key}`).filter((name) => !(name in elsewhere)),
        remedy,
      ).toEqual([]);
      expect(spec.hereUnless?.filter((key) => !(key in { ...spec.operands, ...spec.options })) ?? []).toEqual(
        [],
      );
    });

    test('names a line that does the like there, which can be typed', () => {
      const isForFiles = spec.group === 'files' && ofFiles.length > 0;
      expect(isForFiles, `${spec.name}: inRegistry in its literal, where it is for files`).toBe(
        spec.inRegistry !== undefined,
      );
      for (const line of spec.inRegistry ?? []) expect(parseShellLine(line)).toHaveLength(1);
    });
  },
);

test.each([
  ['the shell', shellRegistry],
  ['the shell on many hosts', fleetRegistry],
])('a verb and a builtin of %s never share a name', (_name, registry) => {
  const names = registry.flatMap((spec) => [spec.name, ...(spec.aliases ?? [])]);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test.each([cblr, cbq])('the commands of $name have no name or alias twice', ({ program }) => {
  const names = program.commands.flatMap((spec) => [spec.name, ...(spec.aliases ?? [])]);
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

describe.each(each)('%s', (_title, spec, { folder, made }) => {
  test('is in the file that its name says', () => {
    const files = filesOf(spec).map((file) => join(root, folder, file));
    const file = files.find((path) => existsSync(path));
    expect(file, `one of ${filesOf(spec).join(', ')} in ${folder}`).toBeDefined();
    expect(readFileSync(file ?? '', 'utf8')).toMatch(new RegExp(` = ${callOf(made)}`));
  });

  test('has a name and aliases of one or two plain words', () => {
    for (const name of [spec.name, ...(spec.aliases ?? [])])
      expect(name).toMatch(/^[a-z][a-z-]*(?: [a-z][a-z-]*)?$|^[?.]$/);
  });

  test('says what it does in lower case, without a full stop, in 72 characters', () => {
    expect(spec.about.length).toBeGreaterThan(5);
    expect(spec.about.length).toBeLessThanOrEqual(72);
    expect(spec.about, `about of ${spec.name}`).not.toMatch(/^[A-Z][a-z]|\.$|^\s|\s$/);
    for (const [key, param] of params(spec))
      expect(param.about, key).not.toMatch(/^[A-Z][a-z]|\.$|^\s|\s$|^$/);
    if (spec.details !== undefined) expect(spec.details).toMatch(/^[\s\S]*[.:)"]$/);
  });

  test('stands under a heading of help that there is', () => {
    const remedy = `group of ${spec.name} is a new heading: take one that there is, or give it its place in headings of this test and in groupOrder of src/programs`;
    expect(headings, remedy).toContain(spec.group);
  });

  test('has an example, and every one parses and is about it', () => {
    expect(
      spec.examples.length,
      `give ${spec.name} an example in its literal: it is run, and shown in help`,
    ).toBeGreaterThan(0);
    const parsed = (line: string): readonly string[] => {
      if (made === 'command') return [parseProgramLine(line, cblr)];
      return made === 'query' ? [parseProgramLine(line, cbq)] : parseShellLine(line, registryOf(spec));
    };
    for (const { line, shows } of spec.examples) {
      expect(shows, line).not.toMatch(/^$|\.$/);
      expect(() => parsed(line), `the example "${line}" of ${spec.name} is not understood`).not.toThrow();
      expect(parsed(line), `the example "${line}" is of ${spec.name}`).toContain(spec.name);
    }
  });

  test('can propose something for each operand, or there is a reason', () => {
    for (const [key, operand] of Object.entries(spec.operands)) {
      const isFree = operand.kind === 'text' || operand.kind === 'commandLine';
      const isCompleted = typedKinds.has(operand.kind) || !isFree || spec.complete?.[key] !== undefined;
      const remedy = `nothing completes ${key} of ${spec.name}: give the operand a kind other than text, or complete: { ${key} } in its literal, or say in uncompleted of this test why not`;
      expect(isCompleted, remedy).toBe(uncompleted[`${spec.name} ${key}`] === undefined);
    }
    for (const [key, option] of Object.entries(spec.options)) {
      const isFree = option.kind === 'text' || (option.kind === 'list' && option.choices === undefined);
      const isCompleted =
        !isFree ||
        (option.or ?? option.proposes ?? spec.complete?.[key]) !== undefined ||
        (['fields', 'sort'].includes(key) && spec.fields !== undefined);
      const remedy = `nothing completes --${kebab(key)} of ${spec.name}: give it a kind, or, proposes or complete, or say in typedOptions that it is typed`;
      expect(isCompleted || typedOptions.has(key), remedy).toBe(true);
    }
    const known = ['fields', ...Object.keys({ ...spec.operands, ...spec.options })];
    expect(Object.keys(spec.complete ?? {}).filter((key) => !known.includes(key))).toEqual([]);
  });

  test('has an effect that fits what it sends', () => {
    const wire = mayBeSent(spec);
    expect([...new Set(wire)], 'in wire and in wireAtTimes').toEqual(wire);
    const order: readonly Effect[] = ['reads', 'changes', 'disrupts', 'destroys'];
    const least: Effect = wire.some((name) => destroying.has(name) && !endingOwn.has(spec.name))
      ? 'destroys'
      : wire.some((name) => changingCommands.has(name))
        ? 'changes'
        : 'reads';
    const file = filesOf(spec).map((path) => `${folder}/${path}`)[0];
    const fits = `${spec.name} may send ${wire.join(', ')}: its effect is "${least}" at least (effect in ${file})`;
    expect(order.indexOf(spec.effect), fits).toBeGreaterThanOrEqual(order.indexOf(least));
    const isOnlyLooking = wire.length > 0 && least === 'reads' && !changingServer.has(spec.name);
    const exact = `${spec.name} only looks on the sensor: its effect is "reads" (in ${file}), or it stands in changingServer of this test`;
    if (isOnlyLooking) expect(spec.effect, exact).toBe('reads');
    if (made === 'builtin') expect(wire).toEqual([]);
  });

  test('has no option that hides one of the program, and no letter twice', () => {
    const hidden = Object.keys(spec.options).filter(
      (key) =>
        (key in globalOptions && !sameMeaning.has(`${spec.name} ${key}`)) ||
        (kebab(key).startsWith('no-') && kebab(key).slice(3) in globalOptions),
    );
    const remedy = 'an option of every command has that name (src/spec/globals.ts): take another';
    expect(hidden.map(longName), remedy).toEqual([]);
    const letters = Object.values(spec.options).flatMap((option) => option.short ?? []);
    expect(letters.filter((letter, index) => letters.indexOf(letter) !== index)).toEqual([]);
    expect(letters.filter((letter) => !/^[A-Za-z]$/.test(letter))).toEqual([]);
    expect(letters.filter((letter) => letter === 'h')).toEqual([]);
  });

  test('has operands and options that can be told apart', () => {
    const operands = Object.values(spec.operands);
    expect(operands.filter((operand) => operand.many === true).length).toBeLessThanOrEqual(1);
    expect(operands.findIndex((operand) => operand.kind === 'commandLine')).toBeOneOf([
      -1,
      operands.length - 1,
    ]);
    const both = Object.keys(spec.operands).filter((key) => key in spec.options);
    expect(both).toEqual([]);
    for (const [key, param] of params(spec)) {
      // A list may be of anything, or of words that are known.
      if (param.kind !== 'list') expect(param.kind === 'choice', key).toBe(param.choices !== undefined);
    }
    for (const pair of spec.conflicts ?? []) expect(pair.filter((key) => !(key in spec.options))).toEqual([]);
  });

  test('is found by words that are not its own name', () => {
    const own = [spec.name, ...(spec.aliases ?? [])];
    const search = spec.search ?? [];
    const remedy = `search of ${spec.name}: without its own names, and in lower case`;
    expect(
      search.filter((word) => word !== word.toLowerCase() || own.includes(word)),
      remedy,
    ).toEqual([]);
  });
});

describe.each(verbs.filter((spec) => spec.shellOnly !== true).map((spec) => [spec.name, spec] as const))(
  'cblr %s as a one-shot',
  (_name, spec) => {
    const oneShot = withSensor(spec, 'cblr');

    test('takes its sensor first, and no operand of its own has that name', () => {
      expect(Object.keys(oneShot.operands)[0]).toBe('sensor');
      expect(Object.keys(spec.operands)).not.toContain('sensor');
    });

    test('has an example that parses', () => {
      expect(oneShot.examples.length).toBeGreaterThan(0);
      for (const { line } of oneShot.examples) expect(parseProgramLine(line, cblr)).toBe(spec.name);
    });
  },
);

test('reasons are only kept for what is there', () => {
  const options = new Set(each.flatMap(([, spec]) => Object.keys(spec.options)));
  expect([...typedOptions].filter((key) => !options.has(key))).toEqual([]);
  const operands = each.flatMap(([, spec]) => Object.keys(spec.operands).map((key) => `${spec.name} ${key}`));
  expect(Object.keys(uncompleted).filter((name) => !operands.includes(name))).toEqual([]);
});
