import { readFileSync } from 'node:fs'
import { buildSchema, getDirectiveValues, getNullableType, isListType, isObjectType } from 'graphql'
import { expect, test } from 'vitest'

const supergraph = readFileSync(new URL('supergraph.graphql', import.meta.url), 'utf8')

// The first list of a kind without a size would be counted as ten, however long it is.
test('every list of the API says how long it is', () => {
  const schema = buildSchema(supergraph, { assumeValidSDL: true })
  const listSize = schema.getDirective('listSize')
  if (!listSize) throw new Error('The supergraph has no @listSize.')
  const sized = new Set<string>()
  const lists: string[] = []
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      const rule = field.astNode && getDirectiveValues(listSize, field.astNode)
      const returned = getNullableType(field.type)
      if (isListType(returned) && !rule) lists.push(`${type.name}.${field.name}`)
      const names: unknown = rule?.sizedFields
      if (!isObjectType(returned) || !Array.isArray(names)) continue
      for (const name of names) sized.add(`${returned.name}.${String(name)}`)
    }
  }
  expect(sized.size).toBeGreaterThan(0)
  expect(lists.filter((coordinate) => !sized.has(coordinate))).toEqual([])
})
