import { joinedFields } from '../binaries/binary-fields.ts';
import { binarySpec } from '../binaries/binary-spec.ts';
import { feedTags } from '../binaries/feed-tags.ts';
import { hostTypeOf, osTypeOf } from '../fleet/host-type.ts';
import type { Sensor } from '../fleet/sensor.ts';
import type { EventField } from '../history/event-index.ts';
import { parseGuid } from '../history/guid.ts';
import { type TextKind, textMatcher } from '../query/matchers.ts';
import { dateSpan, numberSpan, type Span } from '../query/numbers.ts';
import type { Value } from '../query/syntax.ts';
import { commandLineTerm } from './command-line-terms.ts';
import { all, always, among, any, between, type Condition, never } from './condition.ts';
import { binaryKeys, childIs, imagesLike, onSensors, type SearchContext } from './search-context.ts';

type Field = (value: Value, context: SearchContext) => Condition;

const names =
  (column: 'name' | 'parent_name'): Field =>
  (value, { history }) => {
    const matches = textMatcher('keyword', value);
    return among(column, idsOf(history.names, matches));
  };

const hashOfImage =
  (column: 'image' | 'parent_image', kind: 'md5' | 'sha256'): Field =>
  (value, { history }) => {
    const matches = textMatcher('hash', value);
    return among(
      column,
      idsOf(history.images, (image) => image.path !== '' && matches(history.hashes(image.binary)[kind])),
    );
  };

const paths: Field = (value, { history }) => {
  const matches = textMatcher('path', value);
  return among(
    'image',
    idsOf(history.images, ({ path }) => matches(path)),
  );
};

const users: Field = (value, { history }) => {
  const matches = textMatcher('tail', value);
  return among(
    'account',
    idsOf(history.accounts, ({ username }) => matches(username)),
  );
};

const sensors =
  (of: (sensor: Sensor, context: SearchContext) => string): Field =>
  (value, context) => {
    const matches = textMatcher('keyword', value);
    return onSensors(context, (sensor) => matches(of(sensor, context)));
  };

const count =
  (column: string): Field =>
  (value) =>
    spanOf(column, numberSpan(value));

const date =
  (column: string): Field =>
  (value, { nowMs }) =>
    spanOf(column, dateSpan(value, nowMs));

const events =
  (field: EventField, kind: TextKind): Field =>
  (value, { history }) => {
    const matches = textMatcher(kind, value);
    return among('trace', [...history.events.find(field, matches)]);
  };

const eventName =
  (field: EventField): Field =>
  (value, { history }) => {
    const matches = textMatcher('keyword', value);
    const name = (path: string) => path.split(/[\\/]/).at(-1) ?? '';
    return among('trace', [...history.events.find(field, (path) => matches(name(path)))]);
  };

const eventMd5 =
  (field: EventField): Field =>
  (value, { history }) => {
    const matches = textMatcher('hash', value);
    return among('trace', [...history.events.find(field, (key) => matches(history.hashes(key).md5))]);
  };

const writtenMd5: Field = (value, context) =>
  any([eventMd5('filewrite_binary')(value, context), events('filewrite_data', 'hash')(value, context)]);

const port: Field = (value, { history }) => {
  const span = numberSpan(value);
  const isIn = (text: string) =>
    span === undefined || (Number(text) >= span.low && Number(text) <= span.high);
  return among('trace', [...history.events.find('ipport', isIn)]);
};

const child =
  (field: Field): Field =>
  (value, context) =>
    childIs(field(value, context));

/** Never true of any document: what the lab's sensors do not send. */
const flagOff: Field = (value) => (textMatcher('flag', value)('false') ? always : never);

const processId: Field = (value) => {
  const key = value.kind === 'range' ? undefined : parseGuid(value.text);
  if (key === undefined) return value.kind === 'word' && value.text === '*' ? always : never;
  return all([
    { sql: 'start = ? AND pid = ?', params: [key.startMs, key.pid] },
    { sql: 'sensor = ? AND sub = ?', params: [key.sensorId, key.sub] },
  ]);
};

const parentId: Field = (value, context) => {
  const parent = processId(value, context);
  return { sql: `parent IN (SELECT id FROM document WHERE ${parent.sql})`, params: parent.params };
};

const processMd5 = hashOfImage('image', 'md5');
const parentMd5 = hashOfImage('parent_image', 'md5');

const anyMd5: Field = (value, context) =>
  any([
    processMd5(value, context),
    parentMd5(value, context),
    childIs(processMd5(value, context)),
    eventMd5('modload_binary')(value, context),
    writtenMd5(value, context),
  ]);

