import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { POLICY_SCHEMA } from '../packages/policy/src/schema.ts';

/** Writes the JSON Schema of the policy file, which editors read: `npx node scripts/policy-schema.ts`. */
writeFileSync(
  join(import.meta.dirname, '../docs/policy.schema.json'),
  `${JSON.stringify(POLICY_SCHEMA, undefined, 2)}\n`,
);
