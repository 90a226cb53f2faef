import type { Section } from '../sections.ts';
import type { SystemOs } from '../tool.ts';
import type { Autorun } from './autorun.ts';
import { linuxAutoruns, macAutoruns } from './unix.ts';
import { windowsAutoruns } from './windows.ts';

export const autorunSections: Readonly<Record<SystemOs, readonly Section<Autorun>[]>> = {
  windows: windowsAutoruns,
  linux: linuxAutoruns,
  macos: macAutoruns,
};
