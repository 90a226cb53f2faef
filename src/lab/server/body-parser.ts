import type { FastifyInstance } from 'fastify';
import { refuse } from '../failure.ts';

/** The real server reads a body as JSON whatever its `Content-Type` says (Python clients often send none), and none as none. */
export function acceptAnyJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    const text = String(body).trim();
    if (text === '') {
      done(null, undefined);
      return;
    }
    try {
      done(null, parseExactly(text));
    } catch {
      done(refuse(400, 'The body is not valid JSON'));
    }
  });
}

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
const parse = JSON.parse as (text: string, reviver?: Reviver) => unknown;

/** A whole number that no double holds is left as its digits: a QWORD of the registry comes so. */
function parseExactly(text: string): unknown {
  const isExact: Reviver = (_key, value, { source }) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^\d+$/.test(source ?? '') ? source : value;
  return /\d{16}/.test(text) ? parse(text, isExact) : parse(text);
}
