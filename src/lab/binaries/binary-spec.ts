import { hashText } from '../random.ts';
import { descriptions, type Maker, macMakers, oddSignatures, windowsMakers } from './signers.ts';

export type BinaryOs = 'windows' | 'linux' | 'macos';

/** One file content: what the server knows of it besides its hashes. The key says all. */
export interface BinarySpec {
  /** `OS|RELEASE|PATH`, the path lower-case with `*` for the user's folder. */
  readonly key: string;
  readonly os: BinaryOs;
  readonly fileName: string;
  readonly size: number;
  readonly isExecutable: boolean;
  readonly company: string;
  readonly product: string;
  readonly description: string;
  readonly version: string;
  readonly signature: Signature;
  /** The hash that a document gives; nobody has the bytes. */
  readonly knownMd5: string | undefined;
}

export interface Signature {
  readonly result: string;
  /** HRESULT, unsigned. */
  readonly code: number;
  readonly publisher: string;
  /** Unix milliseconds; undefined when unsigned. */
  readonly signedAt: number | undefined;
}

/** Sign times and versions of a system's own files, by release. */
const releases: Readonly<Record<string, { version: string; signedAt: number }>> = {
  seed: { version: '6.1.7601.17514', signedAt: Date.UTC(2012, 6, 26, 8, 22, 17) },
  '7': { version: '6.1.7601.24384', signedAt: Date.UTC(2019, 2, 14, 3, 41, 9) },
  '8': { version: '6.3.9600.17415', signedAt: Date.UTC(2014, 9, 29, 4, 3, 55) },
  '10': { version: '10.0.19041.3636', signedAt: Date.UTC(2023, 9, 5, 7, 12, 44) },
  '11': { version: '10.0.22621.2506', signedAt: Date.UTC(2023, 9, 12, 6, 55, 2) },
  server: { version: '10.0.17763.5202', signedAt: Date.UTC(2023, 11, 7, 9, 30, 31) },
};

/** Of the second seed document; the files themselves are lost. */
const knownHashes: Readonly<Record<string, string>> = {
  'windows|seed|c:\\windows\\system32\\net.exe': '79b6d4c5283fc806387c55b8d7c8b762',
  'windows|seed|c:\\windows\\system32\\cmd.exe': 'bf93a2f9901e9b3dfca8a7982f4a9868',
  'windows|seed|c:\\users\\*\\downloads\\putty.exe': '7fb55f5a62e78af9b58d08aaeeaef848',
};

/** Which release of the system's files a machine has. */
export function releaseOf(os: BinaryOs, osName: string, sensorId: number): string {
  if (os !== 'windows') return /\d+/.exec(osName)?.[0] ?? '1';
  if (sensorId === 3) return 'seed';
  return /Server 20(16|19|22)/.test(osName)
    ? 'server'
    : /2012 R2/.test(osName)
      ? '8'
      : (/Windows (7|10|11)/.exec(osName)?.[1] ?? '10');
}

/** The content that lies at a path of a machine; programs of other makers than the system's are the same everywhere. */
export function binaryKey(os: BinaryOs, release: string, path: string): string {
  const lower = path.toLowerCase();
  const general = lower.replace(/^(c:\\users\\|\/home\/|\/users\/)[^\\/]+/, '$1*');
  const isSystem =
    os === 'windows'
      ? general.startsWith('c:\\windows\\') && !general.includes('carbonblack')
      : !/^\/(home|users|tmp|dev|private|applications\/g)/.test(general);
  const keepsRelease = isSystem || (release === 'seed' && general.endsWith('putty.exe'));
  return `${os}|${keepsRelease ? release : '-'}|${general}`;
}

export function binarySpec(key: string): BinarySpec {
  const known = specs.get(key);
  if (known !== undefined) return known;
  const spec = makeSpec(key);
  specs.set(key, spec);
  return spec;
}

/** A key says all, so that a lab can share them with any other; there are some hundreds. */
const specs = new Map<string, BinarySpec>();

function makeSpec(key: string): BinarySpec {
  const [osWord = '', release = '', path = ''] = key.split('|');
  const os = osWord === 'windows' || osWord === 'macos' ? osWord : 'linux';
  const fileName = path.split(/[\\/]/).at(-1) ?? '';
  const hash = hashText(key);
  const maker = os === 'linux' ? undefined : makersOf(os).find(({ mark }) => mark.test(path));
  const age = releases[release] ?? {
    version: `${1 + (hash % 40)}.${(hash >>> 8) % 10}.${(hash >>> 12) % 400}.${(hash >>> 20) % 60}`,
    signedAt: Date.UTC(2015, 0, 1) + ((hash >>> 3) % 100_000) * 2_400_000,
  };
  return {
    key,
    os,
    fileName,
    size: 9_216 + (hash % 96) * 512,
    isExecutable: !/\.(dll|drv|ocx|sys|so|dylib)(\.\d+)*$/.test(fileName),
    company: maker?.company ?? '',
    product: maker?.product ?? '',
    description: os === 'windows' ? (descriptions[fileName] ?? describe(fileName, maker)) : '',
    version: os === 'windows' && (maker !== undefined || fileName === 'evil.exe') ? age.version : '',
    signature: signatureOf(fileName, maker, age.signedAt),
    knownMd5: knownHashes[key],
  };
}

function makersOf(os: BinaryOs): readonly Maker[] {
  return os === 'windows' ? windowsMakers : macMakers;
}

function describe(fileName: string, maker: Maker | undefined): string {
  return maker === undefined ? '' : `${maker.product} ${fileName.replace(/\.\w+$/, '')}`;
}

function signatureOf(fileName: string, maker: Maker | undefined, signedAt: number): Signature {
  const odd = oddSignatures[fileName];
  if (odd !== undefined) return { ...odd, signedAt };
  const publisher = maker?.publisher ?? maker?.company ?? '';
  return publisher === ''
    ? { result: 'Unsigned', code: 0x800b0100, publisher: '', signedAt: undefined }
    : { result: 'Signed', code: 0, publisher, signedAt };
}
