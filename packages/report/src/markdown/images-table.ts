import type { ImageModel, LayerModel } from '../model/image-shape.ts';
import type { ReportModel } from '../model/report-model.ts';
import { countText, deltaText, sizeText } from '../text/size-text.ts';
import { stepText } from '../text/step-text.ts';
import { markdownCode } from './escape-markdown.ts';
import { fold, row } from './table-row.ts';

const IMAGES_SHOWN = 20;
const LAYERS_SHOWN = 40;

/** What each image weighs, and how that moved. */
export function imagesTable({ images, baseline }: ReportModel): string {
  if (images.length === 0) return '';
  const lines = images
    .slice(0, IMAGES_SHOWN)
    .map((image) =>
      row([
        `${MARKS[image.worst ?? 'notice']}${markdownCode(image.artifact, 60)}${image.platform === undefined ? '' : `<br><sub>${markdownCode(image.platform, 40)}</sub>`}`,
        moved(image.wire, image.baseline?.wireDelta),
        moved(image.size, image.baseline?.sizeDelta),
        moved(image.waste, image.baseline?.wasteDelta),
        String(image.layers.filter(({ is }) => is !== 'gone').length),
        baseline === undefined || image.baseline !== undefined ? '' : 'new',
      ]),
    );
  const more =
    images.length > IMAGES_SHOWN ? `\n\n_${countText(images.length - IMAGES_SHOWN, 'more image')}._` : '';
  return `${[row(['Image', 'Pulled', 'Unpacked', 'Waste', 'Layers', '']), '|:--|--:|--:|--:|--:|:--|', ...lines].join('\n')}${more}`;
}

const MARKS = { error: '❌ ', warning: '⚠️ ', notice: '' } as const;

function moved(bytes: number, delta: number | undefined): string {
  return `${sizeText(bytes)}${delta === undefined || delta === 0 ? '' : `<br><sub>${deltaText(delta)}</sub>`}`;
}

/** Layer by layer; of an image that was compared only where one moved. */
export function layersFold({ images }: ReportModel): string {
  const shown = images.filter(
    ({ baseline, layers }) =>
      baseline === undefined || layers.some(({ delta, is }) => delta !== 0 || is !== undefined),
  );
  if (shown.length === 0) return '';
  return fold('Layer by layer', shown.slice(0, IMAGES_SHOWN).map(layersTable).join('\n\n'));
}

function layersTable({ artifact, layers, baseline }: ImageModel): string {
  const compared = baseline !== undefined;
  const head = ['Layer', 'Step', 'Pulled', 'Unpacked', ...(compared ? ['Change'] : [])];
  const left = layers.length - LAYERS_SHOWN;
  return [
    `${markdownCode(artifact, 60)}:`,
    '',
    row(head),
    `|--:|:--|--:|--:|${compared ? '--:|' : ''}`,
    ...layers
      .slice(0, LAYERS_SHOWN)
      .map((layer, at) =>
        row([
          layer.is === 'gone' ? '' : String(at + 1),
          layer.createdBy === undefined ? '' : markdownCode(stepText(layer.createdBy), 80),
          layer.is === 'gone' ? '' : sizeText(layer.wire),
          layer.is === 'gone' ? '' : sizeText(layer.size),
          ...(compared ? [changeText(layer)] : []),
        ]),
      ),
    ...(left > 0 ? ['', `_${countText(left, 'more layer')}._`] : []),
  ].join('\n');
}

function changeText({ delta = 0, is }: LayerModel): string {
  const change = delta === 0 ? '' : deltaText(delta);
  return is === undefined ? change : `${is}${change === '' ? '' : ` ${change}`}`;
}
