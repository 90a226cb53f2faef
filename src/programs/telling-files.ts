import type { LocalFiles } from '../ports/local-files.ts';
import type { Recorder } from '../transcript/recorder.ts';

/**
 * The analyst's disk, whose changes the transcript hears of: files that a verb or command makes, and what a redirection writes. What is
 * fetched into a folder is told with its hash where it is fetched; what we keep for ourselves between runs is nobody's evidence.
 */
export function tellingFiles(files: LocalFiles, recorder: Recorder): LocalFiles {
  return {
    ...files,
    async openNew(path, options) {
      const file = await files.openNew(path, options);
      return {
        ...file,
        async finish() {
          const bytes = file.size();
          await file.finish();
          recorder.tell('local', { action: 'written', path: files.resolve(path), bytes });
        },
      };
    },
    async openWriter(path, options) {
      const writer = await files.openWriter(path, options);
      if (options.followLink !== true) return writer;
      let isTold = false;
      return {
        ...writer,
        async close() {
          await writer.close();
          if (isTold) return;
          isTold = true;
          const action = options.flags === 'append' ? 'appended' : 'written';
          recorder.tell('local', { action, path: files.resolve(path), bytes: writer.written() });
        },
      };
    },
  };
}
