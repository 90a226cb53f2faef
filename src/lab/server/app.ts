import { createServer as createHttp, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import fastify, { type FastifyInstance } from 'fastify';
import { watchActivity } from '../activity/watch.ts';
import type { ServerCertificate } from '../certificate.ts';
import { activityRoutes } from '../routes/activity.ts';
import { alertRoutes } from '../routes/alerts.ts';
import { banRoutes } from '../routes/bans.ts';
import { binaryRoutes } from '../routes/binaries.ts';
import { dataSharingRoutes } from '../routes/data-sharing.ts';
import { feedRoutes } from '../routes/feeds.ts';
import { groupRoutes } from '../routes/groups.ts';
import { homeRoutes } from '../routes/home.ts';
import { infoRoutes } from '../routes/info.ts';
import { installerRoutes } from '../routes/installers.ts';
import { investigationRoutes } from '../routes/investigations.ts';
import { labControlRoutes } from '../routes/lab-control.ts';
import { licenseRoutes } from '../routes/license.ts';
import { liveRoutes } from '../routes/live.ts';
import { processEventRoutes } from '../routes/process-events.ts';
import { processRoutes } from '../routes/processes.ts';
import { sensorRoutes } from '../routes/sensors.ts';
import { serverSettingRoutes } from '../routes/server-settings.ts';
import { siteRoutes } from '../routes/sites.ts';
import { storageRoutes } from '../routes/storage.ts';
import { teamRoutes } from '../routes/teams.ts';
import { threatReportRoutes } from '../routes/threat-reports.ts';
import { userRoutes } from '../routes/users.ts';
import { watchlistRoutes } from '../routes/watchlists.ts';
import type { LabUser } from '../users/users.ts';
import type { LabWorld } from '../world.ts';
import { acceptAnyJson } from './body-parser.ts';
import { answerErrors } from './errors.ts';
import { faultHooks } from './fault-hooks.ts';
import { gate } from './gate.ts';
import { shapeAnswers } from './shape-answers.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null on the one page that needs no token. */
    user: LabUser | null;
  }
  interface FastifyReply {
    /** How long a streamed body is, when known. */
    bodyBytes: number | undefined;
  }
}

/** The server with all its routes, not yet listening. */
export function makeApp(world: LabWorld, certificate: ServerCertificate | undefined): FastifyInstance {
  const app: FastifyInstance = fastify({
    serverFactory: (handler) => makeServer(handler, certificate),
    forceCloseConnections: true,
    bodyLimit: 64 * 1024 * 1024,
    routerOptions: { ignoreTrailingSlash: true },
  });
  app.decorateRequest('user', null);
  app.decorateReply('bodyBytes', undefined);

  acceptAnyJson(app);
  answerErrors(app);
  gate(app, world);
  watchActivity(app, world);
  faultHooks(app, world);
  shapeAnswers(app, world);

  homeRoutes(app, world);
  labControlRoutes(app, world);
  infoRoutes(app, world);
  sensorRoutes(app, world);
  installerRoutes(app, world);
  groupRoutes(app, world);
  siteRoutes(app, world);
  dataSharingRoutes(app, world);
  userRoutes(app, world);
  teamRoutes(app, world);
  activityRoutes(app, world);
  licenseRoutes(app, world);
  serverSettingRoutes(app, world);
  investigationRoutes(app, world);
  storageRoutes(app, world);
  processRoutes(app, world);
  processEventRoutes(app, world);
  binaryRoutes(app, world);
  banRoutes(app, world);
  watchlistRoutes(app, world);
  feedRoutes(app, world);
  threatReportRoutes(app, world);
  alertRoutes(app, world);
  app.register((scope, _options, done) => {
    liveRoutes(scope, world);
    done();
  });
  return app;
}

type Handler = Parameters<typeof createHttp>[1];

function makeServer(handler: Handler, certificate: ServerCertificate | undefined): Server {
  const server =
    certificate === undefined
      ? createHttp(handler)
      : // An https server is driven just as an http one; only its type is another.
        (createHttps(
          { cert: certificate.cert, key: certificate.key, minVersion: 'TLSv1.2' },
          handler,
        ) as unknown as Server);
  // As the proxy in front of a real server: idle connections stay, long uploads are not cut off.
  server.keepAliveTimeout = 75_000;
  server.requestTimeout = 0;
  return server;
}
