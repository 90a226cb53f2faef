// The scripts of the HTML pages: TypeScript in src/pages, bundled to one text each, as a page is one file that asks nobody for anything.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** Where they stand, checked in: a page is made without a bundler. */
export const pageScriptsFolder = 'src/output/html/made';
const header = '// Made from src/pages by npm run generate.\n';

/** Path below the root → text, for each page. */
export async function pageScripts(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const page of ['tree', 'timeline']) {
    const script = await bundled(join('src', 'pages', page, 'main.ts'));
    const text = `${header}export const ${page}Script = ${lineByLine(script)};\n`;
    files.set(`${pageScriptsFolder}/${page}-script.ts`, text);
  }
  return files;
}

/** As a literal that keeps its lines: a search of the sources finds one of them, not the whole script. */
function lineByLine(text: string): string {
  return `\`${text.replace(/[\\`]|\$\{/g, '\\$&')}\``;
}

async function bundled(input: string): Promise<string> {
  const bundle = await rolldown({ cwd: root, input, platform: 'browser', logLevel: 'warn', tsconfig: false });
  try {
    const { output } = await bundle.generate({
      format: 'iife',
      strict: true,
      minify: 'dce-only',
      comments: false,
      sourcemap: false,
    });
    const code = output[0].code;
    if (/<\/script|<!--/i.test(code)) throw new Error(`${input}: the script would end its own element`);
    return code;
  } finally {
    await bundle.close();
  }
}
