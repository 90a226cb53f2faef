import { releaseOf } from '../../binaries/binary-spec.ts';
import { imageContent } from '../content/image-content.ts';
import { FileSystem } from '../files/file-system.ts';
import { plantLabFolder } from '../files/lab-folder.ts';
import { Planter } from '../files/planter.ts';
import { unixPathRules } from '../files/unix-path-rules.ts';
import { plantLinux } from './linux-files.ts';
import { plantMac } from './mac-files.ts';
import type { UnixProfile } from './unix-profile.ts';

export const UNIX_WORKING_DIRECTORY = '/opt/cbsensor';

/** Of programs that are not in `/bin`. */
const folders: Readonly<Record<string, string | undefined>> = {
  'lab-many-processes': '/lab/bin',
  md5: '/sbin',
  md5sum: '/usr/bin',
  tar: '/usr/bin',
  unzip: '/usr/bin',
  zip: '/usr/bin',
  sha1sum: '/usr/bin',
  sha256sum: '/usr/bin',
  shasum: '/usr/bin',
};

/** The tree of a simulated Linux or macOS. `programs` are the names of the commands that can be run. */
export function makeUnixFiles(profile: UnixProfile, programs: readonly string[]): FileSystem {
  const { installTime, bootTime, spec, os } = profile;
  const files = new FileSystem(unixPathRules, UNIX_WORKING_DIRECTORY);
  const release = releaseOf(os, spec.osName ?? '', spec.sensorId);
  const planter = new Planter(files, spec.seed, {
    from: installTime,
    to: bootTime,
    imageAt: (path) => imageContent(os, release, path),
  });
  files.addRoot('', planter.times('/', installTime));
  for (const name of programs) planter.program(`${folders[name] ?? '/bin'}/${name}`, { executable: true });
  planter.text('/opt/cbsensor/sensorsettings.ini', `[CB]\nSensorId=${spec.sensorId}\n`);
  if (os === 'macos') plantMac(planter, profile);
  else plantLinux(planter, profile);
  plantLabFolder(planter, '/lab');
  return files;
}
