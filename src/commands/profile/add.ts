import { command } from '../context.ts';

export const profileAdd = command({
  name: 'profile add',
  about: 'set up a server: its address, its token and how it is trusted',
  details:
    'Asks for what is not given where there is a terminal. A certificate that no CA of this computer vouches for is shown and can be pinned; no token is sent meanwhile. Written to ~/.cbrc, for its owner alone. --keychain writes a token_command there and gives the token to secret-tool (Linux), security (macOS) or DPAPI (Windows); with --force it moves the one that is there.',
  group: 'setup',
  effect: 'changes',
  isLocal: true,
  operands: { name: { kind: 'profile', about: 'what to call it' } },
  options: {
    url: { kind: 'text', value: 'URL', about: 'the server: https://host or https://host:port' },
    tokenStdin: { kind: 'flag', about: 'read the API token from stdin' },
    tokenCommand: {
      kind: 'text',
      value: 'CMD',
      about: 'a command line that prints the token when one is needed',
    },
    keychain: {
      kind: 'flag',
      about: 'keep the token in the keychain of this computer, not in the file',
    },
    pin: {
      kind: 'text',
      optionalValue: true,
      value: 'SHA256',
      about:
        'trust the certificate with this fingerprint; without a value, the one that the server shows now',
    },
    ca: { kind: 'localPath', about: "the CA's or the server's own certificate, in PEM" },
    noVerifyHostname: { kind: 'flag', about: 'the certificate may be for another name' },
    noVerify: { kind: 'flag', about: 'trust any certificate: whoever is in between reads the token' },
    proxy: { kind: 'text', value: 'URL', about: 'reach it through this proxy' },
    ignoreSystemProxy: { kind: 'flag', about: 'take no proxy from the environment' },
    readonly: { kind: 'flag', about: 'refuse everything that changes something' },
    label: { kind: 'text', about: 'shown in the prompt, such as PRODUCTION' },
    use: { kind: 'flag', about: 'use it from now on when no profile is named' },
    force: { kind: 'flag', about: 'change a profile that is there; what is not given stays' },
  },
  conflicts: [
    ['tokenStdin', 'tokenCommand'],
    ['keychain', 'tokenCommand'],
    ['pin', 'noVerify'],
    ['ca', 'noVerify'],
  ],
  search: ['login', 'new', 'configure', 'setup', 'token', 'server'],
  examples: [
    { line: 'cblr profile add work', shows: 'asks for the server and the token' },
    {
      line: 'cblr profile add hq --url edr.example.net --token-command "pass show edr"',
      shows: 'the token stays where it is kept',
    },
    {
      line: 'cblr profile add prod --keychain',
      shows: 'the token goes to the keyring or keychain, or to DPAPI',
    },
    { line: 'cblr profile add work --pin --force', shows: 'pin what the server of a profile shows now' },
  ],
  async run({ name, ...options }, context) {
    const { addProfile } = await import('./add-profile.ts');
    return await addProfile(name, options, context);
  },
});
