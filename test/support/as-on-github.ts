import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { rehypeGithubAlerts } from 'rehype-github-alerts';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import rehypeStringify from 'rehype-stringify';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';

/** Markdown as HTML by GitHub's rules: its dialect, and the tags that it lets through (the default schema is GitHub's). */
export async function asOnGitHub(markdown: string): Promise<string> {
  const file = await unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(remarkRehype, { allowDangerousHtml: true })
    .use(rehypeRaw)
    .use(rehypeSanitize, defaultSchema)
    .use(rehypeGithubAlerts, {})
    .use(rehypeStringify)
    .process(markdown);
  return String(file);
}

/** A page with GitHub's style sheet, as wide as a comment. */
export async function commentPage(markdown: string): Promise<string> {
  const style = readFileSync(
    createRequire(import.meta.url).resolve('github-markdown-css/github-markdown.css'),
    'utf8',
  );
  return `<!doctype html><meta charset="utf-8"><style>${style}
body { margin: 0; } .markdown-body { width: 760px; padding: 16px; font-size: 14px; }</style><article class="markdown-body">${await asOnGitHub(markdown)}</article>`;
}
