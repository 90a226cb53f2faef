/** The chained list of the transcripts of its folder. */
export const indexName = 'index.ndjson';

const unregisteredEnd = '.new';

/** What a transcript is called until its index knows it. */
export function unregistered(name: string): string {
  return `${name}${unregisteredEnd}`;
}

/** Below the state folder: a folder for each profile. */
export function transcriptsFolder(stateFolder: string): string {
  return `${stateFolder}/transcripts`;
}

/** Of a profile; names that a file system would take for the same are few enough. */
export function profileFolder(profile: string): string {
  return profile.replaceAll(/[^A-Za-z0-9_-]/g, '_') || '_';
}
