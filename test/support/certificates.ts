import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { output } from './run.ts';

/** PEM files of a key and a certificate. */
export interface Certified {
  readonly key: string;
  readonly certificate: string;
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** An authority that nobody knows, for two days. */
export function privateAuthority(folder: string, name: string): Certified {
  const made = { key: join(folder, `${name}.key`), certificate: join(folder, `${name}.crt`) };
  const subject = ['-subj', `/CN=${name}`, '-days', '2', '-addext', 'keyUsage=keyCertSign,digitalSignature'];
  output('openssl', ['req', '-x509', ...KEY, ...subject, '-keyout', made.key, '-out', made.certificate]);
  return made;
}

/** A server's certificate by that authority. @param address IP address that it answers at */
export function serverCertificate(folder: string, authority: Certified, address: string): Certified {
  const made = { key: join(folder, 'server.key'), certificate: join(folder, 'server.crt') };
  const [request, extensions] = [join(folder, 'server.csr'), join(folder, 'server.ext')];
  output('openssl', ['req', ...KEY, '-subj', '/CN=registry', '-keyout', made.key, '-out', request]);
  writeFileSync(extensions, `subjectAltName=IP:${address}\n`);
  output('openssl', [
    ...['x509', '-req', '-in', request, '-out', made.certificate, '-days', '2', '-extfile', extensions],
    ...['-CA', authority.certificate, '-CAkey', authority.key, '-CAcreateserial'],
  ]);
  return made;
}

/** The one certificate of a PEM file, as `x5c` of a JSON web token wants it (RFC 7515, section 4.1.6). */
export function derOf(certificate: string): string {
  return readFileSync(certificate, 'utf8')
    .replace(/-----[^-]+-----/g, '')
    .replace(/\s/g, '');
}
