// `node bake.mjs JSON`: one executable out of a main file and assets. What a Node reads at its start must be written by one of the same
// version, so this runs on that very version, whichever platform it is for.
import { createRequire } from 'node:module';

const { main, assets, useCodeCache, node, platform, arch, output } = JSON.parse(process.argv[2]);
// pkg's own command line wants to download a Node; the function behind it takes the one that is here.
const sea = createRequire(import.meta.url)('@yao-pkg/pkg/lib-es5/sea.js').default;
const names = { linux: 'linux', darwin: 'macos', win32: 'win' };
const nodeRange = `node${process.versions.node.split('.')[0]}`;
await sea(main, {
  nodePath: node,
  // The one that writes: this.
  useLocalNode: true,
  targets: [{ platform: names[platform], arch, nodeRange, output }],
  config: {},
  seaConfig: { useCodeCache, assets },
});
