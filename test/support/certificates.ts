import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { cloudDomain, cloudRegions } from '../../main/contract/cloud-regions'

/** A key and certificate as PEM. */
export interface Certificate {
  readonly key: string
  readonly cert: string
}

/** Certificates of every kind a server may show; `ca` signed all but `selfSigned` and `unknown`. */
export interface Certificates {
  readonly ca: string
  readonly good: Certificate
  readonly expired: Certificate
  readonly notYet: Certificate
  readonly wrongHost: Certificate
  /** For the regions of InfluxDB Cloud. */
  readonly cloud: Certificate
  readonly selfSigned: Certificate
  /** Signed by an authority nobody was told of. */
  readonly unknown: Certificate
}

/** Makes them with the openssl command, fresh for this run: `openssl ca` is what can date a certificate at will. */
export function makeCertificates(): Certificates {
  const folder = mkdtempSync(path.join(tmpdir(), 'fieldkey-certificates-'))
  const at = (name: string) => path.join(folder, name)
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const read = (name: string) => readFileSync(at(name), 'utf8')
  const request = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const stamp = (days: number) => {
    const date = new Date(Date.now() + days * 86_400_000).toISOString()
    return `${date.slice(0, 19).replace(/[-:T]/g, '')}Z`
  }
  const authority = (name: string) => {
    openssl(
      'req',
      '-x509',
      ...request,
      '-days',
      '30',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
    )
  }
  const signed = (name: string, by: string, subject: string, from: number, to: number): Certificate => {
    openssl('req', ...request, '-subj', '/CN=server', '-keyout', `${name}.key`, '-out', `${name}.csr`)
    writeFileSync(at('ca.cnf'), config(by, subject))
    writeFileSync(at('index.txt'), '')
    openssl('ca', '-config', 'ca.cnf', '-batch', '-in', `${name}.csr`, '-out', `${name}.pem`, '-notext',
      '-startdate', stamp(from), '-enddate', stamp(to)) // prettier-ignore
    return { key: read(`${name}.key`), cert: read(`${name}.pem`) }
  }
  try {
    authority('site-authority')
    authority('stranger')
    const here = 'IP:127.0.0.1,DNS:localhost'
    const good = signed('good', 'site-authority', here, -1, 20)
    const expired = signed('expired', 'site-authority', here, -20, -10)
    const notYet = signed('not-yet', 'site-authority', here, 10, 20)
    const wrongHost = signed('wrong-host', 'site-authority', 'DNS:elsewhere.example', -1, 20)
    const cloud = signed(
      'cloud',
      'site-authority',
      cloudRegions.map((one) => `DNS:${one}.${cloudDomain}`).join(),
      -1,
      20,
    )
    const unknown = signed('unknown', 'stranger', here, -1, 20)
    openssl('req', '-x509', ...request, '-days', '30', '-subj', '/CN=self-made', '-addext', `subjectAltName=${here}`,
      '-keyout', 'self.key', '-out', 'self.pem') // prettier-ignore
    const selfSigned = { key: read('self.key'), cert: read('self.pem') }
    return { ca: read('site-authority.pem'), good, expired, notYet, wrongHost, cloud, selfSigned, unknown }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function config(authority: string, subject: string): string {
  return `[ca]
default_ca = one
[one]
database = index.txt
new_certs_dir = .
certificate = ${authority}.pem
private_key = ${authority}.key
default_md = sha256
rand_serial = yes
policy = any
x509_extensions = server
unique_subject = no
[any]
commonName = optional
[server]
subjectAltName = ${subject}
`
}
