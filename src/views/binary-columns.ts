import type { WireObject } from '../api/wire/read.ts';
import type { Cell, Column } from '../spec/result.ts';

type Options = Omit<Column<WireObject>, 'field' | 'head' | 'of'>;

const field = (name: string, head: string, options: Options = {}): Column<WireObject> => ({
  field: name,
  head,
  of: (wire) => wire[name] as Cell,
  ...options,
});
const wide = (name: string, head: string, options: Options = {}) =>
  field(name, head, { wide: true, ...options });

/** `c:\a\b.exe` → `b.exe`, of the first name. */
function shortName(wire: WireObject): string {
  const names = wire['observed_filename'];
  const first: unknown = Array.isArray(names) ? names[0] : (names ?? wire['original_filename']);
  return typeof first === 'string' ? (first.split(/[\\/]/).at(-1) ?? '') : '';
}

/** Fields by their wire names (contract/binaries.md); the first ones are what a list shows. */
export const binaryColumns: readonly Column<WireObject>[] = [
  field('observed_filename', 'name', { show: shortName, style: () => 'name' }),
  field('digsig_result', 'signature', {
    style: (wire) => (wire['digsig_result'] === 'Signed' ? 'ok' : 'warn'),
  }),
  field('digsig_publisher', 'publisher'),
  field('host_count', 'hosts', { align: 'right' }),
  field('orig_mod_len', 'size', { as: 'bytes', align: 'right' }),
  field('server_added_timestamp', 'added', { as: 'iso' }),
  field('md5', 'md5', { firm: true }),
  wide('sha256', 'sha256'),
  wide('copied_mod_len', 'size of the copy', { as: 'bytes' }),
  wide('digsig_result_code', 'signature code', { as: 'hex32' }),
  wide('digsig_issuer', 'issuer'),
  wide('digsig_subject', 'subject'),
  wide('digsig_prog_name', 'program'),
  wide('digsig_sign_time', 'signed at', { as: 'iso' }),
  wide('original_filename', 'original name'),
  wide('internal_name', 'internal name'),
  wide('file_desc', 'description'),
  wide('file_version', 'file version'),
  wide('product_name', 'product'),
  wide('product_version', 'product version'),
  wide('product_desc', 'product description'),
  wide('company_name', 'company'),
  wide('legal_copyright', 'copyright'),
  wide('legal_trademark', 'trademark'),
  wide('comments', 'comments'),
  wide('private_build', 'private build'),
  wide('special_build', 'special build'),
  wide('is_executable_image', 'executable'),
  wide('is_64bit', '64 bit'),
  wide('os_type', 'system'),
  wide('endpoint', 'seen on', {
    show: ({ endpoint }) =>
      Array.isArray(endpoint)
        ? endpoint.map((each) => String(each).replace('|', ' ')).join(', ')
        : String(endpoint ?? ''),
  }),
  wide('group', 'groups'),
  wide('last_seen', 'last seen', { as: 'iso' }),
  wide('timestamp', 'first seen', { as: 'iso' }),
  wide('cb_version', 'sensor version'),
  wide('watchlists', 'watchlists'),
];
