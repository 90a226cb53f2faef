import type { Endpoint } from './endpoint.ts';
import type { EndpointSpec } from './endpoint-spec.ts';
import { makeSimulatedEndpoint } from './simulated-endpoint.ts';
import { makeThisMachineEndpoint } from './this-machine/this-machine-endpoint.ts';

export type { EndpointSpec } from './endpoint-spec.ts';

/** The endpoint behind one sensor of the lab: made up, or this computer. Cheap until its first command. */
export function makeEndpoint(spec: EndpointSpec): Endpoint {
  return spec.thisMachine === undefined
    ? makeSimulatedEndpoint(spec)
    : makeThisMachineEndpoint(spec, spec.thisMachine.allowWrite);
}
