import { png } from '../binaries/icon.ts';
import type { Wire } from '../history/document-wire.ts';
import { hashText, mixSeeds } from '../random.ts';
import type { Feed } from './feed.ts';

const icons = new Map<string, { readonly icon: string; readonly icon_small: string }>();

/** A feed as the server sends it, with its icons in base64: a list of feeds weighs megabytes (contract/feeds-reports.md). */
export function feedWire(feed: Feed): Wire {
  return { ...feed, ...iconsOf(feed.name) };
}

/** Such as no packer makes smaller; the same name has the same. */
function iconsOf(name: string): { readonly icon: string; readonly icon_small: string } {
  const known = icons.get(name);
  if (known !== undefined) return known;
  const seed = hashText(name);
  const colourAt = (x: number, y: number) => {
    const hash = mixSeeds(seed, y * 1000 + x);
    return [hash & 0xff, (hash >>> 8) & 0xff, (hash >>> 16) & 0xff] as const;
  };
  const made = {
    icon: png(64, colourAt).toString('base64'),
    icon_small: png(16, colourAt).toString('base64'),
  };
  icons.set(name, made);
  return made;
}
