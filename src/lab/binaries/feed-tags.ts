import type { BinarySpec } from './binary-spec.ts';

/** What a feed says of a binary; documents carry it as `alliance_…_<feed>` (contract/processes.md). */
export interface FeedTag {
  readonly feed: string;
  readonly score: number;
  readonly link: string;
  readonly reports: readonly string[];
}

const malware = new Set(['svch0st.exe', 'evil.exe', 'loader.exe', 'keygen.exe']);
const vulnerable = new Set(['adobearm.exe', 'putty.exe', '7zfm.exe']);

export function feedTags({ fileName, signature }: BinarySpec): FeedTag[] {
  if (malware.has(fileName) || fileName === 'kswapd0') {
    return [
      { feed: 'virustotal', score: 45, link: 'https://virustotal.example/report', reports: ['vt-45'] },
      {
        feed: 'soc',
        score: 90,
        link: 'https://soc.corp.northwind-lab.example/updater',
        reports: ['updater-implant'],
      },
    ];
  }
  if (vulnerable.has(fileName)) {
    return [
      { feed: 'nvd', score: 60, link: 'https://nvd.example/CVE-2016-0001', reports: ['CVE-2016-0001'] },
    ];
  }
  return signature.result === 'Signed' && signature.publisher === 'Microsoft Corporation'
    ? [{ feed: 'srstrust', score: -100, link: 'https://trust.example/', reports: ['trusted'] }]
    : [];
}
