import { expect, test } from 'vitest'
import { acceptanceOf } from './accept.ts'

const JSON_TYPE = 'application/json; charset=utf-8'
const GRAPHQL = 'application/graphql-response+json; charset=utf-8'
const SSE = 'text/event-stream; charset=utf-8'
const MULTIPART = 'multipart/mixed; boundary="graphql"; subscriptionSpec="1.0"'

test.each<[accept: string | undefined, json: string | null, stream: string | null]>([
  // As it is without the header, or with one that says nothing.
  [undefined, JSON_TYPE, null],
  ['*/*', JSON_TYPE, SSE],
  ['', null, null],
  [',', null, null],
  // As clients send it: fetch of a browser's form, graphql-sse, Apollo's for the web, iOS and Kotlin, urql.
  ['text/event-stream', null, SSE],
  ['multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json', JSON_TYPE, MULTIPART],
  ['multipart/mixed;subscriptionSpec=1.0,application/graphql-response+json,application/json', GRAPHQL, MULTIPART],
  ['multipart/mixed;subscriptionSpec="1.0", application/json', JSON_TYPE, MULTIPART],
  [
    'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
    GRAPHQL,
    SSE,
  ],
  // Qualities.
  ['application/json;q=0.9, application/graphql-response+json', GRAPHQL, null],
  ['application/graphql-response+json;q=0.5, application/json;q=0.50', GRAPHQL, null],
  ['text/event-stream;q=0.5, multipart/mixed;subscriptionSpec=1.0;q=0.9', null, MULTIPART],
  ['application/json;q=0', null, null],
  ['application/json;q=0.0, */*', GRAPHQL, SSE],
  ['application/json;q=0.001', JSON_TYPE, null],
  ['text/event-stream;q=nonsense', null, null],
  // Wildcards, and the closer range before the wider, in whatever order.
  ['application/*', JSON_TYPE, null],
  ['text/*', null, SSE],
  ['multipart/*', null, MULTIPART],
  ['*/*, text/event-stream;q=0', JSON_TYPE, MULTIPART],
  ['text/event-stream;q=0, text/*', null, null],
  ['application/*;q=0.2, application/graphql-response+json;q=0.1', JSON_TYPE, null],
  ['*/*;q=0.1, application/graphql-response+json;q=0.9', GRAPHQL, SSE],
  ['*/*;q=0', null, null],
  // Parameters: what is asked for must be what is sent.
  ['application/json; charset=utf-8', JSON_TYPE, null],
  ['application/json;charset="UTF-8"', JSON_TYPE, null],
  ['application/json; charset=iso-8859-1', null, null],
  ['application/json; charset=iso-8859-1, application/json;q=0.1', JSON_TYPE, null],
  ['text/event-stream;charset=utf-8', null, SSE],
  ['multipart/mixed', null, MULTIPART],
  ['multipart/mixed;deferSpec=20220824', null, null],
  ['multipart/mixed;subscriptionSpec=2.0, application/json', JSON_TYPE, null],
  ['multipart/mixed;subscriptionSpec=1.0;q=0, multipart/mixed', null, null],
  ['Application/JSON', JSON_TYPE, null],
  ['MULTIPART/Mixed; SubscriptionSpec=1.0', null, MULTIPART],
  // Others.
  ['image/png', null, null],
  ['nonsense', null, null],
  ['text/html, "application/json', null, null],
])('%j', (accept, json, stream) => {
  const acceptance = acceptanceOf(accept)
  expect([acceptance.json, acceptance.stream?.contentType ?? null]).toEqual([json, stream])
  expect(acceptanceOf(accept)).toBe(acceptance)
})

test.each([
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
  ['*/*', false],
  ['application/json, text/html;q=0.9', false],
])('whether a person is to read it: %j', (accept, html) => {
  expect(acceptanceOf(accept).html).toBe(html)
})
