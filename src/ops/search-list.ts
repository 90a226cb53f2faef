import type { Document } from '../api/document.ts';
import type { Page, PagesOptions, SearchParams } from '../api/page.ts';
import type { WireObject } from '../api/wire/read.ts';
import type { BatchedRows } from '../spec/result.ts';
import { toNumber } from '../text/number.ts';
import { inBatches } from './in-batches.ts';
import { PageKeys } from './page-keys.ts';

/** An index that can be read page by page. */
export interface SearchIndex {
  pages(params: SearchParams, options: PagesOptions): AsyncIterable<Page>;
}

export interface SearchListOptions extends PagesOptions {
  /** What tells two documents apart: a field (`unique_id`, `md5`), or what is made of several where documents are no segments. */
  readonly key: string | ((document: WireObject) => string);
  /** Plural: `segments`. */
  readonly noun: string;
  /** The documents are grouped: the server's total counts more than there are groups. */
  readonly isGrouped?: boolean;
  /** The documents are segments of processes. */
  readonly isSegmented?: boolean;
}

export interface SearchList {
  readonly rows: BatchedRows<Document>;
  /** What must be said beside the rows, once they have been read. */
  notes(): readonly string[];
  /** The server gave less than was asked for and than it counts; known then, too. */
  isPartial(): boolean;
}

/** Ids beyond these are not looked at for repeats: the list takes constant memory. */
const watchedIds = 2000;
/** Pages one after the other that hold nothing new, or begin as earlier ones did: more of them than a live index makes. */
const mostRepeats = 3;
/** Segment ids from 6.0 on are times in ms; before, they count from 1. */
const firstTimeSegment = 100_000_000_000;

/** The documents of a search in order, without what the edge of two pages repeats, and the honest totals. */
export function searchList(index: SearchIndex, params: SearchParams, options: SearchListOptions): SearchList {
  const { key, noun, isGrouped = false, isSegmented = false, start = 0, limit } = options;
  let shown = 0;
  let dropped = 0;
  let firstTotal: number | undefined;
  let total: number | undefined;
  let isStuck = false;
  let isIncomplete = false;
  let hasSegments = false;
  let repeatsProcess = false;
  const hidden = new Set<string>();
  const ids = new Set<unknown>();

  const keyOf = (document: Document): unknown =>
    typeof key === 'string' ? document.field(key) : key(document.wire);
  const keys = new PageKeys();
  /** What pages began with. */
  const begun = new Set<unknown>();
  let isAgain = false;
  /** Whether the page before had it. */
  const isRepeated = (document: Document): boolean =>
    typeof key === 'string' && document.sent !== undefined
      ? keys.addMember(document.sent, key)
      : keys.add(keyOf(document));
  const look = (document: Document): void => {
    // All that is said of it is known by then.
    if (!isSegmented || repeatsProcess || (hasSegments && shown > watchedIds)) return;
    const id = document.field('id');
    if (id === undefined) return;
    hasSegments ||= (toNumber(document.field('segment_id')) ?? 0) > firstTimeSegment;
    if (ids.has(id)) repeatsProcess = true;
    if (ids.size < watchedIds) ids.add(id);
  };

  /** Another page has begun with it: a server may go round in more than one. */
  const beginsAgain = (document: Document): boolean => {
    const first = keyOf(document);
    const isKnown = first !== undefined && begun.has(first);
    if (begun.size < watchedIds) begun.add(first);
    return isKnown;
  };

  /** The documents that the page before did not have. */
  function* fresh(documents: Page['documents']): Generator<Document> {
    keys.turn(documents.length);
    let isFirst = true;
    for (const document of documents) {
      if (isFirst) isAgain = beginsAgain(document);
      isFirst = false;
      if (isRepeated(document)) {
        dropped += 1;
        continue;
      }
      look(document);
      shown += 1;
      yield document;
    }
  }

  async function* read(): AsyncGenerator<Iterable<Document>> {
    let repeats = 0;
    for await (const page of index.pages(params, options)) {
      firstTotal ??= page.total;
      total = page.total;
      isIncomplete ||= page.isIncomplete;
      for (const name of page.hidden) hidden.add(name);
      const shownBefore = shown;
      yield fresh(page.documents);
      const isOld = shown === shownBefore || isAgain;
      repeats = page.documents.length > 0 && isOld ? repeats + 1 : 0;
      if (repeats === mostRepeats) {
        isStuck = true;
        return;
      }
    }
  }

  /** How far it came. */
  const extent = () => {
    const seen = start + shown + dropped;
    const isAtLimit = limit !== undefined && shown + dropped >= limit;
    const isPart = total === undefined ? isAtLimit : seen < total;
    // The total of groups counts what is in them; that there is none at all it does not say.
    return { seen, isAtLimit, isPart, isShort: isPart && !isAtLimit && (!isGrouped || seen === 0) };
  };

  function notes(): readonly string[] {
    const said: string[] = [];
    const { seen, isAtLimit, isPart, isShort } = extent();
    const of = total === undefined ? '' : ` of ${isGrouped ? 'about ' : ''}${total}`;
    if (isStuck) said.push(`the server gives the same ${noun} again and again: there may be more`);
    else if (isPart && isAtLimit) said.push(`${shown}${of} ${noun} shown; --all shows the rest`);
    else if (total !== undefined && (isShort || (shown > 0 && seen > total))) {
      const from = start > 0 ? ` from row ${start} on` : '';
      said.push(`the server counts ${total} ${noun} and gave ${seen - start}${from}`);
    }
    if (firstTotal !== undefined && total !== undefined && firstTotal !== total)
      said.push(`the total moved from ${firstTotal} to ${total} while they were read`);
    said.push(...gapNotes({ isIncomplete, hidden: [...hidden] }));
    if (hasSegments && (repeatsProcess || shown > watchedIds || isPart))
      said.push('rows are segments, not processes: --group-by id gives one row for each process');
    else if (repeatsProcess) said.push('rows are segments, not processes: a process may have several');
    return said;
  }

  return {
    rows: inBatches(read),
    notes,
    isPartial() {
      return isStuck || isIncomplete || extent().isShort;
    },
  };
}

/** Something is left out: a part of the index did not answer, or hits are counted of which none was read by then. */
export function lacksHits({ isIncomplete, total = 0 }: Pick<Page, 'isIncomplete' | 'total'>, read: number) {
  return isIncomplete || (read === 0 && total > 0);
}

/** What the server says that it left out. */
export function gapNotes({ isIncomplete, hidden }: Pick<Page, 'isIncomplete' | 'hidden'>): readonly string[] {
  return [
    ...(isIncomplete
      ? ['the results are incomplete: a part of the index failed or did not answer in time']
      : []),
    ...(hidden.length > 0 ? [`the server held back what this user may not see (${hidden.join(', ')})`] : []),
  ];
}
