"""What commands write that lasts: releases, the ledger, what is retired."""
