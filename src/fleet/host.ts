import type { Sensor } from '../api/wire/sensor.ts';

/** What a run needs to know of a sensor: a fleet has ten thousand, and a sensor as sent is some sixty fields. */
export interface Host {
  readonly id: number;
  readonly name: string;
  readonly dnsName: string;
  readonly os: Sensor['os'];
  readonly status: string;
  readonly isOnline: boolean;
  readonly groupId: number | undefined;
  readonly addresses: readonly string[];
  /** Unix ms by the server's clock. */
  readonly lastCheckInMs: number | undefined;
  readonly nextCheckInMs: number | undefined;
  /** Why no session can ever be had on it; undefined where nothing speaks against one. */
  readonly unfit: string | undefined;
}

export function hostOf(sensor: Sensor): Host {
  const { id, name, dnsName, os, status, isOnline, groupId, adapters, lastCheckInMs, nextCheckInMs } = sensor;
  return {
    id,
    name,
    dnsName,
    os,
    status,
    isOnline,
    groupId,
    addresses: adapters.map(({ address }) => address),
    lastCheckInMs,
    nextCheckInMs,
    unfit: unfitness(sensor),
  };
}

function unfitness({ status, supportsLiveResponse }: Sensor): string | undefined {
  if (/^uninstalled$/i.test(status.trim())) return 'its sensor is uninstalled';
  return supportsLiveResponse === false ? 'its sensor does not support Live Response' : undefined;
}
