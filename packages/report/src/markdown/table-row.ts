/** One row of a GitHub table; the cells are Markdown already. */
export function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A fold that GitHub shows closed. The blank line lets Markdown be read inside. */
export function fold(title: string, body: string): string {
  return `<details>\n<summary>${title}</summary>\n\n${body}\n\n</details>`;
}
