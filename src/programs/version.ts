import manifest from '../../package.json' with { type: 'json' };

/** Of the package; also the user agent's. */
export const version: string = manifest.version;
