"""What pages may reach: hosts of the network and files on disk, in the words of Deno's permissions.

`access.Access` has the rules of a runtime. `page_access.PageAccess` applies the rules for a page.
`lookup` looks up hosts for connections, and drops addresses that a page may not reach.
`project` finds the project that a file belongs to.
"""
