import {
  type Described,
  labProfile,
  operandRows,
  ownOptionRows,
  profileFiles,
  profileName,
  type ScriptData,
  type Values,
} from './data.ts';

/** For fish 3; one function answers every question, because fish would run a condition for each candidate. */
export function fishScript(data: ScriptData): string {
  const fn = `__${data.program.replaceAll(/\W/g, '_')}`;
  return `# fish completion for ${data.program}; made by: ${data.program} completion fish
# load it with: ${data.program} completion fish | source

${tables(fn, data)}
${profilesFunction(fn)}
function ${fn}_complete
    set -l command ''
    set -l option ''
    set -l ended ''
    set -l operands 0
    set -l pair ''
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -e words[1]
    for word in $words
        if test -n "$option"
            set option ''
        else if test -n "$ended"; or not string match -qr -- '^-.' $word
            if test -z "$command"
                set command (${fn}_canonical $word)
            else
                set pair ''
                test $operands = 0; and set pair (${fn}_canonical "$command $word")
                if test -n "$pair"
                    set command $pair
                else
                    set operands (math $operands + 1)
                end
            end
        else if test $word = --
            set ended 1
        else if ${fn}_takes "$command" $word
            set option $word
        end
    end
    if test -n "$option"
        ${fn}_option_values "$command" $option ''
    else if ${fn}_is_command_line "$command" $operands
        return
    else if test -z "$ended"; and string match -qr -- '^--[^=]+=' $current
        set option (string replace -r -- '=.*' '' $current)
        ${fn}_option_values "$command" $option "$option="
    else if test -z "$ended"; and string match -q -- '-*' $current
        ${fn}_options "$command"
    else
        ${fn}_operand_values "$command" $operands
    end
end

complete -c ${data.program} -f -a '(${fn}_complete)'
`;
}

type Case = readonly [patterns: readonly string[], lines: readonly string[]];

function tables(fn: string, data: ScriptData): string {
  const { commands, below, heads, globals } = data;
  const nouns = [...below.keys()].filter((head) => commands.every(({ name }) => name !== head));
  const own = ownOptionRows(data);
  const pairs = (command: string, names: readonly string[]): readonly string[] =>
    names.map((name) => `${command} ${name}`);
  return [
    switchFunction(
      `${fn}_canonical`,
      [
        [
          '"$argv[1]"',
          [
            ...commands.map(({ name, aliases }): Case => [[name, ...aliases], [`echo ${q(name)}`]]),
            ...nouns.map((noun): Case => [[noun], [`echo ${q(noun)}`]]),
          ],
          ["string match -q -- '* *' $argv[1]; or echo '?'"],
        ],
      ],
      0,
    ),
    switchFunction(
      `${fn}_takes`,
      [
        [
          '"$argv[1] $argv[2]"',
          own.map(
            ({ command, names, option }): Case => [
              pairs(command, names),
              [`return ${option.takesValue ? 0 : 1}`],
            ],
          ),
        ],
        [
          '$argv[2]',
          globals.filter(({ takesValue }) => takesValue).map(({ names }): Case => [names, ['return 0']]),
        ],
      ],
      1,
    ),
    switchFunction(
      `${fn}_is_command_line`,
      [
        [
          '"$argv[1]"',
          commands.flatMap(({ name, commandLineAt }): readonly Case[] =>
            commandLineAt === undefined
              ? []
              : [[[name], [`test $argv[2] -gt ${commandLineAt}`, 'return $status']]],
          ),
        ],
      ],
      1,
    ),
    switchFunction(
      `${fn}_options`,
      [
        [
          '"$argv[1]"',
          commands
            .filter(({ options }) => options.length > 0)
            .map(({ name, options }): Case => [[name], described(options)]),
        ],
        ['all', [[['all'], described(globals)]]],
      ],
      0,
    ),
    switchFunction(
      `${fn}_option_values`,
      [
        [
          '"$argv[1] $argv[2]"',
          own.map(
            ({ command, names, option }): Case => [
              pairs(command, names),
              [...offer(fn, option.values), 'return'],
            ],
          ),
        ],
        [
          '$argv[2]',
          globals
            .filter(({ values }) => values !== undefined)
            .map(({ names, values }): Case => [names, offer(fn, values)]),
        ],
      ],
      0,
    ),
    switchFunction(
      `${fn}_operand_values`,
      [
        [
          '"$argv[1] $argv[2]"',
          [
            [[' 0'], described(heads)],
            ...[...below].map(([head, children]): Case => [[`${head} 0`], described(children)]),
          ],
        ],
        [
          '"$argv[1]"',
          operandRows(data).map(
            ({ command, place, andAfter, values }): Case => [
              [command],
              [
                `if test $argv[2] -${andAfter ? 'ge' : 'eq'} ${place}`,
                ...offer(fn, values).map((line) => `    ${line}`),
                'end',
              ],
            ],
          ),
        ],
      ],
      0,
    ),
  ].join('\n');
}

/** In fish the first pattern that fits wins, so cases with the same patterns are put together. */
function switchFunction(
  name: string,
  switches: readonly (readonly [string, readonly Case[], (readonly string[])?])[],
  status: number,
): string {
  const blocks = switches.map(([subject, cases, otherwise]) => {
    const merged = new Map<string, string[]>();
    for (const [patterns, lines] of cases) {
      const pattern = patterns.map(q).join(' ');
      merged.set(pattern, [...(merged.get(pattern) ?? []), ...lines]);
    }
    if (otherwise !== undefined) merged.set("'*'", [...otherwise]);
    if (merged.size === 0) return '';
    const body = [...merged].map(
      ([pattern, lines]) =>
        `        case ${pattern}\n${lines.map((line) => `            ${line}\n`).join('')}`,
    );
    return `    switch ${subject}\n${body.join('')}    end\n`;
  });
  return `function ${name}\n${blocks.join('')}    return ${status}\nend\n`;
}

/** The sections of the profile files, each with what the word has before it. */
function profilesFunction(fn: string): string {
  const { own, others, system } = profileFiles;
  const rest = [...others.map((file) => `"$HOME/${file}"`), q(system)].join(' ');
  return `function ${fn}_profiles
    set -l first "$HOME/${own}"
    set -q CBRC; and test -n "$CBRC"; and set first $CBRC
    printf '%s%s\\n' "$argv[1]" ${q(labProfile)}
    for name in (sed -n 's/^\\[\\(${profileName}${profileName}*\\)\\].*/\\1/p' $first ${rest} 2>/dev/null)
        test "$name" != DEFAULT; and printf '%s%s\\n' "$argv[1]" $name
    end
    return 0
end
`;
}

/** `$argv[3]` is what the word has before the value: `--sort=`. */
function offer(fn: string, values: Values | undefined): readonly string[] {
  if (values === undefined) return [];
  if (values === 'profiles') return [`${fn}_profiles "$argv[3]"`];
  if (values === 'files') return ['__fish_complete_path (string replace -- "$argv[3]" "" (commandline -ct))'];
  return [`printf '%s\\n' "$argv[3]"${values.map(q).join(' "$argv[3]"')}`];
}

function described(items: readonly Described[]): readonly string[] {
  return items.map(({ name, about }) => `printf '%s\\t%s\\n' ${q(name)} ${q(about)}`);
}

function q(word: string): string {
  return `'${word.replaceAll(/[\\']/g, '\\$&')}'`;
}
