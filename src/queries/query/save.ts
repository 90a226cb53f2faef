import { CbError } from '../../errors/cb-error.ts';
import { checkQuery } from '../../ops/query-check.ts';
import { keepQuery } from '../../ops/saved-query/query-folder.ts';
import {
  faultOfParameters,
  mustBeParameter,
  type SavedQuery,
  savedIndexes,
} from '../../ops/saved-query/saved-query.ts';
import { globalOptions } from '../../spec/globals.ts';
import { kebab } from '../../spec/names.ts';
import { done } from '../../spec/result.ts';
import { caretLines } from '../../text/query-caret.ts';
import { filledQuery } from '../../text/query-parameters.ts';
import { query } from '../context.ts';
import { processOptions } from '../process/search.ts';
import { completeQuery } from '../search-options.ts';

/** Options of `cbq query run`: a parameter of that name could not be given. */
const taken = [...Object.keys(processOptions), ...Object.keys(globalOptions), 'set'].map(kebab);

export const querySave = query({
  name: 'query save',
  about: 'save a query by a name, with parameters if you like',
  details:
    'Of each parameter the query has its name in braces, as the whole value of a field: hostname:{host}. cbq query run gives it a value with --host. A value is taken as it stands: no wildcard, operator or field comes of it.',
  group: 'processes',
  effect: 'changes',
  isLocal: true,
  operands: {
    name: { kind: 'text', about: 'what it is called, and its file' },
    query: { kind: 'text', many: true, about: 'what to search for' },
  },
  options: {
    param: { kind: 'text', value: 'NAME', repeat: true, about: 'a parameter, {NAME} in the query' },
    index: { kind: 'choice', choices: savedIndexes, about: 'what it searches; process if not said' },
    about: { kind: 'text', value: 'TEXT', about: 'what it is for' },
    force: { kind: 'flag', about: 'replace the one of that name' },
  },
  complete: { query: completeQuery('process') },
  search: ['keep', 'favourite', 'favorite', 'bookmark', 'template', 'alias'],
  examples: [
    {
      line: "cbq query save runs-on 'hostname:{host} process_name:{program}' --param host --param program",
      shows: 'cbq query run runs-on --host fin-ws-20 --program net.exe',
    },
    {
      line: "cbq query save unsigned digsig_result:Unsigned --index binary --about 'what nobody signed' --force",
      shows: 'a query of binaries, in place of the one that had the name',
    },
  ],
  async run({ name, query: words, param, index = 'process', about = '', force }, context) {
    const { runtime, queryFolder, note, dryRun } = context;
    const text = words.join(' ').trim();
    if (text === '') throw new CbError('Usage', 'the query is empty: it would find everything');
    const parameters = [...new Set(param)];
    for (const each of parameters) mustBeParameter(each, taken);
    const saved: SavedQuery = { query: text, index, about, parameters };
    const fault = faultOfParameters(saved);
    if (fault !== undefined) {
      for (const line of caretLines(text, { start: fault.at, end: fault.at + 1 })) note(line);
      throw new CbError('Usage', `character ${fault.at + 1}: ${fault.message}`, { hint: fault.hint });
    }
    checkQuery(filledQuery(text, new Map(parameters.map((each) => [each, 'value']))), index, note);
    const path = await keepQuery(
      runtime.files,
      queryFolder(),
      { name, ...saved },
      { replaces: force, dryRun },
    );
    const values = parameters.map((each) => ` --${each} ${each.toUpperCase()}`).join('');
    const sentence = dryRun ? `would write ${path}` : `saved: cbq query run ${name}${values}`;
    return done(sentence, { name, path }, path);
  },
});
