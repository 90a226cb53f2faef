/**
 * What the programs could not do when these actions were first followed, and the files that only serve that: without it no action would run
 * through them. A name with a slash at its end is a folder. What took over a part of an older file is not here, nor what helps others as well.
 */
const since: Readonly<Record<string, readonly string[]>> = {
  'transcripts, manifests, cases and archives': [
    'archive/',
    'cases/',
    'transcript/',
    'live/told-command.ts',
    'live/transfer/tell-of-file.ts',
    'programs/archives.ts',
    'programs/case-evidence.ts',
    'programs/open-case.ts',
    'programs/open-manifest.ts',
    'programs/open-transcript.ts',
    'programs/telling-files.ts',
    'run/recorded-call.ts',
    'runtime/own-log.ts',
    'transport/recorded-write.ts',
  ],
  undo: ['undo/', 'programs/keeping.ts'],
  'what runs that were killed have left: sessions, files': [
    'own/own-lock.ts',
    'own/own-records.ts',
    'live/ledger-entry.ts',
    'live/ledger-record.ts',
    'live/left-files.ts',
    'live/leftovers.ts',
    'live/remains.ts',
    'programs/left-files.ts',
  ],
  'sessions that are kept': ['live/kept.ts'],
  'isolation for a time': ['own/timed-isolations.ts', 'programs/remind-isolations.ts'],
  'jobs, and several sessions in a shell': ['shell/jobs/', 'shell/sessions/', 'programs/sensor-session.ts'],
  'aliases, templates of the prompt, !!, pastes, keys ahead': [
    'shell/aliases.ts',
    'shell/prompt-template.ts',
    'shell/line/given-line.ts',
    'shell/line/pasted-lines.ts',
    'shell/line/pastes.ts',
    'shell/line/recalled-line.ts',
    'runtime/typed-line.ts',
  ],
  "Tab that looks ahead, and in the analyst's own shell": [
    'shell/look-ahead.ts',
    'api/listed-names.ts',
    'config/known-names.ts',
    'programs/heard-names.ts',
  ],
  'a pager': ['run/pager.ts', 'runtime/child-environment.ts'],
  '--jq, templates, YAML, NUL': ['run/shaped.ts'],
  'other ways of a search: links, counts by host, times, picks, following': [
    'queries/linked-search.ts',
    'queries/process/counted-facets.ts',
    'queries/process/follow.ts',
    'queries/process/histogram.ts',
    'queries/process/pick.ts',
  ],
  'the registry as a drive': ['spec/places.ts', 'text/registry-path.ts'],
  'names that Windows reads otherwise': ['live/exact-path.ts'],
  'braces, wildcards in each part, filters': [
    'text/braces.ts',
    'text/typed-glob.ts',
    'live/transfer/file-filter.ts',
  ],
  'a folder that is held while something comes into it': ['runtime/local-folder.ts', 'runtime/local-lock.ts'],
  'rows of another command as input': ['ops/row-words.ts'],
  'lists that are not whole': ['verbs/watch-unread.ts'],
  'Ctrl-C that waits for a reply, and lost replies': [
    'live/arriving.ts',
    'live/settled-within.ts',
    'errors/stopped.ts',
    'ops/proven.ts',
  ],
  'CAs of this computer': ['transport/system-roots.ts'],
};

/** All names that stand here, for who checks that they are there. */
export const listedFiles: readonly string[] = Object.values(since).flat();

/** The capability that a file serves alone, in words; undefined for what was always wanted. */
export function capabilityOf(file: string): string | undefined {
  const found = Object.entries(since).find(([, names]) =>
    names.some((name) => (name.endsWith('/') ? file.startsWith(name) : file === name)),
  );
  return found?.[0];
}
