import { parse, print } from 'graphql'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { DocumentLimits } from '../plan/limits.ts'

const manifest = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(
    z.object({
      id: z.string().min(1),
      name: z.string(),
      type: z.enum(['query', 'mutation', 'subscription']),
      body: z.string().min(1),
    }),
  ),
})

/** A list in the format of Apollo's `generate-persisted-query-manifest`. */
export type PersistedQueryManifest = z.infer<typeof manifest>
export type TrustedDocument = PersistedQueryManifest['operations'][number]

export interface TrustedDocumentsOptions {
  /** The lists of your programs, together. */
  manifests: readonly PersistedQueryManifest[]
  /** Whether all other documents are refused. Default: they are not. */
  only?: boolean
}

/** Documents that are known beforehand. */
export interface TrustedDocuments {
  /** Whether nothing else may run. */
  readonly only: boolean
  readonly all: readonly TrustedDocument[]
  /** The document with an id; undefined where there is none. */
  withId: (id: string) => string | undefined
  /** The document that a text is, however its spaces and the order of its operations and fragments; undefined where there is none. */
  like: (text: string) => string | undefined
  /** Whether it is one of them, as they are listed. */
  has: (text: string) => boolean
}

/** How many characters of texts are remembered that are written otherwise than in the list, or are not in it. */
const MAX_REMEMBERED_LENGTH = 1024 * 1024

/**
 * Reads lists of trusted documents.
 * @throws Error when one is not of the format, or two of them have different documents of the same id
 */
export function createTrustedDocuments(
  { manifests, only = false }: TrustedDocumentsOptions,
  limits: Pick<DocumentLimits, 'documentLength' | 'tokens'>,
): TrustedDocuments {
  const byId = new Map<string, TrustedDocument>()
  for (const operation of manifests.flatMap((one) => read(one).operations)) {
    const known = byId.get(operation.id)
    if (known && known.body !== operation.body) {
      throw new Error(`Two trusted documents have the id "${operation.id}": ${known.name} and ${operation.name}.`)
    }
    byId.set(operation.id, operation)
  }
  const bodies = new Set([...byId.values()].map(({ body }) => body))
  const byForm = new Map([...bodies].map((body) => [formOf(body, limits), body]))
  const seen = new LRUCache<string, { body: string | undefined }>({
    maxSize: MAX_REMEMBERED_LENGTH,
    sizeCalculation: (_, text) => text.length + 1,
  })
  return {
    only,
    all: [...byId.values()],
    withId: (id) => byId.get(id)?.body,
    has: (text) => bodies.has(text),
    like(text) {
      if (bodies.has(text)) return text
      if (bodies.size === 0) return undefined
      const found = seen.get(text) ?? { body: byForm.get(formOf(text, limits) ?? '') }
      seen.set(text, found)
      return found.body
    },
  }
}

/** The same for all ways to write a document; undefined for what is none. */
function formOf(
  text: string,
  { documentLength, tokens }: Pick<DocumentLimits, 'documentLength' | 'tokens'>,
): string | undefined {
  if (text.length > documentLength) return undefined
  try {
    return parse(text, { maxTokens: tokens, noLocation: true }).definitions.map(print).toSorted().join('\n')
  } catch {
    return undefined
  }
}

function read(given: PersistedQueryManifest): PersistedQueryManifest {
  const parsed = manifest.safeParse(given)
  if (parsed.success) return parsed.data
  throw new Error(`This is no apollo-persisted-query-manifest of version 1: ${z.prettifyError(parsed.error)}`)
}
