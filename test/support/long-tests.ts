import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** `npm test` leaves the file to CI. */
const left = Number.POSITIVE_INFINITY;

/**
 * The files that take longest, the longest first, and of how many of its tests `npm test` plays one. `npm test -- --whole`, CI and whoever names
 * a file for vitest play all of them.
 */
const shares: Readonly<Record<string, number>> = {
  'plays/plays.test.ts': 6,
  'fleet/queue/on-queue.test.ts': 4,
  'terminal/shell.test.ts': 4,
  'fleet/queue/killed.test.ts': 1,
  'programs/archive-on-leave.test.ts': 6,
  'terminal/fleet-shell.test.ts': 3,
  'fleet/finance.test.ts': 1,
  'programs/leaving.test.ts': 3,
  'programs/examples.test.ts': 6,
  'release/release.test.ts': left,
  'output/html/browser.test.ts': 4,
  'fleet/killed.test.ts': 1,
  'fleet/run.test.ts': 4,
  'hostile/protocol.test.ts': 6,
  'faults/changes.test.ts': 6,
  'hostile/silent-writes.test.ts': 4,
  'programs/transcript-time-stamp.test.ts': 4,
  'hostile/registry.test.ts': 4,
  'output/shaped/jq.test.ts': 3,
  'verbs/registry-drive.test.ts': 4,
  'lab/search/process-search.test.ts': 4,
  'live/transfer-download.test.ts': 6,
  'undo/verbs.test.ts': 3,
  'output/html/report-browser.test.ts': 3,
  'programs/case-incident.test.ts': 3,
  'fleet/playbook.test.ts': 4,
  'programs/bin.test.ts': 3,
  'programs/shells.test.ts': 4,
  'faults/looks.test.ts': 6,
  'output/html/fleet-browser.test.ts': 3,
  'verbs/transfer.test.ts': 6,
  'runtime/part-lock.test.ts': 3,
  'programs/transcript-told.test.ts': 4,
  'verbs/exec.test.ts': 6,
  'hostile/misread-names.test.ts': 4,
  'transport/split-json.test.ts': 4,
  'programs/complete.test.ts': 4,
  'hostile/disk.test.ts': 6,
  'programs/manifest.test.ts': 3,
  'lab/recorded-replies.test.ts': 3,
  'hostile/searches.test.ts': 4,
  'queries/history.test.ts': 3,
  'text/long-texts.test.ts': 4,
  'verbs/look.test.ts': 3,
  'fleet/bad-days.test.ts': 3,
  'programs/fleet-shell.test.ts': 4,
  'queries/counted-facets.test.ts': 3,
  'verbs/read.test.ts': 3,
  'output/hostile.test.ts': 4,
  'programs/transcript-seal.test.ts': 3,
  'programs/absent-routes.test.ts': 4,
  'transport/wire.test.ts': 3,
  'programs/many-bans.test.ts': 3,
  'verbs/room.test.ts': 3,
  'hostile/globs.test.ts': 3,
  'programs/existing-shell-faults.test.ts': 3,
  'verbs/mirror.test.ts': 3,
  'verbs/edit.test.ts': 3,
  'manifest/manifest.test.ts': 3,
  'queries/odd-objects.test.ts': 4,
  'programs/transcript-secrets.test.ts': 3,
  'runtime/local-folder.test.ts': 3,
  'programs/bad-input.test.ts': 4,
  'hostile/incomplete.test.ts': 4,
  'faults/queries.test.ts': 4,
  'live/transfer-parts.test.ts': 3,
  'fleet/growing.test.ts': 3,
  'fleet/queue/tls.test.ts': 3,
  'hostile/wrong-shapes.test.ts': 4,
};

export const longTests: ReadonlyMap<string, number> = new Map(
  Object.entries(shares).map(([name, share]) => [join(root, 'test', name), share]),
);

for (const path of longTests.keys()) {
  if (!existsSync(path))
    throw new Error(`there is no ${path}: name it as it is called now in test/support/long-tests.ts`);
}
