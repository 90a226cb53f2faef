import type { Sensor } from './fleet/sensor.ts';
import type { Endpoint } from './sensors/endpoint.ts';
import { makeEndpoint } from './sensors/make-endpoint.ts';

/** The machines behind the sensors, each made when first spoken to and kept as long as the lab runs. */
export class Endpoints {
  readonly #made = new Map<number, Endpoint>();
  readonly #seed: number;
  readonly #allowWrite: boolean;

  constructor(seed: number, allowWrite: boolean) {
    this.#seed = seed;
    this.#allowWrite = allowWrite;
  }

  of(sensor: Sensor): Endpoint {
    const made = this.#made.get(sensor.id) ?? this.#make(sensor);
    this.#made.set(sensor.id, made);
    return made;
  }

  #make(sensor: Sensor): Endpoint {
    return makeEndpoint({
      sensorId: sensor.id,
      hostname: sensor.hostname,
      os: sensor.os,
      seed: this.#seed,
      bootTime: sensor.bootTime,
      address: sensor.address,
      ...(sensor.domain === undefined ? {} : { domain: sensor.domain }),
      ...(sensor.isThisMachine ? { thisMachine: { allowWrite: this.#allowWrite } } : {}),
    });
  }
}
