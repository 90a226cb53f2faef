import { CbError } from '../../errors/cb-error.ts';
import type { RedisLink } from './redis-link.ts';

/** Without these an intent that was confirmed may be lost, and then a write would be sent twice. */
const wanted = [
  ['appendonly', 'yes'],
  ['appendfsync', 'always'],
  ['maxmemory-policy', 'noeviction'],
] as const;

const leastVersion = [6, 2] as const;

export interface RedisSettings {
  /** What keeps writes from being sent, in words; undefined where nothing does. */
  readonly whyNoWrites: string | undefined;
  readonly isEvicting: boolean;
}

/** Kind `Config` for a Redis that is too old. */
export async function checkRedis(link: RedisLink, where: string): Promise<RedisSettings> {
  mustBeNew(await link.info('server'), where);
  const found = await Promise.all(
    wanted.map(async ([name, value]) => ({ name, value, is: await link.setting(name) })),
  );
  const odd = found.filter(({ value, is }) => is !== value);
  const words = odd.map(({ name, value, is }) => `${name} is ${is ?? 'not told'} and must be ${value}`);
  return {
    whyNoWrites: odd.length === 0 ? undefined : `${where} may forget what it was told: ${words.join(', ')}`,
    isEvicting: found.some(({ name, is }) => name === 'maxmemory-policy' && is !== 'noeviction'),
  };
}

function mustBeNew(info: string, where: string): void {
  const [, version] = /^(?:valkey|redis)_version:([\d.]{1,20})/m.exec(info) ?? [];
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  if (major > leastVersion[0] || (major === leastVersion[0] && minor >= leastVersion[1])) return;
  throw new CbError(
    'Config',
    `${where} is Redis ${version ?? 'of no version'}, and ${leastVersion.join('.')} or newer is wanted`,
  );
}
