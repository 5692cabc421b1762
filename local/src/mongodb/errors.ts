import type { Document } from './bson/document.ts'

/** The numbers that MongoDB gives its errors; drivers and mongoose decide by them. */
const errorCodes = {
  InternalError: 1,
  BadValue: 2,
  FailedToParse: 9,
  TypeMismatch: 14,
  Overflow: 15,
  IllegalOperation: 20,
  InvalidBSON: 22,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  MaxTimeMSExpired: 50,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  EmptyFieldName: 56,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  DBPathInUse: 98,
  NotAReplicaSet: 123,
  InvalidPipelineOperator: 168,
  CannotIndexParallelArrays: 171,
  QueryPlanKilled: 175,
  NotImplemented: 238,
  UnsupportedOpQueryCommand: 352,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  KeyTooLong: 17280,
  Location31253: 31253,
  Location31254: 31254,
  Location40323: 40323,
  Location40324: 40324,
  IDLFailedToParse: 40414,
  IDLUnknownField: 40415,
  Location40573: 40573,
  Location51091: 51091,
} as const

export type CodeName = keyof typeof errorCodes

/** An answer of MongoDB's own: sent to the client as `{ ok: 0, code, codeName, errmsg, ...details }` or as a write error. */
export class CommandError extends Error {
  readonly codeName: CodeName
  readonly code: number
  readonly details: Document

  constructor(codeName: CodeName, message: string, details: Document = {}) {
    super(message)
    this.codeName = codeName
    this.code = errorCodes[codeName]
    this.details = details
  }
}
