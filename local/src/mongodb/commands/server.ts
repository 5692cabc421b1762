import { maxDocumentBytes } from '../bson/document.ts'
import { maxMessageBytes } from '../wire/frames.ts'
import type { Command } from './command.ts'
import { maxStatements } from './statements.ts'

/** What drivers ask before anything else: a standalone server of the wire protocol of MongoDB 7.0. */
export const hello: Command = (_command, { connectionId }) => ({
  helloOk: true,
  ismaster: true,
  isWritablePrimary: true,
  maxBsonObjectSize: maxDocumentBytes,
  maxMessageSizeBytes: maxMessageBytes,
  maxWriteBatchSize: maxStatements,
  localTime: new Date(),
  logicalSessionTimeoutMinutes: 30,
  connectionId,
  minWireVersion: 0,
  maxWireVersion: 21,
  readOnly: false,
})

export const ping: Command = () => ({})

/** Sessions are accepted and mean nothing: there are no transactions and no retryable writes to keep for them. */
export const endSessions: Command = () => ({})

export const buildInfo: Command = () => ({
  version: '7.0.0',
  versionArray: [7, 0, 0, 0],
  gitVersion: 'embedded',
  modules: ['colloquy-embedded'],
  bits: 64,
  debug: false,
  maxBsonObjectSize: maxDocumentBytes,
})

/** Named as MongoDB names them: `scanned` are index keys, `scannedObjects` documents. */
export const serverStatus: Command = (_command, { metrics }) => ({
  version: '7.0.0',
  process: 'mongod',
  pid: process.pid,
  uptime: process.uptime(),
  localTime: new Date(),
  metrics: {
    queryExecutor: {
      scanned: metrics.keysExamined,
      scannedObjects: metrics.documentsExamined,
      collectionScans: { total: metrics.collectionScans },
    },
  },
})
