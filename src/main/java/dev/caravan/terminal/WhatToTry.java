package dev.caravan.terminal;

/** The next steps of a newcomer, as lines that work when pasted. */
final class WhatToTry {

  private WhatToTry() {}

  static String at(int port, String key) {
    return """

        Caravan is at http://localhost:%1$d (API: /swagger-ui). Ctrl-C stops everything; data is kept in .caravan
        Try in another terminal:

          curl -s -H 'X-API-Key: %2$s' 'localhost:%1$d/api/v1/processes?limit=1'
          curl -s -H 'X-API-Key: %2$s' localhost:%1$d/api/v1/vendors
          curl -s -H 'X-API-Key: %2$s' -H 'Content-Type: application/json' \\
               -d '{"selected_vendors": ["all"], "dry_run": true}' localhost:%1$d/api/v1/workflows/import-vendors
          curl -s -H 'X-API-Key: %2$s' localhost:%1$d/api/v1/health
        """
        .formatted(port, key);
  }
}
