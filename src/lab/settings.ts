/** What of the server's `cb.conf` shapes Live Response, as a lab has it unless told otherwise (contract/live-response.md). */
const defaults = {
  CbLRCheckinTimeout: 1200,
  CbLRSessionTimeout: 300,
  CbLRSensorWaitTimeout: 120,
  CbLrDefaultSessionTTLDays: 7,
  CbLRMaxActiveSessions: 10,
  /** Of what all sessions store; 0 is no end. */
  CbLRMaxStoreSizeMB: 0,
};

export type LabSettings = Readonly<typeof defaults> & { readonly CbLREnabled: boolean };

type Name = keyof typeof defaults;

/** `NAME=VALUE` for each that is not as it comes; names in any case, as it is hard to remember. @throws Error that says what is wrong. */
export function readSettings(texts: readonly string[]): LabSettings {
  const settings = { ...defaults, CbLREnabled: true };
  const names = Object.keys(settings);
  for (const text of texts) {
    const at = text.indexOf('=');
    const wanted = (at < 0 ? text : text.slice(0, at)).trim();
    const name = names.find((one) => one.toLowerCase() === wanted.toLowerCase());
    const value = at < 0 ? '' : text.slice(at + 1).trim();
    if (name === undefined)
      throw new Error(`unknown setting ${JSON.stringify(wanted)}; there are: ${names.join(' ')}`);
    if (name === 'CbLREnabled') settings.CbLREnabled = flag(name, value);
    else settings[name as Name] = amount(name, value);
  }
  return settings;
}

function flag(name: string, text: string): boolean {
  if (!/^(true|false)$/i.test(text)) throw new Error(`${name} is True or False, not ${JSON.stringify(text)}`);
  return text.toLowerCase() === 'true';
}

function amount(name: string, text: string): number {
  const value = Number(text);
  const isWhole = name !== 'CbLrDefaultSessionTTLDays';
  if (!/^\d{1,9}(\.\d{1,6})?$/.test(text) || (isWhole && !Number.isInteger(value)))
    throw new Error(`${name} needs a number of 0 or more, not ${JSON.stringify(text)}`);
  return value;
}
