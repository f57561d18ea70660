import { type Host, probe } from '@gosymbols/host';

/** The commit that is checked out here; undefined where git does not know one. */
export async function checkedOutHead(host: Host): Promise<string | undefined> {
  const asked = await probe('git', ['rev-parse', 'HEAD'], { cwd: host.cwd, env: host.env });
  const head = asked?.exitCode === 0 ? asked.stdout.trim() : undefined;
  return head !== undefined && /^[0-9a-f]{40,64}$/.test(head) ? head : undefined;
}
