import { afterAll } from 'vitest';
import type { LabOptions } from '../../../src/lab/lab.ts';
import { startLab } from '../../../src/lab/start.ts';
import { clientOf, type TestLab } from './lab.ts';

type Row = Record<string, unknown>;

export interface SearchLab extends TestLab {
  /** A process search; more parameters as in a URL. */
  processes(query: string, more?: string): Promise<{ rows: Row[]; total: number; json: Row }>;
  /** How many documents a query is for. */
  count(query: string): Promise<number>;
  binaries(query: string, more?: string): Promise<{ rows: Row[]; total: number; json: Row }>;
}

/** When the labs of these tests are. */
export const now = Date.UTC(2024, 4, 14, 9, 30);

/** One lab for all tests of a file; plain HTTP, ended after them. */
export async function searchLab(options: LabOptions = {}): Promise<SearchLab> {
  const lab = await startLab({ tls: false, now, sharesHistory: true, ...options });
  afterAll(() => lab.stop());
  const test = clientOf(lab, () => {
    throw new Error('nobody is spoken to');
  });
  const search = async (path: string, query: string, more: string) => {
    const answer = await test.get(`${path}?cb.urlver=1&facet=false&q=${encodeURIComponent(query)}${more}`);
    if (answer.status !== 200) throw new Error(`${answer.status} for ${query}: ${answer.text}`);
    const { json } = answer;
    return { rows: json['results'] as Row[], total: Number(json['total_results']), json };
  };
  return {
    ...test,
    processes: (query, more = '') => search('/api/v1/process', query, more),
    count: async (query) => (await search('/api/v1/process', query, '&rows=0')).total,
    binaries: (query, more = '') => search('/api/v1/binary', query, more),
  };
}
