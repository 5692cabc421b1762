import { getNullableType, isInputObjectType, isListType } from 'graphql'
import type { GraphQLField, GraphQLInputType, GraphQLObjectType } from 'graphql'

/**
 * What the arguments of a field cost: each input object 1, and leaves nothing, where `@cost` says nothing else of the argument,
 * the input field or the type.
 * @param step called for each value that is looked at
 */
export function costOfArguments({
  parent,
  field,
  given,
  weights,
  step,
}: {
  parent: GraphQLObjectType
  field: GraphQLField<unknown, unknown>
  given: Readonly<Record<string, unknown>>
  weights: ReadonlyMap<string, number>
  step: () => void
}): number {
  const costOfValue = (type: GraphQLInputType, value: unknown, weight: number | undefined): number => {
    step()
    const nullable = getNullableType(type)
    if (value === null || value === undefined) return 0
    if (isListType(nullable)) {
      const items: unknown[] = Array.isArray(value) ? value : [value]
      return items.reduce<number>((sum, item) => sum + costOfValue(nullable.ofType, item, weight), 0)
    }
    if (!isInputObjectType(nullable)) return weight ?? weights.get(nullable.name) ?? 0
    const own = weight ?? weights.get(nullable.name) ?? 1
    const fields = nullable.getFields()
    return Object.entries(value).reduce((sum, [name, item]) => {
      const input = fields[name]
      return input ? sum + costOfValue(input.type, item, weights.get(`${nullable.name}.${name}`)) : sum
    }, own)
  }
  return field.args.reduce((sum, { name, type }) => {
    return sum + costOfValue(type, given[name], weights.get(`${parent.name}.${field.name}(${name}:)`))
  }, 0)
}
