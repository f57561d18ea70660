/** The date itself where it is one of the calendar, `YYYY-MM-DD`; or a sentence that says what is wrong with it. */
export function parseDate(text: string): { readonly date: string } | string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return `\`${text}\` is not a date: write it as \`2027-12-31\``;
  const time = Date.parse(`${text}T00:00:00Z`);
  const exists = !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  return exists ? { date: text } : `\`${text}\` is not in the calendar`;
}
