package dev.caravan.terminal;

/** The next steps of a newcomer, as lines that work when pasted. */
final class WhatToTry {

  private static final String NAMED = "\"X-API-Key: $CARAVAN_BOOTSTRAP_API_KEY\"";

  private WhatToTry() {}

  /**
   * @param key in force
   * @param shown the key that everybody knows; another one is a secret and only named
   */
  static String at(int port, String key, String shown) {
    return at(port, key.equals(shown) ? "'X-API-Key: " + key + "'" : NAMED);
  }

  private static String at(int port, String header) {
    return """

    Caravan is at http://localhost:%1$d (API: /swagger-ui). Ctrl-C stops everything; data is kept in .caravan
    Try in another terminal:

      curl -s -H %2$s 'localhost:%1$d/api/v1/processes?limit=1'
      curl -s -H %2$s localhost:%1$d/api/v1/vendors
      curl -s -H %2$s -H 'Content-Type: application/json' \\
           -d '{"selected_vendors": ["all"], "dry_run": true}' localhost:%1$d/api/v1/workflows/import-vendors
      curl -s -H %2$s localhost:%1$d/api/v1/health
    """
        .formatted(port, header);
  }
}
