/** The newest section of CHANGELOG.md, whether it is released, and the text with its heading dated. */
export function takeSection(text, version, date) {
  const heading = /^## .*$/m.exec(text);
  const section = (heading === null ? '' : text.slice(heading.index + heading[0].length))
    .split(/^## /m, 1)[0]
    .trim();
  if (section === '') throw new Error('CHANGELOG.md says nothing of this version');
  const isReleased = !heading[0].endsWith(', not released');
  return { changelog: text.replace(heading[0], () => `## ${version}, ${date}`), section, isReleased };
}

/** What stands beside the files. */
export function notesOf(version, section) {
  return `# cblr ${version}

${section}

## Files

\`sha256sum -c --ignore-missing SHA-256SUMS\` checks what was fetched. Nothing is signed.

| File | How to put it in place |
|---|---|
| \`cblr-${version}.tgz\` | \`npm i -g ./cblr-${version}.tgz\`, with Node 24.15 or newer |
| \`cblr-linux-x64\`, \`cblr-linux-arm64\` | \`install -m 755 cblr-linux-x64 /usr/local/bin/cblr && ln -s cblr /usr/local/bin/cbq\` |
| \`cblr-win-x64.exe\` | \`copy cblr-win-x64.exe cblr.exe\`, and again as \`cbq.exe\` |
| \`cblr-darwin-arm64\` | as on Linux, but macOS starts only what carries a signature, be it one's own: \`codesign --force -s - cblr-darwin-arm64\` first, and \`xattr -d com.apple.quarantine cblr-darwin-arm64\` where a browser fetched it |

An executable holds its own Node and is both programs: called by a name that begins with \`cbq\` it is \`cbq\`.
`;
}
