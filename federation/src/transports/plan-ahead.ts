import type { Engine } from '../live/engine.ts'
import type { Documents } from '../plan/documents.ts'
import type { Generation } from '../plan/generation.ts'
import { isIntrospection } from '../plan/introspection.ts'
import type { Logger } from '../plan/logger.ts'
import { createTurns } from '../plan/turns.ts'
import type { TrustedDocument } from './trusted-documents.ts'

/**
 * Validates and plans documents before anybody asks for them, each in turns of the event loop of its own: now, and for every
 * supergraph that takes over, until it is disposed.
 */
export function planAhead<Viewer>({
  engine,
  documents,
  trusted,
  logger,
}: {
  engine: Pick<Engine<Viewer>, 'generation' | 'onReplaced'>
  documents: Pick<Documents, 'prepare'>
  trusted: readonly TrustedDocument[]
  logger: Logger
}): Disposable {
  const takeTurn = createTurns(1)
  let isOver = false
  const isCurrent = (generation: Generation) => !isOver && engine.generation === generation

  const plan = async ({ body, name }: TrustedDocument, generation: Generation) => {
    const prepared = await takeTurn(async () => documents.prepare(body, name))
    if (!isCurrent(generation)) return
    if (!prepared.ok) throw new AggregateError(prepared.errors, prepared.errors.map(({ message }) => message).join(' '))
    const { document } = prepared
    if (!isIntrospection(document, name)) await takeTurn(async () => generation.operation(document, name))
  }
  const planAll = async (generation: Generation) => {
    for (const document of trusted) {
      if (!isCurrent(generation)) return
      await plan(document, generation).catch((error: unknown) => {
        logger.warn({ err: error, id: document.id, name: document.name }, 'a trusted document cannot run')
      })
    }
  }
  engine.onReplaced((generation) => void planAll(generation))
  void planAll(engine.generation)
  return {
    [Symbol.dispose]() {
      isOver = true
    },
  }
}
