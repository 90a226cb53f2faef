import { expect, test } from 'vitest';
import { cblrCommands } from '../../src/commands/index.ts';
import { queries } from '../../src/queries/index.ts';
import type { Spec } from '../../src/spec/spec.ts';
import { thingKinds } from '../../src/undo/kinds/index.ts';
import { verbs } from '../../src/verbs/index.ts';
import { changingCommands, mayBeSent } from '../support/sent.ts';
import { readSources } from './source-scan.ts';

const all: readonly Spec<never>[] = [...verbs, ...queries, ...cblrCommands];
/** What only changes files of this computer is the analyst's own to put back. */
const changing = all.filter(({ effect, isLocal }) => effect !== 'reads' && isLocal !== true);

test('whatever may change something keeps what was there, or says why it cannot be undone', () => {
  expect(changing.length).toBeGreaterThan(60);
  const silent = changing.filter(({ undo }) => undo === undefined).map(({ name }) => name);
  const remedy = `give each an undo in its literal: 'kept', and change through context.keeper; or { not: 'why' } (docs/add-a-verb.md)`;
  expect(silent, remedy).toEqual([]);
  const needless = all.filter((spec) => !changing.includes(spec) && spec.undo !== undefined);
  expect(needless.map(({ name }) => name)).toEqual([]);
});

test('why it cannot be undone is half a sentence', () => {
  for (const { name, undo } of changing) {
    if (typeof undo !== 'object') continue;
    expect(undo.not, name).toMatch(/^[a-z].*[^.]$/);
  }
});

test('who keeps may look at what there is', () => {
  for (const spec of verbs.filter(({ undo, wire }) => undo === 'kept' && wire !== undefined)) {
    const wire = mayBeSent(spec);
    const isChanging = wire.some((name) => changingCommands.has(name) && name !== 'create directory');
    const reading = wire.filter((name) => !changingCommands.has(name));
    if (isChanging)
      expect(reading, `${spec.name}: a look needs a command object in wireAtTimes`).not.toEqual([]);
  }
});

test('each kind of thing is changed by somebody', () => {
  const sources = readSources().filter(({ path }) => /^(?:verbs|queries|undo)\//.test(path));
  const unused = Object.keys(thingKinds).filter(
    (kind) => !sources.some(({ text }) => text.includes(`kind: '${kind}'`)),
  );
  expect(unused).toEqual([]);
});
