/** What the made-up internet has at a URL. */
export type FeedSource =
  | {
      readonly kind: 'feed';
      readonly name: string;
      readonly displayName: string;
      readonly providerUrl: string;
    }
  | { readonly kind: 'unreachable'; readonly reason: string };

/**
 * What a server would find at a feed's URL. The lab never looks: it reaches out to no network, and reads no file. By its own
 * rule there is a feed at every `http` and `https` URL of a host under `.example`, but for hosts that begin with `down.`,
 * which never answer. The last part of the path, without its ending, is what the feed calls itself; failing that, the host.
 */
export function feedSource(url: string): FeedSource {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined) return unreachable('unknown url type');
  if (parsed.protocol === 'file:')
    return unreachable(`[Errno 2] No such file or directory: '${parsed.pathname}'`);
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')
    return unreachable(`unknown url type: ${parsed.protocol.slice(0, -1)}`);
  if (/^(?:localhost|127\.[\d.]+|\[::1\])$/i.test(parsed.hostname)) {
    return unreachable(
      'the lab fetches nothing; by its rule there is a feed at every http and https URL of a host under .example',
    );
  }
  if (!/\.example$/i.test(parsed.hostname)) return unreachable('[Errno -2] Name or service not known');
  if (/^down\./i.test(parsed.hostname)) return unreachable('[Errno 110] Connection timed out');
  const last = parsed.pathname.split('/').findLast((part) => part !== '') ?? '';
  const stem = decoded(last).replace(/\.\w+$/, '');
  const displayName = /[a-z0-9]/i.test(stem) ? stem : parsed.hostname;
  return {
    kind: 'feed',
    name: displayName.toLowerCase().replaceAll(/[^a-z0-9]/g, ''),
    displayName,
    providerUrl: `${parsed.origin}/`,
  };
}

function unreachable(reason: string): FeedSource {
  return { kind: 'unreachable', reason };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
