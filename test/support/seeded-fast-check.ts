import fc from '../../node_modules/fast-check/lib/fast-check.js';

// The same draws each time: a test that fails, fails again. vitest.config.ts puts this in the place of fast-check.
fc.configureGlobal({ seed: 20_240_514 });

export * from '../../node_modules/fast-check/lib/fast-check.js';
export { default } from '../../node_modules/fast-check/lib/fast-check.js';
