import { globSync, readFileSync } from 'node:fs'
import { createFederation } from '@colloquy/federation'
import { getIntrospectionQuery, getNullableType, getOperationAST, isEnumType, isInputObjectType } from 'graphql'
import { isInputType, isListType, isRequiredInputField, Kind, parse, print, typeFromAST, visit } from 'graphql'
import type { DocumentNode, FragmentDefinitionNode, GraphQLInputType, OperationDefinitionNode } from 'graphql'
import { describe, expect, test } from 'vitest'
import { defaultLimits } from './limits.ts'

const ids = (count: number) => Array.from({ length: count }, (_, index) => `id-${index}`)
/** The most that the web sends. */
const variables: Record<string, unknown> = {
  id: 'id',
  first: 80,
  last: 80,
  after: 'cursor',
  before: 'cursor',
  query: 'a',
  userId: 'id',
  userIds: ids(500),
  messageId: 'id',
  conversationId: 'id',
  seq: 1,
  typing: true,
  email: 'ada@example.com',
  seen: ids(500).map((conversationId) => ({ conversationId, seq: 1 })),
}
const inputs: Record<string, unknown> = {
  CreateGroupInput: { title: 'A group', memberIds: ids(100) },
  SendMessageInput: { conversationId: 'id', clientId: '1', text: 'a', attachmentIds: ids(10) },
  UploadInput: { fileName: 'a.png', contentType: 'image/png', byteSize: 1 },
}

const web = new URL('../../web/', import.meta.url).pathname
const read = (path: string) => readFileSync(`${web}${path}`, 'utf8')
const texts = globSync('features/**/*.{ts,tsx}', { cwd: web }).flatMap((path) =>
  [...read(path).matchAll(/graphql\(`([^`]+)`\)/g)].map(([, text = '']) => text),
)
const webDocument = parse(texts.join('\n'), { noLocation: true })
const examples = [...read('features/playground/examples.ts').matchAll(/^ {2}`([^`]+)`/gm)].map(([, text = '']) => text)

const supergraph = readFileSync(new URL('../../schema/supergraph.graphql', import.meta.url), 'utf8')
const federation = createFederation({ supergraph, viewerOf: () => null, sharedViewer: null, limits: defaultLimits })

/** An operation with the fragments that it needs: what a client sends. */
function documentOf(operation: OperationDefinitionNode): DocumentNode {
  const used = new Set<FragmentDefinitionNode>()
  const follow = (node: OperationDefinitionNode | FragmentDefinitionNode) => {
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = webDocument.definitions.find(
          (each) => each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === name.value,
        )
        if (fragment?.kind !== Kind.FRAGMENT_DEFINITION || used.has(fragment)) return
        used.add(fragment)
        follow(fragment)
      },
    })
  }
  follow(operation)
  return { kind: Kind.DOCUMENT, definitions: [operation, ...used] }
}

function given({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> {
  return Object.fromEntries(
    variableDefinitions.map((definition) => {
      const name = definition.variable.name.value
      const type = typeFromAST(federation.schema, definition.type)
      return [name, variables[name] ?? (isInputType(type) ? someValue(type) : null)]
    }),
  )
}

/** What a variable that is not named above may be: its size makes no difference. */
function someValue(type: GraphQLInputType): unknown {
  const nullable = getNullableType(type)
  if (isListType(nullable)) return []
  if (isEnumType(nullable)) return nullable.getValues()[0]?.name
  if (!isInputObjectType(nullable)) return { Boolean: true, Int: 1 }[nullable.name] ?? 'x'
  if (inputs[nullable.name] !== undefined) return inputs[nullable.name]
  const fields = Object.values(nullable.getFields()).filter(isRequiredInputField)
  return Object.fromEntries(fields.map((field) => [field.name, someValue(field.type)]))
}

/** @throws when it is past any other limit */
function costOfDocument(document: DocumentNode): number {
  const operation = getOperationAST(document)
  if (!operation) throw new Error('There is no operation.')
  return federation.costOf({ query: print(document), variables: given(operation) })
}

const ofWeb = webDocument.definitions
  .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  .map((operation) => [operation.name?.value ?? '', documentOf(operation)] as const)
const ofPlayground = [
  ...examples,
  getIntrospectionQuery(),
  getIntrospectionQuery({ oneOf: true, schemaDescription: true }),
].map((text) => [text.split('\n', 2).join(' '), parse(text)] as const)

describe.each([
  ['the web', ofWeb],
  ['the playground', ofPlayground],
])('what %s asks', (_place, operations) => {
  test('is there to be measured', () => {
    expect(operations.length).toBeGreaterThan(4)
  })

  test.each(operations)('costs less than half of what an operation may: %s', (_name, document) => {
    expect(costOfDocument(document)).toBeLessThan(defaultLimits.operationCost / 2)
  })
})
