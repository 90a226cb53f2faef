import { expect, it } from 'vitest';
import type { Live } from '../../src/live/live.ts';
import { completionProviders } from '../../src/programs/verb-context.ts';

it('Tab completes a process by its name and by its pid, as ps has shown them', async () => {
  const shown = [
    { pid: 1664, path: 'c:\\a\\svch0st.exe' },
    { pid: 1688, path: 'c:\\windows\\system32\\cmd.exe' },
  ];
  const live = { processes: { shown } } as unknown as Live;
  const { process } = completionProviders(live);
  expect(await process?.('', new AbortController().signal)).toEqual([
    'svch0st.exe',
    'cmd.exe',
    '1664',
    '1688',
  ]);
});
