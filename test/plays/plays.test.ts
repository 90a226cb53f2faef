import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { describe, it } from 'vitest';
import { failuresOf } from './failures.ts';
import { perform } from './perform.ts';
import { parsePlay } from './play.ts';

const folder = import.meta.dirname;
/** Names of plays to write anew, from scripts/plays.mjs. */
const renewed = (process.env['RENEW_PLAYS'] ?? '').split(' ');
const isTakingFailures = process.env['TAKE_FAILURES'] === '1';

// Most of their time is waiting: for the sensor, for the next look.
describe.skipIf(process.platform === 'win32').concurrent('the play', { timeout: 180_000 }, () => {
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.txt'))) {
    const title = basename(name, '.txt');
    it(`${title} comes out as written`, async ({ expect }) => {
      const path = `${folder}/${name}`;
      const text = await readFile(path, 'utf8');
      const { text: played, beyond } = await perform(parsePlay(text));
      expect(beyond, `what ${title} sends stands in no literal that it calls`).toEqual([]);
      expect(played, 'a fault of the program is nothing to be written down: mend it').not.toContain(
        'unexpected failure',
      );
      if (!renewed.includes(title)) {
        const remedy = `the play ${title} comes out otherwise: mend the program, or, where it is meant, npm run plays -- ${title}`;
        expect(played, remedy).toBe(text);
        return;
      }
      if (!isTakingFailures) {
        const remedy = `nothing is written: what fails in ${title}, or what it says, has changed. Where each of these is meant: npm run plays -- --take-failures ${title}`;
        expect(failuresOf(played), remedy).toEqual(failuresOf(text));
      }
      await writeFile(path, played);
    });
  }
});
