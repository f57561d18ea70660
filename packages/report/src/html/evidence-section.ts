import type { BinaryModel, ReportModel } from '../model/report-model.ts';
import { sizeText } from '../text/size-text.ts';
import { identityList } from './identity-list.ts';
import { html, type Markup, named, prose } from './markup.ts';
import { publishedBlock } from './published-block.ts';
import { sectionsMap } from './sections-map.ts';

/** Up to this many binaries are shown unfolded. */
const OPEN = 2;

/** Binary by binary: proof, section map, published symbols with commands, identity. */
export function evidenceSection({ binaries }: ReportModel): Markup | undefined {
  if (binaries.length === 0) return undefined;
  return html`<section aria-labelledby="evidence"><div class="heading"><h2 id="evidence">Evidence, binary by binary</h2>
<p class="fold-all" hidden><button type="button" data-fold="open">Unfold all</button> <button type="button" data-fold="close">Fold all</button></p></div>
${binaries.map((binary, at) => evidence(binary, at, binaries.length <= OPEN))}</section>`;
}

function evidence(binary: BinaryModel, at: number, open: boolean): Markup {
  return html`<details class="evidence" id="binary-${at + 1}" data-binary="${`${binary.name} ${binary.platform ?? ''}`.toLowerCase()}"${open && ' open'}>
<summary><h3>${named(binary.name)}</h3><span class="summary-facts">${[binary.platform, `${binary.level.before} → ${binary.level.shown}`, sizeText(binary.size.after)].filter(Boolean).join(' · ')}</span></summary>
<div class="body">
${sectionsMap(binary, at)}
<div class="columns">
${proofBlock(binary)}
${identityList(binary)}
</div>
${publishedBlock(binary)}
${warningsBlock(binary)}
</div></details>`;
}

function proofBlock({ proof, strip }: BinaryModel): Markup {
  if (proof === undefined)
    return html`<div class="block"><h4>Split proof</h4><p class="note">Not split: it ships as it was built.</p></div>`;
  return html`<div class="block"><h4>Split proof</h4>
<p class="note">${proof.held} of ${proof.claims.length} claims hold; ${strip === 'all' ? 'everything' : strip === 'dwarf' ? 'debug info' : 'nothing'} was stripped.</p>
<ol class="claims">${proof.claims.map((claim) => html`<li class="${claim.holds ? 'good' : 'bad'}"><b>${claim.id.replaceAll('-', ' ')}</b><span class="unseen">: ${claim.holds ? 'holds' : 'does not hold'}.</span> <span>${prose(claim.detail)}</span></li>`)}</ol></div>`;
}

function warningsBlock({ warnings }: BinaryModel): Markup | undefined {
  if (warnings.length === 0) return undefined;
  return html`<div class="block"><h4>Noticed in the file</h4><ul class="warnings">${warnings.map((warning) => html`<li>${prose(warning.message)} <code>${warning.code}</code></li>`)}</ul></div>`;
}
