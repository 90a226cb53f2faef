import type { Http } from '../transport/types.ts';
import { type Binaries, createBinaries } from './resources/binaries.ts';
import { createLiveResponse, type LiveResponse } from './resources/live-response.ts';
import { createProcesses, type Processes } from './resources/processes.ts';
import { createSensorGroups, type SensorGroups } from './resources/sensor-groups.ts';
import { createSensors, type Sensors } from './resources/sensors.ts';
import { createServerInfo, type ServerInfo } from './resources/server-info.ts';
import { namingRights } from './rights.ts';

/** One Carbon Black EDR server. */
export interface Cb {
  readonly http: Http;
  readonly sensors: Sensors;
  readonly sensorGroups: SensorGroups;
  readonly serverInfo: ServerInfo;
  readonly liveResponse: LiveResponse;
  readonly processes: Processes;
  readonly binaries: Binaries;
  close(): Promise<void>;
}

/** The resources of a server, each made when it is first asked for. */
export function createCb({ http: plain }: { readonly http: Http }): Cb {
  const http = namingRights(plain);
  const sensors = once(() => createSensors(http));
  const sensorGroups = once(() => createSensorGroups(http));
  const serverInfo = once(() => createServerInfo(http));
  const liveResponse = once(() => createLiveResponse(http));
  const processes = once(() => createProcesses(http));
  const binaries = once(() => createBinaries(http));
  return {
    http,
    get sensors() {
      return sensors();
    },
    get sensorGroups() {
      return sensorGroups();
    },
    get serverInfo() {
      return serverInfo();
    },
    get liveResponse() {
      return liveResponse();
    },
    get processes() {
      return processes();
    },
    get binaries() {
      return binaries();
    },
    close: () => http.close(),
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
