import type { Sent } from '../../api/resources/replies.ts';
import type { FileEntry } from '../file-entry.ts';
import type { Workplace } from '../workplace.ts';
import type { Downloaded, DownloadOptions } from './download.ts';
import type { DownloadAllOptions } from './download-tree.ts';
import type { UnlistedOptions } from './download-unlisted.ts';
import type { Mirrored, MirrorOptions } from './mirror.ts';
import type { Transferred } from './tree.ts';
import type { UploadContent, Uploaded, UploadOptions } from './upload.ts';
import type { UploadTreeOptions } from './upload-tree.ts';

/** What is carried between the sensor and the local disk; each way of it is loaded when it is gone. */
export class Transfers {
  readonly #work: Workplace;

  constructor(work: Workplace) {
    this.#work = work;
  }

  async download(remote: FileEntry, local: string, options: DownloadOptions): Promise<Downloaded> {
    const { download } = await import('./download.ts');
    return await download(this.#work, remote, local, options);
  }

  /** A path that no listing shows. */
  async downloadUnlisted(path: string, local: string, options: UnlistedOptions): Promise<Downloaded> {
    const { downloadUnlisted } = await import('./download-unlisted.ts');
    return await downloadUnlisted(this.#work, path, local, options);
  }

  /** Several entries into a local folder. */
  async *downloadAll(
    entries: readonly FileEntry[],
    folder: string,
    options: DownloadAllOptions,
  ): AsyncGenerator<Transferred> {
    const { downloadAll } = await import('./download-tree.ts');
    yield* downloadAll(this.#work, entries, folder, options);
  }

  /** What is in a directory and below, into a local folder under a name. */
  async *downloadTree(
    start: FileEntry,
    target: { readonly folder: string; readonly name: string },
    options: DownloadAllOptions,
  ): AsyncGenerator<Transferred> {
    const { downloadTree } = await import('./download-tree.ts');
    yield* downloadTree(this.#work, start, target, options);
  }

  /** What is not in a local folder, or differs there, of what is in a directory and below. */
  async *mirrorTree(start: FileEntry, folder: string, options: MirrorOptions): AsyncGenerator<Mirrored> {
    const { mirrorTree } = await import('./mirror.ts');
    yield* mirrorTree(this.#work, start, folder, options);
  }

  /** What is in a local folder and below, into a remote directory. */
  async *uploadTree(source: string, target: string, options: UploadTreeOptions): AsyncGenerator<Transferred> {
    const { uploadTree } = await import('./upload-tree.ts');
    yield* uploadTree(this.#work, source, target, options);
  }

  async upload(local: string, remote: string, options: UploadOptions): Promise<Sent<Uploaded>> {
    const { upload } = await import('./upload.ts');
    return await upload(this.#work, local, remote, options);
  }

  /** Bytes that are no local file as it stands; `local` is what they are called. */
  async uploadContent(
    content: UploadContent,
    local: string,
    remote: string,
    options: UploadOptions,
  ): Promise<Sent<Uploaded>> {
    const { uploadContent } = await import('./upload.ts');
    return await uploadContent(this.#work, content, local, remote, options);
  }
}
