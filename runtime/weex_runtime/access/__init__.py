"""The hosts and files that pages may reach. The names are those of Deno's permissions.

`access.Access` has the rules of a runtime. `page_access.PageAccess` applies the rules for a page.
`lookup` looks up hosts for connections, and drops addresses that a page may not reach.
`project` finds the project that a file belongs to.
"""
