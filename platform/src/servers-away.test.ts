import { buildSchema, graphql } from 'graphql'
import mongoose from 'mongoose'
import { expect, test } from 'vitest'
import { tellServersAway } from './servers-away.ts'

/** What a client is told when the field of a query or mutation fails. */
async function errorOf(source: string, error: Error) {
  const schema = buildSchema('type Query { read: Int } type Mutation { write: Int }')
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) field.resolve = () => Promise.reject(error)
  }
  tellServersAway(schema)
  const { errors = [] } = await graphql({ schema, source })
  return errors[0]
}

const mongodbAway = new mongoose.mongo.MongoNetworkError('connect ECONNREFUSED')

/** As the driver makes one when the connection is closed in the middle of many writes. */
const manyWritesLost: Error = Object.create(mongoose.mongo.MongoBulkWriteError.prototype, {
  errorResponse: { value: mongodbAway },
})

test('a connection that is lost in the middle of many writes is a server that cannot be asked', async () => {
  expect(await errorOf('mutation { write }', manyWritesLost)).toMatchObject({
    message: expect.stringMatching(/may have been done/),
    extensions: { code: 'SERVICE_UNAVAILABLE' },
  })
})

test('a server that cannot be asked is SERVICE_UNAVAILABLE, and says of a mutation that it may have been done', async () => {
  expect(await errorOf('{ read }', mongodbAway)).toMatchObject({
    message: expect.stringMatching(/^This is not available right now/),
    extensions: { code: 'SERVICE_UNAVAILABLE', retryAfter: expect.any(Number) },
  })
  expect(await errorOf('mutation { write }', mongodbAway)).toMatchObject({
    message: expect.stringMatching(/may have been done/),
    extensions: { code: 'SERVICE_UNAVAILABLE', retryAfter: expect.any(Number) },
  })
})

test('what a server has answered stays as it is', async () => {
  const refused = new mongoose.mongo.MongoServerError({ message: 'not allowed', code: 13 })
  const error = await errorOf('{ read }', refused)
  expect(error?.originalError).toBe(refused)
  expect(error?.extensions).toEqual({})
})
