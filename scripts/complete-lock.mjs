// Run by hand after a change of dependencies. A registry that does not carry the packages of every platform makes npm leave them out of
// package-lock.json, and then `npm ci` refuses the lock everywhere. This adds them by name and version, with the platform in their name, and
// with the hash that the registry has for them: no entry is without one.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8'));
const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const processors = [
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
];

let count = 0;
for (const [place, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const found = placesOf(place, name).find((at) => lock.packages[at] !== undefined);
    const isRange = !/^\d/.test(version);
    if (found !== undefined && (isRange || lock.packages[found].version === version)) continue;
    // Where another version has the common place, npm puts it below what asks for it.
    const at = found === undefined ? `node_modules/${name}` : `${place}/node_modules/${name}`;
    lock.packages[at] = missing(name, version, entry.dev === true);
    count++;
  }
}
for (const [place, entry] of Object.entries(lock.packages)) {
  if (place === '' || entry.link === true || entry.integrity !== undefined) continue;
  const { version, ...rest } = entry;
  lock.packages[place] = {
    version,
    integrity: hashOf(place.split('node_modules/').at(-1), version),
    ...rest,
  };
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')),
);
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${count} packages added`);

function hashOf(name, version) {
  const found = execFileSync('npm', ['view', `${name}@${version}`, 'dist.integrity'], {
    encoding: 'utf8',
  }).trim();
  if (!/^sha512-[\w+/]{86}==$/.test(found))
    throw new Error(`the registry has no SHA-512 of ${name}@${version}`);
  return found;
}

/** Where Node looks for a package that the one at `place` asks for, nearest first. */
function placesOf(place, name) {
  const parts = place.split('/node_modules/');
  const above = parts.map((_part, index) => parts.slice(0, parts.length - index).join('/node_modules/'));
  return [
    ...above.filter((at) => at !== '').map((at) => `${at}/node_modules/${name}`),
    `node_modules/${name}`,
  ];
}

function missing(name, version, isDev) {
  const words = name.split(/[-/]/);
  const os = words.filter((word) => systems.includes(word));
  const cpu = words.filter((word) => processors.includes(word));
  const musl = words.includes('musl') || words.includes('musleabihf');
  const glibc = words.some((word) => word.startsWith('gnu'));
  if (!/^\d/.test(version) || cpu.length !== 1)
    throw new Error(`${name}@${version}: its platform cannot be told from its name`);
  return {
    version,
    cpu,
    ...(isDev ? { dev: true } : {}),
    ...(musl ? { libc: ['musl'] } : glibc ? { libc: ['glibc'] } : {}),
    optional: true,
    ...(os.length === 0 ? {} : { os }),
  };
}
