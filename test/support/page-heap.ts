import type { CDPSession, Page } from 'playwright-core'

/** A debugger's line to the page. */
export const inspectPage = (page: Page): Promise<CDPSession> => page.context().newCDPSession(page)

/** The page's whole heap as V8 writes it down, after a collection: every string that still lives is in it. */
export async function heapOf(cdp: CDPSession): Promise<string> {
  const parts: string[] = []
  const keep = ({ chunk }: { readonly chunk: string }) => void parts.push(chunk)
  cdp.on('HeapProfiler.addHeapSnapshotChunk', keep)
  await cdp.send('HeapProfiler.collectGarbage')
  await cdp.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  cdp.off('HeapProfiler.addHeapSnapshotChunk', keep)
  return parts.join('')
}
