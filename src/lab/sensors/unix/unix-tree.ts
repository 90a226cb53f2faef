import { FileSystem } from '../files/file-system.ts';
import { plantLabFolder } from '../files/lab-folder.ts';
import { Planter } from '../files/planter.ts';
import { unixPathRules } from '../files/unix-path-rules.ts';
import { plantLinux } from './linux-files.ts';
import { plantMac } from './mac-files.ts';
import type { UnixProfile } from './unix-profile.ts';

export const UNIX_WORKING_DIRECTORY = '/opt/cbsensor';

/** The tree of a simulated Linux or macOS. `programs` are the names of the commands that can be run. */
export function makeUnixFiles(profile: UnixProfile, programs: readonly string[]): FileSystem {
  const { installTime, bootTime, spec, os } = profile;
  const files = new FileSystem(unixPathRules, UNIX_WORKING_DIRECTORY);
  const planter = new Planter(files, spec.seed, installTime, bootTime);
  files.addRoot('', planter.times('/', installTime));
  const magic =
    os === 'macos' ? Buffer.from('cffaedfe', 'hex') : Buffer.from('\x7fELF\x02\x01\x01\0', 'latin1');
  for (const name of programs) {
    const path = name === 'lab-many-processes' ? '/lab/bin/lab-many-processes' : `/bin/${name}`;
    planter.binary(path, planter.size(path, 20_000, 900_000), magic, { executable: true });
  }
  planter.text('/opt/cbsensor/sensorsettings.ini', `[CB]\nSensorId=${spec.sensorId}\n`);
  if (os === 'macos') {
    plantMac(planter, profile, magic);
  } else {
    plantLinux(planter, profile, magic);
  }
  plantLabFolder(planter, '/lab');
  return files;
}
