import type { BinaryModel, CommandModel } from '../model/report-model.ts';
import { sizeText } from '../text/size-text.ts';
import { html, type Markup, named, verbatim } from './markup.ts';

/** Where the symbols are, and the commands that bring them back into a debugger. */
export function publishedBlock({ published, commands, debugFile, name }: BinaryModel): Markup | undefined {
  if (published.length === 0) {
    if (debugFile === undefined) return undefined;
    return html`<div class="block"><h4>Published symbols</h4><p class="note">Not published yet: run <code>npx gosymbols publish</code>.</p></div>`;
  }
  return html`<div class="block"><h4>Published symbols</h4>
<ul class="receipts">${published.map((receipt) => html`<li><code>${receipt.reference}</code><span class="note">${sizeText(receipt.layerBytes)} stored, ${receipt.verified ? 'read back and compared' : 'not read back'}${receipt.existed && ', was there already'}; manifest <code>${receipt.digest}</code></span></li>`)}</ul>
${commands.map((command) => commandBlock(command, name))}</div>`;
}

function commandBlock({ label, command }: CommandModel, name: string): Markup {
  const lines = command.split('\n').map((line, at) => html`${at > 0 && verbatim('\n')}${line}`);
  return html`<figure class="command"><figcaption>${label}</figcaption><pre tabindex="0" aria-label="${label}"><code>${lines}</code></pre><button type="button" class="copy" hidden>Copy<span class="unseen"> the command: ${label}, ${named(name)}</span></button></figure>`;
}
