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
      done(null, JSON.parse(text));
    } catch {
      done(refuse(400, 'The body is not valid JSON'));
    }
  });
}
