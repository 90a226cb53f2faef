import type { Column } from '../spec/result.ts';
import { thingKinds } from '../undo/kinds/index.ts';
import { type KeptChange, type StepStatus, type UndoStep, whyNot } from '../undo/undo-step.ts';

export type ListedStep = UndoStep & { readonly status: StepStatus };

export const stepColumns: readonly Column<ListedStep>[] = [
  { field: 'step', head: 'step', of: ({ number }) => number, align: 'right' },
  { field: 'at', head: 'time', of: ({ at }) => at, as: 'iso' },
  { field: 'status', head: 'status', of: ({ status }) => status, style: ({ status }) => styleOf(status) },
  { field: 'host', head: 'host', of: ({ host }) => host ?? null },
  { field: 'sensor', head: 'sensor', of: ({ sensor }) => sensor ?? null, wide: true },
  { field: 'changes', head: 'changes', of: ({ changes }) => changes.length, align: 'right' },
  { field: 'undoes', head: 'undoes', of: ({ undoes }) => undoes ?? null, wide: true },
  { field: 'user', head: 'user', of: ({ user }) => user, wide: true },
  { field: 'line', head: 'line', of: ({ line }) => line, whole: true, style: () => 'name' },
];

function styleOf(status: StepStatus): 'ok' | 'warn' | 'dim' {
  if (status === 'done') return 'ok';
  return status === 'unknown' || status === 'partly undone' ? 'warn' : 'dim';
}

export const changeColumns: readonly Column<KeptChange>[] = [
  { field: 'thing', head: 'thing', of: ({ thing }) => thing.kind },
  { field: 'path', head: 'path', of: ({ thing }) => thing.path, style: () => 'name' },
  { field: 'end', head: 'ended', of: ({ end }) => end },
  { field: 'before', head: 'before', of: ({ thing, before }) => thingKinds[thing.kind].words(before) },
  {
    field: 'left',
    head: 'left',
    of: ({ thing, left }) => (left === undefined ? null : thingKinds[thing.kind].words(left)),
  },
  { field: 'undone_by', head: 'undone by', of: ({ undoneBy }) => undoneBy ?? null, wide: true },
  {
    field: 'lost',
    head: 'does not come back',
    of: (change) => whyNot(change) ?? thingKinds[change.thing.kind].lost?.(change.before) ?? null,
    whole: true,
  },
];
