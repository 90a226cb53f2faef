import { checkFiles } from '../../fleet/playbook/kept-playbook.ts';
import { done } from '../../spec/result.ts';
import { command } from '../context.ts';
import { playbookOperand } from '../fleet/playbook-options.ts';

export const playbookCheck = command({
  name: 'playbook check',
  about: 'check a playbook: what is wrong, with file, line and column',
  details:
    'Its form, the words of every verb, the names in its expressions, and the files that it puts with their SHA-256. No server is asked. Also playbooks of cbinterface2 (INI).',
  group: 'fleet',
  effect: 'reads',
  isLocal: true,
  operands: { file: playbookOperand },
  options: {},
  search: ['lint', 'validate', 'yaml', 'ini'],
  examples: [{ line: 'cblr playbook check find-by-hash', shows: 'ready to run, or where it is wrong' }],
  async run({ file }, { program, runtime, signal, note }) {
    const { playbook, steps } = await (await program.fleet()).playbook(file);
    await checkFiles(playbook, runtime.files, signal);
    for (const each of playbook.notes) note(each);
    const cleanup = playbook.steps.filter(({ isCleanup }) => isCleanup).length;
    const counted = `${steps.length - cleanup} steps${cleanup === 0 ? '' : `, ${cleanup} of cleanup`}`;
    return done(`${file} is well: ${counted}`, { file, name: playbook.name, steps: steps.length });
  },
});
