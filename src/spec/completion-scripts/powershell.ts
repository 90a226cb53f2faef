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

/** For Windows PowerShell 5.1 and PowerShell 7. Where it gives nothing, PowerShell itself offers files. */
export function powershellScript(data: ScriptData): string {
  const { commands, below, heads, globals, program } = data;
  const nouns = [...below.keys()].filter((head) => commands.every(({ name }) => name !== head));
  const own = ownOptionRows(data);
  const pairs = (command: string, names: readonly string[]): readonly string[] =>
    names.map((name) => `${command} ${name}`);
  return `# PowerShell completion for ${program}; made by: ${program} completion powershell
# load it with: ${program} completion powershell | Out-String | Invoke-Expression

Register-ArgumentCompleter -Native -CommandName ${q(program)}, ${q(`${program}.exe`)} -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    function Get-Profiles {
        ${q(labProfile)}
        $first = if ($env:CBRC) { $env:CBRC } else { Join-Path $HOME ${q(profileFiles.own)} }
        $others = @(${profileFiles.others.map((file) => `(Join-Path $HOME ${q(file)})`).join(', ')}, ${q(profileFiles.system)})
        foreach ($file in (@($first) + $others)) {
            if (-not (Test-Path -LiteralPath $file -PathType Leaf)) { continue }
            Get-Content -LiteralPath $file -ErrorAction SilentlyContinue | ForEach-Object {
                if ($_ -cmatch '^\\[(${profileName}+)\\]' -and $Matches[1] -cne 'DEFAULT') { $Matches[1] }
            }
        }
    }

    function Get-Canonical($name) {
${switchOf('$name', [
  ...commands.flatMap(({ name, aliases }) =>
    [name, ...aliases].map((alias): Case => [alias, `return ${q(name)}`]),
  ),
  ...nouns.map((noun): Case => [noun, `return ${q(noun)}`]),
])}        if ($name.Contains(' ')) { return '' }
        return '?'
    }

    function Test-Takes($command, $option) {
${switchOf(
  '"$command $option"',
  own.flatMap(({ command, names, option }) =>
    pairs(command, names).map((pair): Case => [pair, `return ${option.takesValue ? '$true' : '$false'}`]),
  ),
)}${switchOf(
  '$option',
  globals
    .filter(({ takesValue }) => takesValue)
    .flatMap(({ names }) => names.map((name): Case => [name, 'return $true'])),
)}        return $false
    }

    function Test-CommandLine($command, $operands) {
${switchOf(
  '$command',
  commands.flatMap(({ name, commandLineAt }): readonly Case[] =>
    commandLineAt === undefined ? [] : [[name, `return ($operands -gt ${commandLineAt})`]],
  ),
)}        return $false
    }

    function Get-Options($command) {
${switchOf(
  '$command',
  commands
    .filter(({ options }) => options.length > 0)
    .map(({ name, options }): Case => [name, described(options)]),
)}        ${described(globals)}
    }

    function Get-OptionValues($command, $option) {
${switchOf(
  '"$command $option"',
  own.flatMap(({ command, names, option }) =>
    pairs(command, names).map((pair): Case => [pair, `${offer(option.values)}return`]),
  ),
)}${switchOf(
  '$option',
  globals.flatMap(({ names, values }) => names.map((name): Case => [name, `${offer(values)}return`])),
)}    }

    function Get-OperandValues($command, $operands) {
${switchOf('"$command $operands"', [
  [' 0', described(heads)],
  ...[...below].map(([head, children]): Case => [`${head} 0`, described(children)]),
])}${switchOf(
  '$command',
  operandRows(data).map(
    ({ command, place, andAfter, values }): Case => [
      command,
      `if ($operands -${andAfter ? 'ge' : 'eq'} ${place}) { ${offer(values)}}`,
    ],
  ),
)}    }

    $command = ''
    $option = ''
    $ended = $false
    $operands = 0
    foreach ($element in ($commandAst.CommandElements | Select-Object -Skip 1)) {
        $end = $element.Extent.EndOffset
        if ($end -gt $cursorPosition -or ($end -eq $cursorPosition -and $wordToComplete -ne '')) { break }
        $word = if ($element -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $element.Value } else { $element.Extent.Text }
        if ($option -ne '') { $option = '' }
        elseif ($ended -or $word -notlike '-?*') {
            $pair = if ($command -ne '' -and $operands -eq 0) { Get-Canonical "$command $word" } else { '' }
            if ($command -eq '') { $command = Get-Canonical $word }
            elseif ($pair -ne '') { $command = $pair }
            else { $operands += 1 }
        }
        elseif ($word -ceq '--') { $ended = $true }
        elseif (Test-Takes $command $word) { $option = $word }
    }

    $lead = ''
    if ($option -eq '' -and -not $ended -and $wordToComplete -match '^(--[^=]+)=') {
        $option = $Matches[1]
        $lead = "$option="
    }
    $found = if ($option -ne '') { Get-OptionValues $command $option }
        elseif (Test-CommandLine $command $operands) { @() }
        elseif (-not $ended -and $wordToComplete -like '-*') { Get-Options $command }
        else { Get-OperandValues $command $operands }
    $found | Where-Object { $_ -ne $null } | ForEach-Object {
        $text, $about = $_ -split "\`t", 2
        if ("$lead$text".StartsWith($wordToComplete, [System.StringComparison]::OrdinalIgnoreCase)) {
            if (-not $about) { $about = $text }
            [System.Management.Automation.CompletionResult]::new("$lead$text", $text, 'ParameterValue', $about)
        }
    }
}
`;
}

type Case = readonly [pattern: string, action: string];

function switchOf(subject: string, cases: readonly Case[]): string {
  if (cases.length === 0) return '';
  const lines = cases.map(([pattern, action]) => `            ${q(pattern)} { ${action} }\n`);
  return `        switch -CaseSensitive (${subject}) {\n${lines.join('')}        }\n`;
}

function offer(values: Values | undefined): string {
  if (values === 'profiles') return 'Get-Profiles; ';
  return values === undefined || values === 'files' ? '' : `${values.map(q).join(', ')}; `;
}

/** Name and sentence with a tab between, the tab written as PowerShell does. */
function described(items: readonly Described[]): string {
  return items.map(({ name, about }) => `${q(name)} + "\`t" + ${q(about)}`).join('; ');
}

/** PowerShell takes typographic single quotes for quotes as well. */
function q(word: string): string {
  return `'${word.replaceAll(/['‘’‚‛]/g, '$&$&')}'`;
}
