import type { AnyReply, AnyRequest } from '../api/resources/any-request.ts';
import { CbError } from '../errors/cb-error.ts';
import { bytes, type Cell, type Column, done, type Result, record, rows, text } from '../spec/result.ts';
import { type Fields, fieldsOf, inputOf } from './api/body.ts';
import { allRows } from './api/pages.ts';
import {
  effectOfRequest,
  isSearch,
  knownPaths,
  type Method,
  methodOf,
  methods,
  queryOf,
  targetOf,
} from './api/target.ts';
import { type QueryContext, query } from './context.ts';

/** So many rows are looked at for the names of their fields. */
const sampled = 100;

type Row = Readonly<Record<string, Cell>>;

export const api = query({
  name: 'api',
  about: 'send a request to the API of the server, with all that the profile has',
  details:
    'For what has no command: the address, the token, the pin, the repeats and the record of what writes are those of every command. ' +
    'Behind GET the fields are a query, behind the others a body of JSON. The reply is shown as JSON, as it came; -o table and --fields show some of it. ' +
    'A POST that only asks, as a long search does, is no write. DELETE asks first, and so does all that writes to Live Response.',
  group: 'server',
  effect: 'destroys',
  undo: { not: 'what a request does is not known' },
  shownBy: 'a GET of what it was about',
  effectOf: ({ method = '', path = '' }) => effectOfRequest(method, path),
  question: ({ method, path }) => `send ${method.toUpperCase()} ${path}?`,
  operands: {
    method: { kind: 'text', about: 'GET, POST, PUT or DELETE' },
    path: { kind: 'text', about: '/api/v1/sensor, or v1/sensor for short; with its query' },
  },
  options: {
    set: { kind: 'text', short: 'f', repeat: true, value: 'NAME=TEXT', about: 'a field whose value is text' },
    setJson: {
      kind: 'text',
      short: 'F',
      repeat: true,
      value: 'NAME=JSON',
      about: 'a field whose value is JSON',
    },
    input: { kind: 'localPath', value: 'FILE', about: 'the body, a file of JSON; - for stdin' },
    paginate: { kind: 'flag', about: 'all pages of a search, one after the other' },
  },
  conflicts: [
    ['input', 'set'],
    ['input', 'setJson'],
    ['input', 'paginate'],
  ],
  search: ['curl', 'http', 'request', 'rest', 'raw'],
  complete: { method: () => methods, path: () => knownPaths },
  examples: [
    {
      line: 'cbq api GET v1/sensor -f groupid=1',
      shows: 'the sensors of a group, as the server sends them',
    },
    {
      line: 'cbq api GET v1/process -f q=process_name:net.exe --paginate -o ndjson',
      shows: 'all hits, page after page',
    },
    {
      line: 'cbq api POST v1/watchlist -f name=x -f index_type=events -f search_query=q=x --dry-run',
      shows: 'what would be sent',
    },
  ],
  async run(input, context) {
    const method = methodOf(input.method);
    const fields = fieldsOf(input.set, input.setJson);
    const typed = targetOf(input.path, await context.server());
    const params = method === 'GET' ? { ...typed.query, ...asQuery(fields) } : typed.query;
    const request = {
      method,
      path: typed.path,
      query: params,
      asksOnly: method === 'POST' && isSearch(typed),
    };
    if (input.paginate) return await paged(request, context);
    const json = await bodyOf(method, fields, input.input, context);
    const { anyRequests } = await context.cb();
    const reply = await anyRequests.send({ ...request, json }, { signal: context.signal });
    return shown(reply, method, context);
  },
});

function asQuery(fields: Fields): AnyRequest['query'] {
  return queryOf(
    fields.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

async function bodyOf(
  method: Method,
  fields: Fields,
  file: string | undefined,
  context: QueryContext,
): Promise<unknown> {
  if (method === 'GET') {
    if (file === undefined) return undefined;
    throw new CbError('Usage', 'GET takes no body', { hint: '-f NAME=TEXT adds to the query' });
  }
  if (file !== undefined) return await inputOf(file, context);
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

/** Rows of every page, each page asked for when it is read. */
async function paged(request: AnyRequest, context: QueryContext): Promise<Result> {
  if (request.method !== 'GET') throw new CbError('Usage', '--paginate goes with GET');
  const { anyRequests } = await context.cb();
  const { signal } = context;
  const all = allRows((query) => anyRequests.send({ ...request, query }, { signal }), request.query);
  const first = await all.next();
  if (first.done === true) return rowsOf([], []);
  const again = async function* () {
    yield first.value;
    yield* all;
  };
  return rowsOf(again(), [first.value]);
}

function shown(reply: AnyReply, method: Method, { note }: QueryContext): Result {
  if ('refusal' in reply && reply.refusal !== undefined) note(`that may be a refusal: ${reply.refusal}`);
  switch (reply.type) {
    case 'notSent':
      return text([]);
    case 'empty':
      return done(`${method}: ${reply.status}, without a body`, { status: reply.status });
    case 'list':
      return rowsOf(reply.items, reply.items.slice(0, sampled));
    case 'object':
      return record(reply.value, columnsOf([reply.value]), { form: 'json' });
    case 'value':
      return text([`${JSON.stringify(reply.value)}\n`]);
    case 'bytes':
      return bytes(reply.chunks);
  }
}

function rowsOf(items: Iterable<unknown> | AsyncIterable<unknown>, sample: readonly unknown[]): Result {
  return rows(items, columnsOf(sample), { noun: 'rows', form: 'json', object: rowOf });
}

/** A column for each field that one of these has. */
function columnsOf(sample: readonly unknown[]): readonly Column<unknown>[] {
  const names = new Set(sample.flatMap((row) => Object.keys(rowOf(row))));
  return [...names].map((field) => ({ field, head: field, of: (row) => rowOf(row)[field] }));
}

/** What is no object stands in one, so that it is a row like the others. */
function rowOf(value: unknown): Row {
  return (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : { value }) as Row;
}
