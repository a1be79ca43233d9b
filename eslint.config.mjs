import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.mjs'

const rawMain = { name: 'electron', importNames: ['ipcMain'], message: 'Raw ipcMain belongs in main/ipc only.' }
const rawRenderer = {
  name: 'electron',
  importNames: ['ipcRenderer'],
  message: 'Raw ipcRenderer belongs in main/preload only.',
}
const memberOf = (/** @type {string} */ name) => ({
  selector: `MemberExpression[property.name='${name}'], Property[key.name='${name}']`,
  message: `Raw ${name} has one folder.`,
})
const noDefaultExport = { selector: 'ExportDefaultDeclaration', message: 'Exports have names.' }
const noModuleState = {
  selector: ":matches(Program, Program > ExportNamedDeclaration) > VariableDeclaration[kind!='const']",
  message: 'No module-level mutable state.',
}

export default ts.config(
  { ignores: ['node_modules/', 'out/', 'dist/', '.cache/', 'build/default-app/'] },
  js.configs.recommended,
  {
    files: ['main/**/*.ts', 'renderer/**/*.ts', 'test/**/*.ts', 'renderer/**/*.svelte', 'test/**/*.svelte'],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      eqeqeq: 'error',
    },
  },
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig },
    },
  },
  {
    // Tests build odd values on purpose.
    files: ['test/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off', '@typescript-eslint/unbound-method': 'off' },
  },
  { files: ['**/*.mjs', '**/*.cjs'], languageOptions: { globals: globals.node } },
  {
    files: ['**/*.ts', '**/*.mjs'],
    rules: {
      'no-restricted-imports': ['error', { paths: [rawMain, rawRenderer] }],
      'no-restricted-syntax': ['error', noDefaultExport, noModuleState, memberOf('ipcMain'), memberOf('ipcRenderer')],
    },
  },
  {
    files: ['main/ipc/**'],
    rules: {
      'no-restricted-imports': ['error', { paths: [rawRenderer] }],
      'no-restricted-syntax': ['error', noDefaultExport, noModuleState, memberOf('ipcRenderer')],
    },
  },
  {
    files: ['main/preload/**'],
    rules: {
      'no-restricted-imports': ['error', { paths: [rawMain] }],
      'no-restricted-syntax': ['error', noDefaultExport, noModuleState, memberOf('ipcMain')],
    },
  },
  {
    // What reads these asks for a default export.
    files: ['*.config.mjs', 'build/after-pack.mjs'],
    rules: { 'no-restricted-syntax': ['error', noModuleState] },
  },
)
