import type { Cell, Column } from '../spec/result.ts';
import { record } from '../spec/result.ts';
import { query } from './context.ts';

type Info = Readonly<Record<string, unknown>>;

const field = (name: string, head: string, wide = false): Column<Info> => ({
  field: name,
  head,
  of: (info) => info[name] as Cell,
  ...(wide ? { wide } : {}),
});

const columns: readonly Column<Info>[] = [
  field('version', 'version'),
  field('version_release', 'release'),
  field('cblrEnabled', 'live response'),
  field('banningEnabled', 'banning'),
  field('cloud_install', 'cloud'),
  field('maxSearchResultRows', 'rows a page'),
  field('liveResponseAutoAttach', 'auto attach', true),
  field('vdiGloballyEnabled', 'vdi', true),
  field('linuxInstallerExists', 'linux installer', true),
  field('osxInstallerExists', 'macos installer', true),
  field('maxRowsSolrReportQuery', 'rows a report', true),
  field('searchExportCount', 'rows an export', true),
  field('timestampDeltaThreshold', 'clock threshold', true),
  {
    ...field('features', 'features', true),
    show: ({ features }) =>
      Object.entries(toRecord(features))
        .filter(([, isOn]) => isOn === true)
        .map(([name]) => name)
        .join(', '),
  },
];

function toRecord(value: unknown): Info {
  return typeof value === 'object' && value !== null ? (value as Info) : {};
}

export const infoQuery = query({
  name: 'info',
  about: 'what the server says of itself: version, Live Response, limits',
  group: 'server',
  effect: 'reads',
  operands: {},
  options: {},
  search: ['version', 'ping', 'login'],
  examples: [{ line: 'cbq info', shows: 'version, and whether Live Response is on' }],
  async run(_input, { cb, signal }) {
    const { wire } = await (await cb()).serverInfo.info({ signal });
    return record(wire, columns);
  },
});
