import type { LabRequest, RunningLab } from '../../src/lab/lab.ts';
import type { CommandObjectName, Spec } from '../../src/spec/spec.ts';

/** What any verb may send for the session itself: it is opened, joined, kept alive and closed, and what it left on the server is removed. */
const ofSessions = [
  /^POST \/api\/v1\/cblr\/session$/,
  /^PUT \/api\/v1\/cblr\/session\/\d+$/,
  /^DELETE \/api\/v1\/cblr\/session\/\d+\/file\/\d+$/,
];
const searches = /^POST \/api\/v\d\/(?:process|binary)$/;
const commandPost = /^POST \/api\/v1\/cblr\/session\/\d+\/command$/;
const upload = /^POST \/api\/v1\/cblr\/session\/\d+\/file$/;

export interface Sent {
  /** What has been sent since, and stands neither in the spec's `wire` nor fits its `effect`. */
  beyond(spec: Spec<never>): string[];
  readonly remedy: string;
}

/** Watches what the lab is asked from now on. */
export function watchSent(lab: RunningLab): Sent {
  // The list is cut at its front when it is long.
  const last = lab.requests.at(-1);
  const since = () => lab.requests.slice(last === undefined ? 0 : lab.requests.lastIndexOf(last) + 1);
  return {
    beyond: (spec) => [...new Set(since().flatMap((request) => beyondOf(request, spec)))],
    remedy:
      'name the command object in `wire` of its literal, and give the literal the `effect` that fits (src/spec/spec.ts); for other writes `reads` is the wrong effect',
  };
}

function beyondOf({ method, url, command }: LabRequest, spec: Spec<never>): string[] {
  const asked = `${method} ${url.replace(/\?.*/s, '')}`;
  if (method === 'GET' || searches.test(asked) || ofSessions.some((rule) => rule.test(asked))) return [];
  if (commandPost.test(asked)) {
    const named: readonly string[] = spec.wire ?? [];
    // In which code page a program prints is asked once, where its text is no UTF-8.
    const isCodePage = command === 'reg query value' && named.includes('create process');
    return isCodePage || named.includes(command ?? '') ? [] : [`command object: ${command}`];
  }
  if (upload.test(asked)) {
    const named: readonly CommandObjectName[] = spec.wire ?? [];
    return named.includes('put file') ? [] : [asked];
  }
  return spec.effect === 'reads' ? [asked] : [];
}
