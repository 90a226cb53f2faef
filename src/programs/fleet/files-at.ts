import type { LocalFiles } from '../../ports/local-files.ts';

/** The same disk, where relative paths begin in another folder. */
export function filesAt(files: LocalFiles, folder: string): LocalFiles {
  const at = (path: string): string =>
    /^(?:[/\\~]|[a-z]:)/i.test(path) ? files.resolve(path) : files.resolve(`${folder}/${path}`);
  return {
    resolve: at,
    directory: () => folder,
    changeDirectory: (path) => files.changeDirectory(path),
    stat: (path) => files.stat(at(path)),
    list: (path) => files.list(at(path)),
    readText: (path, options) => files.readText(at(path), options),
    readOwn: (path, rule) => files.readOwn(at(path), rule),
    makeDirectory: (path, options) => files.makeDirectory(at(path), options),
    read: (path, options) => files.read(at(path), options),
    openWriter: (path, options) => files.openWriter(at(path), options),
    holdFolder: (path) => files.holdFolder(at(path)),
    holdPlace: (path) => files.holdPlace(at(path)),
    openNew: (path, options) => files.openNew(at(path), options),
    remove: (path, options) => files.remove(at(path), options),
    openLog: (path, options) => files.openLog(at(path), options),
    writeAtomic: (path, text, mode, options) => files.writeAtomic(at(path), text, mode, options),
    temporaryDirectory: () => files.temporaryDirectory(),
  };
}
