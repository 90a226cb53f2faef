import { CbError, isCbError } from '../errors/cb-error.ts';

/**
 * For a `catch`: a server that refuses to remove `what` in words of the thing and its own, not of the request: `group "Servers" was not
 * removed: Sensor group 2 is not empty`. Any other error stays as it is.
 */
export function refusedRemoval(what: string, hint?: string): (error: unknown) => never {
  return (error) => {
    if (!isCbError(error, 'ServerError') || ![400, 409].includes(Number(error.context['status'])))
      throw error;
    const { reply } = error.context;
    const why = typeof reply === 'string' ? reply : 'the server does not say why';
    throw new CbError('ServerError', `${what} was not removed: ${why}`, {
      cause: error,
      hint,
      context: error.context,
    });
  };
}
