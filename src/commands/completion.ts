import { text } from '../spec/result.ts';
import { completionShells } from './completion-shells.ts';
import { command } from './context.ts';

export const completion = command({
  name: 'completion',
  about: "print the completion script for the analyst's own shell",
  details:
    'It completes both programs: commands, options and their choices, fields of queries, files, profiles, and names of sensors, groups, feeds, watchlists, users and teams. Those come from what the server named in the last five minutes, else it is asked, where the token stands in the profile: a token_command is never run for a Tab. After 200 ms there is what there is. In the shell of a session Tab completes what is on the sensor.',
  group: 'setup',
  effect: 'reads',
  operands: {
    shell: { kind: 'choice', choices: completionShells, about: 'which shell' },
  },
  options: {},
  search: ['tab', 'bash', 'zsh', 'fish', 'powershell'],
  examples: [{ line: 'cblr completion bash', shows: 'for ~/.bashrc: eval "$(cblr completion bash)"' }],
  async run({ shell }) {
    const { completionScripts } = await import('./completion-scripts.ts');
    return text([completionScripts[shell]]);
  },
});
