import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** Lets code import an `action.yml` as a plain object, at bundle time and under vitest: no YAML parser at run time. */
export function actionYml(): { name: string; load(id: string): { code: string; moduleType: 'js' } | null } {
  return {
    name: 'action-yml',
    load(id) {
      if (!id.endsWith('.yml')) return null;
      const spec = parse(readFileSync(id, 'utf8')) as Record<string, unknown>;
      const { name, description, inputs = {}, outputs = {} } = spec;
      return {
        code: `export default ${JSON.stringify({ name, description, inputs, outputs })};`,
        moduleType: 'js',
      };
    },
  };
}
