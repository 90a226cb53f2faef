import { done } from '../../spec/result.ts';
import { maskSecretLine } from '../../text/secret-lines.ts';
import { command } from '../context.ts';
import { byWhom, chosenCase } from './chosen-case.ts';

export const caseNote = command({
  name: 'case note',
  about: 'write a note of yours into the case',
  details: 'In a shell note does the same. What looks like a password is masked.',
  group: 'evidence',
  effect: 'reads',
  isLocal: true,
  operands: { text: { kind: 'text', many: true, about: 'what is to stand there' } },
  options: {},
  search: ['comment', 'remark'],
  examples: [{ line: 'cblr case note the user opened the mail at 9', shows: 'a line of the report' }],
  async run({ text }, context) {
    const { name, journal } = await chosenCase(undefined, context);
    await journal.add('noted', { text: maskSecretLine(text.join(' ')), by: byWhom(context) });
    return done(`noted in case ${name}`, { case: name });
  },
});
