import { createHash } from 'node:crypto';
import type { ReportModel } from '../model/report-model.ts';
import { binariesSection } from './binaries-section.ts';
import { capabilitiesSection } from './capabilities-section.ts';
import { cardsSection } from './cards-section.ts';
import { changesSection } from './changes-section.ts';
import { evidenceSection } from './evidence-section.ts';
import { findingsSection } from './findings-section.ts';
import { historySection } from './history-section.ts';
import { imagesSection } from './images-section.ts';
import { markSvg, markUrl } from './mark.ts';
import { html, named, verbatim } from './markup.ts';
import { modulesSection } from './modules-section.ts';
import { packagesSection } from './packages/packages-section.ts';
import { provenanceFooter } from './provenance-footer.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';
import { verdictSection } from './verdict-section.ts';
import { whatIfSection } from './what-if-section.ts';

/**
 * The report as one HTML file that loads nothing: its content security policy allows this style sheet and this script
 * by hash (CSP level 3) and no connection of any kind.
 */
export function renderHtml(model: ReportModel): string {
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(STYLE)}'`,
    `script-src '${hashOf(SCRIPT)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${titleOf(model)}</title>
<link rel="icon" href="${markUrl()}">
<style>${verbatim(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header class="masthead">
<p class="wordmark">${markSvg()} gosymbols</p>
${sourceLine(model)}
</header>
<main id="main" tabindex="-1">
${verdictSection(model)}
${cardsSection(model)}
${findingsSection(model)}
${changesSection(model)}
${binariesSection(model)}
${imagesSection(model)}
${packagesSection(model)}
${whatIfSection(model)}
${historySection(model)}
${capabilitiesSection(model)}
${evidenceSection(model)}
${modulesSection(model)}
</main>
${provenanceFooter(model)}
<script>${verbatim(SCRIPT)}</script>
</body>
</html>
`;
  return page.markup;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function titleOf({ headline, source }: ReportModel): string {
  const repository = source?.repository;
  return `${headline}${repository === undefined ? '' : `, ${repository}`} (gosymbols)`;
}

function sourceLine({ source }: ReportModel) {
  if (source === undefined) return undefined;
  const ref = source.ref?.replace(/^refs\/(heads|tags)\//, '');
  return html`<p class="source">
${source.repository !== undefined && html`<span>${named(source.repository)}</span>`}
${ref !== undefined && html`<span>${named(ref)}</span>`}
${source.commit !== undefined && html`<code title="${source.commit}">${source.commit.slice(0, 10)}</code>`}
</p>`;
}
