import { CbError, isCbError } from '../errors/cb-error.ts';
import type { ServerFault } from '../errors/server-fault.ts';
import { redactSecrets, secretsIn } from '../text/redact.ts';
import { createDispatcher } from './dispatch.ts';
import { isBrokenConnection, networkError, wasNeverSent } from './network-error.ts';
import { type Outgoing, outgoingOf, queryText } from './outgoing.ts';
import { recordedWrite } from './recorded-write.ts';
import { makeReply, notSentReply, type RawReply, type ReplyOptions, readText } from './reply.ts';
import type { ReplyLists } from './reply-lists.ts';
import { backoffMs, isQuestion, isWorthAnother, mostBodies, rereading, retryAfterMs } from './retry.ts';
import { DateHeaderClock } from './server-clock.ts';
import { statusError } from './status-error.ts';
import { type RequestTrace, traceRequest } from './trace.ts';
import type { Http, HttpReply, HttpRequest, HttpSettings } from './types.ts';

const errorBodyBytes = 256 * 1024;
/** How often its time-out a reply of JSON may take in all. */
const slowestReply = 10;

/** A server behind its settings. Nothing is loaded or opened before the first request. */
export function createHttp(settings: HttpSettings): Http {
  const server = new URL(settings.url);
  const timeoutMs = (): number => settings.timeoutMs ?? 60_000;
  const random = settings.random ?? Math.random;
  const { clock } = settings;
  const dispatcher = createDispatcher(server, settings, timeoutMs);
  const token = oncePromised(settings.token);
  const serverClock = new DateHeaderClock(clock);
  let known: Promise<ReplyLists> | undefined;
  const lists = (): Promise<ReplyLists> => {
    known ??= import('./reply-lists.ts').then((loaded) => new loaded.ReplyLists());
    return known;
  };
  let answered = false;
  let warned = false;

  async function attempt(
    request: HttpRequest,
    outgoing: Outgoing,
    replyOptions: ReplyOptions,
  ): Promise<RawReply> {
    const askedAt = clock.now();
    try {
      const raw = await dispatcher.send(outgoing);
      answered = true;
      serverClock.hear(raw.headers['date'], askedAt);
      return raw;
    } catch (error) {
      const named = replyOptions.nameFault(error);
      if (isCbError(named, 'Network') && mayRepeat(request, error)) throw new Repeatable(named);
      // A server that never answered is not waited for twice.
      if (isCbError(named, 'Timeout') && isQuestion(request) && answered) throw new Repeatable(named, 2);
      throw named;
    }
  }

  /** What never left may go again, if this server has answered before; what may have arrived only if it is a question. */
  function mayRepeat(request: HttpRequest, error: unknown): boolean {
    if (wasNeverSent(error) && answered && isRepeatable(request)) return true;
    return isQuestion(request) && isBrokenConnection(error);
  }

  async function send(request: HttpRequest): Promise<HttpReply> {
    const secret = await token();
    const secrets = [secret, ...secretsIn(request.json)];
    const outgoing = outgoingOf(request, secret, settings.userAgent, request.timeoutMs ?? timeoutMs());
    const isRead = isQuestion(request);
    const { trace: write } = settings;
    const trace =
      write &&
      traceRequest(`${request.method} ${outgoing.path}`, { write, now: () => clock.monotonic(), secrets });
    const replyOptions: ReplyOptions = {
      host: server.host,
      maxTextBytes: settings.maxTextBytes ?? 64 * 1024 * 1024,
      textDeadlineMs: textDeadline(outgoing.timeoutMs),
      // All tries together take about the time that one may.
      stallMs: isRead && outgoing.timeoutMs > 0 ? outgoing.timeoutMs / mostBodies : undefined,
      mask: (text) => redactSecrets(text, secrets),
      nameFault: (error) =>
        networkError(error, { ...request, server, timeoutMs: outgoing.timeoutMs, signal: request.signal }),
      lists,
      onEnd: trace?.ended,
    };
    const tries = Math.max(1, request.tries ?? 5);
    const exchange = async (): Promise<HttpReply> => {
      for (let number = 1; ; number++) {
        trace?.sent(number, request.json);
        const outcome = await attempt(request, outgoing, replyOptions).catch((error: unknown) => {
          trace?.failed(error instanceof Repeatable ? error.named : error);
          if (error instanceof Repeatable && number < Math.min(tries, error.tries)) return undefined;
          throw error instanceof Repeatable ? error.named : error;
        });
        if (outcome === undefined) {
          await pause(backoffMs(number, random), request, trace);
          continue;
        }
        trace?.replied(outcome.status, outcome.headers['content-type']);
        if (outcome.status < 300) return makeReply(outcome, replyOptions);
        const waitMs = passingWait(request, outcome, number);
        if (number >= tries || waitMs === undefined) throw await refused(request, outcome, replyOptions);
        await makeReply(outcome, replyOptions).discard();
        await pause(waitMs, request, trace);
      }
    };
    if (!isRead || tries === 1) return await exchange();
    return await rereading(exchange, async (error) => {
      trace?.failed(error);
      await pause(backoffMs(1, random), request, trace);
    });
  }

  function passingWait(request: HttpRequest, raw: RawReply, number: number): number | undefined {
    if (!isWorthAnother(request, raw, number)) return undefined;
    const asked = retryAfterMs(raw.headers['retry-after'], clock.now()) ?? 0;
    return asked === Number.POSITIVE_INFINITY ? undefined : Math.max(asked, backoffMs(number, random));
  }

  async function refused(request: HttpRequest, raw: RawReply, options: ReplyOptions): Promise<ServerFault> {
    // A body that breaks or is too long must not hide the status.
    const text = await readText(raw, { ...options, maxTextBytes: errorBodyBytes }).catch(() => '');
    request.signal?.throwIfAborted();
    return statusError({
      status: raw.status,
      method: request.method,
      path: request.path,
      host: server.host,
      text,
      mask: options.mask,
      location: masked(raw.headers['location'], options.mask),
      retryAfter: masked(raw.headers['retry-after'], options.mask),
      since: request.since,
    });
  }

  async function pause(ms: number, request: HttpRequest, trace: RequestTrace | undefined): Promise<void> {
    trace?.waits(ms);
    await clock.sleep(ms, request.signal);
  }

  return {
    async request(request) {
      request.signal?.throwIfAborted();
      if (request.effect === 'writes') {
        if (settings.readonly) throw readonlyError(request, settings.profileName);
        const print = request.dryRun ?? settings.dryRun;
        if (print !== undefined) {
          const path = request.path + queryText(request.query);
          const { json, file } = request;
          const body = json ?? (file && { file: file.name, size: file.size });
          print({ method: request.method, path, ...(body === undefined ? {} : { body }) });
          return notSentReply();
        }
      }
      if (!warned && server.protocol === 'https:' && !settings.tls.verify && settings.tls.pin === undefined) {
        warned = true;
        settings.warn?.(
          `the certificate of ${server.host} is not verified (ssl_verify = false): pin it with ssl_pin instead`,
        );
      }
      const { recorder } = settings;
      if (request.beforeSent === undefined && request.effect === 'writes' && recorder !== undefined)
        return await recordedWrite(recorder, request, () => send(request));
      await request.beforeSent?.(request.json);
      return await send(request);
    },
    close: () => dispatcher.close(),
    serverClock,
  };
}

