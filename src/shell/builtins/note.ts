import { CbError } from '../../errors/cb-error.ts';
import { done } from '../../spec/result.ts';
import { maskSecretLine } from '../../text/secret-lines.ts';
import { builtin } from '../shell-context.ts';

export const noteVerb = builtin({
  name: 'note',
  about: 'write a note of yours into the transcript',
  group: 'shell',
  effect: 'reads',
  operands: { text: { kind: 'text', many: true, about: 'what is to stand there' } },
  options: {},
  search: ['comment', 'remark', 'evidence'],
  examples: [{ line: 'note the dropper was started by the scheduler', shows: 'a line of the transcript' }],

  run({ text }, { recorder }) {
    if (!recorder.isKept())
      throw new CbError('Config', 'no transcript is kept: there is nowhere to write the note');
    recorder.tell('note', { text: maskSecretLine(text.join(' ')) });
    return done('noted');
  },
});
