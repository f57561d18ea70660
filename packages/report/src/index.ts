export { markdownCode } from './markdown/escape-markdown.ts';
export { type CommentOptions, renderComment } from './markdown/render-comment.ts';
export { MARKDOWN_LIMIT, type MarkdownOptions, renderMarkdown } from './markdown/render-markdown.ts';
export type { CapabilityJudge } from './model/capability-matrix.ts';
export { type ModelOptions, modelOf } from './model/model-of.ts';
export { isNews } from './model/movement.ts';
export type * from './model/report-model.ts';
export { renderJson } from './render-json.ts';
export { renderTerminal, type TerminalOptions } from './terminal/render-terminal.ts';
