import type { WireObject } from '../api/wire/read.ts';
import type { Column } from '../spec/result.ts';
import { distinctNames } from '../text/distinct-names.ts';
import { toText } from '../text/number.ts';
import { lastPart } from '../text/remote-path.ts';
import { documentColumn, watchlistsColumn, wideColumn } from './document-columns.ts';

/** `c:\a\b.exe` → `b.exe`, of the first name. */
function shortName(wire: WireObject): string {
  const names = wire['observed_filename'];
  const first: unknown = Array.isArray(names) ? names[0] : (names ?? wire['original_filename']);
  return typeof first === 'string' ? lastPart(first) : '';
}

/** Hosts and groups stand there in both cases (contract/binaries.md). */
function eachOnce(value: unknown): readonly string[] {
  const texts = (Array.isArray(value) ? value : [value]).flatMap((each: unknown) => toText(each) ?? []);
  return distinctNames(texts, (text) => text);
}

/** Fields by their wire names (contract/binaries.md); the first ones are what a list shows. */
export const binaryColumns: readonly Column<WireObject>[] = [
  documentColumn('observed_filename', 'name', { show: shortName, style: () => 'name', least: 16 }),
  documentColumn('digsig_result', 'signature', {
    least: 9,
    style: (wire) => (wire['digsig_result'] === 'Signed' ? 'ok' : 'warn'),
  }),
  documentColumn('digsig_publisher', 'publisher', { drop: 3 }),
  documentColumn('host_count', 'hosts', { align: 'right', drop: 4 }),
  documentColumn('orig_mod_len', 'size', { as: 'bytes', align: 'right', drop: 2 }),
  documentColumn('server_added_timestamp', 'added', { as: 'iso', drop: 1 }),
  documentColumn('md5', 'md5', { as: 'md5', firm: true }),
  wideColumn('sha256', 'sha256'),
  wideColumn('copied_mod_len', 'size of the copy', { as: 'bytes' }),
  wideColumn('digsig_result_code', 'signature code', { as: 'hex32' }),
  wideColumn('digsig_issuer', 'issuer'),
  wideColumn('digsig_subject', 'subject'),
  wideColumn('digsig_prog_name', 'program'),
  wideColumn('digsig_sign_time', 'signed at', { as: 'iso' }),
  wideColumn('original_filename', 'original name'),
  wideColumn('internal_name', 'internal name'),
  wideColumn('file_desc', 'description'),
  wideColumn('file_version', 'file version'),
  wideColumn('product_name', 'product'),
  wideColumn('product_version', 'product version'),
  wideColumn('product_desc', 'product description'),
  wideColumn('company_name', 'company'),
  wideColumn('legal_copyright', 'copyright'),
  wideColumn('legal_trademark', 'trademark'),
  wideColumn('comments', 'comments'),
  wideColumn('private_build', 'private build'),
  wideColumn('special_build', 'special build'),
  wideColumn('is_executable_image', 'executable'),
  wideColumn('is_64bit', '64 bit'),
  wideColumn('os_type', 'system'),
  wideColumn('endpoint', 'seen on', {
    show: ({ endpoint }) =>
      eachOnce(endpoint)
        .map((each) => each.replace('|', ' '))
        .join(', '),
  }),
  wideColumn('group', 'groups', { show: ({ group }) => eachOnce(group).join(', ') }),
  wideColumn('last_seen', 'last seen', { as: 'iso' }),
  wideColumn('timestamp', 'first seen', { as: 'iso' }),
  wideColumn('cb_version', 'server version'),
  watchlistsColumn,
];
