/** Who may do what in the registries of the tests. */
export interface RegistryUser {
  readonly name: string;
  readonly password: string;
  /** bcrypt of the password, as `htpasswd -B` writes it; distribution takes no other hash. */
  readonly bcrypt: string;
  /** What a token server grants; basic authentication knows no rights. */
  readonly actions: readonly string[];
}

/** Words that occur nowhere else, so that they can be looked for in everything that a run leaves behind. */
export const PUBLISHER: RegistryUser = {
  name: 'publisher',
  password: 'correct-horse-42-battery',
  bcrypt: '$2b$05$abcdefghijklmnopqrstuuIkp81rUwaPlo2dZarMqVoWkYJawdHmG',
  actions: ['pull', 'push', 'delete'],
};

export const READER: RegistryUser = {
  name: 'reader',
  password: 'reader-only-staple-17',
  bcrypt: '$2b$05$abcdefghijklmnopqrstuuTjIIswnh8bUzBT5.gHMiO7Kv7aNqEwC',
  actions: ['pull'],
};

export const USERS: readonly RegistryUser[] = [PUBLISHER, READER];

/** Who sends this `Authorization: Basic`; undefined for a stranger or a wrong password. */
export function userOfBasic(authorization: string | undefined): RegistryUser | undefined {
  const [scheme, encoded = ''] = (authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic') return undefined;
  const said = Buffer.from(encoded, 'base64').toString('utf8');
  return USERS.find(({ name, password }) => said === `${name}:${password}`);
}

/** The `auth` of a Docker configuration. */
export const basicOfUser = ({ name, password }: Pick<RegistryUser, 'name' | 'password'>): string =>
  Buffer.from(`${name}:${password}`).toString('base64');
