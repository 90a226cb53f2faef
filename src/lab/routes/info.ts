import type { FastifyInstance } from 'fastify';
import type { LabWorld } from '../world.ts';

/** `GET /api/info` (contract/server-admin.md). */
export function infoRoutes(app: FastifyInstance, world: LabWorld): void {
  const { era } = world;
  app.get('/api/info', async () => ({
    version: era.version,
    version_release: era.release,
    cblrEnabled: !world.faults.has('live-response-off'),
    liveResponseAutoAttach: true,
    banningEnabled: true,
    cloud_install: false,
    vdiGloballyEnabled: false,
    linuxInstallerExists: true,
    osxInstallerExists: true,
    maxSearchResultRows: 1000,
    maxRowsSolrReportQuery: 10000,
    searchExportCount: 1000,
    processPageSize: 10,
    binaryPageSize: 10,
    processOrder: '',
    binaryOrder: '',
    timestampDeltaThreshold: 5,
    features: {
      thirdparty_sharing: true,
      ...(era.partitions
        ? { immutable_documents: true, event_exclusions: era.groupV3, ipv6_support: true }
        : {}),
    },
    ...(era.partitions ? { user_preferences: {} } : {}),
    ...(era.sessionGroup
      ? {
          cbServerSSLCertStrictCheck: false,
          cb_server_cert_expiration_warning: false,
          binarySharingKillSwitch: false,
          showGdprBanner: false,
        }
      : {}),
  }));
}
