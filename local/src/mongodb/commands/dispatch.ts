import { isDocument, type Document } from '../bson/document.ts'
import { print } from '../bson/print.ts'
import { numberOf } from '../bson/types.ts'
import { CommandError } from '../errors.ts'
import type { Request } from '../wire/messages.ts'
import { aggregate } from './aggregate.ts'
import { create, drop, dropDatabase, listCollections, listDatabases } from './collections.ts'
import type { Command, Engine } from './command.ts'
import { deleteCommand } from './delete.ts'
import { distinct } from './distinct.ts'
import { findAndModify } from './find-and-modify.ts'
import { countCommand, find, getMore, killCursors } from './find.ts'
import { createIndexes, dropIndexes, listIndexes } from './indexes.ts'
import { insert } from './insert.ts'
import { buildInfo, endSessions, hello, ping, serverStatus } from './server.ts'
import { update } from './update.ts'

/** All that there is; anything else is CommandNotFound. */
const commands: Record<string, Command> = {
  aggregate,
  buildInfo,
  buildinfo: buildInfo,
  count: countCommand,
  create,
  createIndexes,
  delete: deleteCommand,
  distinct,
  drop,
  dropDatabase,
  dropIndexes,
  endSessions,
  find,
  findAndModify,
  findandmodify: findAndModify,
  getMore,
  hello,
  insert,
  isMaster: hello,
  ismaster: hello,
  killCursors,
  listCollections,
  listDatabases,
  listIndexes,
  ping,
  serverStatus,
  update,
}

const handshakes = new Set(['hello', 'ismaster', 'isMaster'])

export type Dispatch = (request: Request, connectionId: number) => Promise<Document | Buffer>

/** Runs commands; whatever happens, there is an answer. Errors that are not MongoDB's own go to `log` as well. */
export function createDispatch(engine: Engine, log: (line: string) => void): Dispatch {
  async function run({ command, legacy }: Request, connectionId: number): Promise<Document | Buffer> {
    const [name = ''] = Object.keys(command)
    const handler = Object.hasOwn(commands, name) ? commands[name] : undefined
    if (legacy && !handshakes.has(name)) {
      throw new CommandError('UnsupportedOpQueryCommand', `Unsupported OP_QUERY command: ${name}`)
    }
    if (!handler) throw new CommandError('CommandNotFound', `no such command: '${name}'`)
    const { $db: database, maxTimeMS, ...rest } = command
    checkTransaction(rest)
    checkConcerns(rest)
    const timeMs = numberOf(maxTimeMS) || undefined
    const deadline = timeMs && performance.now() + timeMs
    const own = Object.fromEntries(Object.entries(rest).filter(([field]) => !envelope.has(field)))
    const answer = await handler(own, { ...engine, database: databaseName(database), connectionId, deadline })
    return Buffer.isBuffer(answer) ? answer : { ...answer, ok: 1 }
  }

  return async (request, connectionId) => {
    try {
      return await run(request, connectionId)
    } catch (error) {
      if (!(error instanceof CommandError)) {
        log(
          `mongodb: ${Object.keys(request.command)[0]} failed: ${error instanceof Error ? error.stack : String(error)}`,
        )
      }
      const { code, codeName, message, details } =
        error instanceof CommandError ? error : new CommandError('InternalError', String(error))
      return { ok: 0, errmsg: message, code, codeName, ...details }
    }
  }
}

/** What every command may carry: a standalone server has no use for sessions, and commits to disk in any case. */
const envelope = new Set([
  'lsid',
  '$clusterTime',
  '$readPreference',
  'readConcern',
  'writeConcern',
  'comment',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
])

/** Drivers send transactions to a standalone server all the same; to run their parts would be to commit what is aborted. */
function checkTransaction(command: Document): void {
  if (['txnNumber', 'startTransaction', 'autocommit'].some((field) => field in command)) {
    throw new CommandError('IllegalOperation', 'Transaction numbers are only allowed on a replica set member or mongos')
  }
}

function checkConcerns({ readConcern, writeConcern }: Document): void {
  const level = isDocument(readConcern) ? (readConcern.level ?? 'local') : 'local'
  if (level === 'snapshot' || level === 'linearizable') {
    throw new CommandError('NotAReplicaSet', `node needs to be a replica set member to use readConcern: ${level}`)
  }
  if (level !== 'local' && level !== 'available' && level !== 'majority') {
    throw new CommandError(
      'BadValue',
      `Enumeration value '${print(level)}' for field 'readConcern.level' is not a valid value.`,
    )
  }
  const w = isDocument(writeConcern) ? numberOf(writeConcern.w) : undefined
  if (w !== undefined && w > 1) throw new CommandError('BadValue', "cannot use 'w' > 1 when a host is not replicated")
}

function databaseName(value: unknown): string {
  if (typeof value === 'string' && /^[^/\\. "$\0]{1,63}$/.test(value)) return value
  throw new CommandError('InvalidNamespace', `Invalid database name: '${String(value)}'`)
}
