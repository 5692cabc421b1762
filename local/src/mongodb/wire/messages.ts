import { decode, encode, type Document } from '../bson/document.ts'
import { headerBytes } from './frames.ts'

/** A command as it arrived; `legacy` is the OP_QUERY that every driver opens a connection with. */
export type Request = { id: number; legacy: boolean; expectsReply: boolean; command: Document }

const opcodes = { reply: 1, query: 2004, message: 2013 }
const flags = { checksumPresent: 1, moreToCome: 2 }
const checksumBytes = 4

export function decodeRequest(frame: Buffer): Request {
  const id = frame.readInt32LE(4)
  const opcode = frame.readInt32LE(12)
  if (opcode === opcodes.message) return decodeMessage(id, frame)
  if (opcode === opcodes.query) return decodeQuery(id, frame)
  throw new Error(`opcode ${opcode} is not spoken here`)
}

/** Sections of kind 0 hold the command, those of kind 1 a list of documents that belongs in it under a name. */
function decodeMessage(id: number, frame: Buffer): Request {
  const bits = frame.readUInt32LE(headerBytes)
  const end = frame.length - (bits & flags.checksumPresent ? checksumBytes : 0)
  let command: Document = {}
  const sequences: Document = {}
  for (let at = headerBytes + 4; at < end;) {
    const kind = frame.readUInt8(at)
    const size = frame.readInt32LE(at + 1)
    const section = frame.subarray(at + 1, at + 1 + size)
    if (kind > 1 || size < 5 || at + 1 + size > end) throw new Error('a section of OP_MSG is malformed')
    if (kind === 0) command = decode(section)
    else {
      const nameEnd = section.indexOf(0, 4)
      sequences[section.toString('utf8', 4, nameEnd)] = decodeSequence(section.subarray(nameEnd + 1))
    }
    at += 1 + size
  }
  return { id, legacy: false, expectsReply: !(bits & flags.moreToCome), command: { ...command, ...sequences } }
}

function decodeSequence(bytes: Buffer): Document[] {
  const documents: Document[] = []
  for (let at = 0; at < bytes.length;) {
    const size = bytes.readInt32LE(at)
    if (size < 5 || at + size > bytes.length) throw new Error('a document of OP_MSG is malformed')
    documents.push(decode(bytes.subarray(at, at + size)))
    at += size
  }
  return documents
}

function decodeQuery(id: number, frame: Buffer): Request {
  const nameEnd = frame.indexOf(0, headerBytes + 4)
  const database = frame.toString('utf8', headerBytes + 4, nameEnd).replace(/\.\$cmd$/, '')
  const command = decode(frame.subarray(nameEnd + 1 + 8))
  return { id, legacy: true, expectsReply: true, command: { ...command, $db: database } }
}

/** Answers in the form of the request: OP_REPLY to OP_QUERY, OP_MSG to OP_MSG. */
export function encodeReply(request: Request, answer: Document | Buffer): Buffer {
  const document = Buffer.isBuffer(answer) ? answer : encode(answer)
  const envelope = request.legacy ? legacyEnvelope() : Buffer.alloc(5)
  const header = Buffer.alloc(headerBytes)
  header.writeInt32LE(headerBytes + envelope.length + document.length)
  header.writeInt32LE(request.id, 8)
  header.writeInt32LE(request.legacy ? opcodes.reply : opcodes.message, 12)
  return Buffer.concat([header, envelope, document])
}

/** Response flags (await capable), no cursor, from the start, one document. */
function legacyEnvelope(): Buffer {
  const envelope = Buffer.alloc(20)
  envelope.writeInt32LE(8)
  envelope.writeInt32LE(1, 16)
  return envelope
}
