# Tab for cblr and cbq in PowerShell. For $PROFILE: cblr completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName 'cblr', 'cblr.exe', 'cbq', 'cbq.exe' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object {
        $end = $_.Extent.EndOffset
        $end -lt $cursorPosition -or ($end -eq $cursorPosition -and $wordToComplete -eq '')
    } | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
    }) + ($wordToComplete -replace "^['\u2018-\u201B""\u201C-\u201E]", '')
    # Empty words and quotes get lost on the way to a program.
    $encoded = [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes($words -join "`n"))
    $program = [IO.Path]::GetFileNameWithoutExtension($commandAst.GetCommandName())
    & $program __complete --base64 $encoded 2>$null | Select-Object -SkipLast 1 | ForEach-Object {
        $text, $about = $_ -split "`t", 2
        if (-not $about) { $about = $text }
        $quoted = if ($text -match '[^\w@%+=:./\\-]') { "'" + ($text -replace "['\u2018-\u201B]", '$0$0') + "'" } else { $text }
        [System.Management.Automation.CompletionResult]::new($quoted, $text, 'ParameterValue', $about)
    }
}
