/** Below `/dev` and `/proc` stand devices and what is open; in `/dev/shm` are files, as in any folder. */
export function isDevicePath(path: string): boolean {
  return /^\/(?:proc|dev(?!\/shm\/))\//.test(path);
}
