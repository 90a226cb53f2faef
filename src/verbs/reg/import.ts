import type { WriteOptions } from '../../live/command-options.ts';
import { type PlannedStep, planImport } from '../../live/reg-import.ts';
import { readRegFile } from '../../live/reg-reader.ts';
import type { Registry } from '../../live/registry.ts';
import type { Keeper, ThingChange } from '../../ports/keeper.ts';
import { type Column, type RowOutcome, rows } from '../../spec/result.ts';
import { shortName } from '../../text/short-name.ts';
import { goneKey, madeKeys } from '../../undo/kinds/registry-key.ts';
import { valueState } from '../../undo/kinds/registry-value.ts';
import { noThing } from '../../undo/states.ts';
import { verb } from '../context.ts';
import { watchUnread } from '../watch-unread.ts';
import { dataCell, shownData, shownName } from './value-columns.ts';

interface How {
  readonly writes: WriteOptions;
  readonly keeper: Keeper;
}

interface Row extends PlannedStep {
  readonly outcome: RowOutcome | 'not sent' | 'left out';
}

export const regImport = verb({
  name: 'reg import',
  about: 'make the registry hold what a .reg file says',
  details:
    'The keys are looked at first, and what would change is told before anything is written; what the registry holds already is not sent. A key ' +
    'that the file deletes goes with all below it. Data that the sensor could only be given in another form is left out and said, and the ' +
    'exit code is 6 then.',
  group: 'registry',
  wire: ['reg enum key'],
  wireAtTimes: ['reg create key', 'reg set value', 'reg delete value', 'reg delete key'],
  effect: 'destroys',
  undo: 'kept',
  question: 'own',
  operands: { file: { kind: 'localPath', about: 'a .reg file of this computer' } },
  options: {},
  search: ['registry', 'regedit', 'restore', 'load', 'merge'],
  examples: [
    { line: 'reg import kept.reg', shows: 'put back what reg export --to kept' },
    { line: 'reg import kept.reg --dry-run', shows: 'see what would be sent' },
  ],

  async run({ file }, { live, local, signal, writes, ask, note, keeper }) {
    const { registry, session } = live;
    const path = local.resolve(file);
    const { onUnread, isPartial } = watchUnread(note);
    const plan = await planImport(registry, readRegFile(await local.readText(path, { signal }), path), {
      signal,
      onUnread,
    });
    const planned = inWords(plan);
    if (planned !== '') await ask.confirm(`${planned} on ${shortName(session.sensor.hostname)}?`);
    return rows(carryOut(registry, plan, { writes, keeper }), columns, {
      noun: 'keys or values',
      outcome: ({ outcome }) => (outcome === 'not sent' || outcome === 'left out' ? undefined : outcome),
      isPartial: () => isPartial() || plan.some(({ action }) => action === 'left out'),
    });
  },
});

/** What is done, without what is there already: `create 1 key, replace 2 values`; empty for nothing. */
function inWords(plan: readonly PlannedStep[]): string {
  const kinds = ['create key', 'set value', 'replace value', 'delete value', 'delete key'] as const;
  return kinds
    .flatMap((kind) => {
      const number = plan.filter(({ action }) => action === kind).length;
      const [verbed = '', noun = ''] = kind.split(' ');
      return number === 0 ? [] : [`${verbed} ${number} ${noun}${number === 1 ? '' : 's'}`];
    })
    .join(', ');
}

/** One that fails does not keep the others from being tried: each is told. */
async function* carryOut(registry: Registry, plan: readonly PlannedStep[], how: How): AsyncGenerator<Row> {
  for (const step of plan) {
    if (step.action === 'left out') yield { ...step, outcome: 'left out' };
    else if (step.action === 'same') yield { ...step, outcome: 'same' };
    else yield { ...step, outcome: await done(registry, step, how) };
  }
}

async function done(registry: Registry, step: PlannedStep, { writes, keeper }: How): Promise<Row['outcome']> {
  writes.signal.throwIfAborted();
  try {
    await keeper.change(
      async () => await changesOf(registry, step, writes.signal),
      () => sendStep(registry, step, writes),
    );
    return writes.dryRun === undefined ? 'done' : 'not sent';
  } catch (error) {
    if (writes.signal.aborted) throw error;
    return { failed: error };
  }
}

async function sendStep(
  registry: Registry,
  { action, key, name, value }: PlannedStep,
  writes: WriteOptions,
): Promise<void> {
  const path = `${key}\\${name ?? ''}`;
  if (action === 'create key') await registry.createKey(key, writes);
  else if (action === 'delete key') await registry.deleteKey(key, writes);
  else if (action === 'delete value') await registry.deleteValue(path, writes);
  else if (value !== undefined) {
    const overwrite = action === 'replace value';
    await registry.setValue(path, { type: value.type, data: value.data, overwrite }, writes);
  }
}

/** By what the plan has seen already. */
async function changesOf(
  registry: Registry,
  { action, key, name = '', value, before, values = [] }: PlannedStep,
  signal: AbortSignal,
): Promise<readonly ThingChange[]> {
  if (action === 'create key') return await madeKeys(registry, key, signal);
  if (action === 'delete key') return goneKey(key, values);
  return [
    {
      thing: { kind: 'registry value', path: `${key}\\${name}` },
      before: before === undefined ? noThing : valueState(before),
      left: value === undefined ? noThing : valueState(value),
    },
  ];
}

const columns: readonly Column<Row>[] = [
  { field: 'action', head: 'action', of: ({ action }) => action },
  {
    field: 'value_name',
    head: 'value',
    of: ({ name }) => name,
    show: ({ name }) => (name === undefined ? '' : shownName(name)),
    style: () => 'name',
  },
  {
    field: 'value_data',
    head: 'data',
    of: ({ value }) => (value === undefined ? undefined : dataCell(value)),
    show: ({ value }) => (value === undefined ? '' : shownData(value)),
  },
  {
    field: 'before',
    head: 'before',
    of: ({ before }) => (before === undefined ? undefined : dataCell(before)),
    show: ({ before }) => (before === undefined ? '' : shownData(before)),
  },
  {
    field: 'outcome',
    head: 'result',
    of: ({ outcome, why }) =>
      typeof outcome === 'object' ? 'failed' : outcome === 'left out' ? `left out: ${why ?? ''}` : outcome,
    style: ({ outcome }) => (typeof outcome === 'object' ? 'bad' : outcome === 'done' ? 'ok' : 'dim'),
  },
  { field: 'key', head: 'key', of: ({ key }) => key, whole: true },
];
