/**
 * Cuts out of GitHub's published API description what the test server answers, and writes it beside the server:
 *
 *     npm pack @octokit/openapi@23.0.2 && tar -xzf octokit-openapi-23.0.2.tgz
 *     node scripts/github-schema.ts package/generated/api.github.com.json
 *
 * The whole package unpacks to 385 MB; the cut holds every schema that the operations below refer to, without prose.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const OPERATIONS = [
  'get /repos/{owner}/{repo}',
  'get /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'post /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'get /repos/{owner}/{repo}/issues/comments/{comment_id}',
  'patch /repos/{owner}/{repo}/issues/comments/{comment_id}',
  'delete /repos/{owner}/{repo}/issues/comments/{comment_id}',
  'get /repos/{owner}/{repo}/pulls',
  'get /repos/{owner}/{repo}/pulls/{pull_number}',
  'get /repos/{owner}/{repo}/actions/artifacts',
  'get /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts',
  'get /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}',
  'get /repos/{owner}/{repo}/actions/runs/{run_id}',
  'get /repos/{owner}/{repo}/commits',
  'get /repos/{owner}/{repo}/commits/{ref}',
  'get /repos/{owner}/{repo}/compare/{basehead}',
  'get /repos/{owner}/{repo}/contents/{path}',
  'post /repos/{owner}/{repo}/git/blobs',
  'post /repos/{owner}/{repo}/git/trees',
  'post /repos/{owner}/{repo}/git/commits',
  'get /repos/{owner}/{repo}/git/ref/{ref}',
  'get /repos/{owner}/{repo}/git/commits/{commit_sha}',
  'post /repos/{owner}/{repo}/git/refs',
  'patch /repos/{owner}/{repo}/git/refs/{ref}',
] as const;

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const PROSE = new Set([
  'description',
  'example',
  'examples',
  'title',
  'deprecated',
  'x-github',
  'externalDocs',
]);

/** OpenAPI 3.0 says `nullable`; JSON Schema says that `null` is one of the types. References lose their long prefix. */
function asJsonSchema(value: Json, isSchema = true): Json {
  if (Array.isArray(value)) return value.map((one) => asJsonSchema(one));
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value;
  const out: JsonObject = {};
  for (const [key, inner] of Object.entries(rest)) {
    if (isSchema && PROSE.has(key)) continue;
    if (key === '$ref' && typeof inner === 'string')
      out[key] = inner.replace('#/components/schemas/', '#/$defs/');
    else out[key] = asJsonSchema(inner, key !== 'properties');
  }
  return isSchema && nullable === true ? { anyOf: [out, { type: 'null' }] } : out;
}

function namesIn(value: Json): string[] {
  return [...JSON.stringify(value).matchAll(/"#\/\$defs\/([^"]+)"/g)].map(([, name = '']) => name);
}

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error('Name api.github.com.json of @octokit/openapi.');
const published = JSON.parse(readFileSync(source, 'utf8'));
const resolved = (value: JsonObject): JsonObject => {
  const name =
    typeof value['$ref'] === 'string' ? /^#\/components\/responses\/(.+)$/.exec(value['$ref']) : null;
  return name === null ? value : published.components.responses[name[1] ?? ''];
};

const operations: Record<string, { body?: Json; answers: Record<string, Json> }> = {};
for (const name of OPERATIONS) {
  const [method = '', path = ''] = name.split(' ');
  const operation = published.paths[path][method];
  const answers: Record<string, Json> = {};
  for (const [status, answer] of Object.entries<JsonObject>(operation.responses)) {
    const content = resolved(answer)['content'] as { 'application/json'?: { schema: Json } } | undefined;
    answers[status] = asJsonSchema(content?.['application/json']?.schema ?? true);
  }
  const body = operation.requestBody?.content?.['application/json']?.schema;
  operations[name] = { ...(body === undefined ? {} : { body: asJsonSchema(body) }), answers };
}

const definitions: JsonObject = {};
const waiting = namesIn(operations as unknown as Json);
for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
  if (name in definitions) continue;
  definitions[name] = asJsonSchema(published.components.schemas[name]);
  waiting.push(...namesIn(definitions[name] ?? null));
}

const cut = {
  published: `@octokit/openapi, GitHub REST API ${published.info.version}`,
  operations,
  $defs: definitions,
};
const target = join(import.meta.dirname, '../test/support/github-server/github-schema.json');
writeFileSync(target, `${JSON.stringify(cut)}\n`);
console.info(`${Object.keys(operations).length} operations, ${Object.keys(definitions).length} schemas`);
