import { Redis } from 'ioredis';
import { CbError, isCbError } from '../../errors/cb-error.ts';
import type { QueueAccess } from './queue-address.ts';
import { connectorFor } from './redis-socket.ts';

export interface RedisLinkOptions {
  readonly access: QueueAccess;
  /** How long it may be away, once it was there, ms. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
  /** It does not answer; it is there again. */
  readonly onAway: () => void;
  readonly onBack: () => void;
}

/** A line of a stream. */
export interface StreamLine {
  readonly id: string;
  readonly text: string;
}

/** What Node calls a certificate that is refused, or a handshake that fails. */
const certificateCode =
  /CERT|SIGNATURE|SELF_SIGNED|ALTNAME|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|^ERR_(?:TLS|SSL)/;

const connectMs = 10_000;
const retryMs = 250;
const mostBlockMs = 10_000;

/** Connections to one Redis: what is said while it is away waits for it, in its order, as long as `patienceMs`. */
export class RedisLink {
  readonly client: Redis;
  /** Waits for lines, and says nothing else. */
  readonly #reader: Redis;
  readonly #options: RedisLinkOptions;
  #awaySinceMs: number | undefined;
  #wasThere = false;
  #lastError: unknown;
  #isClosed = false;

  private constructor(options: RedisLinkOptions) {
    this.#options = options;
    const { access } = options;
    this.client = new Redis({
      Connector: connectorFor(access),
      host: access.address.host,
      port: access.address.port,
      db: access.address.database,
      lazyConnect: true,
      maxRetriesPerRequest: null,
      connectTimeout: connectMs,
      retryStrategy: () => this.#retry(),
      ...(access.user === undefined ? {} : { username: access.user }),
      ...(access.password === undefined ? {} : { password: access.password }),
      ...(access.address.isTls ? { tls: {} } : {}),
    });
    this.#watch(this.client);
    this.client.on('ready', () => this.#back());
    this.client.on('close', () => this.#away());
    // One that was interrupted may never be answered.
    this.#reader = this.client.duplicate({ blockingTimeout: mostBlockMs });
    this.#watch(this.#reader);
  }

  /** Kinds `Network`, `Auth`, `Tls`, `Config`. */
  static async open(options: RedisLinkOptions): Promise<RedisLink> {
    const link = new RedisLink(options);
    try {
      await link.#connect();
      return link;
    } catch (error) {
      const fault = link.fault(link.#lastError ?? error);
      link.close();
      throw fault;
    }
  }

  async #connect(): Promise<void> {
    await this.client.connect();
    await this.client.ping();
    this.#wasThere = true;
    await this.#reader.connect();
  }

  /** It was away for too long. */
  get isGone(): boolean {
    return this.client.status === 'end' && !this.#isClosed;
  }

  async add(stream: string, text: string): Promise<void> {
    await this.#said(this.client.xadd(stream, '*', 't', text));
  }

  /** Answers of which nobody wants to hear any more do not pile up. */
  async addBounded(stream: string, text: string, most: number, forMs: number): Promise<void> {
    const added = this.client.xadd(stream, 'MAXLEN', '~', most, '*', 't', text);
    void this.client.pexpire(stream, forMs).catch(() => undefined);
    await this.#said(added);
  }

  /** The next lines behind one; none where none comes in so many ms. */
  async read(stream: string, behind: string, blockMs: number, most = 100): Promise<readonly StreamLine[]> {
    const reader = blockMs > 0 ? this.#reader : this.client;
    const reply =
      blockMs > 0
        ? reader.xread('COUNT', most, 'BLOCK', blockMs, 'STREAMS', stream, behind)
        : reader.xread('COUNT', most, 'STREAMS', stream, behind);
    const [found] = (await this.#said(reply)) ?? [];
    return (found?.[1] ?? []).map(([id, fields]) => ({ id, text: fields[1] ?? '' }));
  }

  async forget(stream: string, ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.#said(this.client.xdel(stream, ...ids));
  }

  async put(key: string, text: string, forMs: number): Promise<void> {
    await this.#said(this.client.set(key, text, 'PX', Math.max(1, Math.round(forMs))));
  }

  /** Undefined for what is not there, and for what is longer than it may be. */
  async get(key: string, most: number): Promise<string | undefined> {
    if ((await this.#said(this.client.strlen(key))) > most) return undefined;
    return (await this.#said(this.client.get(key))) ?? undefined;
  }

  async remove(...keys: readonly string[]): Promise<void> {
    await this.#said(this.client.del(...keys));
  }

  /** A word that lapses; and how many have not. */
  async beat(key: string, who: string, forMs: number): Promise<void> {
    const nowMs = Date.now();
    const said = this.client
      .multi()
      .zadd(key, nowMs + forMs, who)
      .zremrangebyscore(key, 0, nowMs)
      .exec();
    await this.#said(said);
  }

  async count(key: string): Promise<number> {
    return await this.#said(this.client.zcount(key, Date.now(), '+inf'));
  }

  async rest(key: string, who: string): Promise<void> {
    await this.#said(this.client.zrem(key, who));
  }

  /** What a setting is; undefined where it is not told. */
  async setting(name: string): Promise<string | undefined> {
    try {
      const reply: unknown = await this.client.config('GET', name);
      return Array.isArray(reply) && typeof reply[1] === 'string' ? reply[1] : undefined;
    } catch (error) {
      if (this.client.status === 'ready') return undefined;
      throw this.fault(error);
    }
  }

  async info(section: string): Promise<string> {
    return await this.#said(this.client.info(section));
  }

  close(): void {
    this.#isClosed = true;
    this.client.disconnect();
    this.#reader.disconnect();
  }

  /** Says what is under way, and then no more. */
  async end(): Promise<void> {
    this.#isClosed = true;
    this.#reader.disconnect();
    if (this.client.status === 'ready') await this.client.quit().catch(() => undefined);
    this.client.disconnect();
  }

  /** What went wrong between us and it, in words. */
  fault(error: unknown): CbError {
    if (isCbError(error)) return error;
    const { text } = this.#options.access.address;
    const words = error instanceof Error ? error.message : String(error);
    const code = (error as { readonly code?: unknown } | undefined)?.code;
    if (/^(?:WRONGPASS|NOAUTH)|invalid password|AUTH/.test(words)) {
      return new CbError('Auth', `${text} does not let us in: ${words}`, {
        hint: 'queue_password of the profile, or CBLR_QUEUE_PASSWORD; queue_user where it has users',
      });
    }
    if (typeof code === 'string' && certificateCode.test(code)) {
      return new CbError('Tls', `the certificate of ${text} is refused: ${words}`, {
        hint: 'queue_ca_file of the profile names the authority, queue_pin the certificate itself',
      });
    }
    if (/^NOPERM/.test(words)) return new CbError('Config', `${text} forbids what is needed: ${words}`);
    if (/^(?:OOM|MISCONF|READONLY)/.test(words))
      return new CbError('Config', `${text} takes nothing: ${words}`);
    // What waited for it is told before it counts as gone.
    const isAway = this.#wasThere && !this.#isClosed && /Connection is closed/.test(words);
    if (isAway || (this.#wasThere && this.isGone)) {
      const seconds = Math.round(this.#options.patienceMs / 1000);
      return new CbError('Network', `${text} has been away for ${seconds} seconds`);
    }
    return new CbError('Network', `${text} cannot be reached: ${words}`, { cause: error });
  }

  async #said<T>(reply: Promise<T>): Promise<T> {
    try {
      return await reply;
    } catch (error) {
      throw this.fault(error);
    }
  }

  #watch(client: Redis): void {
    client.on('error', (error: unknown) => {
      this.#lastError = error;
    });
  }

  /** Until the next try; null for none any more. */
  #retry(): number | null {
    if (this.#isClosed || !this.#wasThere || this.#options.signal.aborted) return null;
    const awayMs = this.#awaySinceMs === undefined ? 0 : performance.now() - this.#awaySinceMs;
    return awayMs > this.#options.patienceMs ? null : retryMs;
  }

  #away(): void {
    if (this.#isClosed || !this.#wasThere || this.#awaySinceMs !== undefined) return;
    this.#awaySinceMs = performance.now();
    this.#options.onAway();
  }

  #back(): void {
    if (this.#awaySinceMs === undefined) return;
    this.#awaySinceMs = undefined;
    this.#options.onBack();
  }
}
