import {
  type Described,
  labProfile,
  type OperandRow,
  operandRows,
  ownOptionRows,
  profileFiles,
  profileName,
  type ScriptData,
  type Values,
} from './data.ts';

/** For zsh 5; as a file `_NAME` in `fpath`, or sourced. */
export function zshScript(data: ScriptData): string {
  const fn = functionName(data.program);
  return `#compdef ${data.program}
# zsh completion for ${data.program}; made by: ${data.program} completion zsh
# load it with: source <(${data.program} completion zsh)

${tables(fn, data)}
${profilesFunction(fn)}
${fn}() {
  local command='' option='' ended='' files='' word='' i=0 operands=0
  local -a values
  values=()
  for ((i = 2; i < CURRENT; i++)); do
    word=\${(Q)words[i]}
    if [[ -n $option ]]; then option=''
    elif [[ -n $ended || $word != -?* ]]; then
      if [[ -z $command ]]; then ${fn}_canonical "$word"
      elif [[ $operands == 0 ]] && ${fn}_canonical "$command $word"; then :
      else operands=$((operands + 1))
      fi
    elif [[ $word == '--' ]]; then ended=1
    elif ${fn}_takes "$command" "$word"; then option=$word
    fi
  done
  if [[ -z $option && -z $ended && $PREFIX == --*=* ]]; then
    option=\${PREFIX%%=*}
    compset -P '*='
  fi
  if [[ -n $option ]]; then ${fn}_option_values "$command" "$option"
  elif ${fn}_is_command_line "$command" "$operands"; then return
  elif [[ -z $ended && $PREFIX == -* ]]; then
    ${fn}_options "$command"
    _describe -o 'option' values
    return
  else ${fn}_operand_values "$command" "$operands"
  fi
  if [[ -n $files ]]; then _files; fi
  if (( \${#values} > 0 )); then _describe 'value' values; fi
}

if [[ \${funcstack[1]} == ${fn} ]]; then ${fn} "$@"
else compdef ${fn} ${data.program}
fi
`;
}

function tables(fn: string, data: ScriptData): string {
  const { commands, below, heads, globals } = data;
  const nouns = [...below.keys()].filter((head) => commands.every(({ name }) => name !== head));
  const own = ownOptionRows(data);
  const rowPatterns = (command: string, names: readonly string[]): string =>
    patterns(names.map((name) => `${command} ${name}`));
  return [
    caseFunction(
      `${fn}_canonical`,
      [
        [
          '$1',
          [
            ...commands.map(({ name, aliases }) => `${patterns([name, ...aliases])}) command=${q(name)} ;;`),
            ...nouns.map((noun) => `${q(noun)}) command=$1 ;;`),
            "*' '*) return 1 ;;",
            "*) command='?' ;;",
          ],
        ],
      ],
      0,
    ),
    caseFunction(
      `${fn}_takes`,
      [
        [
          '"$1 $2"',
          own.map(
            ({ command, names, option }) =>
              `${rowPatterns(command, names)}) return ${option.takesValue ? 0 : 1} ;;`,
          ),
        ],
        [
          '$2',
          globals
            .filter(({ takesValue }) => takesValue)
            .map(({ names }) => `${patterns(names)}) return 0 ;;`),
        ],
      ],
      1,
    ),
    caseFunction(
      `${fn}_is_command_line`,
      [
        [
          '$1',
          commands.flatMap(({ name, commandLineAt }) =>
            commandLineAt === undefined ? [] : [`${q(name)}) (( $2 > ${commandLineAt} )); return ;;`],
          ),
        ],
      ],
      1,
    ),
    caseFunction(
      `${fn}_options`,
      [
        [
          '$1',
          commands
            .filter(({ options }) => options.length > 0)
            .map(({ name, options }) => `${q(name)}) values+=(${list(options)}) ;;`),
        ],
        ['all', [`all) values+=(${list(globals)}) ;;`]],
      ],
      0,
    ),
    caseFunction(
      `${fn}_option_values`,
      [
        [
          '"$1 $2"',
          own.map(
            ({ command, names, option }) =>
              `${rowPatterns(command, names)}) ${offer(fn, option.values)}return ;;`,
          ),
        ],
        [
          '$2',
          globals
            .filter(({ values }) => values !== undefined)
            .map(({ names, values }) => `${patterns(names)}) ${offer(fn, values)};;`),
        ],
      ],
      0,
    ),
    caseFunction(
      `${fn}_operand_values`,
      [
        [
          '"$1 $2"',
          [
            `' 0') values+=(${list(heads)}) ;;`,
            ...[...below].map(([head, children]) => `${q(`${head} 0`)}) values+=(${list(children)}) ;;`),
          ],
        ],
        ['"$1 $2"', operandRows(data).map((row) => `${placePattern(row)}) ${offer(fn, row.values)};;`)],
      ],
      0,
    ),
  ].join('\n');
}

function caseFunction(
  name: string,
  switches: readonly (readonly [string, readonly string[]])[],
  status: number,
): string {
  const blocks = switches
    .filter(([, lines]) => lines.length > 0)
    .map(
      ([subject, lines]) => `  case ${subject} in\n${lines.map((line) => `    ${line}\n`).join('')}  esac\n`,
    );
  return `${name}() {\n${blocks.join('')}  return ${status}\n}\n`;
}

/** The sections of the profile files. */
function profilesFunction(fn: string): string {
  const { own, others, system } = profileFiles;
  const files = [`"\${CBRC:-$HOME/${own}}"`, ...others.map((file) => `"$HOME/${file}"`), q(system)];
  return `${fn}_profiles() {
  local name
  values+=(${q(labProfile)})
  for name in \${(f)"$(sed -n 's/^\\[\\(${profileName}${profileName}*\\)\\].*/\\1/p' ${files.join(' ')} 2>/dev/null)"}; do
    if [[ $name != DEFAULT ]]; then values+=("$name"); fi
  done
}
`;
}

function placePattern({ command, place, andAfter }: OperandRow): string {
  const lead = q(`${command} `);
  return andAfter ? `${lead}[${place}-9] | ${lead}[1-9][0-9]*` : q(`${command} ${place}`);
}

function offer(fn: string, values: Values | undefined): string {
  if (values === undefined) return '';
  if (values === 'profiles') return `${fn}_profiles; `;
  return values === 'files'
    ? 'files=1; '
    : `values+=(${values.map((value) => q(colons(value))).join(' ')}); `;
}

/** `name:about`, as `_describe` wants it. */
function list(items: readonly Described[]): string {
  return items.map(({ name, about }) => q(`${colons(name)}:${about}`)).join(' ');
}

function colons(name: string): string {
  return name.replaceAll(/[\\:]/g, '\\$&');
}

function patterns(words: readonly string[]): string {
  return words.map(q).join(' | ');
}

function q(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

function functionName(program: string): string {
  return `_${program.replaceAll(/\W/g, '_')}`;
}
