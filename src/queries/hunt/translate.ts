import type { HuntFile } from '../../ops/hunt/hunt-query.ts';
import { type Column, rows } from '../../spec/result.ts';
import { query } from '../context.ts';
import { huntFileOptions, huntFileRules, huntOperand, questionsOf } from './hunt-files.ts';

interface Row {
  readonly source: string;
  readonly name: string;
  readonly match: string;
  readonly field: string | undefined;
  readonly why: readonly string[];
  readonly text: string | undefined;
  readonly place: string;
}

const columns: readonly Column<Row>[] = [
  { field: 'source', head: 'source', of: ({ source }) => source, drop: 1 },
  { field: 'query', head: 'query', of: ({ name }) => name, style: () => 'name', least: 20 },
  {
    field: 'match',
    head: 'match',
    of: ({ match }) => match,
    style: ({ match }) => (match === 'refused' ? 'bad' : match === 'wider' ? 'warn' : 'ok'),
    firm: true,
  },
  { field: 'field', head: 'field', of: ({ field }) => field ?? null, wide: true },
  {
    field: 'why',
    head: 'why',
    of: ({ why }) => why,
    show: whyOf,
    plain: ({ why }) => why.join('; '),
    wide: true,
  },
  { field: 'place', head: 'place', of: ({ place }) => place, wide: true },
  {
    field: 'text',
    head: 'asked',
    of: ({ text }) => text ?? null,
    show: (row) => row.text ?? whyOf(row),
    whole: true,
  },
];

/** So few are each told why they are wider, or not asked where no column says it; of more, the column does. */
const mostTold = 3;

export const huntTranslate = query({
  name: 'hunt translate',
  about: 'show the queries that rules and definitions become',
  details: `No server is asked. Each query of a Sigma rule is exact, or wider than the rule: then it finds more, and cbq hunt run leaves out again what the documents show to be none. It never finds less: what cannot be said is refused, by field and reason. ${huntFileRules}`,
  group: 'processes',
  effect: 'reads',
  isLocal: true,
  operands: { file: huntOperand },
  options: huntFileOptions,
  either: ['file', 'dir'],
  search: ['sigma', 'rule', 'convert', 'surveyor', 'detection'],
  examples: [
    { line: 'cbq hunt translate rule.yml', shows: 'the query of a Sigma rule' },
    {
      line: 'cbq hunt translate --dir rules --fields query,match,why',
      shows: 'of a folder of rules, and why they are wider',
    },
  ],
  fields: () => columns,
  async run(input, context) {
    const found = rowsOf(await questionsOf(input, 'enhanced', context));
    return rows(found, columns, {
      noun: 'queries',
      isLong: true,
      isPartial: () => found.some(({ match }) => match === 'refused'),
      notes: () => {
        const refused = found.filter(({ match }) => match === 'refused');
        const wider = found.filter(({ match }) => match === 'wider');
        const isFew = found.length <= mostTold;
        return [
          ...(isFew ? wider : []).map((row) => `wider than "${row.name}": ${whyOf(row)}`),
          ...(isFew && !context.isTerminal ? refused : []).map(
            (row) => `not asked: "${row.name}": ${whyOf(row)}`,
          ),
          ...(refused.length === 0 ? [] : [`${refused.length} of ${found.length} cannot be asked here`]),
        ];
      },
    });
  },
});

function whyOf({ field, why }: Row): string {
  return `${field === undefined ? '' : `${field}: `}${why.join('; ')}`;
}

function rowsOf({ queries, refusals }: HuntFile): readonly Row[] {
  return [
    ...queries.flatMap(({ source, name, match, why, place, queries: texts }) =>
      texts.map((text): Row => ({ source, name, match, field: undefined, why, text, place })),
    ),
    ...refusals.map(
      ({ source, name, field, reason, place }): Row => ({
        source,
        name,
        match: 'refused',
        field,
        why: [reason],
        text: undefined,
        place,
      }),
    ),
  ];
}
