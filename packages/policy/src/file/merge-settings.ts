import { type Budget, METRICS, type Settings } from './policy.ts';

const EMPTY_BUDGET: Budget = { disk: {}, wire: {}, loaded: {} };
export const EMPTY_SETTINGS: Settings = { debuggability: {}, saving: {}, budget: EMPTY_BUDGET };

/** `over` wins value by value; a list replaces the list below it. */
export function mergeSettings(base: Settings, over: Settings): Settings {
  return {
    ...base,
    ...over,
    debuggability: { ...base.debuggability, ...over.debuggability },
    saving: { ...base.saving, ...over.saving },
    budget: mergeBudgets(base.budget, over.budget),
  };
}

export function mergeBudgets(base: Budget, over: Budget): Budget {
  const merged = { ...base, ...over };
  for (const metric of METRICS) merged[metric] = { ...base[metric], ...over[metric] };
  return merged;
}
