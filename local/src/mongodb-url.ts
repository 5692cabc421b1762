/** A MongoDB URL with a database's name put into it; options and several hosts stay. */
export function withDatabase(mongodbUrl: string, database: string): string {
  const [, base = mongodbUrl, options = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]+)\/?[^?]*(\?.*)?$/.exec(mongodbUrl) ?? []
  return `${base}/${database}${options}`
}
