import type { FastifyInstance } from 'fastify';
import { LabFailure, refusePage, unhandled } from '../failure.ts';

/** Refusals go out as they were thrown; anything else is the real server's unhandled exception. */
export function answerErrors(app: FastifyInstance): void {
  const routes: { readonly method: string; readonly url: string }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    routes.push(...[method].flat().map((one) => ({ method: one, url })));
  });

  app.setErrorHandler((error, _request, reply) => {
    const failure = toFailure(error);
    return reply
      .code(failure.status)
      .headers(failure.headers)
      .type(failure.contentType)
      .serializer((text) => String(text))
      .send(failure.body);
  });

  app.setNotFoundHandler((request) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const allowed = routes.filter(({ url }) => patternOf(url).test(path)).map(({ method }) => method);
    throw allowed.length > 0
      ? refusePage(405, 'Method Not Allowed', `Not with ${request.method}.`, {
          allow: [...new Set(allowed)].join(', '),
        })
      : refusePage(404, 'Not Found', 'There is nothing at this address on the server.');
  });
}

/** Made for those that nothing answers alone: as many as there are routes would take a twentieth of the start of a lab. */
function patternOf(url: string): RegExp {
  return new RegExp(`^${url.replaceAll(/:[^/]+/g, '[^/]+')}/?$`);
}

function toFailure(error: unknown): LabFailure {
  if (error instanceof LabFailure) return error;
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  return status >= 400 && status < 500
    ? refusePage(status, 'Bad Request', 'The server could not read this request.')
    : unhandled();
}
