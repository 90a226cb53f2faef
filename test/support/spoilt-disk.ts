import type { HeldFolder, LocalFiles, LocalPart } from '../../src/ports/local-files.ts';
import { openNewFile } from '../../src/runtime/local-new-file.ts';

/** The same thing with some of it replaced; what it keeps private stays its own. */
function overlaid<T extends object>(target: T, over: Partial<T>): T {
  return new Proxy(target, {
    get(of, key) {
      const found: unknown = Reflect.get(key in over ? over : of, key);
      return typeof found === 'function' && !(key in over) ? found.bind(of) : found;
    },
  });
}

/** A disk whose folders, or the parts in them, are spoilt by the test. */
export function spoiltDisk(
  files: LocalFiles,
  spoil: {
    readonly folder?: (folder: HeldFolder) => Partial<HeldFolder>;
    readonly part?: (part: LocalPart) => Partial<LocalPart>;
  },
): LocalFiles {
  const spoiltPart = (part: LocalPart) => overlaid(part, spoil.part?.(part) ?? {});
  const spoiltFolder = (folder: HeldFolder): HeldFolder =>
    overlaid(folder, {
      openPart: async (...call) => spoiltPart(await folder.openPart(...call)),
      folder: async (name) => spoiltFolder(await folder.folder(name)),
      ...spoil.folder?.(folder),
    });
  const holdPlace = async (path: string) => {
    const place = await files.holdPlace(path);
    return { ...place, folder: spoiltFolder(place.folder) };
  };
  return {
    ...files,
    holdFolder: async (path) => spoiltFolder(await files.holdFolder(path)),
    holdPlace,
    openNew: async (path, { replace }) => openNewFile(await holdPlace(path), replace),
  };
}