/** Also searched by bare words. */
const bareFields: Readonly<Record<string, Field>> = {
  process_name: names('name'),
  process_md5: processMd5,
  path: paths,
  cmdline: (value, { history }) => commandLineTerm(history.file, value, history.era.enhancedCommandLines),
  username: users,
  hostname: sensors(({ hostname }) => hostname),
  host_type: sensors(hostTypeOf),
  group: sensors(({ groupId }, { groups }) => groups.get(groupId)?.name ?? ''),
  parent_name: names('parent_name'),
  parent_md5: parentMd5,
  childproc_name: child(names('name')),
  childproc_md5: child(processMd5),
  crossproc_type: events('crossproc_type', 'keyword'),
  filemod: events('filemod', 'path'),
  modload: events('modload', 'path'),
  regmod: events('regmod', 'path'),
  filewrite_md5: writtenMd5,
  domain: events('domain', 'domain'),
  blocked_md5: eventMd5('blocked_binary'),
  md5: anyMd5,
};

const otherFields: Readonly<Record<string, Field>> = {
  process_sha256: hashOfImage('image', 'sha256'),
  process_id: processId,
  parent_id: parentId,
  process_pid: count('pid'),
  sensor_id: count('sensor'),
  os_type: sensors(osTypeOf),
  start: date('start'),
  last_update: date('updated'),
  last_server_update: date('received'),
  childproc_count: count('childprocs'),
  crossproc_name: eventName('crossproc_path'),
  crossproc_md5: eventMd5('crossproc_binary'),
  crossproc_count: count('crossprocs'),
  filemod_count: count('filemods'),
  modload_count: count('modloads'),
  regmod_count: count('regmods'),
  netconn_count: count('netconns'),
  processblock_count: count('blocks'),
  fileless_scriptload_count: count('scripts'),
  ipaddr: events('ipaddr', 'address'),
  ipv6addr: () => never,
  ipport: port,
  blocked_status: events('blocked_status', 'keyword'),
  has_emet_config: flagOff,
  has_emet_event: flagOff,
  tampered: flagOff,
  // Names that facets have for whole values; `cb.fq.` filters by them.
  path_full: (value, { history }) => {
    const matches = textMatcher('keyword', value);
    return among(
      'image',
      idsOf(history.images, ({ path }) => matches(path)),
    );
  },
  username_full: (value, { history }) => {
    const matches = textMatcher('keyword', value);
    return among(
      'account',
      idsOf(history.accounts, ({ username }) => matches(username)),
    );
  },
};

/** One term of a process query; a field that nobody knows has no values. @throws QueryError for impossible values. */
export function processTerm(name: string | undefined, value: Value, context: SearchContext): Condition {
  if (name === undefined) {
    if (value.kind !== 'range' && /^\*+(:\*)?$/.test(value.text)) return always;
    return any(Object.values(bareFields).map((field) => field(value, context)));
  }
  const field = own(bareFields, name) ?? own(otherFields, name);
  return field === undefined ? otherTerm(name, value, context) : field(value, context);
}

const joins = /^(.*?)(?:_(parent|child|modload|filewrite))?$/;

function otherTerm(name: string, value: Value, context: SearchContext): Condition {
  const feed = /^alliance_score_(.+)$/.exec(name)?.[1];
  if (feed !== undefined) {
    const span = numberSpan(value);
    return imagesWhere(context, (key) =>
      within(span, feedTags(binarySpec(key)).find((tag) => tag.feed === feed)?.score),
    );
  }
  const [, field = '', which] = joins.exec(name) ?? [];
  if (!joinedFields.has(field)) return never;
  switch (which) {
    case 'parent':
      return among('parent_image', imagesLike(context, field, value));
    case 'child':
      return childIs(among('image', imagesLike(context, field, value)));
    case 'modload':
    case 'filewrite': {
      const keys = binaryKeys(context, field, value);
      return among('trace', [...context.history.events.find(`${which}_binary`, (key) => keys.has(key))]);
    }
    default:
      return among('image', imagesLike(context, field, value));
  }
}

function imagesWhere({ history }: SearchContext, isIn: (key: string) => boolean): Condition {
  return among(
    'image',
    idsOf(history.images, ({ path, binary }) => path !== '' && isIn(binary)),
  );
}

function spanOf(column: string, span: Span | undefined): Condition {
  return span === undefined ? always : between(column, span.low, span.high);
}

function within(span: Span | undefined, value: number | undefined): boolean {
  return value !== undefined && (span === undefined || (value >= span.low && value <= span.high));
}

function idsOf<T>(items: readonly T[], isIn: (item: T) => boolean): number[] {
  const ids: number[] = [];
  for (const [id, item] of items.entries()) {
    if (id > 0 && isIn(item)) ids.push(id);
  }
  return ids;
}

function own(fields: Readonly<Record<string, Field>>, name: string): Field | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
