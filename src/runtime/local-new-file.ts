import type { HeldPlace, NewLocalFile } from '../ports/local-files.ts';

/** Begins a new file at the place, which is let go with it. */
export async function openNewFile(place: HeldPlace, replace: boolean): Promise<NewLocalFile> {
  const { folder, name } = place;
  const letGo = () => place[Symbol.asyncDispose]();
  try {
    await folder.mustBeFree(name, replace);
    const part = await folder.openPart(name);
    let isOpen = true;
    return {
      write: (bytes) => part.write(bytes),
      read: (start, count) => part.read(start, count),
      size: () => part.size(),
      async finish() {
        await part.finish({ replace });
        isOpen = false;
        await letGo();
      },
      async abandon() {
        if (!isOpen) return;
        isOpen = false;
        await part.abandon().finally(letGo);
      },
    };
  } catch (error) {
    await letGo();
    throw error;
  }
}
