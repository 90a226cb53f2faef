import type { FastifyInstance } from 'fastify';
import { zipArchive } from '../binaries/zip-archive.ts';
import { refuse } from '../failure.ts';
import type { SensorOs } from '../fleet/sensor.ts';
import { tarGz } from '../live/archive.ts';
import type { LabWorld } from '../world.ts';

/** Kinds of installers, and the system each is for (contract/sensors.md, "Installers"). */
const kinds: Readonly<Record<string, SensorOs>> = {
  'windows/exe': 'windows',
  'windows/msi': 'windows',
  osx: 'macos',
  linux: 'linux',
};

/** Sensor builds the server holds, and installers of a group: archives with its settings, but nothing to run. */
export function installerRoutes(app: FastifyInstance, world: LabWorld): void {
  const { windows, linux, macos } = world.era.sensorBuilds;

  app.get('/api/builds', async () =>
    [windows, linux, macos].map((version, index) => {
      const [major, minor, patch, build] = version.split('.').map(Number);
      return {
        id: index + 5,
        version_string: version,
        major_version: major,
        minor_version: minor,
        patch_version: patch,
        build_version: build,
        architecture: 64,
        installer_avail: true,
        upgrader_avail: true,
      };
    }),
  );

  app.get('/api/v2/builds', async () => ({
    Windows: [{ version_string: windows }],
    Linux: [{ version_string: linux }],
    OSX: [{ version_string: macos }],
  }));

  app.get<{ Params: { id: string; '*': string } }>(
    '/api/v1/group/:id/installer/*',
    async ({ params }, reply) => {
      const group = world.groups.get(Number(params.id));
      const kind = params['*'].replace(/\/$/, '');
      const os = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
      if (group === undefined || os === undefined)
        throw refuse(404, `No installer ${kind} for sensor group ${params.id}`);
      const settings = [
        '[Sensor settings]',
        `GroupId=${group.id}`,
        `GroupName=${group.name}`,
        `BackendServer=${String(group['sensorbackend_server'])}`,
        `Version=${world.era.sensorBuilds[os]}`,
        '',
      ].join('\r\n');
      const members = [
        { name: 'sensorsettings.ini', bytes: Buffer.from(settings) },
        {
          name: 'README.txt',
          bytes: Buffer.from('Made by cblr lab: there is no sensor in this archive.\n'),
        },
      ];
      const isTar = os === 'linux';
      reply.type('application/octet-stream');
      reply.header(
        'content-disposition',
        `attachment; filename=CarbonBlackClientSetup.${isTar ? 'tar.gz' : 'zip'}`,
      );
      return reply.send(isTar ? await tarGz(members) : zipArchive(members));
    },
  );
}
