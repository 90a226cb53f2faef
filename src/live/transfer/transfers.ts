import type { Sent } from '../../api/resources/replies.ts';
import type { FileEntry } from '../file-entry.ts';
import type { Workplace } from '../workplace.ts';
import { type Downloaded, type DownloadOptions, download } from './download.ts';
import { type DownloadAllOptions, downloadAll, downloadTree } from './download-tree.ts';
import { downloadUnlisted, type UnlistedOptions } from './download-unlisted.ts';
import { type Mirrored, type MirrorOptions, mirrorTree } from './mirror.ts';
import type { Transferred } from './tree.ts';
import { type UploadContent, type Uploaded, type UploadOptions, upload, uploadContent } from './upload.ts';
import { type UploadTreeOptions, uploadTree } from './upload-tree.ts';

/** What is carried between the sensor and the local disk. */
export class Transfers {
  readonly #work: Workplace;

  constructor(work: Workplace) {
    this.#work = work;
  }

  download(remote: FileEntry, local: string, options: DownloadOptions): Promise<Downloaded> {
    return download(this.#work, remote, local, options);
  }

  /** A path that no listing shows. */
  downloadUnlisted(path: string, local: string, options: UnlistedOptions): Promise<Downloaded> {
    return downloadUnlisted(this.#work, path, local, options);
  }

  /** Several entries into a local folder. */
  downloadAll(
    entries: readonly FileEntry[],
    folder: string,
    options: DownloadAllOptions,
  ): AsyncGenerator<Transferred> {
    return downloadAll(this.#work, entries, folder, options);
  }

  /** What is in a directory and below, into a local folder under a name. */
  downloadTree(
    start: FileEntry,
    target: { readonly folder: string; readonly name: string },
    options: DownloadAllOptions,
  ): AsyncGenerator<Transferred> {
    return downloadTree(this.#work, start, target, options);
  }

  /** What is not in a local folder, or differs there, of what is in a directory and below. */
  mirrorTree(start: FileEntry, folder: string, options: MirrorOptions): AsyncGenerator<Mirrored> {
    return mirrorTree(this.#work, start, folder, options);
  }

  /** What is in a local folder and below, into a remote directory. */
  uploadTree(source: string, target: string, options: UploadTreeOptions): AsyncGenerator<Transferred> {
    return uploadTree(this.#work, source, target, options);
  }

  upload(local: string, remote: string, options: UploadOptions): Promise<Sent<Uploaded>> {
    return upload(this.#work, local, remote, options);
  }

  /** Bytes that are no local file as it stands; `local` is what they are called. */
  uploadContent(
    content: UploadContent,
    local: string,
    remote: string,
    options: UploadOptions,
  ): Promise<Sent<Uploaded>> {
    return uploadContent(this.#work, content, local, remote, options);
  }
}
