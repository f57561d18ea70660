import type { ReportModel } from './model/report-model.ts';

/** The model as a JSON document, ended by a newline. */
export function renderJson(model: ReportModel): string {
  return `${JSON.stringify(model, null, 2)}\n`;
}
