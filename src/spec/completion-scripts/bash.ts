import {
  labProfile,
  type OperandRow,
  operandRows,
  ownOptionRows,
  profileFiles,
  profileName,
  type ScriptData,
  type ScriptOption,
  type Values,
} from './data.ts';

/** For bash 3.2 and later; needs no other package. */
export function bashScript(data: ScriptData): string {
  const fn = functionName(data.program);
  return `# bash completion for ${data.program}; made by: ${data.program} completion bash
# load it with: source <(${data.program} completion bash)

${canonicalFunction(fn, data)}
${takesFunction(fn, data)}
${optionsFunction(fn, data)}
${optionValuesFunction(fn, data)}
${operandValuesFunction(fn, data)}
${profilesFunction(fn)}
${fn}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} command='' option='' last='' ended='' operands=0 i word files=''
  local -a values
  values=()
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ $word == '=' ]]; then option=$last
    elif [[ -n $option ]]; then option=''
    elif [[ -n $ended || $word != -?* ]]; then
      if [[ -z $command ]]; then ${fn}_canonical "$word"
      elif [[ $operands == 0 ]] && ${fn}_canonical "$command $word"; then :
      else operands=$((operands + 1))
      fi
    elif [[ $word == '--' ]]; then ended=1
    else
      last=$word
      if ${fn}_takes "$command" "$word"; then option=$word; fi
    fi
  done
  if [[ $cur == '=' && -n $last ]]; then option=$last cur=''; fi
  if [[ -n $option ]]; then ${fn}_option_values "$command" "$option"
  elif ${fn}_is_command_line "$command" "$operands"; then return
  elif [[ -z $ended && $cur == -* ]]; then ${fn}_options "$command"
  else ${fn}_operand_values "$command" "$operands"
  fi
  if [[ -n $files ]]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$cur")
  fi
  for word in "\${values[@]}"; do
    if [[ $word == "$cur"* ]]; then COMPREPLY+=("$word"); fi
  done
}

complete -F ${fn} ${data.program}
`;
}

/** Sets `command` from a name or alias; fails where two words are no command. */
function canonicalFunction(fn: string, { commands, below }: ScriptData): string {
  const cases = commands.map(
    ({ name, aliases }) => `    ${patterns([name, ...aliases])}) command=${q(name)} ;;`,
  );
  const nouns = [...below.keys()].filter((head) => commands.every(({ name }) => name !== head));
  const heads = nouns.length === 0 ? [] : [`    ${patterns(nouns)}) command=$1 ;;`];
  return `${fn}_canonical() {
  case $1 in
${[...cases, ...heads].join('\n')}
    *' '*) return 1 ;;
    *) command='?' ;;
  esac
}
`;
}

function takesFunction(fn: string, data: ScriptData): string {
  const own = ownOptionRows(data).map(
    ({ command, names, option }) =>
      `    ${patterns(names.map((name) => `${command} ${name}`))}) return ${option.takesValue ? 0 : 1} ;;`,
  );
  const globals = data.globals.filter(({ takesValue }) => takesValue).flatMap(({ names }) => names);
  return `${fn}_takes() {
  case "$1 $2" in
${own.join('\n')}
  esac
  case $2 in
    ${globals.length === 0 ? "''" : patterns(globals)}) return 0 ;;
  esac
  return 1
}

${fn}_is_command_line() {
  case $1 in
${data.commands.flatMap(({ name, commandLineAt }) => (commandLineAt === undefined ? [] : [`    ${q(name)}) [[ $2 -gt ${commandLineAt} ]]; return ;;`])).join('\n')}
  esac
  return 1
}
`;
}

function optionsFunction(fn: string, { commands, globals }: ScriptData): string {
  const cases = commands
    .filter(({ options }) => options.length > 0)
    .map(({ name, options }) => `    ${q(name)}) values=(${list(options.map((option) => option.name))}) ;;`);
  return `${fn}_options() {
  case $1 in
${cases.join('\n')}
  esac
  values+=(${list(globals.map(({ name }) => name))})
}
`;
}

function optionValuesFunction(fn: string, data: ScriptData): string {
  const own = ownOptionRows(data).map(
    ({ command, names, option }) =>
      `    ${patterns(names.map((name) => `${command} ${name}`))}) ${offer(fn, option.values)}return ;;`,
  );
  const globals = data.globals
    .filter(({ values }) => values !== undefined)
    .map(({ names, values }: ScriptOption) => `    ${patterns(names)}) ${offer(fn, values)};;`);
  return `${fn}_option_values() {
  case "$1 $2" in
${own.join('\n')}
  esac
  case $2 in
${globals.join('\n')}
  esac
}
`;
}

function operandValuesFunction(fn: string, data: ScriptData): string {
  const below = [...data.below].map(
    ([head, children]) => `    ${q(`${head} 0`)}) values=(${list(children.map(({ name }) => name))}) ;;`,
  );
  const rows = operandRows(data).map((row) => `    ${placePattern(row)}) ${appendOffer(fn, row.values)};;`);
  return `${fn}_operand_values() {
  case "$1 $2" in
    ' 0') values=(${list(data.heads.map(({ name }) => name))}) ;;
${below.join('\n')}
  esac
  case "$1 $2" in
${rows.join('\n')}
  esac
}
`;
}

/** The sections of the profile files. */
function profilesFunction(fn: string): string {
  const { own, others, system } = profileFiles;
  const files = [`"\${CBRC:-$HOME/${own}}"`, ...others.map((file) => `"$HOME/${file}"`), q(system)];
  return `${fn}_profiles() {
  local name
  values+=(${q(labProfile)})
  while IFS= read -r name; do
    if [[ $name != DEFAULT ]]; then values+=("$name"); fi
  done < <(sed -n 's/^\\[\\(${profileName}${profileName}*\\)\\].*/\\1/p' ${files.join(' ')} 2>/dev/null)
}
`;
}

function placePattern({ command, place, andAfter }: OperandRow): string {
  const lead = q(`${command} `);
  return andAfter ? `${lead}[${place}-9] | ${lead}[1-9][0-9]*` : q(`${command} ${place}`);
}

function offer(fn: string, values: Values | undefined): string {
  if (values === undefined) return '';
  return `${appendOffer(fn, values).trim()}; `;
}

function appendOffer(fn: string, values: Values): string {
  if (values === 'files') return 'files=1 ';
  return values === 'profiles' ? `${fn}_profiles ` : `values+=(${list(values)}) `;
}

function patterns(words: readonly string[]): string {
  return words.map(q).join(' | ');
}

function list(words: readonly string[]): string {
  return words.map(q).join(' ');
}

function q(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

function functionName(program: string): string {
  return `_${program.replaceAll(/\W/g, '_')}`;
}
