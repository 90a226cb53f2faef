import { binaryHashes } from '../binaries/binary-content.ts';
import { type BinaryOs, binaryKey, binarySpec } from '../binaries/binary-spec.ts';

/** Programs of the lab's sensors that reports warn of; the paths are those of history/made. */
const malware: readonly (readonly [BinaryOs, string])[] = [
  ['windows', 'c:\\users\\public\\appdata\\roaming\\updater\\svch0st.exe'],
  ['windows', 'c:\\users\\public\\evil.exe'],
  ['windows', 'c:\\users\\public\\loader.exe'],
  ['linux', '/tmp/.x11-unix/.x/kswapd0'],
];

const vulnerable: readonly (readonly [BinaryOs, string])[] = [
  ['windows', 'c:\\program files (x86)\\common files\\adobe\\arm\\1.0\\adobearm.exe'],
  ['windows', 'c:\\program files\\7-zip\\7zfm.exe'],
];

/** Lower-case MD5 of what is malware here. */
export function malwareHashes(): string[] {
  return malware.map(md5Of);
}

/** Lower-case MD5 of what has holes. */
export function vulnerableHashes(): string[] {
  return vulnerable.map(md5Of);
}

function md5Of([os, path]: readonly [BinaryOs, string]): string {
  return binaryHashes(binarySpec(binaryKey(os, '', path))).md5;
}
