import { X509Certificate } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { type DataFolder, openDataFolder } from './data-folder.ts';
import { parseFault } from './faults/fault.ts';
import type { Sensor } from './fleet/sensor.ts';
import type { LabOptions, RunningLab } from './lab.ts';
import type { Endpoint } from './sensors/endpoint.ts';
import { makeEndpoint } from './sensors/make-endpoint.ts';
import { specOfSensor } from './sensors/spec-of-sensor.ts';
import { makeApp } from './server/app.ts';
import { readSettings } from './settings.ts';
import { defaultSeed, type EndpointMaker, makeWorld } from './world.ts';

/** After that time, many process documents are made before anybody asks for them. */
const largeDelayMs = 2000;

/**
 * Starts the lab and resolves when it answers; a test may put machines of its own behind the sensors. @throws Error for options that make no
 * sense or a port that is taken.
 */
export async function startLab(
  options: LabOptions = {},
  makeEndpoint: EndpointMaker = machineOf,
): Promise<RunningLab> {
  options.faults?.forEach(parseFault);
  readSettings(options.settings ?? []);
  const data = await openDataFolder(options.data);
  try {
    return await startWith(options, data, makeEndpoint);
  } catch (error) {
    await data.close();
    throw error;
  }
}

async function startWith(
  options: LabOptions,
  data: DataFolder,
  makeEndpoint: EndpointMaker,
): Promise<RunningLab> {
  const life = new AbortController();
  const token = await data.token();
  const certificate = options.tls === false ? undefined : await data.certificate();
  const world = await makeWorld(options, data, makeEndpoint, life.signal, certificate !== undefined);
  world.users.add('admin', {}, token);
  const user = options.user ?? 'admin';
  if (!world.users.accounts.has(user)) {
    life.abort();
    const names = [...world.users.accounts.keys()].join(', ');
    throw new Error(`there is no user ${JSON.stringify(user)}; there are: ${names}`);
  }
  const app = makeApp(world, certificate);

  await app.listen({
    host: options.listenAnywhere === true ? '0.0.0.0' : '127.0.0.1',
    port: options.port ?? 0,
  });
  const { port } = app.server.address() as AddressInfo;
  // Not for a lab that serves one command and is gone. Whoever asks first hears why it failed.
  const ahead = world.records.isLarge
    ? setTimeout(() => world.records.open().catch(() => {}), largeDelayMs).unref()
    : undefined;

  return {
    url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    user,
    token: world.users.tokenOf(user),
    fingerprint: certificate === undefined ? undefined : new X509Certificate(certificate.cert).fingerprint256,
    ca: certificate?.cert,
    port,
    requests: world.requests,
    setFault: (fault) => {
      world.faults.set(fault);
    },
    clearFaults: () => {
      world.faults.clear();
    },
    addUser: (username, rights) => world.users.add(username, rights),
    advance: (seconds) => world.clock.advance(seconds),
    stop: async () => {
      if (life.signal.aborted) return;
      life.abort();
      clearTimeout(ahead);
      world.board.stop();
      await app.close();
      await world.records.close();
      try {
        // What a session leaves behind is of no route's making.
        world.save();
        await world.store.flush();
      } finally {
        await world.board.discard();
        await data.close();
      }
    },
  };
}

function machineOf(sensor: Sensor, { seed = defaultSeed, allowWrite = false, time }: LabOptions): Endpoint {
  return makeEndpoint({
    ...specOfSensor(sensor, seed),
    ...(time === undefined ? {} : { time }),
    ...(sensor.isThisMachine ? { thisMachine: { allowWrite } } : {}),
  });
}
