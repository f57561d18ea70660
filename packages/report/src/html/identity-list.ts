import type { BinaryModel } from '../model/report-model.ts';
import { sizeText } from '../text/size-text.ts';
import { html, type Insertable, type Markup, named } from './markup.ts';

/** Build IDs, digests, producer: what tells this build from any other. */
export function identityList(binary: BinaryModel): Markup {
  const { after } = binary.buildIds;
  const rows: (readonly [string, Insertable])[] = [
    ['GNU build ID', after.gnu === undefined ? 'none' : html`<code>${after.gnu}</code>`],
    ...(after.constant === undefined ? [] : [['Caution', after.constant] as const]),
    ...(after.go === undefined ? [] : [['Go build ID', html`<code>${after.go}</code>`] as const]),
    ['File ID', html`<code>${after.file}</code>`],
    ...(binary.debugFile === undefined
      ? []
      : [
          ['Debug file', html`${named(binary.debugFile.path)}, ${sizeText(binary.debugFile.size)}`] as const,
          ['its digest', html`<code>${binary.debugFile.digest}</code>`] as const,
          ['its CRC-32', html`<code>${binary.debugFile.crc32.toString(16).padStart(8, '0')}</code>`] as const,
        ]),
    [
      'Built by',
      html`${binary.producer}${binary.flags.length > 0 && html` with <code>${binary.flags.join(' ')}</code>`}`,
    ],
    ...(binary.goVersion === undefined ? [] : [['Go version', binary.goVersion] as const]),
    ...(binary.mainPackage === undefined ? [] : [['Main package', named(binary.mainPackage)] as const]),
  ];
  return html`<div class="block"><h4>Identity</h4><dl class="identity">${rows.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl></div>`;
}
