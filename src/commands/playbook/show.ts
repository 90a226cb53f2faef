import type { Playbook, PlayStep } from '../../fleet/playbook/playbook.ts';
import type { Step } from '../../fleet/store/run-types.ts';
import { type Column, rows } from '../../spec/result.ts';
import { command } from '../context.ts';
import { playbookOperand } from '../fleet/playbook-options.ts';

interface Row {
  readonly step: Step;
  readonly own: PlayStep;
}

export const playbookShow = command({
  name: 'playbook show',
  about: 'show what a playbook does, step by step, and what it wants to know',
  group: 'fleet',
  effect: 'reads',
  isLocal: true,
  operands: { file: playbookOperand },
  options: {},
  search: ['explain', 'steps', 'params', 'plan'],
  examples: [
    {
      line: 'cblr playbook show find-by-hash',
      shows: 'its steps, conditions and effects, and its parameters',
    },
  ],
  async run({ file }, { program }) {
    const { playbook, steps } = await (await program.fleet()).playbook(file);
    const shown = playbook.steps.flatMap((own, index): readonly Row[] => {
      const step = steps[index];
      return step === undefined ? [] : [{ own, step }];
    });
    return rows(shown, columns, { noun: 'steps', isLong: true, notes: () => notesOf(playbook) });
  },
});

function notesOf({ name, about, params, targets, files, notes }: Playbook): readonly string[] {
  return [
    `${name}${about === '' ? '' : `: ${about}`}`,
    ...params.map((param) => {
      const fallback =
        param.fallback === undefined ? 'required' : `${JSON.stringify(param.fallback)} when not said`;
      const type = param.isSecret ? 'secret' : param.type;
      return `--set ${param.name}: ${type}, ${fallback}${param.about === '' ? '' : `; ${param.about}`}`;
    }),
    ...[...targets].map(([key, values]) => `targets: ${key} ${values.join(', ')}`),
    ...files.map(
      (each) => `puts ${each.path}${each.sha256 === undefined ? '' : ` (SHA-256 ${each.sha256})`}`,
    ),
    ...notes,
  ];
}

const columns: readonly Column<Row>[] = [
  { field: 'step', head: 'step', of: ({ step }) => step.number, align: 'right' },
  { field: 'part', head: '', of: ({ own }) => (own.isCleanup ? 'cleanup' : 'step'), drop: 1 },
  {
    field: 'effect',
    head: 'effect',
    of: ({ step }) => step.effect,
    style: ({ step }) => (step.effect === 'destroys' ? 'bad' : step.effect === 'reads' ? 'dim' : 'warn'),
  },
  { field: 'name', head: 'name', of: ({ own }) => own.title ?? null, drop: 2 },
  {
    field: 'condition',
    head: 'only if',
    of: ({ own }) =>
      [own.forEach === undefined ? [] : `each of ${own.forEach.source}`, own.when?.source ?? []]
        .flat()
        .join('; ') || null,
  },
  { field: 'register', head: 'as', of: ({ own }) => own.register ?? null, drop: 1 },
  { field: 'on_error', head: 'on error', of: ({ own }) => (own.goesOn ? 'continue' : 'stop'), wide: true },
  { field: 'line', head: 'does', of: ({ step }) => step.line, whole: true },
];
