import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../../build/project.mjs'

interface Lock {
  readonly packages: Readonly<Record<string, { readonly os?: readonly string[]; readonly resolved?: string }>>
}

const read = (name: string) => JSON.parse(readFileSync(path.join(root, name), 'utf8')) as unknown
const { packages } = read('package-lock.json') as Lock
const manifest = read('package.json') as Record<'dependencies' | 'devDependencies', Record<string, string>>

it.each(['@libsql/', '@rolldown/binding-', 'lightningcss-'])(
  'keeps the packages of every platform for %s',
  (prefix) => {
    const names = Object.keys(packages).filter((name) => name.startsWith(`node_modules/${prefix}`))
    for (const platform of ['win32', 'darwin', 'linux']) {
      expect(names.filter((name) => packages[name]?.os?.includes(platform))).not.toEqual([])
    }
  },
)

it('holds no download addresses', () => {
  const addresses = Object.values(packages).map(({ resolved }) => resolved)
  expect(addresses.filter((address) => address?.includes('://'))).toEqual([])
})

it('pins every package to one version', () => {
  const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies })
  expect(versions.filter((version) => !/^(npm:.+@)?\d+\.\d+\.\d+$/.test(version))).toEqual([])
})
