/** The parts of undici in use, by file, so that a bundle takes no others. Only what we call is declared. */
declare module 'undici/lib/dispatcher/pool.js' {
  import type { Pool } from 'undici';

  const pool: typeof Pool;
  // biome-ignore lint/style/noDefaultExport: that is how the module is
  export default pool;
}

declare module 'undici/lib/api/api-request.js' {
  import type { Readable } from 'node:stream';
  import type { Pool } from 'undici';

  interface RequestOptions {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string | AsyncIterable<Uint8Array>;
    readonly headersTimeout: number;
    readonly bodyTimeout: number;
    readonly signal?: AbortSignal;
  }
  interface ResponseData {
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, string | string[] | undefined>>;
    readonly body: Readable;
  }
  function request(this: Pool, options: RequestOptions): Promise<ResponseData>;
  // biome-ignore lint/style/noDefaultExport: that is how the module is
  export default request;
}
