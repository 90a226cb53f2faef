import { hasStatus } from '../errors/server-fault.ts';

/**
 * For a `catch`: a server that refuses to remove `what` in words of the thing and its own, not of the request: `group "Servers" was not
 * removed: Sensor group 2 is not empty`. Any other error stays as it is.
 */
export function refusedRemoval(what: string, hint?: string): (error: unknown) => never {
  return (error) => {
    if (!hasStatus(error, 400, 409)) throw error;
    const why = error.said === '' ? 'the server does not say why' : error.said;
    throw error.reworded({ message: `${what} was not removed: ${why}`, hint });
  };
}
