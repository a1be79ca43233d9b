import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toCsv, toHtml, type Sheet } from '../../../main/domain/sheet'

const sheet = (rows: readonly (readonly string[])[], by = ''): Sheet => ({
  title: 'Report',
  notes: ['As of now'],
  columns: ['a', 'b'],
  by,
  sections: [{ title: 'One', note: 'why', rows }],
  nothing: 'Nothing',
})

/** Reads CSV back, as RFC 4180 says. */
function readCsv(text: string): readonly (readonly string[])[] {
  const cells = [...text.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)]
  const rows: string[][] = [[]]
  for (const [, quoted, plain = '', end] of cells) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}

describe('CSV', () => {
  it('has a header, one line a row, and a column for the sections where there are several', () => {
    expect(toCsv(sheet([['x', 'y, "z"']]))).toBe('\uFEFFa,b\r\nx,"y, ""z"""\r\n')
    expect(toCsv(sheet([['x', 'y']], 'Risk'))).toBe('\uFEFFRisk,a,b\r\nOne,x,y\r\n')
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '  =1', '\t=1', '\r=1', '＝1', '=HYPERLINK("http://x","y")'])(
    'never lets %j be a formula',
    (cell) => {
      const [, [first = ''] = []] = readCsv(toCsv(sheet([[cell, 'y']])))
      expect(first).toMatch(/^'/)
      expect(first).toContain(cell.replace(/[\t\r]/g, ' '))
    },
  )

  it('gives back whatever it was given, but for control characters and the guard', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string()), { maxLength: 5 }), (rows) => {
        const back = readCsv(toCsv(sheet(rows)))
        const wanted = rows.map((row) => row.map((cell) => cell.replace(/\p{Cc}/gu, ' ')))
        expect(back).toHaveLength(rows.length + 1)
        back.slice(1).forEach((row, at) => {
          row.forEach((cell, i) => {
            const original = wanted[at]?.[i] ?? ''
            expect([original, `'${original}`]).toContain(cell)
            expect(cell.trimStart()).not.toMatch(/^[=+\-@]/)
          })
        })
      }),
    )
  })
})

describe('HTML', () => {
  it('holds every cell as text, whatever it says', () => {
    const evil = `<script>alert(1)</script>"'&<img src=x onerror=alert(1)>`
    const page = toHtml({ ...sheet([[evil, evil]]), title: evil, notes: [evil], columns: [evil, 'b'] })
    expect(page).not.toMatch(/<script|<img/)
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (cell) => {
        const [, inner = ''] = /<td><bdi>(.*?)<\/bdi><\/td>/s.exec(toHtml(sheet([[cell, '']]))) ?? []
        expect(inner).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/)
      }),
    )
  })

  it('may load and run nothing', () => {
    expect(toHtml(sheet([]))).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
  })

  it('leaves empty sections out, and says when all are', () => {
    expect(toHtml(sheet([]))).toContain('Nothing')
    expect(toHtml(sheet([]))).not.toContain('One')
    expect(toHtml(sheet([['x', 'y']]))).toContain('<h2>One</h2>')
  })
})
