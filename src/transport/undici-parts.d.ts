/** The parts of undici in use, by file, so that a bundle takes no others. Only what we call is declared. */
declare module 'undici/lib/dispatcher/client.js' {
  import type { Client } from 'undici';

  const client: typeof Client;
  // biome-ignore lint/style/noDefaultExport: that is how the module is
  export default client;
}

declare module 'undici/lib/api/api-request.js' {
  import type { Readable } from 'node:stream';
  import type { Client } from 'undici';

  interface RequestOptions {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string | AsyncIterable<Uint8Array>;
    readonly headersTimeout: number;
    readonly bodyTimeout: number;
    /** For each reply of 1xx. */
    readonly onInfo?: () => void;
    readonly signal?: AbortSignal;
  }
  interface ResponseData {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    readonly body: Readable;
  }
  function request(this: Client, options: RequestOptions): Promise<ResponseData>;
  // biome-ignore lint/style/noDefaultExport: that is how the module is
  export default request;
}
