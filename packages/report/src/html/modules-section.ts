import type { ModuleModel, ReportModel } from '../model/report-model.ts';
import { countText } from '../text/size-text.ts';
import { html, type Markup, named } from './markup.ts';

const FILTER_FROM = 16;

/** Go version and every module linked in, searchable when there are many. */
export function modulesSection({ modules, binaries }: ReportModel): Markup | undefined {
  if (modules.length === 0) return undefined;
  const versions = [...new Set(binaries.flatMap((binary) => binary.goVersion ?? []))];
  return html`<section aria-labelledby="modules">
<details class="modules"${modules.length <= 40 && ' open'}><summary><h2 id="modules">Go modules</h2><span class="summary-facts">${countText(modules.length, 'module')}, built with ${versions.slice(0, 4).join(', ')}</span></summary>
${modules.length >= FILTER_FROM && html`<p class="filter" hidden><label for="filter-modules">Filter</label> <input id="filter-modules" type="search" autocomplete="off" spellcheck="false" data-filters="[data-module]"> <output for="filter-modules">${modules.length} modules</output></p>`}
<table class="modules"><thead><tr><th scope="col">Module</th><th scope="col">Version</th><th scope="col">In</th></tr></thead>
<tbody>${modules.map((module) => row(module, binaries.length))}</tbody></table></details></section>`;
}

function row(module: ModuleModel, all: number): Markup {
  const count = module.binaries.length;
  const where =
    count === all
      ? all === 1
        ? (module.binaries[0] ?? '')
        : 'all'
      : count <= 3
        ? module.binaries.join(', ')
        : `${count} binaries`;
  return html`<tr data-module="${`${module.path} ${module.version}`.toLowerCase()}"><th scope="row">${named(module.path)}${module.replacedBy !== undefined && html`<span class="under">replaced by ${named(module.replacedBy)}</span>`}</th><td><code>${module.version}</code></td><td>${named(where)}</td></tr>`;
}
