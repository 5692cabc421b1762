import { Binary, Decimal128, Double, Int32, Long, ObjectId } from 'bson'
import { isDocument } from './document.ts'

/** A value as MongoDB prints it in its messages. */
export function print(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return `[ ${value.map(print).join(', ')} ]`
  if (isDocument(value)) {
    const fields = Object.entries(value).map(([name, field]) => `${name}: ${print(field)}`)
    return fields.length > 0 ? `{ ${fields.join(', ')} }` : '{}'
  }
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`
  if (value instanceof Date) return `new Date(${value.getTime()})`
  if (value instanceof Binary) return `BinData(${value.sub_type}, ${value.toString('hex').toUpperCase()})`
  if (value instanceof Int32 || value instanceof Long) return value.toString()
  if (value instanceof Double) return Number.isInteger(value.value) ? value.value.toFixed(1) : String(value.value)
  if (value instanceof Decimal128) return `Decimal128('${value.toString()}')`
  return String(value)
}
