import { isRecord } from '../json.ts';
import type { Section } from '../store.ts';

/** The application-control server this one talks to (contract/server-admin.md, settings). Its token is not kept at all. */
export interface PlatformServer {
  server_url: string;
  ssl_certificate_verify: boolean;
  watchlist_export: boolean;
  auth_token_set: boolean;
}

export const platformServerSection: Section<PlatformServer> = {
  name: 'platformserver',
  read: (kept) => {
    const fields = isRecord(kept) ? kept : {};
    return {
      server_url: typeof fields['server_url'] === 'string' ? fields['server_url'] : '',
      ssl_certificate_verify: fields['ssl_certificate_verify'] === true,
      watchlist_export: fields['watchlist_export'] === true,
      auth_token_set: fields['auth_token_set'] === true,
    };
  },
  write: (settings) => settings,
};
