/** One challenge of a `WWW-Authenticate` header (RFC 9110, section 11.6.1). Names are lower case. */
export interface Challenge {
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const SCHEME = new RegExp(`^\\s*,*\\s*(${TOKEN})(?:\\s+|$)`);
const PARAMETER = new RegExp(
  `^\\s*,*\\s*(${TOKEN})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|(${TOKEN}))\\s*(?:,|$)`,
);
const TOKEN68 = /^\s*([A-Za-z0-9._~+/-]+=*)\s*(?:,|$)/;

/** Reads several challenges of one header, quoted commas and escapes included; stops at what it cannot read. */
export function parseChallenges(header: string): Challenge[] {
  const challenges: Challenge[] = [];
  let rest = header;
  for (let scheme = SCHEME.exec(rest); scheme !== null; scheme = SCHEME.exec(rest)) {
    rest = rest.slice(scheme[0].length);
    const parameters: Record<string, string> = {};
    for (let match = PARAMETER.exec(rest); match !== null; match = PARAMETER.exec(rest)) {
      rest = rest.slice(match[0].length);
      const [, name = '', quoted, plain] = match;
      parameters[name.toLowerCase()] = quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '';
    }
    if (Object.keys(parameters).length === 0) rest = rest.replace(TOKEN68, '');
    challenges.push({ scheme: (scheme[1] ?? '').toLowerCase(), parameters });
  }
  return challenges;
}
