/*
 * What one document's process did, without the times: events are told from it when they are asked for, and the index of
 * event values is made from it. Every document names one.
 */

export interface Trace {
  readonly filemods: readonly FileMod[];
  readonly regmods: readonly RegMod[];
  /** Paths; the first is the image itself. */
  readonly modloads: readonly string[];
  readonly netconns: readonly NetConn[];
  readonly crossprocs: readonly CrossProc[];
  readonly blocks: readonly Block[];
  /** Children without a document of their own. */
  readonly suppressed: readonly SuppressedChild[];
  /** Scripts that never were files. */
  readonly scripts: readonly string[];
}

/** 1 created, 2 first write, 4 deleted, 8 last write (contract/process-events.md). */
export interface FileMod {
  readonly operation: 1 | 2 | 4 | 8;
  readonly path: string;
  /** File type of the contract; 0 unknown. */
  readonly type: number;
}

/** 1 created key, 2 wrote value, 4 deleted key, 8 deleted value. */
export interface RegMod {
  readonly operation: 1 | 2 | 4 | 8;
  readonly path: string;
}

export interface NetConn {
  readonly remoteIp: string;
  readonly remotePort: number;
  readonly localPort: number;
  readonly proto: 6 | 17;
  readonly domain: string;
  readonly outbound: boolean;
}

export interface CrossProc {
  readonly type: 'RemoteThread' | 'ProcessOpen';
  /** Image of the other process. */
  readonly path: string;
  readonly access: number;
  /** This process is the victim, the other one the actor. */
  readonly isTarget: boolean;
}

export interface Block {
  readonly path: string;
  readonly commandLine: string;
  /** Spelt as `blocked_status` has it. */
  readonly status: string;
}

export interface SuppressedChild {
  readonly path: string;
  readonly commandLine: string;
}

/** Counts by kind, as documents carry them; children that have documents come on top. */
export interface TraceCounts {
  readonly filemods: number;
  readonly regmods: number;
  readonly modloads: number;
  readonly netconns: number;
  readonly crossprocs: number;
  readonly blocks: number;
  readonly suppressed: number;
  readonly scripts: number;
}

export function countTrace(trace: Trace): TraceCounts {
  return {
    filemods: trace.filemods.length,
    regmods: trace.regmods.length,
    modloads: trace.modloads.length,
    netconns: trace.netconns.length,
    crossprocs: trace.crossprocs.length,
    blocks: trace.blocks.length,
    suppressed: trace.suppressed.length,
    scripts: trace.scripts.length,
  };
}
