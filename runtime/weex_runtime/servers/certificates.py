"""A certificate authority for test servers with TLS, valid until the process ends."""

from __future__ import annotations

import os
import ssl
import tempfile
from functools import cache


class ThrowawayCA:
    """Signs the certificates of servers on 127.0.0.1 and localhost.

    Attributes:
        ca_file: The authority's certificate as a PEM file, for `Network(ca_file=…)`; removed when
            the process ends.

    Raises:
        RuntimeError: `trustme` is not installed.
    """

    def __init__(self) -> None:
        import atexit

        try:
            import trustme
        except ImportError:
            raise RuntimeError(
                "a test server with tls=True makes its certificate with trustme, which is not "
                "installed: pip install trustme"
            ) from None
        self._authority = trustme.CA()
        with tempfile.NamedTemporaryFile(prefix="weex-ca-", suffix=".pem", delete=False) as file:
            file.write(self._authority.cert_pem.bytes())
        self.ca_file = file.name
        atexit.register(os.unlink, self.ca_file)

    def server_context(self) -> ssl.SSLContext:
        """Make a TLS context with a new certificate for a server."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
        return context


@cache
def throwaway_ca() -> ThrowawayCA:
    """Return the certificate authority of this process. All servers share the authority, so one
    `Network` trusts all servers.
    """
    return ThrowawayCA()
