import type { FailureCode } from '../../failure'

const rights = [
  'Ask the administrator of the server for an all-access token of the organisation, or for a token with these rights:',
  'read and write authorizations',
  'read buckets',
  'write (and, to see data arrive, read) each bucket that devices shall use',
  'read and write the user it belongs to',
]

/** What a failure's help opens with: the first line is a sentence, the others are a list. */
export const help: Partial<Readonly<Record<FailureCode, readonly string[]>>> = {
  'perm.owner': ['Ask the owner of the token, or an operator of the server, to do this.'],
  'perm.create': rights,
  'perm.user': rights,
  'perm.list': rights,
  'perm.buckets': rights,
  'perm.bucket': rights,
  'perm.read': rights,
  'net.proxy': [
    'Fieldkey talks to the server directly and does not sign in to proxies.',
    'Ask for the server to be excepted from the proxy, or',
    'use another network, for example the phone.',
  ],
  'tls.not-yet': [
    'Compare the clock of this laptop with a clock you trust.',
    'If the laptop is wrong, set its clock and try again.',
    "If it is right, the server's owner has to look at the certificate.",
  ],
}
