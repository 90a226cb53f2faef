import { shippedPlaybooks } from '../../fleet/playbook/made/shipped.ts';
import type { Playbook } from '../../fleet/playbook/playbook.ts';
import { type Column, rows, text } from '../../spec/result.ts';
import { command } from '../context.ts';

interface Row {
  readonly name: string;
  readonly playbook: Playbook;
}

export const playbookList = command({
  name: 'playbook',
  aliases: ['playbook list'],
  about: 'list the playbooks that ship, which are run by their names',
  group: 'fleet',
  effect: 'reads',
  isLocal: true,
  operands: {},
  options: {
    text: { kind: 'text', value: 'NAME', about: 'the text of one of them, to begin one of your own with' },
  },
  complete: { text: (): readonly string[] => shippedNames },
  search: ['runbook', 'automation', 'templates'],
  examples: [
    { line: 'cblr playbook list', shows: 'what each does, and which parameters it needs' },
    { line: 'cblr playbook list --text find-by-hash', shows: 'how one is written' },
  ],
  async run({ text: wanted }, { program }) {
    const services = await program.fleet();
    if (wanted !== undefined) return text([(await services.playbook(wanted)).text]);
    const all: Row[] = [];
    for (const name of shippedNames) all.push({ name, playbook: (await services.playbook(name)).playbook });
    return rows(all, columns, { noun: 'playbooks' });
  },
});

export const shippedNames: readonly string[] = Object.keys(shippedPlaybooks);

const columns: readonly Column<Row>[] = [
  { field: 'name', head: 'name', of: ({ name }) => name, style: () => 'name', firm: true },
  {
    field: 'needs',
    head: 'needs',
    of: ({ playbook: { params } }) => params.filter(({ isRequired }) => isRequired).map(({ name }) => name),
    as: 'flags',
  },
  { field: 'steps', head: 'steps', of: ({ playbook: { steps } }) => steps.length, align: 'right' },
  { field: 'about', head: 'does', of: ({ playbook: { about } }) => about, whole: true },
];
