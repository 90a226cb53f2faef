/** A row of the table of documents: what is known of it by names is a number here. Times are Unix ms, 0 for none. */
export interface StoredDocument {
  readonly id: number;
  /** Id of the first document of its process. */
  readonly process: number;
  readonly sensor: number;
  readonly pid: number;
  readonly start: number;
  readonly sub: number;
  readonly ended: number;
  readonly image: number;
  readonly name: number;
  readonly cmdline: number;
  readonly account: number;
  readonly parent: number;
  readonly parent_image: number;
  readonly parent_name: number;
  readonly segment: number;
  readonly updated: number;
  readonly received: number;
  readonly trace: number;
  readonly modloads: number;
  readonly filemods: number;
  readonly regmods: number;
  readonly netconns: number;
  readonly childprocs: number;
  readonly crossprocs: number;
  readonly blocks: number;
  readonly scripts: number;
}
