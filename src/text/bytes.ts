const units = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** A number of bytes for people: `999 B`, `1.2 MiB`, `120 GiB`. Never rounded up: who asks for so many or more finds it. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return String(bytes);
  if (Math.abs(bytes) < 1024) return `${Math.round(bytes)} B`;
  let value = bytes / 1024;
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  const shown = Math.abs(value) < 100 ? (Math.trunc(value * 10) / 10).toFixed(1) : String(Math.trunc(value));
  return `${shown} ${units[unit]}`;
}
