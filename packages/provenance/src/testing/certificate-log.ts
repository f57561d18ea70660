import { createHash, generateKeyPairSync, sign } from 'node:crypto';

/** What `initializeCA` of @sigstore/mock wants of a certificate transparency log. */
interface CertificateLog {
  readonly publicKey: Buffer;
  readonly logID: Buffer;
  log(certificate: ArrayBuffer, issuerId: ArrayBuffer): Promise<ArrayBuffer>;
}

/** RFC 6962, 3.2. The one of @sigstore/mock writes empty signatures with asn1js 3.1. */
export function certificateLog(): CertificateLog {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const logID = createHash('sha256').update(spki).digest();
  return {
    publicKey: spki,
    logID,
    log: async (certificate, issuerId) => {
      const tbs = tbsOf(Buffer.from(certificate));
      const time = Buffer.alloc(8);
      time.writeBigUInt64BE(BigInt(Date.now()));
      const length = Buffer.alloc(3);
      length.writeUIntBE(tbs.length, 0, 3);
      // version v1, certificate_timestamp; precert_entry
      const signed = [Buffer.from([0, 0]), time, Buffer.from([0, 1]), Buffer.from(issuerId), length, tbs];
      const signature = sign('sha256', Buffer.concat([...signed, Buffer.alloc(2)]), privateKey);
      // no extensions, SHA-256, ECDSA
      const algorithm = Buffer.from([0, 0, 4, 3, 0, signature.length]);
      const timestamp = Buffer.concat([Buffer.from([0]), logID, time, algorithm, signature]);
      // As an element of the list that stands in the certificate: behind its length.
      return Uint8Array.from([0, timestamp.length, ...timestamp]).buffer;
    },
  };
}

/** The signed part of a certificate in DER: the first element of the outer sequence. */
function tbsOf(certificate: Buffer): Buffer {
  const outer = header(certificate, 0);
  const inner = header(certificate, outer.start);
  return certificate.subarray(outer.start, inner.end);
}

function header(bytes: Buffer, at: number): { readonly start: number; readonly end: number } {
  const first = bytes.readUInt8(at + 1);
  const more = first & 0x80 ? first & 0x7f : 0;
  const start = at + 2 + more;
  return { start, end: start + (more === 0 ? first : bytes.readUIntBE(at + 2, more)) };
}
