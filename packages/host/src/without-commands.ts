/**
 * Text for a runner's log in which no line is a command to the runner: names of files and what tools print may begin with
 * `::`. The runner passes over white space in front, and takes `##[` anywhere (src/Runner.Common/ActionCommand.cs).
 */
export function withoutCommands(text: string): string {
  return text.replaceAll(/(^|[\r\n])(\s*):(?=:)/g, '$1$2:\u200b').replaceAll('##[', '##\u200b[');
}
