/** What a route throws to refuse: a status and the exact body. */
export class LabFailure extends Error {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: string, contentType: string, headers: Record<string, string> = {}) {
    super(`${status} ${body}`);
    this.status = status;
    this.body = body;
    this.contentType = contentType;
    this.headers = headers;
  }
}

/** A plain sentence, as `/api/v1/cblr` refuses (contract/live-response.md). */
export function refuse(status: number, sentence: string, headers?: Record<string, string>): LabFailure {
  return new LabFailure(status, sentence, 'text/plain; charset=utf-8', headers);
}

export function refuseJson(status: number, body: unknown): LabFailure {
  return new LabFailure(status, JSON.stringify(body), 'application/json; charset=utf-8');
}

/** The JSON string that any unhandled error of the real server ends in (contract/conventions.md). */
export function unhandled(): LabFailure {
  return refuseJson(500, 'Unhandled exception. Check logs for details.');
}

/** An HTML page, as the framework answers. */
export function refusePage(
  status: number,
  words: string,
  detail: string,
  headers?: Record<string, string>,
): LabFailure {
  const kind = '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">';
  const page = `${kind}\n<title>${status} ${words}</title>\n<h1>${words}</h1>\n<p>${detail}</p>\n`;
  return new LabFailure(status, page, 'text/html', headers);
}
