import { CbError } from '../../errors/cb-error.ts';

/** Where a Redis listens. */
export interface QueueAddress {
  readonly host: string;
  readonly port: number;
  /** Of its numbered databases. */
  readonly database: number;
  readonly isTls: boolean;
  /** As it is shown: without what is secret, of which it has nothing. */
  readonly text: string;
}

/** Where it listens, and what lets us in: from the profile and the environment, never from the command line. */
export interface QueueAccess {
  readonly address: QueueAddress;
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** PEM text. */
  readonly ca: string | undefined;
  /** `AA:BB:…` */
  readonly pin: string | undefined;
}

const standardPort = 6379;

/** Reads `redis[s]://HOST[:PORT][/DATABASE]`. Kind `Usage`. */
export function readQueueAddress(text: string): QueueAddress {
  const url = /[\s\p{Cc}]/u.test(text) ? null : URL.parse(text);
  if (url === null || (url.protocol !== 'redis:' && url.protocol !== 'rediss:') || url.hostname === '')
    throw new CbError('Usage', '--queue wants rediss://HOST[:PORT][/DATABASE], or redis:// without TLS');
  if (url.username !== '' || url.password !== '') {
    // It is not repeated: whoever sees the screen must not read it as well.
    throw new CbError(
      'Usage',
      '--queue holds a user or a password, which everybody on this computer can read',
      {
        hint: 'change that password; it belongs into queue_password of the profile, or into CBLR_QUEUE_PASSWORD',
      },
    );
  }
  const [, database = '0'] = /^\/?(\d{1,5})?\/?$/.exec(url.pathname) ?? [undefined, 'x'];
  if (url.search !== '' || url.hash !== '' || !/^\d+$/.test(database))
    throw new CbError('Usage', '--queue holds more than a host, a port and the number of a database');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? standardPort : Number(url.port);
  const isTls = url.protocol === 'rediss:';
  const at = `${url.hostname}:${port}${database === '0' ? '' : `/${database}`}`;
  return { host, port, database: Number(database), isTls, text: `${url.protocol}//${at}` };
}

/** What is said there can be read on the way. */
export function isInTheClear({ isTls, host }: QueueAddress): boolean {
  return !isTls && host !== 'localhost' && host !== '::1' && !/^127\./.test(host);
}
