import { ok, type Result } from '../../contract/result'

/** A row of `GET /buckets` or `GET /users`, as far as paging cares. Only buckets have a type. */
export interface PagedRow {
  readonly id: string
  readonly type?: string
}

/** Rows of a page: the most the server gives (101 is refused). */
export const pageSize = 100

/** Pages asked for at once where rights may hide whole pages. */
const ahead = 5
/** No site has so many; a server that invents rows for ever is not followed. */
const most = 100_000

/**
 * Collects all rows. InfluxDB cuts the page first and hides what the token may not read afterwards, so for a limited
 * token an *empty page is not the end* (2.9.1, measured). System buckets are seen only by a token that reads the
 * organization: for it the first page that brings nothing ends the list. For others five pages in a row must: limited
 * tokens whose buckets lie beyond 500 hidden ones are not served. `seesAll` says from the start that nothing is hidden.
 */
export async function collectPages<Row extends PagedRow>(
  getPage: (offset: number) => Promise<Result<readonly Row[]>>,
  seesAll = false,
): Promise<Result<readonly Row[]>> {
  const found = new Map<string, Row>()
  for (let offset = 0, width = 1; offset < most; offset += width * pageSize, width = seesAll ? 1 : ahead) {
    const start = offset
    const pages = await Promise.all(Array.from({ length: width }, (_, n) => getPage(start + n * pageSize)))
    const before = found.size
    for (const page of pages) {
      if (!page.ok) return page
      for (const row of page.value) found.set(row.id, row)
      seesAll ||= page.value.some(({ type }) => type === 'system')
    }
    if (found.size === before && (seesAll || width === ahead)) break
  }
  return ok([...found.values()])
}
