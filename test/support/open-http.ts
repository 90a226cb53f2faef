import { createHttp } from '../../src/transport/http.ts';
import type { Http, HttpSettings } from '../../src/transport/types.ts';
import { makeTestClock } from './test-clock.ts';

export const testToken = '0123456789abcdef0123456789abcdef01234567';

/** A client for a real server in a test; its clock never really waits. Closed by `await using`. */
export function openHttp(url: string, settings: Partial<HttpSettings> = {}): Http & AsyncDisposable {
  const usual: HttpSettings = {
    url,
    token: testToken,
    tls: { verify: true, verifyHostname: true },
    clock: makeTestClock(),
    random: () => 0.5,
  };
  // What is asked for again and again stays so.
  const http = createHttp(Object.defineProperties(usual, Object.getOwnPropertyDescriptors(settings)));
  return {
    request: (request) => http.request(request),
    close: () => http.close(),
    serverClock: http.serverClock,
    [Symbol.asyncDispose]: () => http.close(),
  };
}
