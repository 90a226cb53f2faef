import { CbError } from '../../errors/cb-error.ts';
import type { HuntFile } from '../../ops/hunt/hunt-query.ts';
import { checkQuery } from '../../ops/query-check.ts';
import { queryValue } from '../../text/query-filters.ts';
import { type QueryContext, query } from '../context.ts';
import { wireTime } from '../process/wire-time.ts';
import { completeQuery } from '../search-options.ts';
import { huntFileOptions, huntFileRules, huntOperand, questionsOf } from './hunt-files.ts';
import { huntColumns, huntRows, summaryRows } from './hunt-rows.ts';

const usual = { jobs: 4, most: 500 } as const;
const mostJobs = 16;
/** More searches than this are asked about before they are sent. */
const manySearches = 2000;
/** Of what is not asked so many are told of, one by one. */
const toldRefusals = 5;

export const huntRun = query({
  name: 'hunt run',
  about: 'ask many questions at once: definitions, Sigma rules, lists of queries',
  details: `Each process that a question finds is a row, with the question. ${huntFileRules} cbq hunt translate shows what is asked. What of a Sigma rule cannot be asked is told, and the exit is 6. Ctrl-C gives what is there, and says what was not asked.`,
  group: 'processes',
  effect: 'reads',
  operands: { file: huntOperand },
  options: {
    ...huntFileOptions,
    since: { kind: 'timeMs', about: 'in processes with events after this time, by the clock of the sensor' },
    hosts: {
      kind: 'list',
      value: 'HOST,HOST',
      or: 'sensor',
      about: 'only on these: names, with * for any run, or ids',
    },
    where: { kind: 'text', value: 'QUERY', about: 'of each question only what this finds, too' },
    jobs: { kind: 'integer', value: 'N', about: `so many searches at once; ${usual.jobs} if not said` },
    most: {
      kind: 'integer',
      value: 'N',
      about: `hits of a question that are read; ${usual.most} if not said`,
    },
    summary: { kind: 'flag', about: 'a row for each question, not for each hit' },
  },
  either: ['file', 'dir'],
  complete: { where: completeQuery('process') },
  search: ['sigma', 'surveyor', 'rule', 'definitions', 'sweep', 'baseline', 'detection'],
  examples: [
    { line: 'cbq hunt run remote-admin.json', shows: 'who runs the programs of a definition file' },
    {
      line: 'cbq hunt run --dir rules --since 7d --summary',
      shows: 'of a folder of Sigma rules, how often each hits',
    },
    {
      line: "cbq hunt run queries.tsv --hosts 'fin-*' --jobs 2 -o ndjson",
      shows: 'a list of queries, on some hosts',
    },
  ],
  fields: () => huntColumns,
  async run({ since, hosts = [], where, jobs = usual.jobs, most = usual.most, summary, ...input }, context) {
    if (jobs < 1 || jobs > mostJobs) throw new CbError('Usage', `--jobs wants 1 to ${mostJobs}`);
    if (most < 1) throw new CbError('Usage', '--most wants 1 or more');
    const { cb, signal } = context;
    if (where !== undefined) checkQuery(where, 'process', context.note);
    const { serverInfo } = await cb();
    const isSegmented = await serverInfo.isAtLeast(6, 0, { signal });
    const isEnhanced = await serverInfo.isAtLeast(6, 3, { signal });
    const found = await questionsOf(input, isEnhanced ? 'enhanced' : 'any', context);
    tellRefusals(found, context);
    const searches = found.queries.reduce((sum, { queries }) => sum + queries.length, 0);
    if (searches > manySearches)
      await context.ask.confirm(`this asks the server ${searches.toLocaleString('en-US')} queries: go on?`);
    const filters = [
      ...hostTerms(hosts),
      ...(where === undefined ? [] : [`(${where})`]),
      ...(since === undefined || isSegmented ? [] : [`last_update:[${wireTime(since, Math.floor)} TO *]`]),
    ];
    const params = isSegmented
      ? {
          'cb.group': 'id',
          ...(since === undefined ? {} : { 'cb.min_last_update': wireTime(since, Math.floor) }),
        }
      : {};
    const hunt = { questions: found.queries, refused: found.refusals.length, filters, params, most, jobs };
    return await (summary ? summaryRows : huntRows)(hunt, context);
  },
});

/** Says what is not asked, before anything is. Kind `Unsupported` where that is all there is. */
function tellRefusals({ queries, refusals }: HuntFile, { note }: QueryContext): void {
  for (const { place, name, field, reason } of refusals.slice(0, toldRefusals))
    note(`not asked: ${place}: "${name}": ${field === undefined ? '' : `${field}: `}${reason}`);
  const more = refusals.length - toldRefusals;
  if (more > 0) note(`not asked: ${more} more; cbq hunt translate shows all of them`);
  if (queries.length > 0) return;
  throw new CbError('Unsupported', 'nothing of it can be asked here', {
    hint: 'cbq hunt translate shows why',
  });
}

function hostTerms(hosts: readonly string[]): readonly string[] {
  const terms = hosts
    .map((host) => host.trim().toLowerCase())
    .filter((host) => host !== '')
    .map((host) => {
      if (/^\d+$/.test(host)) return `sensor_id:${Number(host)}`;
      return /^[\w.*-]+$/.test(host) && /[^*]/.test(host)
        ? `hostname:${host}`
        : `hostname:${queryValue(host)}`;
    });
  return terms.length < 2 ? terms : [`(${terms.join(' or ')})`];
}
