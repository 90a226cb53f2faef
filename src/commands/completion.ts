import { text } from '../spec/result.ts';
import { command } from './context.ts';

export const completion = command({
  name: 'completion',
  about: "print the completion script for the analyst's own shell",
  details:
    'It completes commands, options and their choices, files and profiles. Names that only the server knows - sensors, watchlists, users - it leaves to be typed: no request is sent for a Tab. In the shell of a session Tab completes what is on the sensor.',
  group: 'setup',
  effect: 'reads',
  operands: {
    shell: { kind: 'choice', choices: ['bash', 'zsh', 'fish', 'powershell'], about: 'which shell' },
  },
  options: {},
  search: ['tab', 'bash', 'zsh', 'fish', 'powershell'],
  examples: [{ line: 'cblr completion bash', shows: 'for ~/.bashrc: eval "$(cblr completion bash)"' }],
  async run({ shell }, { program }) {
    return text([await program.completionScript(shell)]);
  },
});
