/** What a console user may be allowed beyond looking (contract/users-teams.md, "Analyst extra permissions"). */
export const rightWords = {
  /** Users, teams, groups, storage partitions, server settings, alerts in bulk. */
  globalAdmin: 'Global administrator',
  /** Everyday writes: watchlists, feeds, alerts, notes. Who has not even this one is a viewer. */
  analyst: 'Analyst',
  banHashes: 'Ban hashes',
  isolateSensors: 'Isolate sensor',
  liveResponse: 'Live Response',
  uninstallSensors: 'Uninstall sensors',
} as const;

export type Right = keyof typeof rightWords;

export const rights = Object.keys(rightWords) as Right[];

/** Of the rights of analysts, those granted or withheld one by one; undefined: as the teams say. */
export type GrantedRights = Partial<Record<Right, boolean>>;
