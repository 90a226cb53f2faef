// `npm run bench [-- NAME…]`: measures side by side in one run and prints the table of docs/speed.md.

import { manyBans } from './rows/bans.ts';
import { executable } from './rows/executable.ts';
import { fastPages } from './rows/fast-pages.ts';
import { manyFiles } from './rows/files.ts';
import { fleetRealTime, fleetSchedule } from './rows/fleet.ts';
import { fleetQueue } from './rows/fleet-queue.ts';
import { fleetSize } from './rows/fleet-size.ts';
import { hunt } from './rows/hunt.ts';
import { jqCosts } from './rows/jq.ts';
import { labIndexes } from './rows/lab-indexes.ts';
import { largeLists } from './rows/lists.ts';
import { longTexts } from './rows/long-texts.ts';
import { manyAlerts } from './rows/many-alerts.ts';
import { searches } from './rows/searches.ts';
import { sensorExport } from './rows/sensor-export.ts';
import { snapshots } from './rows/snapshots.ts';
import { startUp } from './rows/start-up.ts';
import { preparedTab } from './rows/tab.ts';
import { timelines } from './rows/timeline.ts';
import { transcripts } from './rows/transcripts.ts';
import { transfers } from './rows/transfers.ts';
import { lookBeforeWrites } from './rows/undo.ts';
import { simpleVerbs } from './rows/verbs.ts';
import { drawTable, type Row } from './support/table.ts';

const benches = {
  'start-up': startUp,
  executable,
  verbs: simpleVerbs,
  undo: lookBeforeWrites,
  tab: preparedTab,
  snapshots,
  transfers,
  timeline: timelines,
  transcripts,
  files: manyFiles,
  lists: largeLists,
  searches,
  hunt,
  'fast-pages': fastPages,
  jq: jqCosts,
  texts: longTexts,
  lab: labIndexes,
  fleet: async () => [...(await fleetSchedule()), ...(await fleetRealTime())],
  'fleet-size': () => fleetSize(),
  'fleet-queue': () => fleetQueue(),
  admin: async () => [...(await manyBans()), ...(await sensorExport()), ...(await manyAlerts())],
};

const wanted = process.argv.slice(2);
const rows: Row[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`${name} ...\n`);
  rows.push(...(await bench()));
}
console.log(drawTable(rows));
process.exitCode = rows.every((row) => row.ok) ? 0 : 1;
