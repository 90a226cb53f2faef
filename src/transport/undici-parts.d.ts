/** The part of undici in use, by its file, so that a bundle takes no others. Only what we call is declared. */
declare module 'undici/lib/dispatcher/client.js' {
  import type { Client, Dispatcher } from 'undici';

  export interface Sent extends Omit<Dispatcher.DispatchOptions, 'body'> {
    /** Its own types leave out the iterables that it takes (lib/core/request.js). */
    readonly body?: string | AsyncIterable<Uint8Array>;
  }
  export interface Connection {
    dispatch(sent: Sent, handler: Dispatcher.DispatchHandler): boolean;
    destroy(): Promise<void>;
  }
  const client: new (origin: string, options: Client.Options) => Connection;
  // biome-ignore lint/style/noDefaultExport: that is how the module is
  export default client;
}
