import { type ChainRow, processChain } from '../../ops/process-chain.ts';
import { createProcessLookup } from '../../ops/process-lookup.ts';
import { rows } from '../../spec/result.ts';
import { parseProcessRef } from '../../text/process-guid.ts';
import { chainObject, oneChainColumns } from '../../views/chain-columns.ts';
import { query } from '../context.ts';
import { idsOfWords } from '../linked-id.ts';

export const processParents = query({
  name: 'process parents',
  about: 'show who started a process, up to the kernel',
  details:
    'The process itself comes first, at depth 0. Parents that several processes share are asked for once.',
  group: 'processes',
  effect: 'reads',
  operands: { process: { kind: 'text', many: true, about: 'GUID or console link; - for stdin' } },
  options: {},
  search: ['ancestors', 'chain', 'walk'],
  examples: [
    {
      line: 'cbq process parents 00000003-0000-0d7c-01d2-2eca49f7cea2',
      shows: 'powershell.exe, winword.exe, outlook.exe …',
    },
  ],
  async run({ process }, context) {
    const refs = (await idsOfWords(process, 'process', context)).map(parseProcessRef);
    const lookup = createProcessLookup(await context.cb(), context.signal);
    const chains = async function* (): AsyncGenerator<ChainRow> {
      for (const ref of refs) {
        const { process: first } = await lookup.summary(ref);
        yield* processChain(lookup, first);
      }
    };
    return rows(chains(), oneChainColumns, { noun: 'processes', object: chainObject });
  },
});
