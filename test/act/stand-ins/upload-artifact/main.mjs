import { readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const { DefaultArtifactClient } = await import(process.env['ARTIFACT_CLIENT']);
const paths = process.env['INPUT_PATH']
  .split('\n')
  .filter(Boolean)
  .map((path) => resolve(path));
const [first] = paths;
const isFolder = paths.length === 1 && statSync(first).isDirectory();
const files = isFolder
  ? readdirSync(first, { recursive: true })
      .map((name) => join(first, String(name)))
      .filter((path) => statSync(path).isFile())
  : paths;
await new DefaultArtifactClient().uploadArtifact(
  process.env['INPUT_NAME'],
  files,
  isFolder ? first : dirname(first),
);
