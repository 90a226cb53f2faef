import type { Facts, ReportEntry } from '../../ports/pages.ts';
import { parseServerTime } from '../../text/age.ts';
import { shownMd5 } from '../../text/md5.ts';
import { toNumber, toText } from '../../text/number.ts';
import type { Pin, PinnedProcess } from '../pin-file.ts';
import { shownSize } from './facts.ts';

/** A pin with what was said when it was made. */
export interface PinnedNow extends Pin {
  readonly server: string;
  readonly note: string | undefined;
}

/** Entries that stand together, and when the first thing of theirs that matters happened. */
interface Block {
  readonly timeMs: number;
  readonly entries: readonly ReportEntry[];
}

/** What was seen of the intruder, in the order of time: chains of processes as trees, alerts and binaries between them. */
export function seenEntries(pins: readonly PinnedNow[]): readonly ReportEntry[] {
  const blocks = [
    ...treesOf(pins),
    ...pins.filter(({ what }) => what === 'alert').map(alertBlock),
    ...pins.filter(({ what }) => what === 'binary').map(binaryBlock),
  ];
  return blocks.toSorted((a, b) => a.timeMs - b.timeMs).flatMap(({ entries }) => entries);
}

interface Node {
  readonly process: PinnedProcess;
  readonly children: Node[];
  isPinned: boolean;
  note: string | undefined;
}

/** Chains that share a parent are one tree. */
function treesOf(pins: readonly PinnedNow[]): readonly Block[] {
  const nodes = new Map<string, Node>();
  for (const { what, chain, note } of pins) {
    for (const [depth, process] of chain.entries()) {
      const node = nodes.get(process.id) ?? { process, children: [], isPinned: false, note: undefined };
      nodes.set(process.id, node);
      if (depth > 0) continue;
      node.isPinned = true;
      if (what === 'process') node.note ??= note;
    }
  }
  const roots: Node[] = [];
  for (const node of nodes.values()) {
    const parent = nodes.get(node.process.parentId ?? '');
    if (parent === undefined || parent === node) roots.push(node);
    else parent.children.push(node);
  }
  const drawn = new Set<Node>();
  // In a ring, which a server may tell of, nobody is the first: then what was pinned is.
  const tops = [...roots, ...[...nodes.values()].filter(({ isPinned }) => isPinned)];
  return tops.flatMap((top) => (drawn.has(top) ? [] : [blockOf(treeFrom(top, drawn))]));
}

function blockOf(entries: readonly ReportEntry[]): Block {
  const timeMs = entries.reduce(
    (first, each) => (each.isMarked ? Math.min(first, each.timeMs ?? Infinity) : first),
    Infinity,
  );
  return { entries, timeMs };
}

/** A tree from the top, in constant depth of calls, with what is not drawn yet. */
function treeFrom(top: Node, drawn: Set<Node>): readonly ReportEntry[] {
  const entries: ReportEntry[] = [];
  const open = [{ node: top, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth } = next;
    if (drawn.has(node)) continue;
    drawn.add(node);
    entries.push(processEntry(node, depth));
    const children = node.children.toSorted((a, b) => (b.process.startMs ?? 0) - (a.process.startMs ?? 0));
    open.push(...children.map((child) => ({ node: child, depth: depth + 1 })));
  }
  return entries;
}

function processEntry({ process, isPinned, note }: Node, depth: number): ReportEntry {
  const { id, name, path, commandLine, username, hostname, pid, md5, startMs } = process;
  const where: Facts = isPinned || depth === 0 ? [['host', hostname]] : [];
  const more: Facts = isPinned
    ? [
        ['path', path],
        ['MD5', md5 === undefined ? '' : shownMd5(md5)],
        ['GUID', id],
      ]
    : [];
  return {
    timeMs: startMs,
    tone: isPinned ? 'seen' : 'plain',
    title: pid === undefined ? name || id : `${name || id} (${pid})`,
    lines: [commandLine],
    note,
    facts: known([...where, ['user', username], ...more]),
    depth,
    isMarked: isPinned,
  };
}

function alertBlock({ wire, id, note }: PinnedNow): Block {
  const text = (name: string): string => toText(wire[name]) ?? '';
  const timeMs = parseServerTime(wire['created_time']);
  const facts: Facts = [
    ['host', text('hostname')],
    ['process', text('process_name')],
    ['user', text('username')],
    ['severity', text('alert_severity')],
    ['status', text('status')],
    ['feed', text('feed_name')],
    ['indicator', text('ioc_value')],
    ['MD5', text('md5') && shownMd5(text('md5'))],
    ['alert', id],
  ];
  const title = `Alert: ${text('watchlist_name') || id}`;
  return {
    timeMs: timeMs ?? Infinity,
    entries: [{ timeMs, tone: 'alert', title, note, facts: known(facts), isMarked: true }],
  };
}

function binaryBlock({ wire, id, note }: PinnedNow): Block {
  const text = (name: string): string => toText(wire[name]) ?? '';
  const names = [wire['observed_filename']].flat().flatMap((name) => toText(name) ?? []);
  const timeMs = parseServerTime(wire['server_added_timestamp']);
  const size = toNumber(wire['orig_mod_len']);
  const facts: Facts = [
    ['MD5', id],
    ['SHA-256', text('sha256')],
    ['signature', text('digsig_result')],
    ['publisher', text('digsig_publisher')],
    ['size', size === undefined ? '' : shownSize(size)],
    ['hosts', text('host_count')],
  ];
  const title = `Binary: ${names[0] ?? id}`;
  const entry = { timeMs, tone: 'seen', title, note, facts: known(facts), isMarked: true } as const;
  return { timeMs: timeMs ?? Infinity, entries: [{ ...entry, lines: names.slice(1) }] };
}

/** What nobody knows is left out. */
export function known(facts: Facts): Facts {
  return facts.filter(([, value]) => value !== '');
}
