"""The private PostgreSQL cluster: found or installed, made, kept alive while somebody uses it.

Read `leasing` first: a client holds a lease, a keeper process owns the server, and the
kernel drops the lease of a client that dies. Nothing here opens a TCP port or touches
permissions outside the cluster's own home.
"""
