// Run by MongoDB's image on the first start: one user for each service, for its own database alone.
for (const { database, user, password } of JSON.parse(require('node:fs').readFileSync('/secrets/users.json', 'utf8'))) {
  const roles = ['readWrite', 'dbAdmin'].map((role) => ({ role, db: database }))
  db.getSiblingDB(database).createUser({ user, pwd: password, roles })
}
