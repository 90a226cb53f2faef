import type { Endpoint } from '../endpoint.ts';
import type { EndpointSpec } from '../endpoint-spec.ts';
import { failedReply } from '../failure.ts';

export function makeThisMachineEndpoint(spec: EndpointSpec, _allowWrite: boolean): Endpoint {
  return {
    os: spec.os,
    supportedCommands: [],
    drives: [],
    currentWorkingDirectory: '/',
    run: async () => failedReply('accessDenied', spec.os),
  };
}
