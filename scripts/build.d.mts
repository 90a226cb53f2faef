/** Bundles src/ into dist/. */
export function build(): Promise<void>;
/** The same into a folder that is there for it. */
export function bundleInto(dir: string): Promise<void>;
