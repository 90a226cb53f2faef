import type { PageEvent, TreePage } from '../../../src/ports/pages.ts';

/** A made-up process of a test tree. */
export interface Made {
  readonly name: string;
  readonly facts?: readonly (readonly [string, string])[];
  readonly children?: readonly Made[];
}

export function madeTree(root: Made, notes: readonly string[] = []): TreePage<Made> {
  return {
    name: root.name,
    root,
    children: ({ children = [] }) => children,
    describe: ({ name, facts = [], children }) => ({
      name,
      line: '4312 · 2016-10-25 14:15:50Z',
      command: facts.find(([label]) => label === 'command line')?.[1] ?? '',
      hasEnded: children === undefined,
      isFaint: name.startsWith('faint'),
      facts: [['name', name], ...facts],
    }),
    notes,
  };
}

export const kinds = ['filemod', 'regmod', 'modload', 'netconn', 'childproc', 'crossproc', 'processblock'];
export const startMs = Date.UTC(2016, 9, 25, 14, 0, 0);

export function madeEvent(kind: string, afterMs: number, target: string): PageEvent {
  const timeMs = startMs + afterMs;
  const time = new Date(timeMs).toISOString().replace('T', ' ').replace('Z', '');
  return {
    kind,
    time,
    timeMs,
    action: 'created',
    target,
    facts: [['md5', 'A276B67AC893B80B963F3415E7DD146B']],
  };
}

export async function* inTurn(events: readonly PageEvent[]): AsyncGenerator<PageEvent> {
  yield* events;
}

/** What the page's data block holds. */
export function dataOf(html: string): unknown {
  const [, json = ''] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html) ?? [];
  return JSON.parse(json);
}
