import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { describe, it } from 'vitest';
import { playTranscript } from './play.ts';
import { parseTranscript } from './transcript.ts';

const folder = import.meta.dirname;
const isUpdate = (process.env['UPDATE_TRANSCRIPTS'] ?? '') !== '';

// `UPDATE_TRANSCRIPTS=1 npx vitest run test/transcripts` writes them anew, from what they have typed; look at the difference.
// Most of their time is waiting: for the sensor, for the next look.
describe.skipIf(process.platform === 'win32').concurrent('the transcript', { timeout: 60_000 }, () => {
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.txt'))) {
    it(`${basename(name, '.txt')} comes out as written`, async ({ expect }) => {
      const path = `${folder}/${name}`;
      const text = await readFile(path, 'utf8');
      const played = await playTranscript(parseTranscript(text));
      // A fault of the program is nothing to be written down.
      expect(played).not.toContain('unexpected failure');
      if (isUpdate) await writeFile(path, played);
      else expect(played).toBe(text);
    });
  }
});
