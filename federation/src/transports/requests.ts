import type { ExecutionResult, OperationTypeNode } from 'graphql'
import type { Engine, EngineOperation } from '../live/engine.ts'
import type { ResultSink } from '../live/running-subscription.ts'
import type { Documents } from '../plan/documents.ts'
import { FederationError } from '../plan/errors.ts'
import type { Charges, CostReport } from './charges.ts'
import type { FederationLimits } from './limits.ts'
import type { PersistedQueries } from './persisted-queries.ts'
import type { TrustedDocuments } from './trusted-documents.ts'
import { withinTimeout } from './within-timeout.ts'

/** An operation as a client sends it. */
export interface OperationText {
  /** The document. Without it, `extensions` name one that is known. */
  query?: string | null
  operationName?: string | null
  variables?: Readonly<Record<string, unknown>> | null
  /**
   * `persistedQuery` is `{ version: 1, sha256Hash }`, the hash of the document in hexadecimal, or the id of a trusted document.
   */
  extensions?: Readonly<Record<string, unknown>> | null
}

/** An operation that may run: valid, and within the limits. */
export interface ReadOperation extends EngineOperation {
  kind: OperationTypeNode
  cost: number
}

/** One that a viewer has been charged for. */
export interface AdmittedOperation extends Omit<ReadOperation, 'cost'> {
  cost: CostReport
}

/** What every transport does with what a client asks: the same limits, costs and times, whatever it comes by. */
export interface Requests<Viewer> {
  /**
   * Takes what any request costs at least, also one that is refused later.
   * @throws what {@link Charges.take} throws
   */
  charge: (viewer: Viewer) => void
  /**
   * Reads an operation, for nobody yet.
   * @throws what is refused: `graphQLErrorsOf` makes GraphQL errors of it
   */
  read: (operation: OperationText) => ReadOperation
  /**
   * Reads an operation, one that is new when its turn has come, and takes what it costs beyond what the request did. What has to
   * be validated or planned for it is paid before that is done, refused or not.
   * @throws what is refused: `graphQLErrorsOf` makes GraphQL errors of it
   */
  admit: (viewer: Viewer, operation: OperationText) => Promise<AdmittedOperation>
  /**
   * Runs a query or mutation, for no longer than an operation may take.
   * @param signal aborted when nobody waits for the result any more
   */
  execute: (viewer: Viewer, operation: EngineOperation, signal?: AbortSignal) => Promise<ExecutionResult>
  /** Starts a subscription: see {@link Engine.subscribe}. */
  subscribe: (
    viewer: Viewer,
    operation: EngineOperation & { lastEventId?: string },
    sink: ResultSink,
    signal?: AbortSignal,
  ) => Promise<() => void>
}

/** Makes the door to an engine that all transports share. */
export function createRequests<Viewer>({
  engine,
  charges,
  documents,
  persistedQueries,
  trusted,
  limits,
  callerOf,
}: {
  engine: Engine<Viewer>
  charges: Charges<Viewer> | undefined
  documents: Documents
  persistedQueries: PersistedQueries
  /** Those that cost nothing beside when they are new to this process: they are planned ahead. */
  trusted: Pick<TrustedDocuments, 'has'>
  limits: FederationLimits
  callerOf: (viewer: Viewer) => string
}): Requests<Viewer> {
  const { requestCost, newDocumentCost, operationCost: limit } = limits
  const readText = (text: string, { operationName, variables }: OperationText): ReadOperation => {
    const prepared = documents.prepare(text, operationName)
    if (!prepared.ok) throw new AggregateError(prepared.errors)
    const operation = { document: prepared.document, operationName, variables: variables ?? {} }
    const cost = Math.max(requestCost, engine.cost(operation))
    if (cost > limit) throw tooCostly(cost, limit)
    return { ...operation, kind: prepared.operation.operation, cost }
  }
  return {
    charge: (viewer) => charges?.take(viewer, requestCost),
    read: (operation) => readText(persistedQueries.textOf(operation), operation),
    async admit(viewer, asked) {
      const text = persistedQueries.textOf(asked)
      const isTrusted = trusted.has(text)
      const isKnown = documents.isKnown(text)
      if (!isKnown && !isTrusted) charges?.take(viewer, newDocumentCost)
      await documents.ready(text, callerOf(viewer))
      const operation = readText(text, asked)
      const isNew = !isTrusted && (!isKnown || !engine.isPlanned(operation))
      const { cost: requested } = operation
      charges?.take(viewer, requested - requestCost + (isKnown && isNew ? newDocumentCost : 0))
      persistedQueries.keep(asked)
      const remaining = charges && { remaining: charges.allowance(viewer).remaining }
      return { ...operation, cost: { requested, ...(isNew && { surcharge: newDocumentCost }), limit, ...remaining } }
    },
    execute: (viewer, { document, operationName, variables }, client) =>
      withinTimeout(limits.operationTimeoutMs, client, (signal) =>
        engine.execute({ document, operationName, variables, viewer, signal }),
      ),
    subscribe: (viewer, { document, operationName, variables, lastEventId }, sink, signal) =>
      engine.subscribe({ document, operationName, variables, viewer, lastEventId, signal }, sink),
  }
}

function tooCostly(requested: number, limit: number) {
  const message = `The operation costs ${requested}; ${limit} are allowed. Ask for smaller pages, or for less in each.`
  return new FederationError('GRAPHQL_VALIDATION_FAILED', message, { extensions: { cost: { requested, limit } } })
}
