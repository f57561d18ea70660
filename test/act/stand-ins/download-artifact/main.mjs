import { join, resolve } from 'node:path';

const { DefaultArtifactClient } = await import(process.env['ARTIFACT_CLIENT']);
const client = new DefaultArtifactClient();
const { INPUT_NAME: name, INPUT_PATTERN: pattern, INPUT_PATH: path } = process.env;
const { artifacts } = await client.listArtifacts({ latest: true });
const wanted = artifacts.filter((artifact) =>
  name ? artifact.name === name : artifact.name.startsWith(pattern.replace(/\*$/, '')),
);
if (wanted.length === 0) throw new Error(`there is no artifact ${name || pattern}`);
for (const artifact of wanted) {
  const folder = name ? resolve(path) : join(resolve(path), artifact.name);
  await client.downloadArtifact(artifact.id, { path: folder });
}
