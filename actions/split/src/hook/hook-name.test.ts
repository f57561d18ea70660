import { expect, test } from 'vitest';
import { hookName } from './hook-name.ts';

test.each([
  ['/p/dist/api_linux_amd64_v1/api', 'api_linux_amd64_v1'],
  ['/p/dist/api_windows_amd64_v1/api.exe', 'api_windows_amd64_v1'],
  ['/p/dist/front_linux_arm64_v8.0/api', 'front_linux_arm64_v8.0_api'],
  ['/p/dist/apis_linux_amd64_v1/api', 'apis_linux_amd64_v1_api'],
  ['/p/dist/x_linux_amd64_v1/bin/api', 'x_linux_amd64_v1_bin_api'],
  ['/p/dist/api', 'api'],
  ['/elsewhere/out/api', 'elsewhere_out_api'],
])('%s: %s', (path, name) => {
  expect(hookName(path, '/p/dist/gosymbols')).toBe(name);
});
