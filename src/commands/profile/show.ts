import { settingOf } from '../../config/cbrc.ts';
import type { Profile } from '../../config/profile.ts';
import { type Column, record } from '../../spec/result.ts';
import { type CommandContext, command } from '../context.ts';
import { configSources, findProfile, maskedToken } from './profile-files.ts';

interface Shown {
  readonly profile: Profile;
  /** True where a program is asked for the token. */
  readonly asksProgram: boolean;
  readonly certificateFile: string | undefined;
}

const columns: readonly Column<Shown>[] = [
  { field: 'name', head: 'name', of: ({ profile }) => profile.name, style: () => 'name' },
  { field: 'path', head: 'file', of: ({ profile }) => profile.path ?? null },
  { field: 'url', head: 'url', of: ({ profile }) => profile.url },
  { field: 'token', head: 'token', of: (row) => (row.asksProgram ? null : maskedToken) },
  { field: 'token_command', head: 'token command', of: (row) => (row.asksProgram ? maskedToken : null) },
  { field: 'ssl_verify', head: 'verify', of: ({ profile }) => profile.tls.verify },
  { field: 'ssl_verify_hostname', head: 'verify hostname', of: ({ profile }) => profile.tls.verifyHostname },
  { field: 'ssl_cert_file', head: 'CA file', of: (row) => row.certificateFile ?? null },
  { field: 'ssl_pin', head: 'pin', of: ({ profile }) => profile.tls.pin ?? null },
  { field: 'proxy', head: 'proxy', of: ({ profile }) => withoutPassword(profile.proxy) },
  { field: 'ignore_system_proxy', head: 'ignore proxies', of: ({ profile }) => profile.ignoreSystemProxy },
  {
    field: 'timeout',
    head: 'timeout',
    of: ({ profile }) => (profile.timeoutMs === undefined ? null : profile.timeoutMs / 1000),
    as: 'durationSec',
  },
  {
    field: 'keep',
    head: 'keeps sessions',
    of: ({ profile }) => (profile.keepMs === undefined ? null : profile.keepMs / 1000),
    as: 'durationSec',
  },
  { field: 'readonly', head: 'readonly', of: ({ profile }) => profile.readonly },
  { field: 'transcript', head: 'transcript', of: ({ profile }) => profile.transcript ?? null },
  { field: 'archive', head: 'archive', of: ({ profile }) => profile.archive ?? null },
  { field: 'undo_max', head: 'undo max', of: ({ profile }) => profile.undoMax ?? null, as: 'bytes' },
  { field: 'undo_total', head: 'undo total', of: ({ profile }) => profile.undoTotal ?? null, as: 'bytes' },
  { field: 'timestamp_url', head: 'time stamps', of: ({ profile }) => profile.timestamp?.url ?? null },
  {
    field: 'timestamp_ca_file',
    head: 'time stamp CAs',
    of: ({ profile }) => profile.timestamp?.caFile ?? null,
  },
  { field: 'label', head: 'label', of: ({ profile }) => profile.label ?? null },
];

export const profileShow = command({
  name: 'profile show',
  about: 'show one profile, its token masked',
  group: 'setup',
  effect: 'reads',
  isLocal: true,
  operands: { name: { kind: 'profile', optional: true, about: 'profile; the current one when not said' } },
  options: {},
  search: ['settings', 'current', 'which'],
  examples: [
    { line: 'cblr profile show', shows: 'what is used when no profile is named' },
    { line: 'cblr profile show work --json', shows: 'one profile, for a script' },
  ],
  async run({ name }, context) {
    return record(await shown(await context.program.profile(name), context), columns);
  },
});

async function shown(profile: Profile, context: CommandContext): Promise<Shown> {
  const found =
    profile.path === undefined ? undefined : await findProfile(profile.name, configSources(context));
  if (found === undefined) return { profile, asksProgram: false, certificateFile: undefined };
  const { file, section } = found;
  const own = section.values.has('token') || section.values.has('token_command');
  const values = own ? section.values : file.defaults;
  return {
    profile,
    asksProgram: !values.get('token')?.value && values.has('token_command'),
    certificateFile: settingOf(file, section, 'ssl_cert_file')?.value || undefined,
  };
}

/** A proxy's URL may hold a password. */
function withoutPassword(proxy: string | undefined): string | null {
  return proxy === undefined
    ? null
    : proxy.replace(/^((?:[a-z][a-z0-9+.-]*:\/\/)?)[^/]*@/i, `$1${maskedToken}@`);
}