/** Headers are obeyed as they came, and masked where they are told: a password of one letter must not hide `content-type`. */
function masked(header: string | undefined, mask: (text: string) => string): string | undefined {
  return header === undefined ? undefined : mask(header);
}

/** 0 is no limit, and more than a timer can hold is none either. */
function textDeadline(timeoutMs: number): number | undefined {
  const ms = timeoutMs * slowestReply;
  return ms > 0 && ms < 2 ** 31 ? ms : undefined;
}

/** What is streamed can be read only once. */
function isRepeatable(request: HttpRequest): boolean {
  return request.body === undefined && request.file === undefined;
}

class Repeatable extends Error {
  readonly named: CbError;
  /** At most so many in all. */
  readonly tries: number;

  constructor(named: CbError, tries = Number.POSITIVE_INFINITY) {
    super(named.message);
    this.named = named;
    this.tries = tries;
  }
}

function readonlyError(request: HttpRequest, profile: string | undefined): CbError {
  return new CbError(
    'ReadOnly',
    `the profile${profile === undefined ? '' : ` ${profile}`} is readonly: nothing was sent`,
    {
      hint: 'use a profile that may write, with -p NAME',
      context: { method: request.method, path: request.path },
    },
  );
}

/** Asks for a value once; a failure is asked again at the next call. */
function oncePromised(source: string | (() => Promise<string>)): () => Promise<string> {
  if (typeof source === 'string') return async () => source;
  let asked: Promise<string> | undefined;
  return () => {
    asked ??= source().catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    return asked;
  };
}
