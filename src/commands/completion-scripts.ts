import type { CompletionShell } from './completion-shells.ts';

/**
 * What loads Tab for both programs into a shell. The scripts know no command: the program itself says what can stand at the cursor, and
 * they quote it. What is typed goes to it as words, and nothing of it is expanded.
 */
export const completionScripts: Readonly<Record<CompletionShell, string>> = {
  bash: `# Tab for cblr and cbq in bash. For ~/.bashrc: eval "$(cblr completion bash)"
_cblr() {
  local line last=
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ -n $last ]]; then COMPREPLY+=("$last"); fi
    last=$line
  done < <(command "\${1##*/}" __complete --bash "\${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" </dev/null 2>/dev/null)
  # ':0' leaves the word to the files of bash; else there are none but these, which end in a blank where they are whole.
  if [[ $last == :0 ]]; then compopt +o nospace 2>/dev/null; else compopt +o default 2>/dev/null; fi
}
complete -o nospace -o default -F _cblr cblr cbq
`,
  zsh: `#compdef cblr cbq
# Tab for cblr and cbq in zsh. For ~/.zshrc: source <(cblr completion zsh)
_cblr_ask() {
  found=("\${(@f)$(command \${1:t} __complete -- "\${(@Q)argv[2,-1]}" </dev/null 2>/dev/null)}")
  directive=$found[-1]
  found=("\${(@)found[1,-2]}")
}
_cblr() {
  local -a found shown end
  local directive
  _cblr_ask "\${(@)words[1,CURRENT-1]}" "$PREFIX"
  if [[ $directive == :0 ]]; then _files; return; fi
  if [[ $directive == :6 ]]; then end=(-S ''); fi
  shown=("\${(@)found/$'\\t'/  }")
  compadd -M 'm:{a-zA-Z}={A-Za-z}' -l -d shown "\${(@)end}" -- "\${(@)found%%$'\\t'*}"
}
# Where compinit has not been called: zsh's old way, in which the blank behind a word is settled beforehand.
_cblr_old() {
  local -a words found
  local directive
  local -i at
  read -cA words
  read -cn at
  _cblr_ask "\${(@)words[1,at-1]}" "$1"
  reply=() _cblr_more=("\${(@)found%%$'\\t'*}")
  if [[ $directive != :6 ]]; then reply=("\${(@)_cblr_more}") _cblr_more=(); fi
}
_cblr_old_more() { reply=("\${(@)_cblr_more}"); }
if [[ $funcstack[1] == _cblr ]]; then _cblr "$@"
elif (( $+functions[compdef] )); then compdef _cblr cblr cbq
else compctl -U -K _cblr_old + -U -S '' -K _cblr_old_more + -f cblr cbq
fi
`,
  fish: `# Tab for cblr and cbq in fish. For ~/.config/fish/config.fish: cblr completion fish | source
function __cblr_complete
    set -l words (commandline -opc)
    set -l program (string replace -r '.*/' '' -- $words[1])
    set -e words[1]
    set -l word (commandline -ct)
    set -l plain (string unescape -- $word; or string replace -r '^["\\']' '' -- $word)
    set -l found (command $program __complete -- $words "$plain" </dev/null 2>/dev/null)
    if test "$found[-1]" = :0
        __fish_complete_path $word
    else if set -q found[2]
        string join -- \\n $found[1..-2]
    end
end
complete -c cblr -f -a '(__cblr_complete)'
complete -c cbq -f -a '(__cblr_complete)'
`,
  powershell: `# Tab for cblr and cbq in PowerShell. For $PROFILE: cblr completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName 'cblr', 'cblr.exe', 'cbq', 'cbq.exe' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object {
        $end = $_.Extent.EndOffset
        $end -lt $cursorPosition -or ($end -eq $cursorPosition -and $wordToComplete -eq '')
    } | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
    }) + ($wordToComplete -replace "^['\\u2018-\\u201B""\\u201C-\\u201E]", '')
    # Empty words and quotes get lost on the way to a program.
    $encoded = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($words -join "\`n"))
    $program = [IO.Path]::GetFileNameWithoutExtension($commandAst.GetCommandName())
    & $program __complete --base64 $encoded 2>$null | Select-Object -SkipLast 1 | ForEach-Object {
        $text, $about = $_ -split "\`t", 2
        if (-not $about) { $about = $text }
        $quoted = if ($text -match '[^\\w@%+=:./\\\\-]') { "'" + ($text -replace "['\\u2018-\\u201B]", '$0$0') + "'" } else { $text }
        [System.Management.Automation.CompletionResult]::new($quoted, $text, 'ParameterValue', $about)
    }
}
`,
};
