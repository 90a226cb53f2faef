import { CbError } from '../../errors/cb-error.ts';
import { savedQuery } from '../../ops/saved-query/query-folder.ts';
import { longName } from '../../spec/names.ts';
import { nearest } from '../../text/nearest.ts';
import { queryFieldNames } from '../../text/query-fields.ts';
import { filledQuery } from '../../text/query-parameters.ts';
import { query } from '../context.ts';
import { processConflicts, processOptions } from '../process/search.ts';
import { runKept } from '../run-kept.ts';
import { completeFields } from '../search-options.ts';
import { savedOperand } from './saved-operand.ts';

export const queryRun = query({
  name: 'query run',
  about: 'search with a saved query, its parameters given as options',
  details:
    'As cbq process, or cbq binary, would with the query; their options do the same here. A parameter host is given as --host VALUE, or --set host=VALUE; its value is taken as it stands, without wildcards.',
  group: 'processes',
  effect: 'reads',
  operands: { name: savedOperand },
  options: {
    set: {
      kind: 'text',
      value: 'NAME=VALUE',
      repeat: true,
      about: 'the value of a parameter; --NAME VALUE is the same',
    },
    ...processOptions,
  },
  namedBy: 'set',
  conflicts: processConflicts,
  complete: { ...completeFields('process'), groupBy: () => queryFieldNames('process') },
  search: ['saved', 'execute', 'search'],
  examples: [
    {
      line: 'cbq query run runs-on --host mkt-ws-46 --program net.exe --group-by id',
      shows: 'its processes with these values in it, each once',
    },
  ],
  async run({ name, set, ...input }, context) {
    const { runtime, queryFolder } = context;
    const saved = await savedQuery(runtime.files, queryFolder(), name);
    const q = filledQuery(saved.query, valuesOf(saved.name, saved.parameters, set));
    return await runKept({ q }, saved.index, { what: `the saved query ${name}`, input }, context);
  },
});

/** One value of each parameter. Kind `Usage` for one that is missing, empty, unknown or given twice. */
function valuesOf(
  query: string,
  parameters: readonly string[],
  sets: readonly string[],
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const set of sets) {
    const at = set.indexOf('=');
    if (at <= 0) throw new CbError('Usage', `--set wants NAME=VALUE, not "${set}"`);
    const [name, value] = [set.slice(0, at), set.slice(at + 1)];
    if (!parameters.includes(name)) throw unknown(query, name, parameters);
    if (values.has(name)) throw new CbError('Usage', `--${name} is given twice`);
    if (value.trim() === '') throw new CbError('Usage', `--${name} is empty: that would find nothing`);
    values.set(name, value);
  }
  const missing = parameters.filter((name) => !values.has(name));
  if (missing.length === 0) return values;
  const options = parameters.map((name) => `--${name} ${name.toUpperCase()}`).join(' ');
  throw new CbError('Usage', `${query} needs a value of ${missing.join(', ')}`, {
    hint: `cbq query run ${query} ${options}`,
  });
}

function unknown(query: string, name: string, parameters: readonly string[]): CbError {
  const others = Object.keys(processOptions).map((key) => longName(key).slice(2));
  const [near] = nearest(name, [...parameters, ...others]);
  const all = parameters.map((each) => `--${each}`).join(', ');
  const has = parameters.length === 0 ? 'it has no parameters' : `its parameters are ${all}`;
  return new CbError('Usage', `${query} has no parameter "${name}"`, {
    hint: near === undefined ? has : `did you mean --${near}?`,
  });
}
